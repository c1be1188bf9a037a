"""The variables `$namespace` and `$instance`, by which one dashboard shows any instance of a cluster."""

from powersync_constructs.config.workloads.autoscaling import CONNECTIONS
from powersync_constructs.constructs._monitoring.dashboard.grafana import Variable
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import POD_SUFFIX, InstanceSeries, promql

CHOSEN_API, CHOSEN_REPLICATION = "$instance-(api|unified)", "$instance-(replication|unified)"
CHOSEN = InstanceSeries("$namespace", CHOSEN_API, CHOSEN_REPLICATION)
"""The series of the instance that is chosen, be it split or unified."""

_INSTANCE_LABEL = "powersync_instance"


def variables(instance: MonitoredInstance) -> list[Variable]:
    """The two variables: every instance whose API pods reported connections in the time range, and this one.

    Without this one Grafana would choose another instance where all its API pods have been gone for so long, or never
    started: it replaces a current value that the query does not find. `query_result` takes one line.
    """
    namespaces = promql(
        "group by (namespace) (last_over_time({connections}[$__range])) or {own_namespace}",
        connections=CONNECTIONS,
        own_namespace=_labelled("vector(1)", "namespace", instance.namespace),
    )
    instances = promql(
        "group by ({label}) ({running}) or group by ({label}) ({own} and on (namespace) {chosen_namespace})",
        label=_INSTANCE_LABEL,
        running='label_replace(last_over_time({connections}[$__range]), "{label}", "$1", "pod", "{pod}")',
        connections=CHOSEN.of(CONNECTIONS),
        pod=f"(.+)-(?:api|unified)-{POD_SUFFIX}",
        own=_labelled("{own_namespace}", _INSTANCE_LABEL, instance.instance),
        own_namespace=_labelled("vector(1)", "namespace", instance.namespace),
        chosen_namespace=_labelled("vector(1)", "namespace", "$namespace"),
    )
    return [
        _variable("namespace", "Namespace", namespaces, "namespace", instance.namespace),
        _variable("instance", "Instance", instances, _INSTANCE_LABEL, instance.instance),
    ]


def only_for(instance: MonitoredInstance, value: int) -> str:
    """A number as long as this instance is the one that is chosen: its limits are not those of others."""
    return promql(
        "vector({value}) and on () ({chosen} and on (instance) {own})",
        value=str(value),
        chosen=_labelled("vector(1)", "instance", "$namespace/$instance"),
        own=_labelled("vector(1)", "instance", instance.full_name),
    )


def _labelled(vector: str, label: str, value: str) -> str:
    return f'label_replace({vector}, "{label}", "{value}", "", "")'


def _variable(name: str, title: str, expression: str, label: str, current: str) -> Variable:
    return Variable(name, title, f"query_result({expression})", f'/\\b{label}="([^"]+)"/', current)

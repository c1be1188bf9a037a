"""The variables `$namespace` and `$instance`, which select the instance that the dashboard shows."""

from powersync_constructs.config.workloads.autoscaling import CONNECTIONS
from powersync_constructs.constructs._monitoring.dashboard.grafana import Variable
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import POD_SUFFIX, InstanceSeries, promql

CHOSEN_API, CHOSEN_REPLICATION = "$instance-(api|unified)", "$instance-(replication|unified)"
CHOSEN = InstanceSeries("$namespace", CHOSEN_API, CHOSEN_REPLICATION)
"""The series of the selected instance, in either topology."""

_INSTANCE_LABEL = "powersync_instance"


def variables(instance: MonitoredInstance) -> list[Variable]:
    """Return the two variables. They list each instance whose API pods reported connections in the time range.

    They also always list the instance of the dashboard. If a query does not return the current value, Grafana selects
    another value. Without this addition, Grafana would therefore select another instance if the API pods have reported
    nothing in the time range. Each expression is one line, because `query_result` does not accept more.
    """
    namespaces = promql(
        "group by (namespace) (last_over_time({connections}[$__range])) or {own_namespace}",
        connections=CONNECTIONS,
        own_namespace=_labeled("vector(1)", "namespace", instance.namespace),
    )
    instances = promql(
        "group by ({label}) ({running}) or group by ({label}) ({own} and on (namespace) {chosen_namespace})",
        label=_INSTANCE_LABEL,
        running='label_replace(last_over_time({connections}[$__range]), "{label}", "$1", "pod", "{pod}")',
        connections=CHOSEN.of(CONNECTIONS),
        pod=f"(.+)-(?:api|unified)-{POD_SUFFIX}",
        own=_labeled("{own_namespace}", _INSTANCE_LABEL, instance.instance),
        own_namespace=_labeled("vector(1)", "namespace", instance.namespace),
        chosen_namespace=_labeled("vector(1)", "namespace", "$namespace"),
    )
    return [
        _variable("namespace", "Namespace", namespaces, "namespace", instance.namespace),
        _variable("instance", "Instance", instances, _INSTANCE_LABEL, instance.instance),
    ]


def only_for(instance: MonitoredInstance, value: int) -> str:
    """Return an expression that returns the value only while this instance is selected.

    The limits of one instance do not apply to others.
    """
    return promql(
        "vector({value}) and on () ({chosen} and on (instance) {own})",
        value=str(value),
        chosen=_labeled("vector(1)", "instance", "$namespace/$instance"),
        own=_labeled("vector(1)", "instance", instance.full_name),
    )


def _labeled(vector: str, label: str, value: str) -> str:
    return f'label_replace({vector}, "{label}", "{value}", "", "")'


def _variable(name: str, title: str, expression: str, label: str, current: str) -> Variable:
    return Variable(name, title, f"query_result({expression})", f'/\\b{label}="([^"]+)"/', current)

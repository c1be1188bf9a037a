"""Autoscaling of the API pods, with a HorizontalPodAutoscaler or with KEDA."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import PlainText
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, ObjectName, PositiveCount
from powersync_constructs.config.core._uris import PlainHttpUrl
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service import _metrics
from powersync_constructs.config.workloads._scaling import TOLERANCE_PERCENT, fills_before_scaling

Window = Annotated[StrictInt, Field(ge=0, le=3600)]
"""A stabilization window in seconds, within the limits of Kubernetes."""
Period = Annotated[StrictInt, Field(ge=1, le=1800)]
"""The period of a scaling policy in seconds, within the limits of Kubernetes."""
CONNECTIONS = _metrics.CONNECTIONS.name
"""The gauge of the open streams of an API pod."""


class _Scaling(Props):
    """The limits, targets and speed of scaling. The defaults scale up without delay, and down by one pod at a time."""

    error_path = "autoscaling"

    min_replicas: PositiveCount = 2
    """The minimum number of pods."""
    max_replicas: PositiveCount = 10
    """The maximum number of pods."""
    connections: PositiveCount | None = 80
    """The target number of connections per pod (ECS guide: 80 of 200). None to scale on CPU alone."""
    cpu_percent: Annotated[StrictInt, Field(ge=1, le=100)] | None = 70
    """The target CPU utilization, in percent of the CPU request. None to scale on connections alone."""
    scale_up_window_seconds: Window = 0
    """The stabilization window for scaling up, in seconds. Default: 0, because a full pod rejects clients with 429."""
    scale_up_period_seconds: Period = 120
    """The period for scaling up, in seconds. In one period, the number of pods at most doubles (ECS guide)."""
    scale_down_window_seconds: Window = 300
    """The stabilization window for scaling down, in seconds (ECS guide)."""
    scale_down_period_seconds: Period = 300
    """The period for scaling down, in seconds. In one period, at most `scale_down_pods` pods are removed."""
    scale_down_pods: PositiveCount = 1
    """The maximum number of pods to remove per period. Each removal disconnects the clients of the pod."""

    @model_validator(mode="after")
    def _check_scaling(self) -> Self:
        if self.min_replicas > self.max_replicas:
            raise config_error(
                "min_replicas", f"{self.min_replicas} is more than max_replicas {self.max_replicas}; use a lower value"
            )
        if self.connections is None and self.cpu_percent is None:
            raise config_error(
                "connections", "None with cpu_percent=None leaves no metric to scale on; set one of the two"
            )
        return self

    def hpa_of(self, deployment: str) -> str:
        """Return the name of the HorizontalPodAutoscaler: the name of the Deployment."""
        return deployment

    def check_service(self, max_concurrent_connections: int, prometheus_port: int | None) -> None:
        """Raise ConfigError if pods would be full before the autoscaler adds pods, or if the pods have no metrics.

        Kubernetes scales up only when the metric exceeds the target by more than 10 %.
        """
        if self.connections is not None and prometheus_port is None:
            rule = f"{self.connections} needs metrics, but telemetry.prometheus_port is None"
            raise config_error("autoscaling.connections", f"{rule}; set the port, or connections=None")
        if self.connections is not None and fills_before_scaling(self.connections, max_concurrent_connections):
            limit = f"max_concurrent_connections {max_concurrent_connections}"
            rule = f"{self.connections} plus {TOLERANCE_PERCENT} % is not below {limit}"
            raise config_error(
                "autoscaling.connections", f"{rule}; lower the target, or raise max_concurrent_connections"
            )


class HpaAutoscaling(_Scaling):
    """A HorizontalPodAutoscaler that scales on connections and CPU.

    The pod metric `powersync_concurrent_connections` is the number of connections. The cluster must serve this metric
    as a custom metric, for example with prometheus-adapter and the rule of `prometheus_adapter_rule()`. If the
    metric is missing, the autoscaler still scales on CPU, but only up.
    """

    type: Literal["hpa"] = "hpa"
    """The type of the autoscaler, which selects this class in a mapping."""


class KedaAuthentication(Props):
    """A reference to an existing TriggerAuthentication, which KEDA uses to authenticate to Prometheus."""

    error_path = "authentication"

    name: ObjectName
    """The name of the TriggerAuthentication."""
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] = "TriggerAuthentication"
    """The kind of the object: `TriggerAuthentication`, in the same namespace, or `ClusterTriggerAuthentication`."""
    modes: FrozenList[Literal["basic", "bearer", "tls", "custom"]] = ()
    """The authentication modes that Prometheus requires. Default: none, which is correct for a pod
    identity of the cloud.
    """


class KedaAutoscaling(_Scaling):
    """A ScaledObject of KEDA (2.17 and newer). KEDA queries Prometheus for the connections, without an adapter.

    KEDA creates a HorizontalPodAutoscaler with the name that `HpaAutoscaling` uses, or takes over an existing
    HorizontalPodAutoscaler. If Prometheus does not answer or has no data about the pods, KEDA keeps the number of pods.
    If the number is lower than `fallback_replicas`, KEDA raises the number to `fallback_replicas`.
    """

    type: Literal["keda"] = "keda"
    """The type of the autoscaler, which selects this class in a mapping."""
    prometheus_url: PlainHttpUrl | None = None
    """The URL of Prometheus, like http://prometheus-operated.monitoring.svc:9090. Required to scale on connections."""
    query: PlainText | None = None
    """The PromQL query for the total connections of all pods. Default: the sum over the pods of this instance, selected
    by the labels `namespace` and `pod`, which a PodMonitor sets.
    """
    authentication: KedaAuthentication | None = None
    """The authentication of KEDA to Prometheus. None for no authentication."""
    polling_interval_seconds: Annotated[StrictInt, Field(ge=1, le=3600)] = 30
    """Seconds between two queries to Prometheus."""
    fallback_after_failures: PositiveCount = 3
    """The number of consecutive failed queries after which `fallback_replicas` applies."""
    fallback_replicas: PositiveCount | None = None
    """The minimum number of pods while Prometheus does not answer. Default: `min_replicas`."""
    hpa_name: ObjectName | None = None
    """The name of the HorizontalPodAutoscaler that KEDA creates or takes over. Default: `<instance>-api`, as
    with `HpaAutoscaling`.
    """

    @model_validator(mode="after")
    def _check_prometheus(self) -> Self:
        if self.connections is not None and self.prometheus_url is None:
            raise config_error(
                "prometheus_url", "missing; give the URL of Prometheus, or connections=None to scale on CPU alone"
            )
        if self.connections is None:
            for field in ("prometheus_url", "query", "authentication", "fallback_after_failures", "fallback_replicas"):
                if getattr(self, field) != type(self).__pydantic_fields__[field].default:
                    raise config_error(
                        field, "is only for scaling on connections, which is off; remove it, or set connections"
                    )
        return self

    @model_validator(mode="after")
    def _check_fallback(self) -> Self:
        if self.fallback_replicas is not None and not self.min_replicas <= self.fallback_replicas <= self.max_replicas:
            rule = f"{self.fallback_replicas} is not between min_replicas {self.min_replicas} and max_replicas"
            raise config_error("fallback_replicas", f"{rule} {self.max_replicas}; use a number in this range")
        return self

    def hpa_of(self, deployment: str) -> str:
        """Return the name of the HorizontalPodAutoscaler: `hpa_name`, or by default the name of the Deployment."""
        return self.hpa_name or deployment

    @property
    def fewest_without_prometheus(self) -> int:
        """The minimum number of pods while Prometheus does not answer."""
        return self.fallback_replicas or self.min_replicas


Autoscaling = Annotated[HpaAutoscaling | KedaAutoscaling, Field(discriminator="type")]
"""An autoscaler of either type. Two autoscalers of one Deployment would conflict."""


def prometheus_adapter_rule() -> str:
    """Return the prometheus-adapter rule that serves the number of connections as a custom metric.

    Print the rule, and add it under `rules:` in the configuration of the adapter. The adapter has one configuration per
    cluster. All instances use the same rule, because each autoscaler requests only the metrics of the pods that it
    scales. The query uses `max`, because `sum` would count the connections of a pod twice if two jobs scrape
    the pod.
    """
    return _ADAPTER_RULE


_ADAPTER_RULE = f"""\
- seriesQuery: '{CONNECTIONS}{{namespace!="",pod!=""}}'
  resources:
    overrides:
      namespace: {{resource: namespace}}
      pod: {{resource: pod}}
  name: {{as: {CONNECTIONS}}}
  metricsQuery: 'max(<<.Series>>{{<<.LabelMatchers>>}}) by (<<.GroupBy>>)'
"""

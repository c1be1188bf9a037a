"""Autoscaling of the API: by a HorizontalPodAutoscaler of ours, or by one that KEDA keeps."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import PlainText
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, ObjectName, PositiveCount
from powersync_constructs.config.core._uris import PlainHttpUrl
from powersync_constructs.config.core.errors import config_error

Window = Annotated[StrictInt, Field(ge=0, le=3600)]
"""Seconds, as many as the autoscaler can look back."""
Period = Annotated[StrictInt, Field(ge=1, le=1800)]
"""Seconds, as long as a policy of the autoscaler can be."""
CONNECTIONS = "powersync_concurrent_connections"
"""The gauge of an API pod's open streams, from 0 on (packages/types/src/metrics.ts of the service)."""


class _Scaling(Props):
    """When there are more pods and fewer: up at once, down one pod at a time."""

    error_path = "autoscaling"

    min_replicas: PositiveCount = Field(default=2, description="pods at least")
    max_replicas: PositiveCount = Field(default=10, description="pods at most")
    connections: PositiveCount | None = Field(
        default=80, description="target of connections per pod (ECS guide: 80 of 200); None to leave them out"
    )
    cpu_percent: Annotated[StrictInt, Field(ge=1, le=100)] | None = Field(
        default=70, description="target CPU utilization, in percent of the request; None to leave it out"
    )
    scale_up_window_seconds: Window = Field(
        default=0, description="seconds looked back before there are more pods; at once, since full pods answer 429"
    )
    scale_up_period_seconds: Period = Field(
        default=120, description="seconds in which the pods may at most double (ECS guide)"
    )
    scale_down_window_seconds: Window = Field(
        default=300, description="seconds looked back before there are fewer pods (ECS guide)"
    )
    scale_down_period_seconds: Period = Field(
        default=300,
        description="seconds in which at most scale_down_pods pods are removed, since each disconnects its clients",
    )
    scale_down_pods: PositiveCount = Field(default=1, description="how many pods go in that period at most")

    @model_validator(mode="after")
    def _can_scale(self) -> Self:
        if self.min_replicas > self.max_replicas:
            raise config_error(
                "min_replicas", f"{self.min_replicas} is above max_replicas {self.max_replicas}; lower it"
            )
        if self.connections is None and self.cpu_percent is None:
            raise config_error(
                "connections", "None beside cpu_percent None leaves nothing to scale on; give one of them"
            )
        return self

    def hpa_of(self, deployment: str) -> str:
        """The name of the HorizontalPodAutoscaler: that of the Deployment."""
        return deployment

    def check_service(self, max_concurrent_connections: int, prometheus_port: int | None) -> None:
        """Raise when pods would be full before there are more of them, or have no metric to scale on.

        Kubernetes lets an aim be passed by 10 % before it acts.
        """
        if self.connections is not None and prometheus_port is None:
            rule = f"{self.connections} is a metric, and telemetry.prometheus_port is None"
            raise config_error("autoscaling.connections", f"{rule}; give the port, or connections=None")
        if self.connections is not None and self.connections * 110 >= max_concurrent_connections * 100:
            rule = f"{self.connections} is not 10 % below the {max_concurrent_connections} streams that a process takes"
            raise config_error("autoscaling.connections", f"{rule}; aim at less, or raise max_concurrent_connections")


class HpaAutoscaling(_Scaling):
    """A HorizontalPodAutoscaler on connections and CPU.

    The connections are a metric of the pods, `powersync_concurrent_connections`: something in the cluster must serve
    it as a custom metric, like prometheus-adapter with the rule of `prometheus_adapter_rule()`. Without it the
    autoscaler goes on with CPU, but only upwards.
    """

    type: Literal["hpa"] = Field(default="hpa", description="the kind of autoscaler")


class KedaAuthentication(Props):
    """How KEDA logs in to Prometheus: a TriggerAuthentication that somebody else keeps."""

    error_path = "authentication"

    name: ObjectName = Field(description="its name")
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] = Field(
        default="TriggerAuthentication", description="whether it is of the namespace or of the cluster"
    )
    modes: FrozenList[Literal["basic", "bearer", "tls", "custom"]] = Field(
        default=(), description="what Prometheus asks for; none where the pod's identity is enough, as in clouds"
    )


class KedaAutoscaling(_Scaling):
    """A ScaledObject of KEDA (2.17 and newer), which asks Prometheus for the connections and needs no adapter.

    KEDA keeps the HorizontalPodAutoscaler, named as that of `HpaAutoscaling`, and takes over one that is there.
    While Prometheus cannot be asked, or has lost the pods, there are as many pods as before, and no fewer than
    `fallback_replicas`.
    """

    type: Literal["keda"] = Field(default="keda", description="the kind of autoscaler")
    prometheus_url: PlainHttpUrl | None = Field(
        default=None, description="Prometheus, like http://prometheus-operated.monitoring.svc:9090; for connections"
    )
    query: PlainText | None = Field(
        default=None,
        description="PromQL for the connections of all pods together; default: the sum over the instance's own "
        "pods, by the labels `namespace` and `pod` that a PodMonitor sets",
    )
    authentication: KedaAuthentication | None = Field(default=None, description="how KEDA logs in to Prometheus")
    polling_interval_seconds: Annotated[StrictInt, Field(ge=1, le=3600)] = Field(
        default=30, description="seconds between two queries of Prometheus"
    )
    fallback_after_failures: PositiveCount = Field(
        default=3, description="consecutive failed queries before the fallback applies"
    )
    fallback_replicas: PositiveCount | None = Field(
        default=None, description="pods at least while Prometheus cannot be asked; default: min_replicas"
    )
    hpa_name: ObjectName | None = Field(
        default=None,
        description="the HorizontalPodAutoscaler that KEDA makes, or takes over where it exists; default: "
        "`<instance>-api`, as that of HpaAutoscaling",
    )

    @model_validator(mode="after")
    def _can_ask_prometheus(self) -> Self:
        if self.connections is not None and self.prometheus_url is None:
            raise config_error("prometheus_url", "missing; give Prometheus, or connections=None to scale on CPU alone")
        if self.connections is None:
            for field in ("prometheus_url", "query", "authentication", "fallback_after_failures", "fallback_replicas"):
                if getattr(self, field) != type(self).model_fields[field].default:
                    raise config_error(field, "is for connections, which are None; drop it, or give connections")
        return self

    @model_validator(mode="after")
    def _falls_back_within_bounds(self) -> Self:
        if self.fallback_replicas is not None and not self.min_replicas <= self.fallback_replicas <= self.max_replicas:
            rule = f"{self.fallback_replicas} is not between min_replicas {self.min_replicas} and max_replicas"
            raise config_error("fallback_replicas", f"{rule} {self.max_replicas}; choose one that is")
        return self

    def hpa_of(self, deployment: str) -> str:
        """The name of the HorizontalPodAutoscaler that KEDA keeps: that of the Deployment unless another is given."""
        return self.hpa_name or deployment

    @property
    def fewest_without_prometheus(self) -> int:
        """The pods that there are at least while Prometheus cannot be asked."""
        return self.fallback_replicas or self.min_replicas


Autoscaling = Annotated[HpaAutoscaling | KedaAutoscaling, Field(discriminator="type")]
"""Either autoscaler; both at once would fight over the pods."""


def prometheus_adapter_rule() -> str:
    """The rule by which prometheus-adapter serves the connections to a HorizontalPodAutoscaler: print it.

    It goes under `rules:` of the adapter's own configuration, which is the platform's and one for the whole cluster:
    the rule is the same for every instance. The autoscaler asks for the pods of its own Deployment alone. It is `max`,
    since a pod that is scraped twice has no more connections.
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

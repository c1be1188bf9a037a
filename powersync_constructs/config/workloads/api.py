"""Props of `PowerSyncApi`."""

from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Cidr, FrozenList, Port, PositiveCount, QualifiedName
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods._workload import ReplicatedProps, ServiceFacts, refuse_blocking_budget
from powersync_constructs.config.pods.pod import Annotations, Drain, PercentOrCount, is_zero
from powersync_constructs.config.workloads.autoscaling import Autoscaling


class ServiceProps(Props):
    """The Service in front of the pods."""

    error_path = "service"

    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = "ClusterIP"
    """The type of the Service."""
    port: Port = 80
    """The port of the Service, which forwards to the port of the pods."""
    node_port: Annotated[StrictInt, Field(ge=30000, le=32767)] | None = None
    """The port of the Service on each node. Not for type ClusterIP. Default: Kubernetes chooses a port."""
    annotations: Annotations = {}
    """The annotations of the Service."""
    load_balancer_class: QualifiedName | None = None
    """The class of the load balancer, which selects its controller. Only for type LoadBalancer."""
    load_balancer_source_ranges: FrozenList[Cidr] = ()
    """The IP ranges that may connect to the load balancer. Only for type LoadBalancer. Default: no restriction."""
    external_traffic_policy: Literal["Cluster", "Local"] | None = None
    """Whether nodes forward external traffic to other nodes (Cluster) or not (Local). Not for type ClusterIP."""

    @model_validator(mode="after")
    def _check_type(self) -> Self:
        for field in ("load_balancer_class", "load_balancer_source_ranges"):
            if getattr(self, field) and self.type != "LoadBalancer":
                raise config_error(
                    field, f"needs type LoadBalancer, not {self.type}; change the type, or remove the field"
                )
        for field in ("node_port", "external_traffic_policy"):
            if getattr(self, field) and self.type == "ClusterIP":
                raise config_error(field, "does not work with type ClusterIP; use another type, or remove the field")
        return self


class ApiProps(ReplicatedProps):
    """The API pods. Their streams to clients stay open for hours."""

    error_path = "api"

    replicas: PositiveCount | None = None
    """The number of API pods. Default: 2. Do not set it together with `autoscaling`."""
    autoscaling: Autoscaling | None = None
    """The autoscaler of the API pods, which manages the number of replicas. None for a fixed number."""
    service: ServiceProps = Field(default_factory=ServiceProps)
    """The Service in front of the pods."""
    drain: Drain = Field(default_factory=Drain)
    """The settings to drain the streams of a terminating pod."""
    max_surge: PercentOrCount = "100%"
    """The number or percentage of pods that a rollout starts in addition to the old pods. With 100%, each client
    reconnects exactly once if all new pods become available within `drain.sleep_seconds` of each other; see
    `drain`. With 1, the pods are replaced one by one, and a client reconnects 1.2 times on average (measured). Use 25%
    if the cluster has no capacity for twice the number of pods.
    """

    @model_validator(mode="after")
    def _check_scaling_and_rollout(self) -> Self:
        if self.autoscaling is not None and self.replicas is not None:
            raise config_error(
                "replicas", f"{self.replicas} would undo all scaling at every apply; remove replicas or autoscaling"
            )
        if is_zero(self.max_surge):
            raise config_error("max_surge", "0 would remove old pods before new ones are ready; use 100% or 1")
        refuse_blocking_budget(self.pdb, self.lowest_replicas)
        return self

    def check_service(self, service: ServiceFacts) -> None:
        """Run the inherited checks, and check the autoscaler against the connection limit and the metrics port."""
        super().check_service(service)
        if self.autoscaling is not None:
            self.autoscaling.check_service(service.max_concurrent_connections, service.prometheus_port)

    @property
    def lowest_replicas(self) -> int:
        """The minimum number of pods."""
        return self.autoscaling.min_replicas if self.autoscaling else self.replicas or 2

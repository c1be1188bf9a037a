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
    """The Service before the pods."""

    error_path = "service"

    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = Field(default="ClusterIP", description="the type")
    port: Port = Field(default=80, description="the port, which leads to the pods' own")
    node_port: Annotated[StrictInt, Field(ge=30000, le=32767)] | None = Field(
        default=None, description="the nodes' port, in the range that Kubernetes has for them"
    )
    annotations: Annotations = Field(default={}, description="annotations")
    load_balancer_class: QualifiedName | None = Field(default=None, description="who makes the load balancer")
    load_balancer_source_ranges: FrozenList[Cidr] = Field(default=(), description="who may reach the load balancer")
    external_traffic_policy: Literal["Cluster", "Local"] | None = Field(
        default=None, description="whether traffic from outside may cross nodes"
    )

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        for field in ("load_balancer_class", "load_balancer_source_ranges"):
            if getattr(self, field) and self.type != "LoadBalancer":
                raise config_error(
                    field, f"goes only with type LoadBalancer, not {self.type}; set it, or drop the field"
                )
        for field in ("node_port", "external_traffic_policy"):
            if getattr(self, field) and self.type == "ClusterIP":
                raise config_error(field, "does not go with type ClusterIP; choose another type, or drop the field")
        return self


class ApiProps(ReplicatedProps):
    """The API pods, which clients hold streams to for hours."""

    error_path = "api"

    replicas: PositiveCount | None = Field(default=None, description="pods; default: 2, or unset with autoscaling")
    autoscaling: Autoscaling | None = Field(default=None, description="an autoscaler, which then owns the replicas")
    service: ServiceProps = Field(default_factory=ServiceProps, description="the Service before the pods")
    drain: Drain = Field(default_factory=Drain, description="how a pod that terminates drains its streams")
    max_surge: PercentOrCount = Field(
        default="100%",
        description="pods that a roll-out starts beside the old ones; 100% cuts every client exactly once (measured), "
        "1 spreads the disconnects over time, 1.2 for each client; 25% where a cluster has no room for twice the pods",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.autoscaling is not None and self.replicas is not None:
            raise config_error(
                "replicas", f"{self.replicas} beside autoscaling would be reset by every apply; drop one"
            )
        if is_zero(self.max_surge):
            raise config_error("max_surge", "0 would take pods away before there are new ones; use 100% or 1")
        refuse_blocking_budget(self.pdb, self.lowest_replicas)
        return self

    def check_service(self, service: ServiceFacts) -> None:
        """Raise ConfigError also for an autoscaler whose target the pods cannot reach."""
        super().check_service(service)
        if self.autoscaling is not None:
            self.autoscaling.check_service(service.max_concurrent_connections, service.prometheus_port)

    @property
    def lowest_replicas(self) -> int:
        """The fewest pods that there are."""
        return self.autoscaling.min_replicas if self.autoscaling else self.replicas or 2

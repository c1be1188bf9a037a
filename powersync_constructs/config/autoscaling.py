"""Autoscaling of the API."""

from typing import Annotated

from pydantic import Field, StrictInt, model_validator
from typing_extensions import Self

from powersync_constructs.config._base import Props
from powersync_constructs.config._types import PositiveCount
from powersync_constructs.config.errors import refusal

Window = Annotated[StrictInt, Field(ge=0, le=3600)]
"""Seconds, as many as the autoscaler can look back."""
Period = Annotated[StrictInt, Field(ge=1, le=1800)]
"""Seconds, as long as a policy of the autoscaler can be."""


class HpaAutoscaling(Props):
    """A HorizontalPodAutoscaler on connections and CPU, up at once and down one pod at a time.

    The connections are a metric of the pods, `powersync_concurrent_connections`: something in the cluster, like
    prometheus-adapter, must serve it as a custom metric. Without it the autoscaler goes on with CPU, but only upwards.
    """

    called = "autoscaling"

    min_replicas: PositiveCount = Field(default=2, description="pods at least")
    max_replicas: PositiveCount = Field(default=10, description="pods at most")
    connections: PositiveCount | None = Field(
        default=80, description="connections a pod that are aimed at (ECS guide: 80 of 200); None to leave them out"
    )
    cpu_percent: Annotated[StrictInt, Field(ge=1, le=100)] | None = Field(
        default=70, description="CPU that is aimed at, in percent of the request; None to leave it out"
    )

    scale_up_window_seconds: Window = Field(
        default=0, description="seconds looked back before there are more pods; at once, since full pods answer 429"
    )
    scale_up_period_seconds: Period = Field(
        default=120, description="seconds in which the pods may at most double, or become 4 more (ECS guide)"
    )
    scale_down_window_seconds: Window = Field(
        default=300, description="seconds looked back before there are fewer pods (ECS guide)"
    )
    scale_down_period_seconds: Period = Field(
        default=300, description="seconds in which so few pods go, since each cuts its clients"
    )

    scale_down_pods: PositiveCount = Field(default=1, description="how many pods go in that period at most")

    @model_validator(mode="after")
    def _can_scale(self) -> Self:
        if self.min_replicas > self.max_replicas:
            raise refusal("min_replicas", f"{self.min_replicas} is above max_replicas {self.max_replicas}; lower it")
        if self.connections is None and self.cpu_percent is None:
            raise refusal("connections", "None beside cpu_percent None leaves nothing to scale on; give one of them")
        return self

    def check_service(self, max_concurrent_connections: int, prometheus_port: int | None, root: str = "api") -> None:
        """Raise when pods would be full before there are more of them, or have no metric to scale on."""
        if self.connections is not None and prometheus_port is None:
            rule = f"{self.connections} is a metric, and telemetry.prometheus_port is None"
            raise refusal(f"{root}.autoscaling.connections", f"{rule}; give the port, or connections=None")
        if self.connections is not None and self.connections >= max_concurrent_connections:
            rule = f"{self.connections} is not below the {max_concurrent_connections} streams that a process takes"
            raise refusal(
                f"{root}.autoscaling.connections", f"{rule}; aim at less, or raise max_concurrent_connections"
            )

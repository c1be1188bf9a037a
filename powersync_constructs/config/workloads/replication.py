"""Props of `ReplicationPair`."""

from typing import Literal

from pydantic import Field, StrictInt, field_validator, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import Seconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods._workload import PATIENT_PROBES, ReplicatedProps, refuse_blocking_budget
from powersync_constructs.config.pods.pod import PercentOrCount, is_zero
from powersync_constructs.config.pods.probes import ProbeSettings


class ReplicationProps(ReplicatedProps):
    """The replicators: one leads, one stands by."""

    error_path = "replication"

    replicas: StrictInt = Field(default=2, description="2 for a leader and a warm standby, 1 for a leader alone")
    strategy: Literal["RollingUpdate", "Recreate"] | None = Field(
        default=None, description="how pods are replaced; default: Recreate for one replica, else RollingUpdate"
    )
    max_surge: PercentOrCount = Field(default=1, description="pods that a roll-out starts beside the old ones")
    max_unavailable: PercentOrCount = Field(
        default=0, description="pods that may be unavailable during a roll-out; 1 with max_surge=0 needs no extra node"
    )
    probes: ProbeSettings = Field(default=PATIENT_PROBES, description="how a pod's health is asked for")
    grace_seconds: Seconds = Field(
        default=45,
        description="seconds to end: the service needs at most 30 to hand its lock over (termination-handler.ts)",
    )

    @field_validator("replicas")
    @classmethod
    def _lead_and_stand_by(cls, value: int) -> int:
        if value not in (1, 2):
            raise ValueError("is not 1 or 2; one replicates and one stands by, more would only wait: use 2")
        return value

    @property
    def is_recreated(self) -> bool:
        """Whether the old pods go before new ones come."""
        return self.strategy == "Recreate" or (self.strategy is None and self.replicas == 1)

    @model_validator(mode="after")
    def _rolls_out_as_it_says(self) -> Self:
        for field in ("max_surge", "max_unavailable"):
            value = getattr(self, field)
            if self.is_recreated and value != type(self).model_fields[field].default:
                why = "with strategy Recreate" if self.strategy else "on a single replica, which is recreated"
                raise config_error(field, f"{value} has no effect {why}; remove it, or use strategy='RollingUpdate'")
        if is_zero(self.max_surge) and is_zero(self.max_unavailable):
            raise config_error("max_surge", "0 beside max_unavailable 0 lets no pod be replaced; use 1")
        return self

    @model_validator(mode="after")
    def _lets_nodes_drain(self) -> Self:
        refuse_blocking_budget(self.pdb, self.replicas)
        return self

"""Props of `ReplicationPair`."""

from typing import Literal

from pydantic import Field, StrictInt, field_validator, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import Seconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.pod import PercentOrCount, is_zero
from powersync_constructs.config.pods.probes import ProbeSettings
from powersync_constructs.config.pods.workload import PATIENT_PROBES, ReplicatedProps, refuse_blocking_budget


class ReplicationProps(ReplicatedProps):
    """The replicators: one leads, one stands by."""

    error_path = "replication"

    replicas: StrictInt = Field(default=2, description="2 for a leader and a warm standby, 1 for a leader alone")
    strategy: Literal["RollingUpdate", "Recreate"] | None = Field(
        default=None, description="how pods are replaced; Recreate for a single one, else a new one before an old"
    )
    max_surge: PercentOrCount = Field(default=1, description="pods that a roll-out starts beside the old ones")
    max_unavailable: PercentOrCount = Field(
        default=0, description="pods that a roll-out may take away before; with 1 and no surge it needs no node more"
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

    @model_validator(mode="after")
    def _lets_nodes_drain(self) -> Self:
        refuse_blocking_budget(self.pdb, self.replicas)
        if is_zero(self.max_surge) and is_zero(self.max_unavailable):
            raise config_error("max_surge", "0 beside max_unavailable 0 lets no pod be replaced; use 1")
        return self

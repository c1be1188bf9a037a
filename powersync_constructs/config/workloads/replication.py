"""Props of `ReplicationPair`."""

from typing import Literal

from pydantic import StrictInt, field_validator, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import Seconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods._workload import PATIENT_PROBES, ReplicatedProps, refuse_blocking_budget
from powersync_constructs.config.pods.pod import PercentOrCount, is_zero
from powersync_constructs.config.pods.probes import ProbeSettings


class ReplicationProps(ReplicatedProps):
    """The replicators: a leader and a standby."""

    error_path = "replication"

    replicas: StrictInt = 2
    """The number of replicators: 2 for a leader and a warm standby, 1 for a leader without a standby."""
    strategy: Literal["RollingUpdate", "Recreate"] | None = None
    """The update strategy of the Deployment. Default: Recreate for one replica, otherwise RollingUpdate."""
    max_surge: PercentOrCount = 1
    """The number or percentage of pods that a rollout starts in addition to the old pods."""
    max_unavailable: PercentOrCount = 0
    """The number or percentage of pods that may be unavailable during a rollout. With 1 and max_surge=0, a rollout
    needs no additional node.
    """
    probes: ProbeSettings = PATIENT_PROBES
    """The startup, liveness and readiness probes of the pods."""
    grace_seconds: Seconds = 45
    """Seconds between SIGTERM and SIGKILL. The service releases its lock within 30 s (termination-handler.ts)."""

    @field_validator("replicas")
    @classmethod
    def _check_replicas(cls, value: int) -> int:
        if value not in (1, 2):
            raise ValueError("is not 1 or 2, and only a leader and one standby are useful; use 2")
        return value

    @property
    def is_recreated(self) -> bool:
        """Whether old pods stop before new ones start."""
        return self.strategy == "Recreate" or (self.strategy is None and self.replicas == 1)

    @model_validator(mode="after")
    def _check_replication_rollout(self) -> Self:
        for field in ("max_surge", "max_unavailable"):
            value = getattr(self, field)
            if self.is_recreated and value != type(self).__pydantic_fields__[field].default:
                why = "with strategy Recreate" if self.strategy else "with a single replica, which is recreated"
                raise config_error(field, f"{value} has no effect {why}; remove it, or use strategy='RollingUpdate'")
        if is_zero(self.max_surge) and is_zero(self.max_unavailable):
            raise config_error("max_surge", "0 with max_unavailable=0 blocks every rollout; use 1")
        return self

    @model_validator(mode="after")
    def _check_replication_budget(self) -> Self:
        refuse_blocking_budget(self.pdb, self.replicas)
        return self

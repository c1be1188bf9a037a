"""Props of `MigrateHook`."""

from pydantic import Field, StrictBool

from powersync_constructs.config._types import Count, PositiveSeconds, Seconds
from powersync_constructs.config.containers import Resources
from powersync_constructs.config.workload import WorkloadProps


class MigrateProps(WorkloadProps):
    """The migration of the storage, before anything else runs."""

    called = "migrate"

    gate: StrictBool = Field(
        default=True,
        description="whether the pods wait for the migration's mark; other orders than a plain apply need no gate",
    )
    backoff_limit: Count = Field(default=4, description="tries after the first; a lock left behind lasts a minute")
    active_deadline_seconds: PositiveSeconds = Field(
        default=1800, description="seconds that all tries may take; waiting for the lock alone may take 3 minutes"
    )
    ttl_seconds_after_finished: Seconds | None = Field(
        default=86400, description="seconds until the finished Job is cleaned up; the mark stays. None to keep it"
    )
    resources: Resources = Field(
        default=Resources(cpu="100m", cpu_limit="1", memory="256Mi", memory_limit="512Mi"),
        description="what a step asks for and at most gets",
    )

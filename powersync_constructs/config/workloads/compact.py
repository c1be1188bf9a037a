"""Props of `CompactCron`."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictStr

from powersync_constructs.config.core._types import Count, CronSchedule, FrozenList, PositiveSeconds, TimeZone
from powersync_constructs.config.core._versions import Since
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.containers import Resources


def _bucket(text: str) -> str:
    if "[" not in text or not text.endswith("]") or "," in text.partition("[")[0]:
        raise ValueError('is not a whole bucket name; write it like global[] or by_user["u1"]')
    return text


BucketName = Annotated[StrictStr, AfterValidator(_bucket)]
"""A bucket with its parameters, like `by_user["u1"]`."""


class CompactProps(WorkloadProps):
    """The daily compaction."""

    error_path = "compact"

    schedule: CronSchedule = Field(default="0 3 * * *", description="when; default: daily at 03:00")
    time_zone: TimeZone = Field(default="Etc/UTC", description="the schedule's time zone")
    suspend: StrictBool = Field(default=False, description="whether no run is started")
    starting_deadline_seconds: PositiveSeconds = Field(
        default=3600,
        description="seconds that a run may begin late; without it 100 missed runs stop the schedule for good",
    )
    active_deadline_seconds: PositiveSeconds = Field(
        default=6 * 3600,
        description="seconds that a run may take with its tries; 1,000,000 operations took 24 s (measured)",
    )
    backoff_limit: Count = Field(default=2, description="tries after the first")
    successful_history: Count = Field(default=3, description="successful runs that are kept")
    failed_history: Count = Field(default=3, description="failed runs that are kept")
    buckets: FrozenList[BucketName] = Field(default=(), description="only these buckets; default: all")
    parameter_indexes: Annotated[StrictBool, Since("1.20.2")] = Field(
        default=True, description="whether parameter lookups are compacted too; only newer services can leave that"
    )
    incremental_only: Annotated[StrictBool, Since("1.26.0")] = Field(
        default=False, description="only what changed since the last time (experimental)"
    )
    resources: Resources = Field(
        default=Resources(cpu="100m", cpu_limit="1", memory="512Mi", memory_limit="1536Mi"),
        description="the service takes the heap less 128 MB, at most 1 GB (compact-action.ts)",
    )

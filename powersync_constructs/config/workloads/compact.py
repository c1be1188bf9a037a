"""Props of `CompactCron`."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictStr

from powersync_constructs.config.core._types import Count, CronSchedule, FrozenList, PositiveSeconds, TimeZone
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.service.releases._lookup import since


def _bucket(text: str) -> str:
    if "[" not in text or not text.endswith("]") or "," in text.partition("[")[0]:
        raise ValueError('is not a complete bucket name; write it like global[] or by_user["u1"]')
    return text


BucketName = Annotated[StrictStr, AfterValidator(_bucket)]
"""The name of a bucket with its parameters, like `by_user["u1"]`."""


class CompactProps(WorkloadProps):
    """The daily compaction of the bucket storage."""

    error_path = "compact"

    schedule: CronSchedule = "0 3 * * *"
    """The cron schedule of the compaction. Default: daily at 03:00."""
    time_zone: TimeZone = "Etc/UTC"
    """The time zone of the schedule."""
    suspend: StrictBool = False
    """Whether the schedule is suspended, so that no run starts."""
    starting_deadline_seconds: PositiveSeconds = 3600
    """Seconds after the scheduled time in which a run may still start. Without a deadline, Kubernetes stops starting
    runs after more than 100 missed runs.
    """
    active_deadline_seconds: PositiveSeconds = Field(default=6 * 3600)
    """Seconds that a run may take, including its retries. 1,000,000 operations took 24 s (measured)."""
    backoff_limit: Count = 2
    """The number of retries after the first attempt."""
    successful_history: Count = 3
    """The number of successful Jobs to keep."""
    failed_history: Count = 3
    """The number of failed Jobs to keep."""
    buckets: FrozenList[BucketName] = ()
    """The names of the buckets to compact. Default: all buckets."""
    parameter_indexes: Annotated[StrictBool, since("command: compact --no-parameter-indexes")] = True
    """Whether parameter lookups are compacted too."""
    incremental_only: Annotated[StrictBool, since("command: compact --incremental-only")] = False
    """Whether only changes since the last run are compacted (experimental)."""
    resources: Resources = Field(default=Resources(cpu="100m", cpu_limit="1", memory="512Mi", memory_limit="1536Mi"))
    """The resource requests and limits. For a compaction, the service uses at most the heap size minus 128 MB, and
    never more than 1 GB (compact-action.ts).
    """

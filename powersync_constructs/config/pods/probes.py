"""How the kubelet asks pods for their health."""

from pydantic import Field

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveCount, PositiveSeconds


class ProbeTimes(Props):
    """How often a probe runs and when it has failed."""

    period_seconds: PositiveSeconds = Field(default=10, description="seconds between tries")
    timeout_seconds: PositiveSeconds = Field(default=10, description="seconds until a try has failed")
    failure_threshold: PositiveCount = Field(default=3, description="failures in a row until the probe has failed")


class ProbeSettings(Props):
    """The three probes of a workload that serves or replicates.

    The event loop answers late while clients make their first sync (5.3 s seen with 150 of them), and Kubernetes'
    default timeout of 1 s kills the busy pod and cuts everybody, again and again (measured on service 1.25).
    """

    error_path = "probes"

    startup: ProbeTimes = Field(
        default=ProbeTimes(period_seconds=5, timeout_seconds=5, failure_threshold=120),
        description="the first start: 10 minutes, since the port is closed while the storage is migrated",
    )
    liveness: ProbeTimes = Field(
        default=ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=3),
        description="when a process hangs: after a minute",
    )
    readiness: ProbeTimes = Field(
        default=ProbeTimes(period_seconds=10, timeout_seconds=10, failure_threshold=3),
        description="when a pod leaves the Service: after half a minute",
    )
    liveness_grace_seconds: PositiveSeconds = Field(
        default=10, description="seconds that a hung process gets to end; it needs no drain"
    )

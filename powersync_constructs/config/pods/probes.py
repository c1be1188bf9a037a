"""Health probes of the pods."""

from pydantic import Field

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveCount, PositiveSeconds


class ProbeTimes(Props):
    """The timing of a probe."""

    period_seconds: PositiveSeconds = 10
    """Seconds between two attempts."""
    timeout_seconds: PositiveSeconds = 10
    """Seconds after which an attempt times out."""
    failure_threshold: PositiveCount = 3
    """The number of consecutive failures after which the probe has failed."""


class ProbeSettings(Props):
    """The startup, liveness and readiness probes of a Deployment.

    During the first sync of many clients, the service answers probes late: after 5.3 s with 150 clients. With the
    default timeout of Kubernetes, 1 s, the kubelet repeatedly restarts the busy container, and all clients are
    disconnected (measured on service 1.25).
    """

    error_path = "probes"

    startup: ProbeTimes = Field(default=ProbeTimes(period_seconds=5, timeout_seconds=5, failure_threshold=120))
    """The timing of the startup probe. Default: 10 minutes in total, because the port is closed during a migration."""
    liveness: ProbeTimes = Field(default=ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=3))
    """The timing of the liveness probe, which detects a hung process. Default: 1 minute in total; 5 minutes for
    replicators and unified pods.
    """
    readiness: ProbeTimes = Field(default=ProbeTimes(period_seconds=10, timeout_seconds=10, failure_threshold=3))
    """The timing of the readiness probe, which removes a pod from the Service. Default: 30 seconds in total."""
    liveness_grace_seconds: PositiveSeconds = 10
    """The termination grace period after a failed liveness probe, in seconds. A hung process does not need to drain."""

"""Props of `UnifiedPod`."""

from pydantic import Field

from powersync_constructs.config.pods._workload import PATIENT_PROBES, ServingProps
from powersync_constructs.config.pods.pod import Drain
from powersync_constructs.config.pods.probes import ProbeSettings
from powersync_constructs.config.workloads.api import ServiceProps


class UnifiedProps(ServingProps):
    """One pod that serves, replicates and migrates. For development only: every change to the pod is an outage."""

    error_path = "unified"

    service: ServiceProps = Field(default_factory=ServiceProps)
    """The Service in front of the pod."""
    drain: Drain = Field(default=Drain(sleep_seconds=5))
    """The settings to drain the streams of the pod. The sleep is short, because no other pod can take over."""
    probes: ProbeSettings = PATIENT_PROBES
    """The startup, liveness and readiness probes of the pod."""

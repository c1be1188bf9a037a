"""Props of `UnifiedPod`."""

from pydantic import Field

from powersync_constructs.config.pods._workload import PATIENT_PROBES, ServingProps
from powersync_constructs.config.pods.pod import Drain
from powersync_constructs.config.pods.probes import ProbeSettings
from powersync_constructs.config.workloads.api import ServiceProps


class UnifiedProps(ServingProps):
    """One pod that serves, replicates and migrates: for development, since every change of it is an outage."""

    error_path = "unified"

    service: ServiceProps = Field(default_factory=ServiceProps, description="the Service before the pod")
    drain: Drain = Field(
        default=Drain(sleep_seconds=5), description="how streams leave the pod; there is no other to go to"
    )
    probes: ProbeSettings = Field(default=PATIENT_PROBES, description="how the pod's health is asked for")

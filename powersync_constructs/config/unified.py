"""Props of `UnifiedPod`."""

from pydantic import Field

from powersync_constructs.config.api import ServiceProps
from powersync_constructs.config.pod import Drain, ProbeSettings
from powersync_constructs.config.workload import PATIENT_PROBES, ServingProps


class UnifiedProps(ServingProps):
    """One pod that serves, replicates and migrates: for development, since every change of it is an outage."""

    called = "unified"

    service: ServiceProps = Field(default_factory=ServiceProps, description="the Service before the pod")
    drain: Drain = Field(
        default=Drain(sleep_seconds=5), description="how streams leave the pod; there is no other to go to"
    )
    probes: ProbeSettings = Field(default=PATIENT_PROBES, description="how the pod's health is asked for")

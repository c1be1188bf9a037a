"""What the props of all workloads have in common."""

from pydantic import Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config._base import Props
from powersync_constructs.config._types import Count, Many, PositiveSeconds, Seconds
from powersync_constructs.config.containers import Container, EnvVar, Resources, Volume
from powersync_constructs.config.errors import refuse
from powersync_constructs.config.image import Image
from powersync_constructs.config.pod import (
    NODE,
    ZONE,
    DisruptionBudget,
    ObjectMetadata,
    ProbeSettings,
    ProbeTimes,
    PullSecrets,
    Scheduling,
    Security,
    ServiceAccount,
)

HEAP_FLAG = "--max-old-space-size-percentage=80"
"""Node's heap as a share of the memory limit (docs, deployment-architecture); the rest is for sockets and zstd."""
SPREAD = Scheduling(spread=(ZONE, NODE), anti_affinity="preferred")
"""Over zones and nodes, as far as it goes."""
PATIENT_PROBES = ProbeSettings(liveness=ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=15))
"""Liveness of five minutes: replicators answer 400 when a loop has waited 10 s for a database, and a restart mends no
database (measured)."""


class WorkloadProps(Props):
    """What every workload of the service takes."""

    image: Image | None = Field(default=None, description="another image than the configuration's")
    resources: Resources = Field(default=Resources(), description="what the container asks for and at most gets")
    node_options: StrictStr = Field(default=HEAP_FLAG, description="NODE_OPTIONS; the heap flag unless given")
    scheduling: Scheduling = Field(default=Scheduling(), description="where pods run")
    security: Security = Field(default=Security(), description="who the containers run as")
    metadata: ObjectMetadata = Field(default=ObjectMetadata(), description="labels and annotations of yours")
    env: Many[EnvVar] = Field(default=(), description="more environment variables")
    volumes: Many[Volume] = Field(default=(), description="more volumes")
    sidecars: Many[Container] = Field(default=(), description="containers beside the service")
    init_containers: Many[Container] = Field(default=(), description="containers before the service")
    image_pull_secrets: PullSecrets = Field(default=(), description="Secrets that the image is pulled with")
    service_account: ServiceAccount = Field(default=ServiceAccount(), description="the account that pods run as")

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        containers = (*self.sidecars, *self.init_containers)
        _refuse_twice("env", [env.name for env in self.env])
        _refuse_twice("volumes", [volume.name for volume in self.volumes])
        _refuse_twice("volumes", [volume.mount_path for volume in self.volumes if volume.mount_path])
        _refuse_twice("sidecars", [container.name for container in containers])
        volumes = {volume.name for volume in self.volumes}
        for container in containers:
            for mount in container.volume_mounts:
                if mount.name not in volumes:
                    raise refuse("volumes", f"has no '{mount.name}', which {container.name} mounts; add it")
        return self


class ServingProps(WorkloadProps):
    """What Deployments of the service take beside that."""

    probes: ProbeSettings = Field(default=ProbeSettings(), description="how a pod's health is asked for")
    revision_history_limit: Count = Field(default=5, description="old ReplicaSets kept for a rollback")
    progress_deadline_seconds: PositiveSeconds = Field(
        default=900, description="seconds without progress until a roll-out has failed; more than a start may take"
    )
    min_ready_seconds: Seconds = Field(
        default=15, description="seconds that a new pod must stay ready before the next goes"
    )


class ReplicatedProps(ServingProps):
    """What Deployments of several pods take beside that."""

    scheduling: Scheduling = Field(default=SPREAD, description="where pods run")
    pdb: DisruptionBudget | None = Field(
        default=DisruptionBudget(max_unavailable=1),
        description="how many pods a drain may take at once; None for no budget",
    )


def refuse_blocking_budget(pdb: DisruptionBudget | None, replicas: int) -> None:
    """Raise when a budget keeps every pod, so that no node can ever be drained."""
    if pdb is not None and isinstance(pdb.min_available, int) and pdb.min_available >= replicas:
        rule = f"{pdb.min_available} keeps all of {replicas} pods and blocks every node drain"
        raise refuse("pdb.min_available", f"{rule}; use max_unavailable=1, or pdb=None to have none")


def _refuse_twice(field: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise refuse(field, f"'{name}' is there twice; keep one")

"""What the props of all workloads have in common."""

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar, Protocol

from pydantic import Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Count, FrozenList, PositiveSeconds, Seconds
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.pods._reserved import (
    RESERVED_CONTAINERS,
    RESERVED_ENV,
    RESERVED_MOUNTS,
    SERVICE_CONTAINER,
)
from powersync_constructs.config.pods.containers import Container, Resources
from powersync_constructs.config.pods.dns import DnsConfig, DnsPolicy, HostAlias
from powersync_constructs.config.pods.env import EnvFrom, EnvVar, ResourceFieldRef
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.pods.pod import (
    DisruptionBudget,
    ObjectMetadata,
    PullSecrets,
    Security,
    ServiceAccount,
    pods,
)
from powersync_constructs.config.pods.probes import ProbeSettings, ProbeTimes
from powersync_constructs.config.pods.scheduling import NODE, ZONE, Scheduling
from powersync_constructs.config.pods.volumes import DownwardApiProjection, ProjectedVolume, Volume

HEAP_FLAG = "--max-old-space-size-percentage=80"
"""Node's heap as a share of the memory limit (docs, deployment-architecture); the rest is for sockets and zstd."""
SPREAD = Scheduling(spread=(ZONE, NODE), anti_affinity="preferred")
"""Spread over zones and nodes where possible."""
PATIENT_PROBES = ProbeSettings(liveness=ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=15))
"""Liveness of five minutes: replicators answer 400 when a loop has waited 10 s for a database, and a restart repairs no
database (measured)."""


class ServiceFacts(Protocol):
    """What workloads must know of service.yaml, whoever wrote it."""

    @property
    def port(self) -> int:
        """The port of the API and of the probes."""
        ...

    @property
    def prometheus_port(self) -> int | None:
        """The port of `/metrics`; None where there are none."""
        ...

    @property
    def max_concurrent_connections(self) -> int:
        """Streams that one process takes."""
        ...

    @property
    def only_the_job_migrates(self) -> bool:
        """Whether replicators leave the storage's migrations to the Job."""
        ...


class WorkloadProps(Props):
    """What every workload of the service takes."""

    service_container: ClassVar[str] = SERVICE_CONTAINER
    """The container of the service."""

    image: Image | None = Field(default=None, description="another image than the configuration's")
    resources: Resources = Field(default_factory=Resources, description="resource requests and limits of the container")
    node_options: StrictStr = Field(default=HEAP_FLAG, description="NODE_OPTIONS; default: the heap flag")
    scheduling: Scheduling = Field(default_factory=Scheduling, description="where pods run")
    security: Security = Field(default_factory=Security, description="who the containers run as")
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata, description="labels and annotations to add")
    env: FrozenList[EnvVar] = Field(default=(), description="more environment variables of the service")
    env_from: FrozenList[EnvFrom] = Field(
        default=(),
        description="Secrets and ConfigMaps whose keys all become variables of the service; `env` and what the "
        "library sets win over them",
    )
    volumes: FrozenList[Volume] = Field(default=(), description="more volumes")
    init_containers: FrozenList[Container] = Field(default=(), description="containers before the service")
    image_pull_secrets: PullSecrets = Field(
        default=(), description="Secrets that the pod's images are pulled with: the service's and those of sidecars"
    )
    host_aliases: FrozenList[HostAlias] = Field(default=(), description="lines of the pods' /etc/hosts")
    dns_policy: DnsPolicy = Field(
        default="ClusterFirst", description="where pods look names up; the text 'None' for what dns_config says alone"
    )
    dns_config: DnsConfig | None = Field(default=None, description="name servers, search domains and options of pods")
    service_account: ServiceAccount = Field(default_factory=ServiceAccount, description="the account that pods run as")

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        check_env(self.env)
        check_volumes(self.volumes)
        names: list[str] = []
        for container in self.containers:
            names.append(container.name)
            require_unique(self._field_of(container), names, RESERVED_CONTAINERS)
        return self

    @model_validator(mode="after")
    def _containers_find_their_volumes(self) -> Self:
        volumes = {volume.name for volume in self.volumes}
        for container in self.containers:
            for mount in container.volume_mounts:
                if mount.name not in volumes:
                    raise config_error("volumes", f"has no '{mount.name}', which {container.name} mounts; add it")
        return self

    @model_validator(mode="after")
    def _reads_its_own_containers(self) -> Self:
        names = [self.service_container, *(container.name for container in self.containers)]
        for field, source in _resources_read(self):
            if source.container is not None and source.container not in names:
                rule = f"reads {source.resource} of '{source.container}', which is no container of the pod"
                raise config_error(field, f"{rule}; there are {', '.join(names)}")
        return self

    @model_validator(mode="after")
    def _resolves_names(self) -> Self:
        require_unique("host_aliases", [alias.ip for alias in self.host_aliases])
        if self.dns_policy == "None" and (self.dns_config is None or not self.dns_config.nameservers):
            raise config_error("dns_config", "has no nameservers, and dns_policy 'None' has no others; give one")
        return self

    @model_validator(mode="after")
    def _opens_no_port_twice(self) -> Self:
        self.check_ports([])
        return self

    @property
    def containers(self) -> Sequence[Container]:
        """The user's containers, before and beside the service."""
        return self.init_containers

    def check_service(self, service: ServiceFacts) -> None:
        """Raise ConfigError for what does not go with service.yaml."""

    def check_ports(self, ours: Sequence[int]) -> None:
        """Raise for a port, by number or name, that another container of the pod has: the API server warns of it."""
        opened: list[int | str] = list(ours)
        for container in self.containers:
            ports = [part for port in container.ports for part in (port.name, port.port)]
            taken = next((part for part in ports if part in opened), None)
            if taken is not None:
                rule = f"'{container.name}' has port {taken}, which is another container's in the pod"
                raise config_error(self._field_of(container), f"{rule}; choose another")
            opened += ports

    def _field_of(self, container: Container) -> str:
        """The field that has a container."""
        return "init_containers" if container in self.init_containers else "sidecars"


class ServingProps(WorkloadProps):
    """What Deployments of the service take beside that."""

    sidecars: FrozenList[Container] = Field(default=(), description="containers beside the service")
    probes: ProbeSettings = Field(default_factory=ProbeSettings, description="how a pod's health is asked for")
    revision_history_limit: Count = Field(default=5, description="old ReplicaSets kept for a rollback")
    progress_deadline_seconds: PositiveSeconds = Field(
        default=900, description="seconds without progress until a roll-out has failed; more than a start may take"
    )
    min_ready_seconds: Seconds = Field(
        default=15, description="seconds that a new pod must stay ready before the next goes"
    )

    @property
    def containers(self) -> Sequence[Container]:
        """The user's containers, before and beside the service."""
        return (*self.init_containers, *self.sidecars)

    def check_service(self, service: ServiceFacts) -> None:
        """Raise ConfigError for a container that opens a port of the service."""
        super().check_service(service)
        self.check_ports([port for port in (service.port, service.prometheus_port) if port is not None])

    @model_validator(mode="after")
    def _sidecars_are_restarted_with_the_pod(self) -> Self:
        for container in self.sidecars:
            if container.restart_policy is not None:
                raise config_error("sidecars", f"'{container.name}' has a restart_policy; move it to init_containers")
        return self

    @model_validator(mode="after")
    def _can_make_progress(self) -> Self:
        if self.progress_deadline_seconds <= self.min_ready_seconds:
            rule = f"{self.progress_deadline_seconds} is not above min_ready_seconds {self.min_ready_seconds}"
            raise config_error("progress_deadline_seconds", f"{rule}, so that no roll-out could end; raise it")
        return self


class ReplicatedProps(ServingProps):
    """What Deployments of several pods take beside that."""

    scheduling: Scheduling = Field(default=SPREAD, description="where pods run")
    pdb: DisruptionBudget | None = Field(
        default_factory=DisruptionBudget,
        description="how many pods a drain may take at once; None for no budget",
    )


def refuse_blocking_budget(pdb: DisruptionBudget | None, replicas: int) -> None:
    """Raise when a budget keeps every pod, so that no node can ever be drained."""
    if pdb is not None and pdb.min_available is not None and pods(pdb.min_available, replicas) >= replicas:
        rule = f"{pdb.min_available} keeps all of {replicas} pods and blocks every node drain"
        raise config_error("pdb.min_available", f"{rule}; use max_unavailable=1, or pdb=None to have none")


def check_env(env: Collection[EnvVar]) -> None:
    """Raise for a variable that is there twice, or that the library sets."""
    require_unique("env", [each.name for each in env], RESERVED_ENV)


def check_volumes(volumes: Collection[Volume]) -> None:
    """Raise for a volume or a mount path that is there twice, or that would hide one of the library's."""
    require_unique("volumes", [volume.name for volume in volumes], [mount.volume for mount in RESERVED_MOUNTS])
    paths = [volume.mount_path for volume in volumes if volume.mount_path]
    require_unique("volumes", paths)
    for path in paths:
        _refuse_hiding(path)


def _resources_read(props: WorkloadProps) -> Iterator[tuple[str, ResourceFieldRef]]:
    """The requests and limits that containers of a pod are told, each with its field."""
    variables = [("env", env) for env in props.env]
    variables += [(props._field_of(container), env) for container in props.containers for env in container.env]
    for field, env in variables:
        if isinstance(env.value, ResourceFieldRef):
            yield field, env.value
    for volume in props.volumes:
        for source in volume.source.sources if isinstance(volume.source, ProjectedVolume) else ():
            for item in source.items.values() if isinstance(source, DownwardApiProjection) else ():
                if isinstance(item, ResourceFieldRef):
                    yield "volumes", item


def _refuse_hiding(path: str) -> None:
    """Raise for a mount over the service's own folder or one of ours, or inside one of ours."""
    ours = [mount.path for mount in RESERVED_MOUNTS]
    hides = any(f"{folder}/".startswith(f"{path.rstrip('/')}/") for folder in ("/app", *ours))
    if hides or any(path.startswith(f"{folder}/") for folder in ours):
        raise config_error("volumes", f"'{path}' would hide what the service needs; mount it elsewhere")

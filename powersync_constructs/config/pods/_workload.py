"""Settings that all workloads share."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import ClassVar, Protocol

from pydantic import Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Count, FrozenList, PositiveSeconds, Seconds
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.core.pod_fields import ResourceFieldRef
from powersync_constructs.config.pods._reserved import (
    HEAP_FLAG,
    RESERVED_CONTAINERS,
    RESERVED_ENV,
    RESERVED_MOUNTS,
    SERVICE_CONTAINER,
)
from powersync_constructs.config.pods.containers import Container, Resources
from powersync_constructs.config.pods.dns import DnsConfig, DnsPolicy, HostAlias
from powersync_constructs.config.pods.env import EnvFrom, EnvVar
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

SPREAD = Scheduling(spread=(ZONE, NODE), anti_affinity="preferred")
"""The scheduling that spreads pods over zones and nodes where possible."""
PATIENT_PROBES = ProbeSettings(liveness=ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=15))
"""A liveness probe that fails after five minutes. If a loop of a replicator waits for a database for 10 s, the probe
gets status 400, but a restart does not repair the database (measured)."""
_UNREAD_ENV: Mapping[str, str] = {
    "LOG_FORMAT": "set system.logging.format of the service settings",
    "LOG_LEVEL": "set system.logging.level of the service settings",
    "METRICS_PORT": "set telemetry.prometheus_port of the service settings",
    "MICRO_PROBE_TYPE": "set healthcheck.probes of the service settings",
    "MICRO_SERVICE_NAME": "remove it",
}
"""Variables that Helm charts and web pages set, but that no version of the service reads, each with the fix. They do
not occur in the source of the service.
"""


class ServiceFacts(Protocol):
    """The settings in service.yaml that workloads depend on. `ServiceConfig` and `ExistingServiceYaml` provide them."""

    @property
    def port(self) -> int:
        """The port of the API and of the probes."""
        ...

    @property
    def prometheus_port(self) -> int | None:
        """The port of `/metrics`; None if the service has no metrics."""
        ...

    @property
    def max_concurrent_connections(self) -> int:
        """The maximum number of streams of one process."""
        ...

    @property
    def only_the_job_migrates(self) -> bool:
        """Whether only the migration Job migrates the bucket storage, and not the replicators."""
        ...


class WorkloadProps(Props):
    """Settings that all workloads have."""

    service_container: ClassVar[str] = SERVICE_CONTAINER
    """The name of the service's container."""

    image: Image | None = None
    """The image of this workload. Default: the image of the configuration."""
    resources: Resources = Field(default_factory=Resources)
    """The resource requests and limits of the service's container."""
    node_options: StrictStr = HEAP_FLAG
    """The value of NODE_OPTIONS. Default: a heap of 80 % of the memory limit."""
    scheduling: Scheduling = Field(default_factory=Scheduling)
    """The scheduling of the pods: nodes, spread, tolerations and priority."""
    security: Security = Field(default_factory=Security)
    """The user and group IDs of the containers."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to the objects and pods of the workload."""
    env: FrozenList[EnvVar] = ()
    """The additional environment variables of the service's container."""
    env_from: FrozenList[EnvFrom] = ()
    """The Secrets and ConfigMaps whose keys all become environment variables of the service's container. `env` and the
    variables that the library sets take precedence.
    """
    volumes: FrozenList[Volume] = ()
    """The additional volumes of the pods."""
    init_containers: FrozenList[Container] = ()
    """The containers that start before the service's container."""
    image_pull_secrets: PullSecrets = ()
    """The names of the image pull Secrets, for the images of all containers of the pods."""
    host_aliases: FrozenList[HostAlias] = ()
    """The additional lines of /etc/hosts in the pods."""
    dns_policy: DnsPolicy = "ClusterFirst"
    """The DNS policy of the pods. With the string 'None', only `dns_config` applies."""
    dns_config: DnsConfig | None = None
    """The name servers, search domains and resolver options of the pods."""
    service_account: ServiceAccount = Field(default_factory=ServiceAccount)
    """The ServiceAccount of the pods."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        check_env(self.env)
        check_volumes(self.volumes)
        names: list[str] = []
        for container in self.containers:
            names.append(container.name)
            require_unique(self._field_of(container), names, RESERVED_CONTAINERS)
        return self

    @model_validator(mode="after")
    def _mounted_volumes_exist(self) -> Self:
        volumes = {volume.name for volume in self.volumes}
        for container in self.containers:
            for mount in container.volume_mounts:
                if mount.name not in volumes:
                    raise config_error("volumes", f"has no '{mount.name}', which '{container.name}' mounts; add it")
        return self

    @model_validator(mode="after")
    def _containers_to_read_exist(self) -> Self:
        names = [self.service_container, *(container.name for container in self.containers)]
        for field, source in _resources_read(self):
            if source.container is not None and source.container not in names:
                rule = f"reads {source.resource} of '{source.container}', which is not a container of the pod"
                raise config_error(field, f"{rule}; use one of: {', '.join(names)}")
        return self

    @model_validator(mode="after")
    def _dns_is_complete(self) -> Self:
        require_unique("host_aliases", [alias.ip for alias in self.host_aliases])
        if self.dns_policy == "None" and (self.dns_config is None or not self.dns_config.nameservers):
            raise config_error("dns_config", "has no nameservers, but dns_policy 'None' needs them; add one")
        return self

    @model_validator(mode="after")
    def _ports_are_unique(self) -> Self:
        self.check_ports([])
        return self

    @property
    def containers(self) -> Sequence[Container]:
        """The user's containers: init containers, and sidecars where the workload has them."""
        return self.init_containers

    def check_service(self, service: ServiceFacts) -> None:
        """Raise ConfigError for settings that conflict with service.yaml."""

    def check_ports(self, ours: Sequence[int]) -> None:
        """Raise ConfigError if two containers use the same port number or name. The API server only warns about it."""
        opened: list[int | str] = list(ours)
        for container in self.containers:
            ports = [part for port in container.ports for part in (port.name, port.port)]
            taken = next((part for part in ports if part in opened), None)
            if taken is not None:
                rule = f"'{container.name}' uses port {taken}, which another container of the pod uses"
                raise config_error(self._field_of(container), f"{rule}; choose another port")
            opened += ports

    def _field_of(self, container: Container) -> str:
        """Return the name of the field that contains a container."""
        return "init_containers" if container in self.init_containers else "sidecars"


class ServingProps(WorkloadProps):
    """Settings of a Deployment of the service, in addition to those of every workload."""

    sidecars: FrozenList[Container] = ()
    """The containers that run next to the service's container."""
    probes: ProbeSettings = Field(default_factory=ProbeSettings)
    """The startup, liveness and readiness probes of the pods."""
    revision_history_limit: Count = 5
    """The number of old ReplicaSets to keep for a rollback."""
    progress_deadline_seconds: PositiveSeconds = 900
    """Seconds without progress after which a rollout has failed. The start of a pod must take less time than this."""
    min_ready_seconds: Seconds = 15
    """Seconds that a new pod must stay ready before the rollout continues."""

    @property
    def containers(self) -> Sequence[Container]:
        """The user's containers: init containers, and sidecars where the workload has them."""
        return (*self.init_containers, *self.sidecars)

    def check_service(self, service: ServiceFacts) -> None:
        """Raise ConfigError for a container that opens a port of the service."""
        super().check_service(service)
        self.check_ports([port for port in (service.port, service.prometheus_port) if port is not None])

    @model_validator(mode="after")
    def _sidecars_have_no_restart_policy(self) -> Self:
        for container in self.sidecars:
            if container.restart_policy is not None:
                rule = f"'{container.name}' has a restart_policy, which only init containers have"
                raise config_error("sidecars", f"{rule}; move the container to init_containers")
        return self

    @model_validator(mode="after")
    def _rollout_can_complete(self) -> Self:
        if self.progress_deadline_seconds <= self.min_ready_seconds:
            field = "progress_deadline_seconds"
            rule = f"{self.progress_deadline_seconds} is not above min_ready_seconds {self.min_ready_seconds}"
            raise config_error(field, f"{rule}, so no rollout could complete; increase {field}")
        return self


class ReplicatedProps(ServingProps):
    """Settings of a Deployment with several pods, in addition to those of every Deployment."""

    scheduling: Scheduling = SPREAD
    """The scheduling of the pods. Default: spread over zones and nodes where possible."""
    pdb: DisruptionBudget | None = Field(default_factory=DisruptionBudget)
    """The PodDisruptionBudget, which limits how many pods a node drain evicts at once. None for no budget."""


def refuse_blocking_budget(pdb: DisruptionBudget | None, replicas: int) -> None:
    """Raise ConfigError if a budget allows no eviction, because it then blocks every node drain."""
    if pdb is not None and pdb.min_available is not None and pods(pdb.min_available, replicas) >= replicas:
        rule = f"{pdb.min_available} of {replicas} allows no eviction and blocks every node drain"
        raise config_error("pdb.min_available", f"{rule}; use max_unavailable=1, or pdb=None for no budget")


def check_env(env: Collection[EnvVar]) -> None:
    """Raise ConfigError for a variable that occurs twice, that the library reserves, or that the service ignores."""
    require_unique("env", [each.name for each in env], RESERVED_ENV)
    for each in env:
        if each.name in _UNREAD_ENV:
            raise config_error("env", f"'{each.name}' has no effect on the service; {_UNREAD_ENV[each.name]}")


def check_volumes(volumes: Collection[Volume]) -> None:
    """Raise ConfigError for a volume or mount path that occurs twice, or that conflicts with those of the library."""
    require_unique("volumes", [volume.name for volume in volumes], [mount.volume for mount in RESERVED_MOUNTS])
    paths = [volume.mount_path for volume in volumes if volume.mount_path]
    require_unique("volumes", paths)
    for path in paths:
        _refuse_hiding(path)


def _resources_read(props: WorkloadProps) -> Iterator[tuple[str, ResourceFieldRef]]:
    """Yield each reference to a resource request or limit in variables and volumes, with the field that contains it."""
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
    """Raise ConfigError for a mount path that hides `/app` or a mount of the library, or is inside such a mount."""
    ours = [mount.path for mount in RESERVED_MOUNTS]
    hides = any(f"{folder}/".startswith(f"{path.rstrip('/')}/") for folder in ("/app", *ours))
    if hides or any(path.startswith(f"{folder}/") for folder in ours):
        raise config_error("volumes", f"'{path}' would hide files that the service needs; use another mount_path")

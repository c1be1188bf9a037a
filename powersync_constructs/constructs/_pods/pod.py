"""The pods of the service. All workloads build their pods here, because all of them load the same configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from constructs import Construct

from powersync_constructs.config.core._types import NOTHING
from powersync_constructs.config.core.secrets import ConfigMapRef, SecretRef
from powersync_constructs.config.pods._reserved import (
    CONFIG,
    GATE,
    HTTP_PORT,
    METRICS_PORT,
    NODE_OPTIONS,
    PROBE_FILES,
    SECRETS_STORE,
    SERVICE_CONTAINER,
    SYNC_CONFIG,
    Mount,
)
from powersync_constructs.config.pods._workload import ServingProps, WorkloadProps
from powersync_constructs.config.pods.probes import ProbeSettings
from powersync_constructs.config.workloads.migrate import MigrateProps
from powersync_constructs.constructs._lib.containers import (
    container,
    container_security,
    pod_security,
    pull_secrets,
    resource_requirements,
)
from powersync_constructs.constructs._lib.env import env_from, env_var, plain_env
from powersync_constructs.constructs._lib.kplus import cached, k8s
from powersync_constructs.constructs._lib.secret_sources import secrets_store_volume
from powersync_constructs.constructs._lib.volumes import config_map_volume, empty_dir, mount, volume
from powersync_constructs.constructs._pods.account import service_account
from powersync_constructs.constructs._pods.dns import dns_config, dns_policy, host_aliases
from powersync_constructs.constructs._pods.probes import probes
from powersync_constructs.constructs._pods.scheduling import affinity, spread, tolerations
from powersync_constructs.constructs.configuration import PowerSyncConfiguration

_NO_OVERRIDES: Mapping[str, SecretRef] = {}


@dataclass(frozen=True)
class Gate:
    """The migration gate: a key of a ConfigMap. The service container has a variable with the value of this key.

    The kubelet starts the container only when the key exists. Until then, it tries again every 10 to 15 s. If the pod
    mounted the key instead, the kubelet would double its interval up to two minutes.
    """

    config_map: str
    key: str
    """The migration marker."""


@dataclass(frozen=True)
class Migration:
    """The migration that a workload waits for.

    The pods have the migration gate, or a tool applies the workload only after the migration.
    """

    props: MigrateProps
    gate: Gate | None
    """The migration gate of the pods; None if the tool waits."""
    order: Mapping[str, str]
    """The annotations that make a tool apply the workload after the migration."""


class ServicePod:
    """The pods of one workload, built from its props and the configuration of the instance.

    `overrides` are variables of the configuration that these pods read from other Secrets.
    """

    def __init__(
        self,
        scope: Construct,
        props: WorkloadProps,
        configuration: PowerSyncConfiguration,
        component: str,
        *,
        migration: Migration | None = None,
        order: Mapping[str, str] = NOTHING,
        reads_sync_config: bool = False,
        overrides: Mapping[str, SecretRef] = _NO_OVERRIDES,
    ) -> None:
        self.props = configuration.props.workload(props, migrate=migration.props if migration else None)
        self.configuration = configuration
        self.image = props.image or configuration.props.image
        first = configuration._identity(component, self.props.metadata, self.image, order)
        self.identity = replace(first, order=migration.order) if migration else first
        self.migration = migration
        self.reads_sync_config = reads_sync_config
        self.overrides = overrides
        self.service_account, self.service_account_name = service_account(scope, self.props.service_account, first)

    def template(
        self,
        containers: Sequence[k8s.Container],
        *,
        init_containers: Sequence[k8s.Container] = (),
        volumes: Sequence[k8s.Volume] = (),
        grace_seconds: int | None = None,
        restart_policy: str = "Always",
        annotations: Mapping[str, str] | None = None,
    ) -> k8s.PodTemplateSpec:
        """Return the pod template with these containers, and with the containers, volumes and settings of the props."""
        props, scheduling = self.props, self.props.scheduling
        own_init_containers = [container(given, props.security) for given in props.init_containers]
        given_sidecars = props.sidecars if isinstance(props, ServingProps) else ()
        sidecars = [container(given, props.security) for given in given_sidecars]
        spec = k8s.PodSpec(
            affinity=affinity(scheduling, self.identity),
            automount_service_account_token=False,
            containers=[*containers, *sidecars],
            dns_config=dns_config(props.dns_config),
            dns_policy=dns_policy(props),
            enable_service_links=False,
            host_aliases=host_aliases(props),
            image_pull_secrets=pull_secrets(*props.image_pull_secrets),
            init_containers=[*own_init_containers, *init_containers] or None,
            node_selector=dict(scheduling.node_selector) or None,
            priority_class_name=scheduling.priority_class_name,
            restart_policy=restart_policy,
            runtime_class_name=scheduling.runtime_class_name,
            scheduler_name=scheduling.scheduler_name,
            security_context=pod_security(props.security),
            service_account_name=self.service_account_name,
            termination_grace_period_seconds=grace_seconds,
            tolerations=tolerations(scheduling),
            topology_spread_constraints=spread(scheduling, self.identity),
            volumes=[*self._volumes(), *volumes],
        )
        return k8s.PodTemplateSpec(metadata=self.identity.pod_meta(defaults=annotations or {}), spec=spec)

    def server(self, args: Sequence[str], settings: ProbeSettings, *, sleep_seconds: int = 0) -> k8s.Container:
        """Return the container of a long-running pod, with ports, probes and the preStop sleep that drains streams."""
        http = self.configuration.props.service.probes.use_http
        startup, liveness, readiness = probes(settings, http=http)
        return self.container(
            args,
            ports=self._open_ports(),
            startup_probe=startup,
            liveness_probe=liveness,
            readiness_probe=readiness,
            lifecycle=_pre_stop_sleep(sleep_seconds) if sleep_seconds else None,
        )

    def container(
        self,
        args: Sequence[str],
        *,
        name: str = SERVICE_CONTAINER,
        command: Sequence[str] = (),
        ports: Sequence[k8s.ContainerPort] = (),
        startup_probe: k8s.Probe | None = None,
        liveness_probe: k8s.Probe | None = None,
        readiness_probe: k8s.Probe | None = None,
        lifecycle: k8s.Lifecycle | None = None,
    ) -> k8s.Container:
        """Return a container of the service, with the variables and mounts that it needs to load service.yaml."""
        return k8s.Container(
            name=name,
            image=self.image.reference,
            image_pull_policy=self.image.pull_policy,
            command=list(command) or None,
            args=list(args),
            env=self._env(),
            env_from=env_from(self.props.env_from),
            ports=list(ports) or None,
            startup_probe=startup_probe,
            liveness_probe=liveness_probe,
            readiness_probe=readiness_probe,
            lifecycle=lifecycle,
            resources=resource_requirements(self.props.resources),
            security_context=container_security(self.props.security),
            volume_mounts=self._mounts(),
        )

    def _env(self) -> list[k8s.EnvVar]:
        own = [plain_env(NODE_OPTIONS, self.props.node_options)]
        environment = {**self.configuration._loaded.environment, **self.overrides}
        shared = [env_var(name, value) for name, value in environment.items()]
        return [*own, *shared, *self._gate(), *(env_var(env.name, env.value) for env in self.props.env)]

    def _gate(self) -> list[k8s.EnvVar]:
        if self.migration is None or self.migration.gate is None:
            return []
        gate = self.migration.gate
        return [env_var(GATE, ConfigMapRef(gate.config_map, gate.key))]

    def _open_ports(self) -> list[k8s.ContainerPort]:
        service = self.configuration.props.service
        named = {HTTP_PORT: service.port, METRICS_PORT: service.prometheus_port}
        return [_port(name, port) for name, port in named.items() if port is not None]

    def _volumes(self) -> list[k8s.Volume]:
        loaded = self.configuration._loaded
        ours = [loaded.volume] if loaded.volume is not None else []
        if self.reads_sync_config:
            ours.append(config_map_volume(SYNC_CONFIG, loaded.sync_config_map_name))
        if self._writes_probe_files:
            ours.append(empty_dir(PROBE_FILES.volume, "1Mi"))
        if loaded.secret_provider_class_name is not None:
            ours.append(secrets_store_volume(SECRETS_STORE.volume, loaded.secret_provider_class_name))
        return [*ours, *(volume(given) for given in self.props.volumes)]

    def _mounts(self) -> list[k8s.VolumeMount]:
        loaded = self.configuration._loaded
        ours = [_mount(CONFIG)] if loaded.volume is not None else []
        if self.reads_sync_config:
            ours.append(_mount(SYNC_CONFIG))
        if self._writes_probe_files:
            ours.append(_mount(PROBE_FILES, read_only=False))
        if loaded.secret_provider_class_name is not None:
            ours.append(_mount(SECRETS_STORE))
        return [*ours, *(found for given in self.props.volumes if (found := mount(given)) is not None)]

    @property
    def _writes_probe_files(self) -> bool:
        return isinstance(self.props, ServingProps) and self.configuration.props.service.probes.use_filesystem


@cached
def _pre_stop_sleep(seconds: int) -> k8s.Lifecycle:
    return k8s.Lifecycle(pre_stop=k8s.LifecycleHandler(exec=k8s.ExecAction(command=["sleep", str(seconds)])))


@cached
def _port(name: str, port: int) -> k8s.ContainerPort:
    return k8s.ContainerPort(name=name, container_port=port)


@cached
def _mount(ours: Mount, *, read_only: bool = True) -> k8s.VolumeMount:
    return k8s.VolumeMount(name=ours.volume, mount_path=ours.path, read_only=read_only or None)

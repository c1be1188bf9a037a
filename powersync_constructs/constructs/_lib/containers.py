"""Containers and volumes: from the user's words to the Kubernetes API."""

from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.pods._reserved import Mount
from powersync_constructs.config.pods.containers import (
    ClaimVolume,
    ConfigMapRef,
    ConfigMapVolume,
    Container,
    ContainerStartupProbe,
    CsiVolume,
    EmptyDirVolume,
    Resources,
    SecretVolume,
    Volume,
)
from powersync_constructs.config.pods.pod import Security
from powersync_constructs.constructs._lib.kplus import cached, int_or_string, k8s, quantity


@cached
def container_security(security: Security, *, read_only_root: bool = True) -> k8s.SecurityContext:
    """What Pod Security `restricted` and the scanners want of every container."""
    return k8s.SecurityContext(
        allow_privilege_escalation=False,
        capabilities=k8s.Capabilities(drop=["ALL"]),
        privileged=False,
        read_only_root_filesystem=read_only_root,
        run_as_group=security.run_as_group,
        run_as_non_root=True,
        run_as_user=security.run_as_user,
        seccomp_profile=k8s.SeccompProfile(type="RuntimeDefault"),
    )


@cached
def pod_security(security: Security) -> k8s.PodSecurityContext:
    """The same for the pod, and the group of its volumes."""
    return k8s.PodSecurityContext(
        fs_group=security.fs_group,
        fs_group_change_policy="OnRootMismatch",
        run_as_group=security.run_as_group,
        run_as_non_root=True,
        run_as_user=security.run_as_user,
        seccomp_profile=k8s.SeccompProfile(type="RuntimeDefault"),
    )


@cached
def resource_requirements(resources: Resources) -> k8s.ResourceRequirements:
    """Requests and limits."""
    limits = {"memory": resources.memory_limit, "ephemeral-storage": resources.ephemeral_storage_limit}
    if resources.cpu_limit is not None:
        limits["cpu"] = resources.cpu_limit
    requests = {"cpu": resources.cpu, "memory": resources.memory, "ephemeral-storage": resources.ephemeral_storage}
    return k8s.ResourceRequirements(
        limits={name: quantity(amount) for name, amount in limits.items()},
        requests={name: quantity(amount) for name, amount in requests.items()},
    )


@cached
def plain_env(name: str, value: str) -> k8s.EnvVar:
    """A variable with a plain value."""
    return k8s.EnvVar(name=name, value=value)


@cached
def secret_env(name: str, ref: SecretRef) -> k8s.EnvVar:
    """A variable out of a Secret."""
    source = k8s.EnvVarSource(secret_key_ref=k8s.SecretKeySelector(name=ref.name, key=ref.key))
    return k8s.EnvVar(name=name, value_from=source)


def pull_secrets(*names: str) -> list[k8s.LocalObjectReference] | None:
    """The Secrets that nodes pull images with, each once: server-side apply refuses one that is there twice."""
    return [k8s.LocalObjectReference(name=name) for name in dict.fromkeys(names)] or None


def env_var(name: str, value: str | SecretRef | ConfigMapRef) -> k8s.EnvVar:
    """A variable with a value, or from where it is."""
    if isinstance(value, SecretRef):
        return secret_env(name, value)
    if isinstance(value, ConfigMapRef):
        selector = k8s.ConfigMapKeySelector(name=value.name, key=value.key)
        return k8s.EnvVar(name=name, value_from=k8s.EnvVarSource(config_map_key_ref=selector))
    return plain_env(name, value)


def container(given: Container, security: Security) -> k8s.Container:
    """A sidecar or init container, under the same security as the service."""
    user = security.with_(run_as_user=given.run_as_user) if given.run_as_user else security
    mounts = [
        k8s.VolumeMount(name=mount.name, mount_path=mount.mount_path, read_only=mount.read_only or None)
        for mount in given.volume_mounts
    ]
    return k8s.Container(
        name=given.name,
        image=given.image,
        command=list(given.command) or None,
        args=list(given.args) or None,
        env=[env_var(env.name, env.value) for env in given.env] or None,
        ports=[k8s.ContainerPort(name=port.name, container_port=port.port) for port in given.ports] or None,
        volume_mounts=mounts or None,
        resources=resource_requirements(given.resources),
        restart_policy=given.restart_policy,
        startup_probe=_startup(given.startup_probe) if given.startup_probe else None,
        security_context=container_security(user, read_only_root=given.read_only_root_filesystem),
    )


def _startup(given: ContainerStartupProbe) -> k8s.Probe:
    port = int_or_string(given.port)
    return k8s.Probe(
        http_get=k8s.HttpGetAction(path=given.path, port=port) if given.path else None,
        tcp_socket=None if given.path else k8s.TcpSocketAction(port=port),
        period_seconds=given.period_seconds,
        failure_threshold=given.failure_threshold,
    )


def volume(given: Volume) -> k8s.Volume:
    """One of the user's volumes."""
    source = given.source
    if isinstance(source, ConfigMapVolume):
        config_map = k8s.ConfigMapVolumeSource(name=source.name, optional=source.optional)
        return k8s.Volume(name=given.name, config_map=config_map)
    if isinstance(source, SecretVolume):
        secret = k8s.SecretVolumeSource(secret_name=source.name, optional=source.optional)
        return k8s.Volume(name=given.name, secret=secret)
    if isinstance(source, EmptyDirVolume):
        return empty_dir(given.name, source.size_limit, medium=source.medium)
    if isinstance(source, ClaimVolume):
        claim = k8s.PersistentVolumeClaimVolumeSource(claim_name=source.name, read_only=given.read_only or None)
        return k8s.Volume(name=given.name, persistent_volume_claim=claim)
    return _csi(given, source)


def empty_dir(name: str, size_limit: str, *, medium: str | None = None) -> k8s.Volume:
    """A folder that lives as long as the pod."""
    return k8s.Volume(name=name, empty_dir=k8s.EmptyDirVolumeSource(medium=medium, size_limit=quantity(size_limit)))


@cached
def config_map_volume(ours: Mount, name: str, key: str | None = None) -> k8s.Volume:
    """A ConfigMap in one of our folders, or one key of it."""
    items = [k8s.KeyToPath(key=key, path=key)] if key else None
    return k8s.Volume(name=ours.volume, config_map=k8s.ConfigMapVolumeSource(name=name, items=items))


@cached
def secret_volume(ours: Mount, ref: SecretRef, file: str) -> k8s.Volume:
    """A key of a Secret in one of our folders, as a file of this name."""
    items = [k8s.KeyToPath(key=ref.key, path=file)]
    return k8s.Volume(name=ours.volume, secret=k8s.SecretVolumeSource(secret_name=ref.name, items=items))


def mount(given: Volume) -> k8s.VolumeMount | None:
    """Where the service's container has one of the user's volumes, if anywhere."""
    if given.mount_path is None:
        return None
    return k8s.VolumeMount(name=given.name, mount_path=given.mount_path, read_only=given.read_only or None)


def _csi(given: Volume, source: CsiVolume) -> k8s.Volume:
    attributes = dict(source.attributes) or None
    csi = k8s.CsiVolumeSource(driver=source.driver, read_only=given.read_only or None, volume_attributes=attributes)
    return k8s.Volume(name=given.name, csi=csi)

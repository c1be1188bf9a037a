"""Functions that convert containers, resources and security contexts from the props to the Kubernetes API."""

from powersync_constructs.config.pods.containers import Container, ContainerStartupProbe, Resources
from powersync_constructs.config.pods.pod import Security
from powersync_constructs.constructs._lib.env import env_from, env_var
from powersync_constructs.constructs._lib.kplus import cached, int_or_string, k8s, quantity


@cached
def container_security(security: Security, *, read_only_root: bool = True) -> k8s.SecurityContext:
    """Return the security context of a container, as Pod Security `restricted` and the tested scanners require it."""
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
    """Return the security context of a pod, with the group of its volumes."""
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
    """Return the requests and limits of a container."""
    limits = {"memory": resources.memory_limit, "ephemeral-storage": resources.ephemeral_storage_limit}
    if resources.cpu_limit is not None:
        limits["cpu"] = resources.cpu_limit
    requests = {"cpu": resources.cpu, "memory": resources.memory, "ephemeral-storage": resources.ephemeral_storage}
    return k8s.ResourceRequirements(
        limits={name: quantity(amount) for name, amount in limits.items()},
        requests={name: quantity(amount) for name, amount in requests.items()},
    )


def pull_secrets(*names: str) -> list[k8s.LocalObjectReference] | None:
    """Return the image pull Secrets without duplicates, because a server-side apply rejects a duplicate."""
    return [k8s.LocalObjectReference(name=name) for name in dict.fromkeys(names)] or None


def container(given: Container, security: Security) -> k8s.Container:
    """Return a sidecar or init container.

    It can run as a different user than the service, or have a writable root file system.
    """
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
        env_from=env_from(given.env_from),
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

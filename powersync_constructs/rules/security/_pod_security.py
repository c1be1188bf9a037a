"""The Pod Security Standards of Kubernetes: what a pod has that a profile does not allow.

Source: kubernetes/pod-security-admission, policy/check_*.go, version 1.37.
"""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, indexed, mapping, mappings, text

_HOST_NAMESPACES = ("hostNetwork", "hostPID", "hostIPC")
_VOLUMES = frozenset(
    {
        *("configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image"),
        *("persistentVolumeClaim", "projected", "secret"),
    }
)
"""The types of volumes that the restricted profile allows."""
_BASELINE_CAPABILITIES = frozenset(
    {
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE"),
        *("SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    }
)
"""The capabilities that the baseline profile allows to add."""
_SELINUX = frozenset({"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"})
_SYSCTLS = frozenset(
    {
        *("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports"),
        *("net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range", "net.ipv4.tcp_fin_timeout"),
        *("net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_keepalive_time"),
        *("net.ipv4.tcp_rmem", "net.ipv4.tcp_syncookies", "net.ipv4.tcp_wmem"),
    }
)
"""The sysctls that the baseline profile allows."""
_UNCONFINED = ("seccompProfile", "appArmorProfile")
"""The profiles that the baseline profile does not allow to be `Unconfined`."""
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")
_OWN_HOSTS = ("", "127.0.0.1", "::1")
"""The hosts of a probe or a hook that do not reach another pod or node."""
_POD = "the pod"
_PROFILES = ("RuntimeDefault", "Localhost")


class Disallowed(NamedTuple):
    """A field that a profile does not allow."""

    of: str
    """The pod, or the container."""
    what: str
    path: Path


class _Container(NamedTuple):
    spec: Manifest
    path: Path

    @property
    def security(self) -> Manifest:
        return mapping(self.spec, "securityContext")

    @property
    def name(self) -> str:
        return f"container '{text(self.spec.get('name'))}'"


def outside_baseline(workload: KubeObject) -> Iterator[Disallowed]:
    """Yield what the baseline profile does not allow."""
    pod, path = workload.pod, workload.pod_path
    for field in _HOST_NAMESPACES:
        if pod.get(field) is True:
            yield Disallowed(_POD, f"{field} is true", (*path, field))
    for index, volume in indexed(pod, "volumes"):
        if "hostPath" in volume:
            what = f"the volume '{text(volume.get('name'))}' is a hostPath"
            yield Disallowed(_POD, what, (*path, "volumes", index))
    for sysctl in mappings(pod, "securityContext", "sysctls"):
        if text(sysctl.get("name")) not in _SYSCTLS:
            yield Disallowed(_POD, f"sets the sysctl {text(sysctl.get('name'))}", (*path, "securityContext", "sysctls"))
    yield from _confinement(_POD, mapping(pod, "securityContext"), (*path, "securityContext"))
    for container in _containers(workload):
        yield from _container_outside_baseline(container)


def outside_restricted(workload: KubeObject) -> Iterator[Disallowed]:
    """Yield what the restricted profile does not allow, in addition to the baseline profile."""
    pod, path = workload.pod, workload.pod_path
    security = mapping(pod, "securityContext")
    for index, volume in indexed(pod, "volumes"):
        other = {field for field in volume if isinstance(field, str)} - _VOLUMES - {"name", "hostPath"}
        if other:
            what = f"the volume '{text(volume.get('name'))}' has the type {min(other)}"
            yield Disallowed(_POD, what, (*path, "volumes", index))
    if security.get("runAsUser") == 0:
        yield Disallowed(_POD, "runAsUser is 0", (*path, "securityContext", "runAsUser"))
    for container in _containers(workload):
        yield from _container_outside_restricted(container, security)


def _container_outside_baseline(container: _Container) -> Iterator[Disallowed]:
    name, path, security = container.name, (*container.path, "securityContext"), container.security
    if security.get("privileged") is True:
        yield Disallowed(name, "privileged is true", (*path, "privileged"))
    added = {*_texts(mapping(security, "capabilities").get("add"))} - _BASELINE_CAPABILITIES
    if added:
        yield Disallowed(name, f"capabilities.add has {min(added)}", (*path, "capabilities", "add"))
    if any(port.get("hostPort") for port in mappings(container.spec, "ports")):
        yield Disallowed(name, "a port has a hostPort", (*container.path, "ports"))
    if text(security.get("procMount")) not in ("", "Default"):
        yield Disallowed(name, f"procMount is {text(security.get('procMount'))}", (*path, "procMount"))
    yield from _confinement(name, security, path)
    for field in _handlers_with_host(container.spec):
        yield Disallowed(name, f"{field} has a host", (*container.path, field))


def _handlers_with_host(container: Manifest) -> Iterator[str]:
    """Yield the probes and the hooks that name a host. Kubernetes 1.34 and newer do not allow them."""
    yield from (probe for probe in _PROBES if _names_host(mapping(container, probe)))
    if any(_names_host(mapping(container, "lifecycle", hook)) for hook in _HOOKS):
        yield "lifecycle"


def _names_host(handler: Manifest) -> bool:
    return any(text(mapping(handler, kind).get("host")) not in _OWN_HOSTS for kind in ("httpGet", "tcpSocket"))


def _confinement(name: str, security: Manifest, path: Path) -> Iterator[Disallowed]:
    """Yield the settings of seccomp, AppArmor and SELinux that the baseline profile does not allow."""
    for kind in _UNCONFINED:
        if mapping(security, kind).get("type") == "Unconfined":
            yield Disallowed(name, f"{kind} is Unconfined", (*path, kind))
    options = mapping(security, "seLinuxOptions")
    if text(options.get("type")) not in _SELINUX or options.get("user") or options.get("role"):
        yield Disallowed(name, "seLinuxOptions has another type, user or role", (*path, "seLinuxOptions"))


def _container_outside_restricted(container: _Container, pod: Manifest) -> Iterator[Disallowed]:
    name, path, security = container.name, (*container.path, "securityContext"), container.security
    if security.get("allowPrivilegeEscalation") is not False:
        yield Disallowed(name, "allowPrivilegeEscalation is not false", path)
    capabilities = mapping(security, "capabilities")
    if "ALL" not in _texts(capabilities.get("drop")):
        yield Disallowed(name, "capabilities.drop does not contain ALL", path)
    added = {*_texts(capabilities.get("add"))} & _BASELINE_CAPABILITIES - {"NET_BIND_SERVICE"}
    if added:
        yield Disallowed(name, f"capabilities.add has {min(added)}", (*path, "capabilities", "add"))
    if security.get("runAsNonRoot", pod.get("runAsNonRoot")) is not True:
        yield Disallowed(name, "runAsNonRoot is not true", path)
    if security.get("runAsUser") == 0:
        yield Disallowed(name, "runAsUser is 0", (*path, "runAsUser"))
    profile = text((mapping(security, "seccompProfile") or mapping(pod, "seccompProfile")).get("type"))
    if profile not in _PROFILES:
        yield Disallowed(name, "seccompProfile.type is not RuntimeDefault", path)


def _containers(workload: KubeObject) -> Iterator[_Container]:
    for field in ("initContainers", "containers"):
        for index, container in indexed(workload.pod, field):
            yield _Container(container, (*workload.pod_path, field, index))


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

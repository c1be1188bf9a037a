"""Containers that a user adds to a pod, and the resources of any container."""

from typing import Literal

from pydantic import Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.config.core._types import (
    Bytes,
    Cpu,
    FrozenList,
    ImageReference,
    LabelName,
    Port,
    PortName,
    PositiveCount,
    PositiveSeconds,
    UserId,
)
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.pods._reserved import RESERVED_PORTS
from powersync_constructs.config.pods.env import EnvFrom, EnvVar
from powersync_constructs.config.pods.volumes import VolumeMount


class Resources(Props):
    """Resource requests and limits of a container. There is always a memory limit, because the heap size depends on it.

    The defaults are for an API pod or a replicator (PowerSync documentation, aws-eks.mdx). The finding `memory-limit`
    reports a memory limit that is lower than the measured need of the service.
    """

    error_path = "resources"

    cpu: Cpu = "1"
    """The CPU request, like 500m or 1."""
    cpu_limit: Cpu | None = "2"
    """The CPU limit; None for no limit. The default is above one core: Node.js collects garbage in other threads."""
    memory: Bytes = "1Gi"
    """The memory request, like 1Gi."""
    memory_limit: Bytes = "2Gi"
    """The memory limit, like 2Gi."""
    ephemeral_storage: Bytes = "64Mi"
    """The request for ephemeral storage, like 64Mi. The logs of the container use this storage."""
    ephemeral_storage_limit: Bytes = "1Gi"
    """The limit for ephemeral storage, like 1Gi."""

    @model_validator(mode="after")
    def _limits_cover_the_requests(self) -> Self:
        for name in ("cpu", "memory", "ephemeral_storage"):
            request, limit = getattr(self, name), getattr(self, f"{name}_limit")
            if not self._names(name, f"{name}_limit"):
                continue  # the default of the outer model sets the other one
            if limit is not None and quantity(limit) < quantity(request):
                raise config_error(
                    f"{name}_limit", f"'{limit}' is below the request of {request}; increase the limit, or request less"
                )
        return self


class ContainerPort(Props):
    """A port that a container opens."""

    name: PortName
    """The name of the port."""
    port: Port
    """The number of the port."""


class ContainerStartupProbe(Props):
    """A startup probe of an init container. The next containers start after the probe has succeeded."""

    port: Port
    """The number of the port to probe."""
    path: StrictStr | None = None
    """The path of an HTTP GET request. Default: the probe opens a TCP connection."""
    period_seconds: PositiveSeconds = 1
    """Seconds between two attempts."""
    failure_threshold: PositiveCount = 60
    """The number of consecutive failures after which the kubelet restarts the container."""


class Container(Props):
    """A sidecar or an init container. Its security context has the same defaults as that of the service's container."""

    error_path = "container"

    name: LabelName
    """The name of the container."""
    image: ImageReference
    """The image of the container, with a tag or digest."""
    command: FrozenList[StrictStr] = ()
    """The command that replaces the entrypoint of the image."""
    args: FrozenList[StrictStr] = ()
    """The arguments of the command."""
    env: FrozenList[EnvVar] = ()
    """The environment variables of the container."""
    env_from: FrozenList[EnvFrom] = ()
    """The Secrets and ConfigMaps whose keys all become environment variables. `env` takes precedence."""
    ports: FrozenList[ContainerPort] = ()
    """The ports that the container opens."""
    volume_mounts: FrozenList[VolumeMount] = ()
    """The volumes of the pod that the container mounts."""
    resources: Resources = Field(default=Resources(cpu="50m", cpu_limit="500m", memory="64Mi", memory_limit="128Mi"))
    """The resource requests and limits of the container."""
    restart_policy: Literal["Always"] | None = None
    """The restart policy of an init container. With Always, the container keeps running next to the service (Kubernetes
    1.29 and newer).
    """
    startup_probe: ContainerStartupProbe | None = None
    """The startup probe of an init container with restart_policy Always. The next containers wait until the probe
    succeeds. For example, the migration waits for a database proxy.
    """
    run_as_user: UserId | None = None
    """The user ID of the container; not 0 (root). Default: the user ID of the pod."""
    read_only_root_filesystem: StrictBool = True
    """Whether the root file system of the container is read-only."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        require_unique("env", [env.name for env in self.env])
        require_unique("ports", [port.name for port in self.ports], RESERVED_PORTS)
        require_unique("ports", [str(port.port) for port in self.ports])
        require_unique("volume_mounts", [mount.mount_path for mount in self.volume_mounts])
        return self

    @model_validator(mode="after")
    def _startup_probe_needs_restart_policy(self) -> Self:
        if self.startup_probe is not None and self.restart_policy is None:
            raise config_error("startup_probe", "needs restart_policy='Always'; set it, or remove startup_probe")
        return self

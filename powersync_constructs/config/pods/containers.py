"""Containers that a user adds to a pod, in Kubernetes' own words, and what any container asks for."""

from typing import Literal

from pydantic import Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
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
    quantity,
)
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.pods._reserved import RESERVED_PORTS
from powersync_constructs.config.pods.env import EnvFrom, EnvVar
from powersync_constructs.config.pods.volumes import VolumeMount


class Resources(Props):
    """Resource requests and limits of a container. There is always a memory limit: the heap flag is a share of it.

    The defaults are those of an API pod or replicator (aws-eks.mdx of the docs), which took 420 MiB for 150 first syncs
    at once, and 154 MiB for a snapshot of a million rows (measured).
    """

    error_path = "resources"

    cpu: Cpu = Field(default="1", description="CPU requested")
    cpu_limit: Cpu | None = Field(
        default="2", description="CPU at most; more than one core, since Node collects garbage beside its one thread"
    )
    memory: Bytes = Field(default="1Gi", description="memory requested")
    memory_limit: Bytes = Field(default="2Gi", description="memory at most")
    ephemeral_storage: Bytes = Field(default="64Mi", description="local disk requested, for logs")
    ephemeral_storage_limit: Bytes = Field(default="1Gi", description="local disk at most")

    @model_validator(mode="after")
    def _limits_hold_the_requests(self) -> Self:
        for name in ("cpu", "memory", "ephemeral_storage"):
            request, limit = getattr(self, name), getattr(self, f"{name}_limit")
            if not self._names(name, f"{name}_limit"):
                continue  # the place where this stands has the other one
            if limit is not None and quantity(limit) < quantity(request):
                raise config_error(
                    f"{name}_limit", f"'{limit}' is below the request of {request}; raise it, or ask for less"
                )
        return self


class ContainerPort(Props):
    """A port that a container opens."""

    name: PortName = Field(description="the port's name")
    port: Port = Field(description="the port")


class ContainerStartupProbe(Props):
    """A startup probe on a port; the containers after this one wait for it."""

    port: Port = Field(description="the port")
    path: StrictStr | None = Field(default=None, description="what to GET over HTTP; default: a TCP connection")
    period_seconds: PositiveSeconds = Field(default=1, description="seconds between tries")
    failure_threshold: PositiveCount = Field(default=60, description="tries until it has failed to start")


class Container(Props):
    """A sidecar or init container. It gets the same security context as the service."""

    error_path = "container"

    name: LabelName = Field(description="the container's name")
    image: ImageReference = Field(description="its image, with a tag or digest")
    command: FrozenList[StrictStr] = Field(default=(), description="what replaces the image's entrypoint")
    args: FrozenList[StrictStr] = Field(default=(), description="its arguments")
    env: FrozenList[EnvVar] = Field(default=(), description="its environment")
    env_from: FrozenList[EnvFrom] = Field(
        default=(), description="Secrets and ConfigMaps of which all keys become variables; `env` wins over them"
    )
    ports: FrozenList[ContainerPort] = Field(default=(), description="the ports that it opens")
    volume_mounts: FrozenList[VolumeMount] = Field(default=(), description="which of the pod's volumes it sees")
    resources: Resources = Field(
        default=Resources(cpu="50m", cpu_limit="500m", memory="64Mi", memory_limit="128Mi"),
        description="its resource requests and limits",
    )
    restart_policy: Literal["Always"] | None = Field(
        default=None,
        description="Always makes an init container run beside the service from its start (Kubernetes 1.29)",
    )
    startup_probe: ContainerStartupProbe | None = Field(
        default=None,
        description="when it has started; the migration waits for that of a database proxy with restart_policy Always",
    )
    run_as_user: UserId | None = Field(default=None, description="another user than the pod's; never root")
    read_only_root_filesystem: StrictBool = Field(default=True, description="whether its root file system is read-only")

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        require_unique("env", [env.name for env in self.env])
        require_unique("ports", [port.name for port in self.ports], RESERVED_PORTS)
        require_unique("ports", [str(port.port) for port in self.ports])
        require_unique("volume_mounts", [mount.mount_path for mount in self.volume_mounts])
        return self

    @model_validator(mode="after")
    def _is_probed_only_while_it_stays(self) -> Self:
        if self.startup_probe is not None and self.restart_policy is None:
            raise config_error(
                "startup_probe", "goes only with restart_policy='Always', in init_containers; set it there"
            )
        return self

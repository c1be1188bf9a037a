"""Volumes that a user adds to a pod, in Kubernetes' own words."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import PlainText
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import (
    Bytes,
    ConfigKey,
    FrozenList,
    FrozenMap,
    LabelName,
    MapKey,
    ObjectName,
    object_name,
)
from powersync_constructs.config.core.errors import ConfigError, Problem, config_error, require_unique
from powersync_constructs.config.pods._paths import MountPath, VolumePath
from powersync_constructs.config.pods.env import FieldRef, ResourceFieldRef

DriverName = Annotated[StrictStr, Field(max_length=63), AfterValidator(object_name)]
"""The name of a CSI driver."""


class ConfigMapVolume(Props):
    """A ConfigMap as files."""

    type: Literal["config-map"] = Field(default="config-map", description="the kind of volume")
    name: ObjectName = Field(description="the ConfigMap's name")
    optional: StrictBool | None = Field(default=None, description="whether the pod starts without it")


class SecretVolume(Props):
    """A Secret as files."""

    type: Literal["secret"] = Field(default="secret", description="the kind of volume")
    name: ObjectName = Field(description="the Secret's name")
    optional: StrictBool | None = Field(default=None, description="whether the pod starts without it")


class EmptyDirVolume(Props):
    """A folder that lives as long as the pod."""

    type: Literal["empty-dir"] = Field(default="empty-dir", description="the kind of volume")
    size_limit: Bytes = Field(default="64Mi", description="the most it may hold")
    medium: Literal["Memory"] | None = Field(default=None, description="in memory, and counted as such")


class ClaimVolume(Props):
    """A PersistentVolumeClaim that exists."""

    type: Literal["claim"] = Field(default="claim", description="the kind of volume")
    name: ObjectName = Field(description="the claim's name")


class CsiVolume(Props):
    """A volume of a CSI driver, like the Secrets Store's."""

    type: Literal["csi"] = Field(default="csi", description="the kind of volume")
    driver: DriverName = Field(description="the driver's name")
    attributes: FrozenMap[MapKey, StrictStr] = Field(default={}, description="what the driver is told")


class _KeysProjection(Props):
    error_path = "projection"

    name: ObjectName = Field(description="its name")
    items: FrozenMap[ConfigKey, VolumePath] = Field(
        default={}, description="the file that each key becomes; default: every key, under its own name"
    )
    optional: StrictBool = Field(default=False, description="whether the pod starts without it, or without the keys")

    @property
    def paths(self) -> list[str]:
        """The files, as far as they are known."""
        return list(self.items.values())


class SecretProjection(_KeysProjection):
    """A Secret among the sources of a projected volume."""

    type: Literal["secret"] = Field(default="secret", description="the kind of source")


class ConfigMapProjection(_KeysProjection):
    """A ConfigMap among the sources of a projected volume."""

    type: Literal["config-map"] = Field(default="config-map", description="the kind of source")


class DownwardApiProjection(Props):
    """Fields of the pod itself among the sources of a projected volume."""

    type: Literal["downward-api"] = Field(default="downward-api", description="the kind of source")
    items: FrozenMap[VolumePath, Annotated[FieldRef | ResourceFieldRef, Field(discriminator="type")]] = Field(
        min_length=1, description="what each file has: a FieldRef or a ResourceFieldRef"
    )

    @model_validator(mode="after")
    def _suits_a_volume(self) -> Self:
        for path, source in self.items.items():
            if isinstance(source, FieldRef) and not source.is_for_volumes:
                text = f"'{source.path}' is available in environment variables only; use an EnvVar"
                raise ConfigError([Problem(("items", path), text)])
            if isinstance(source, ResourceFieldRef) and source.container is None:
                raise ConfigError([Problem(("items", path, "container"), "missing; name it, since a file needs it")])
        return self

    @property
    def paths(self) -> list[str]:
        """The files."""
        return list(self.items)


class ServiceAccountTokenProjection(Props):
    """A token of the pod's ServiceAccount among the sources of a projected volume, which the kubelet renews."""

    type: Literal["service-account-token"] = Field(default="service-account-token", description="the kind of source")
    audience: PlainText | None = Field(default=None, description="who the token is for; default: the API server")
    expiration_seconds: Annotated[StrictInt, Field(ge=600, le=2**32)] = Field(
        default=3600, description="seconds that a token is valid, at least 600"
    )
    path: VolumePath = Field(default="token", description="the file")

    @property
    def paths(self) -> list[str]:
        """The file."""
        return [self.path]


Projection = Annotated[
    SecretProjection | ConfigMapProjection | DownwardApiProjection | ServiceAccountTokenProjection,
    Field(discriminator="type"),
]
"""One of the sources of a projected volume."""


class ProjectedVolume(Props):
    """Several sources as files of one folder.

    Sources that do not name their files come before the others: elsewhere the API server (1.33) warns of paths that
    overlap with themselves.
    """

    type: Literal["projected"] = Field(default="projected", description="the kind of volume")
    sources: FrozenList[Projection] = Field(min_length=1, description="what is in it")

    @model_validator(mode="after")
    def _has_each_file_once(self) -> Self:
        paths = [path for source in self.sources for path in source.paths]
        require_unique("sources", paths)
        for path in paths:
            if inside := next((other for other in paths if other.startswith(f"{path}/")), None):
                raise config_error("sources", f"'{path}' cannot be a file and the folder of '{inside}'; rename one")
        return self


class Volume(Props):
    """A volume for the pod and where each container of the service sees it."""

    error_path = "volume"

    name: LabelName = Field(description="the volume's name")
    source: ConfigMapVolume | SecretVolume | EmptyDirVolume | ClaimVolume | CsiVolume | ProjectedVolume = Field(
        description="what is in it", discriminator="type"
    )
    mount_path: MountPath | None = Field(
        default=None, description="where the service's container has it; nowhere if None"
    )
    read_only: StrictBool = Field(default=True, description="whether it is read-only there")


class VolumeMount(Props):
    """Where a sidecar or init container sees one of the pod's volumes."""

    name: LabelName = Field(description="the volume's name")
    mount_path: MountPath = Field(description="where it is mounted")
    read_only: StrictBool = Field(default=True, description="whether it is read-only there")

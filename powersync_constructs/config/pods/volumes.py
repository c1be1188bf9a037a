"""Volumes that a user adds to a pod."""

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
from powersync_constructs.config.core.pod_fields import FieldRef, ResourceFieldRef
from powersync_constructs.config.pods._paths import MountPath, VolumePath

DriverName = Annotated[StrictStr, Field(max_length=63), AfterValidator(object_name)]
"""The name of a CSI driver."""


class ConfigMapVolume(Props):
    """A volume with the keys of a ConfigMap as files."""

    type: Literal["config-map"] = "config-map"
    """The type of the volume, which selects this class in a mapping."""
    name: ObjectName
    """The name of the ConfigMap."""
    optional: StrictBool | None = None
    """Whether the pod starts if the ConfigMap does not exist."""


class SecretVolume(Props):
    """A volume with the keys of a Secret as files."""

    type: Literal["secret"] = "secret"
    """The type of the volume, which selects this class in a mapping."""
    name: ObjectName
    """The name of the Secret."""
    optional: StrictBool | None = None
    """Whether the pod starts if the Secret does not exist."""


class EmptyDirVolume(Props):
    """A volume that is empty at first, and is deleted with the pod."""

    type: Literal["empty-dir"] = "empty-dir"
    """The type of the volume, which selects this class in a mapping."""
    size_limit: Bytes = "64Mi"
    """The maximum size of the contents, like 64Mi."""
    medium: Literal["Memory"] | None = None
    """The storage medium. With 'Memory', the contents count towards the memory limit. Default: the disk of the node."""


class ClaimVolume(Props):
    """A volume of an existing PersistentVolumeClaim."""

    type: Literal["claim"] = "claim"
    """The type of the volume, which selects this class in a mapping."""
    name: ObjectName
    """The name of the PersistentVolumeClaim."""


class CsiVolume(Props):
    """A volume of a CSI driver, like the Secrets Store CSI driver."""

    type: Literal["csi"] = "csi"
    """The type of the volume, which selects this class in a mapping."""
    driver: DriverName
    """The name of the CSI driver."""
    attributes: FrozenMap[MapKey, StrictStr] = {}
    """The attributes of the volume for the driver."""


class _KeysProjection(Props):
    error_path = "projection"

    name: ObjectName
    """The name of the Secret or ConfigMap."""
    items: FrozenMap[ConfigKey, VolumePath] = {}
    """The path of the file for each key. Default: every key, in a file of the same name."""
    optional: StrictBool = False
    """Whether the pod starts if the Secret or ConfigMap, or a key in `items`, does not exist."""

    @property
    def paths(self) -> list[str]:
        """The paths of the files in `items`. Without `items`, the paths are not known."""
        return list(self.items.values())


class SecretProjection(_KeysProjection):
    """A Secret as a source of a projected volume."""

    type: Literal["secret"] = "secret"
    """The type of the source, which selects this class in a mapping."""


class ConfigMapProjection(_KeysProjection):
    """A ConfigMap as a source of a projected volume."""

    type: Literal["config-map"] = "config-map"
    """The type of the source, which selects this class in a mapping."""


class DownwardApiProjection(Props):
    """Fields of the pod as a source of a projected volume (downward API)."""

    type: Literal["downward-api"] = "downward-api"
    """The type of the source, which selects this class in a mapping."""
    items: FrozenMap[VolumePath, Annotated[FieldRef | ResourceFieldRef, Field(discriminator="type")]] = Field(
        min_length=1
    )
    """The content of each file: a FieldRef or a ResourceFieldRef."""

    @model_validator(mode="after")
    def _fields_are_for_files(self) -> Self:
        for path, source in self.items.items():
            if isinstance(source, FieldRef) and not source.is_for_volumes:
                text = f"'{source.path}' is available only in environment variables; use an EnvVar"
                raise ConfigError([Problem(("items", path), text)])
            if isinstance(source, ResourceFieldRef) and source.container is None:
                text = "missing; set the name of the container, which is required in a volume"
                raise ConfigError([Problem(("items", path, "container"), text)])
        return self

    @property
    def paths(self) -> list[str]:
        """The paths of the files."""
        return list(self.items)


class ServiceAccountTokenProjection(Props):
    """A token of the pod's ServiceAccount as a source of a projected volume. The kubelet renews the token."""

    type: Literal["service-account-token"] = "service-account-token"
    """The type of the source, which selects this class in a mapping."""
    audience: PlainText | None = None
    """The audience of the token. Default: the API server."""
    expiration_seconds: Annotated[StrictInt, Field(ge=600, le=2**32)] = 3600
    """Seconds that a token is valid; at least 600."""
    path: VolumePath = "token"
    """The path of the file with the token."""

    @property
    def paths(self) -> list[str]:
        """The path of the file."""
        return [self.path]


Projection = Annotated[
    SecretProjection | ConfigMapProjection | DownwardApiProjection | ServiceAccountTokenProjection,
    Field(discriminator="type"),
]
"""One of the sources of a projected volume."""


class ProjectedVolume(Props):
    """A volume with the files of several sources.

    List Secrets and ConfigMaps without `items` before the other sources. In another order, the API server (1.33) warns
    that a path overlaps with itself.
    """

    type: Literal["projected"] = "projected"
    """The type of the volume, which selects this class in a mapping."""
    sources: FrozenList[Projection] = Field(min_length=1)
    """The sources of the files."""

    @model_validator(mode="after")
    def _paths_are_unique(self) -> Self:
        paths = [path for source in self.sources for path in source.paths]
        require_unique("sources", paths)
        for path in paths:
            if inside := next((other for other in paths if other.startswith(f"{path}/")), None):
                raise config_error("sources", f"'{path}' is both a file and the folder of '{inside}'; rename one")
        return self


class Volume(Props):
    """A volume of the pod, and its mount in the service's container."""

    error_path = "volume"

    name: LabelName
    """The name of the volume."""
    source: ConfigMapVolume | SecretVolume | EmptyDirVolume | ClaimVolume | CsiVolume | ProjectedVolume = Field(
        discriminator="type"
    )
    """The source of the volume's files."""
    mount_path: MountPath | None = None
    """The mount path in the service's container. Default: the service's container does not mount the volume."""
    read_only: StrictBool = True
    """Whether the mount is read-only."""


class VolumeMount(Props):
    """The mount of a volume of the pod in a sidecar or init container."""

    name: LabelName
    """The name of the volume."""
    mount_path: MountPath
    """The mount path in the container."""
    read_only: StrictBool = True
    """Whether the mount is read-only."""

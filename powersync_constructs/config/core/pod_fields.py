"""References to fields of the pod (downward API), for environment variables, volumes and service.yaml."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import LabelName, qualified_name
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import EnvRef

_METADATA = ("metadata.name", "metadata.namespace", "metadata.uid")
_OF_RUNNING_PODS = (
    *("spec.nodeName", "spec.serviceAccountName"),
    *("status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"),
)
_WHOLE_MAPS = ("metadata.annotations", "metadata.labels")
_ONE_KEY = re.compile(r"metadata\.(?:annotations|labels)\['([^']*)'\]")
_CPU_DIVISORS = ("1", "1m")
_BYTE_DIVISORS = ("1", *(f"1{unit}" for unit in "kMGTPE"), *(f"1{unit}i" for unit in "KMGTPE"))


def _field_path(text: str) -> str:
    """Check the path of a pod field. Paths that only a volume accepts are valid too (kubernetes, validation.go)."""
    if one_key := _ONE_KEY.fullmatch(text):
        qualified_name(one_key[1])
    elif text not in (*_METADATA, *_OF_RUNNING_PODS, *_WHOLE_MAPS):
        known = ", ".join((*_METADATA, *_OF_RUNNING_PODS))
        raise ValueError(f"is not a field of the downward API; use metadata.labels['<key>'] or one of {known}")
    return text


FieldPath = Annotated[StrictStr, AfterValidator(_field_path)]
"""The path of a pod field in the downward API."""


class _PodField(Props, EnvRef):
    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping changes this reference. Otherwise, it describes another kind of reference."""
        return change.keys() <= type(self).__pydantic_fields__.keys() and super()._takes(change)

    def as_mapping(self) -> dict[str, Any]:
        """Return the mapping that means the same."""
        return self.model_dump()


class FieldRef(_PodField):
    """A reference to a field of the pod (downward API)."""

    error_path = "field_ref"

    type: Literal["field"] = "field"
    """The type of the source, which selects this class in a mapping."""
    path: FieldPath
    """The path of the field, like metadata.name, spec.nodeName or metadata.labels['app']."""

    def check_env(self) -> None:
        """Raise ConfigError if an environment variable cannot contain the field."""
        if self.path in _WHOLE_MAPS:
            rule = f"'{self.path}' is available only in files"
            raise config_error("path", f"{rule}; use one key, like {self.path}['app']")

    @property
    def is_for_volumes(self) -> bool:
        """Whether a file can contain the field."""
        return self.path not in _OF_RUNNING_PODS


class ResourceFieldRef(_PodField):
    """A reference to a resource request or limit of a container (downward API)."""

    error_path = "resource_field_ref"

    type: Literal["resource-field"] = "resource-field"
    """The type of the source, which selects this class in a mapping."""
    resource: Literal[
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
    ]
    """The resource request or limit, like limits.memory."""
    container: LabelName | None = None
    """The name of the container. Default: the container with the variable. Required in a volume."""
    divisor: StrictStr = "1"
    """The unit of the value: 1 or 1m for CPU; 1, 1k, 1Ki, 1M, 1Mi and so on for memory and disk."""

    @model_validator(mode="after")
    def _divisor_suits_the_resource(self) -> Self:
        known = _CPU_DIVISORS if self.resource.endswith("cpu") else _BYTE_DIVISORS
        if self.divisor not in known:
            rule = f"'{self.divisor}' is not a unit of {self.resource}"
            raise config_error("divisor", f"{rule}; use {' or '.join(known)}")
        return self


_KINDS: Mapping[object, type[FieldRef | ResourceFieldRef]] = {"field": FieldRef, "resource-field": ResourceFieldRef}
"""The class for each `type` of a mapping."""
POD_FIELD_TYPES = tuple(_KINDS)
"""The `type` of a mapping that describes a pod field."""


def pod_field_from_mapping(value: object) -> object:
    """Return the reference to a pod field that a mapping describes. Return any other value unchanged."""
    if isinstance(value, Mapping) and (kind := value.get("type")) in POD_FIELD_TYPES:
        return _KINDS[kind](**value)
    return value

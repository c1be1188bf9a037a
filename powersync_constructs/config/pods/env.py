"""Environment variables of containers: single variables, and all keys of a Secret or ConfigMap."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import EnvName, LabelName, ObjectName, qualified_name
from powersync_constructs.config.core._uris import PlainValue
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import ConfigMapRef, InjectedSecret, SecretRef, from_mapping

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


class FieldRef(Props):
    """A reference to a field of the pod (downward API)."""

    type: Literal["field"] = "field"
    """The type of the source, which selects this class in a mapping."""
    path: FieldPath
    """The path of the field, like metadata.name, spec.nodeName or metadata.labels['app']."""

    @property
    def is_for_env(self) -> bool:
        """Whether an environment variable can contain the field."""
        return self.path not in _WHOLE_MAPS

    @property
    def is_for_volumes(self) -> bool:
        """Whether a file can contain the field."""
        return self.path not in _OF_RUNNING_PODS


class ResourceFieldRef(Props):
    """A reference to a resource request or limit of a container (downward API)."""

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


EnvValue = PlainValue | SecretRef | ConfigMapRef | FieldRef | ResourceFieldRef
"""The value of a variable, or a reference to the value."""


def _env_value(value: Any) -> Any:
    given = from_mapping(_field_from_mapping(value))
    if isinstance(given, InjectedSecret):
        raise ValueError("is an injected variable, which the pods already have; remove this entry")
    return given


def _field_from_mapping(value: Any) -> Any:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind == "field":
        return FieldRef(**value)
    return ResourceFieldRef(**value) if kind == "resource-field" else value


class EnvVar(Props):
    """An environment variable. Its value is a string, a key of a Secret or ConfigMap, or a field of the pod."""

    error_path = "env"

    name: EnvName
    """The name of the variable."""
    value: Annotated[EnvValue, BeforeValidator(_env_value)]
    """The value: a string, or a SecretRef, ConfigMapRef, FieldRef or ResourceFieldRef."""

    @model_validator(mode="after")
    def _field_is_for_variables(self) -> Self:
        if isinstance(self.value, FieldRef) and not self.value.is_for_env:
            path = self.value.path
            raise config_error("value.path", f"'{path}' is available only in files; use one key, like {path}['app']")
        return self


class _EnvFrom(Props):
    error_path = "env_from"

    name: ObjectName
    """The name of the Secret or ConfigMap."""
    optional: StrictBool = False
    """Whether the container starts if the Secret or ConfigMap does not exist."""
    prefix: EnvName | None = None
    """The prefix of each variable, before the key."""


class EnvFromSecret(_EnvFrom):
    """All keys of a Secret as environment variables. A variable of `env` with the same name takes precedence."""

    type: Literal["secret"] = "secret"
    """The type of the source, which selects this class in a mapping."""


class EnvFromConfigMap(_EnvFrom):
    """All keys of a ConfigMap as environment variables. A variable of `env` with the same name takes precedence."""

    type: Literal["config-map"] = "config-map"
    """The type of the source, which selects this class in a mapping."""


EnvFrom = Annotated[EnvFromSecret | EnvFromConfigMap, Field(discriminator="type")]
"""A Secret or ConfigMap whose keys all become environment variables."""

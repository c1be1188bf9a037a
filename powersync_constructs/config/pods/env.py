"""The environment of containers: single variables, and all keys of a Secret or ConfigMap."""

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
    """Check the path of a pod's field, also one that only a volume takes (kubernetes, validation.go)."""
    if one_key := _ONE_KEY.fullmatch(text):
        qualified_name(one_key[1])
    elif text not in (*_METADATA, *_OF_RUNNING_PODS, *_WHOLE_MAPS):
        known = ", ".join((*_METADATA, *_OF_RUNNING_PODS))
        raise ValueError(f"is no field of the downward API; use metadata.labels['<key>'] or one of {known}")
    return text


FieldPath = Annotated[StrictStr, AfterValidator(_field_path)]
"""The path of a pod's own field, as the downward API takes it."""


class FieldRef(Props):
    """A field of the pod itself (downward API)."""

    type: Literal["field"] = Field(default="field", description="the kind of source")
    path: FieldPath = Field(description="the field, like metadata.name, spec.nodeName or metadata.labels['app']")

    @property
    def is_for_env(self) -> bool:
        """Whether a variable can have it."""
        return self.path not in _WHOLE_MAPS

    @property
    def is_for_volumes(self) -> bool:
        """Whether a file can have it."""
        return self.path not in _OF_RUNNING_PODS


class ResourceFieldRef(Props):
    """A request or limit of a container (downward API)."""

    type: Literal["resource-field"] = Field(default="resource-field", description="the kind of source")
    resource: Literal[
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
    ] = Field(description="the request or limit")
    container: LabelName | None = Field(
        default=None, description="the container; default: the one with the variable; a file needs it"
    )
    divisor: StrictStr = Field(default="1", description="the unit: 1 or 1m for CPU, else 1, 1k, 1Ki, 1M, 1Mi and so on")

    @model_validator(mode="after")
    def _has_a_unit(self) -> Self:
        known = _CPU_DIVISORS if self.resource.endswith("cpu") else _BYTE_DIVISORS
        if self.divisor not in known:
            raise config_error("divisor", f"'{self.divisor}' is no unit of {self.resource}; use {' or '.join(known)}")
        return self


EnvValue = PlainValue | SecretRef | ConfigMapRef | FieldRef | ResourceFieldRef
"""The value of a variable, or where it is."""


def _env_value(value: Any) -> Any:
    given = from_mapping(_field_from_mapping(value))
    if isinstance(given, InjectedSecret):
        raise ValueError("is in the environment already; remove the variable")
    return given


def _field_from_mapping(value: Any) -> Any:
    kind = value.get("type") if isinstance(value, Mapping) else None
    if kind == "field":
        return FieldRef(**value)
    return ResourceFieldRef(**value) if kind == "resource-field" else value


class EnvVar(Props):
    """An environment variable: a plain value, a key of a Secret or ConfigMap, or a field of the pod."""

    error_path = "env"

    name: EnvName = Field(description="the variable's name")
    value: Annotated[EnvValue, BeforeValidator(_env_value)] = Field(description="the value, or where it is")

    @model_validator(mode="after")
    def _has_one_value(self) -> Self:
        if isinstance(self.value, FieldRef) and not self.value.is_for_env:
            path = self.value.path
            raise config_error("value.path", f"'{path}' is for files alone; name one of them, like {path}['app']")
        return self


class _EnvFrom(Props):
    error_path = "env_from"

    name: ObjectName = Field(description="its name")
    optional: StrictBool = Field(default=False, description="whether containers start without it")
    prefix: EnvName | None = Field(default=None, description="what the variables' names begin with, before the key")


class EnvFromSecret(_EnvFrom):
    """All keys of a Secret as variables. A variable of `env` wins over one of the same name."""

    type: Literal["secret"] = Field(default="secret", description="the kind of source")


class EnvFromConfigMap(_EnvFrom):
    """All keys of a ConfigMap as variables. A variable of `env` wins over one of the same name."""

    type: Literal["config-map"] = Field(default="config-map", description="the kind of source")


EnvFrom = Annotated[EnvFromSecret | EnvFromConfigMap, Field(discriminator="type")]
"""A Secret or ConfigMap of which all keys become variables."""

"""Environment variables of containers: single variables, and all keys of a Secret or ConfigMap."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool

from powersync_constructs.config.core._env import reference
from powersync_constructs.config.core._interpolation import refuse_unexpanded
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import EnvName, ObjectName
from powersync_constructs.config.core._uris import PlainValue
from powersync_constructs.config.core.pod_fields import FieldRef, ResourceFieldRef
from powersync_constructs.config.core.secrets import ConfigMapRef, InjectedSecret, SecretRef

EnvValue = PlainValue | SecretRef | ConfigMapRef | FieldRef | ResourceFieldRef
"""The value of a variable, or a reference to the value."""


def _env_value(value: Any) -> Any:
    given = reference(value)
    if isinstance(given, FieldRef):
        given.check_env()
    if isinstance(given, str):
        refuse_unexpanded(given)
    if isinstance(given, InjectedSecret):
        raise ValueError("is an injected variable, which the pods already have; remove this entry")
    return given


class EnvVar(Props):
    """An environment variable. Its value is a string, a key of a Secret or ConfigMap, or a field of the pod."""

    error_path = "env"

    name: EnvName
    """The name of the variable."""
    value: Annotated[EnvValue, BeforeValidator(_env_value)]
    """The value: a string, or a SecretRef, ConfigMapRef, FieldRef or ResourceFieldRef."""


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

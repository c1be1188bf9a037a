"""Checks of the arguments of constructs."""

from constructs import Construct

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core.errors import ConfigError, Problem


def check_props(props: object, wanted: type[Props]) -> None:
    """Raise ConfigError if the argument `props` is not an instance of the wanted class."""
    if not isinstance(props, wanted):
        rule = f"is of type {type(props).__name__}, not {wanted.__name__}; use {wanted.__name__}(...)"
        raise ConfigError([Problem(("props",), rule)])


def check_construct(name: str, given: object, wanted: type[Construct]) -> None:
    """Raise ConfigError if an argument is not a construct of the wanted class."""
    if not isinstance(given, wanted):
        rule = f"is of type {type(given).__name__}, not {wanted.__name__}; pass the {wanted.__name__} of the instance"
        raise ConfigError([Problem((name,), rule)])

"""What constructs are given."""

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core.errors import ConfigError, Problem


def check_props(props: object, wanted: type[Props]) -> None:
    """Raise ConfigError for props of another construct, or that are no props at all."""
    if not isinstance(props, wanted):
        rule = f"is of type {type(props).__name__}, not {wanted.__name__}; give {wanted.__name__}(...)"
        raise ConfigError([Problem(("props",), rule)])

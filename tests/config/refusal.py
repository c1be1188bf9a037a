"""How tests look at what the models take and refuse."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import Field, create_model

from powersync_constructs.config import ConfigError
from powersync_constructs.config.core._model import Props


def refusal(make: Callable[..., object], /, **fields: Any) -> list[str]:
    """The lines that come instead of a model, with a field's description as `it is …`."""
    with pytest.raises(ConfigError) as refused:
        make(**fields)
    return [re.sub(r"(?<=[;,] )it is .*", "it is …", line) for line in refused.value.lines]


def taken(make: Callable[..., Props], /, **fields: Any) -> bool:
    """Whether a model takes these fields, and has each of them as it is given; lists and mappings are frozen."""
    made = make(**fields)
    return all(getattr(made, name) == value for name, value in fields.items() if not isinstance(value, list | dict))


def checked(kind: Any) -> Callable[..., Props]:
    """A model with one field, `value`, of a checked type."""
    return create_model("Checked", __base__=Props, value=(kind, Field(description="the value")))


def kept(kind: Any, value: object) -> object:
    """What a checked type makes of a value."""
    return checked(kind)(value=value).model_dump()["value"]


def refused(kind: Any, value: object) -> str:
    """The line with which a checked type refuses a value, without the field's name."""
    (line,) = refusal(checked(kind), value=value)
    return line.removeprefix("checked.value: ")

"""Helpers for tests of the values that the models accept and refuse."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import Field, create_model

from powersync_constructs.config import ConfigError
from powersync_constructs.config.core._model import Props


def errors_of(make: Callable[..., object], /, **fields: Any) -> list[str]:
    """Return the lines of the error of a call. `…` replaces the quoted description of a field."""
    with pytest.raises(ConfigError) as raised:
        make(**fields)
    return [re.sub(r"(?<=; )set it to (?!one of|True|False).*", "set it to …", line) for line in raised.value.lines]


def accepts(make: Callable[..., Props], /, **fields: Any) -> bool:
    """Return whether a model accepts the fields and keeps each value, except lists and mappings, which it converts."""
    made = make(**fields)
    return all(getattr(made, name) == value for name, value in fields.items() if not isinstance(value, list | dict))


def model_of(kind: Any) -> Callable[..., Props]:
    """Return a model with one field, `value`, of a checked type."""
    return create_model("Checked", __base__=Props, value=(kind, Field(description="The value.")))


def validated(kind: Any, value: object) -> object:
    """Return the value as a checked type returns it."""
    return model_of(kind)(value=value).model_dump()["value"]


def error_of(kind: Any, value: object) -> str:
    """Return the error of a checked type for a value, without the name of the field."""
    (line,) = errors_of(model_of(kind), value=value)
    return line.removeprefix("checked.value: ")

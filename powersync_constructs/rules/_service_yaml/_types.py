"""The types of fields in service.yaml, from which `_fields.py` and `_databases.py` build the tables of fields."""

from collections.abc import Callable, Mapping as Table
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Text:
    """A string."""

    words: tuple[str, ...] = ()
    """The accepted strings. Empty for any string."""
    wrong: Table[str, str] = field(default_factory=dict)
    """The fix for each string that people often write, and that is not accepted."""
    check: Callable[[str], str | None] | None = None
    """Returns the reason why a string is not accepted; None if it is."""
    fix: str = "correct it"
    """The fix for a string that is not accepted."""


@dataclass(frozen=True)
class Number:
    """A number, with its limits."""

    low: float | None = None
    high: float | None = None
    whole: bool = False
    """Whether the number must be an integer."""


@dataclass(frozen=True)
class Boolean:
    """True or false."""


@dataclass(frozen=True)
class Port:
    """A number, or a string with a number."""

    low: int = 1


@dataclass(frozen=True)
class Scalar:
    """A string, a number, a boolean, or null."""


@dataclass(frozen=True)
class ListOf:
    """A list."""

    item: "Type"
    at_most: int | None = None
    """The maximum number of items."""
    also_single: bool = False
    """Whether a single item may stand in place of the list."""


@dataclass(frozen=True)
class MapOf:
    """A mapping with any keys."""

    item: "Type"


@dataclass(frozen=True)
class Mapping:
    """A mapping with known keys."""

    fields: "Table[str, Field]"
    name: str = ""
    """The name in the table of releases, as in `replication.connections[].cacert of SQL Server`."""
    wrong: Table[str, str] = field(default_factory=dict)
    """The fix for each key that people often write in this place, and that the service does not have."""


@dataclass(frozen=True)
class OneOf:
    """A mapping with known keys, which depend on the value of one key."""

    key: str
    mappings: Table[str, Mapping]
    wrong: Table[str, str] = field(default_factory=dict)
    """The fix for each value of the key that people often write, and that is not accepted."""


Type: TypeAlias = Text | Number | Boolean | Port | Scalar | ListOf | MapOf | Mapping | OneOf
"""The type of a field."""


@dataclass(frozen=True)
class Field:
    """A field of a mapping."""

    type: Type
    required: bool = False
    may_be_null: bool = False


TEXT = Field(Text())
COUNT = Field(Number(low=1, whole=True))
BOOLEAN = Field(Boolean())
TEXTS = Field(ListOf(Text()))


def required(type: Type) -> Field:  # noqa: A002
    """Return a field that must be set."""
    return Field(type, required=True)


def one_of(*words: str, wrong: Table[str, str] | None = None) -> Text:
    """Return the type of a string with few accepted values."""
    return Text(words, wrong or {})

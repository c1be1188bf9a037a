"""Errors with one line per wrong input: the field, the value (never of a secret), the rule, and the fix."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

CREDENTIAL = "credential"
"""The type of the pydantic errors whose input is never shown."""

_SHOWN_LENGTH = 80
_USERINFO = re.compile(r"(//|:).*@", re.DOTALL)


class Problem(NamedTuple):
    """One problem: the path of the field, relative to the model that rejects the value, and the text with the fix."""

    where: tuple[str | int, ...]
    text: str


class ConfigError(ValueError):
    """An invalid configuration. The text has one line per problem. A traceback ends with these lines."""

    def __init__(self, problems: Iterable[Problem], *, root: str = "") -> None:
        self.problems = tuple(problems)
        self.root = root
        super().__init__("\n".join(self.lines))

    def __reduce__(self) -> tuple[object, ...]:
        """Support pickling, so that another process can raise the error."""
        return _unpickled, (self.problems, self.root)

    def within(self, path: str, *, root: str = "") -> "ConfigError":
        """Return the same problems for an outer model with the model at `path`. All paths then begin with `path`."""
        parts = tuple(path.split(".")) if path else ()
        return ConfigError([Problem((*parts, *problem.where), problem.text) for problem in self.problems], root=root)

    @property
    def lines(self) -> list[str]:
        """The problems, one line each: `field: value rule; fix`."""
        return [_line(error_path((self.root, *problem.where)), problem.text) for problem in self.problems]


ConfigError.__module__ = "powersync_constructs"  # users import it from there, and a traceback shows this name


def _line(path: str, text: str) -> str:
    """Return a problem as one line, even if an input contains line breaks."""
    return " ".join((f"{path}: {text}" if path else text).splitlines())


def _unpickled(problems: tuple[Problem, ...], root: str) -> ConfigError:
    return ConfigError(problems, root=root)


def config_error(where: str, text: str) -> ConfigError:
    """Return an error for one field. `where` is the path of the field, relative to the model."""
    return ConfigError([Problem(tuple(where.split(".")), text)])


def require_unique(where: str, names: Sequence[str], reserved: Collection[str] = ()) -> None:
    """Raise ConfigError for a name that occurs twice, or that the library reserves."""
    for name in names:
        if name in reserved:
            raise config_error(where, f"'{name}' is reserved by the library; choose another")
        if names.count(name) > 1:
            raise config_error(where, f"'{name}' occurs twice; change or remove one of them")


def shown(value: object) -> str:
    """Return a value as an error shows it: short, in one line. Return "" for a value that may contain a password."""
    if not isinstance(value, str | int | float | bool | None):
        return ""
    if isinstance(value, str) and _USERINFO.search(value):
        return ""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def error_path(parts: Iterable[str | int]) -> str:
    """Return the path of a field as an error shows it: `topology.api.env[0]`."""
    text = ""
    for part in (part if shown(part) else "…" for part in parts):
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text and part else part
    return text

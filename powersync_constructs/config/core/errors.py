"""One line for a wrong input: the field, its value (never a secret's), the rule, and the way out."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

CREDENTIAL = "credential"
"""The type of the pydantic errors whose input must never be shown."""

_SHOWN_LENGTH = 80
_USERINFO = re.compile(r"(//|:).*@", re.DOTALL)


class Problem(NamedTuple):
    """One thing that is wrong: where it is, seen from the model that refuses it, and what to do about it."""

    where: tuple[str | int, ...]
    text: str


class ConfigError(ValueError):
    """A configuration that cannot be right. Its text has one line for each problem, and is the last thing on stderr."""

    def __init__(self, problems: Iterable[Problem], *, root: str = "") -> None:
        self.problems = tuple(problems)
        self.root = root
        super().__init__("\n".join(self.lines))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as another process would raise it."""
        return _unpickled, (self.problems, self.root)

    def within(self, path: str, *, root: str = "") -> "ConfigError":
        """The same problems, seen from a model that holds the refused one at this path, like `topology.api`."""
        parts = tuple(path.split(".")) if path else ()
        return ConfigError([Problem((*parts, *problem.where), problem.text) for problem in self.problems], root=root)

    @property
    def lines(self) -> list[str]:
        """The problems, each as `field: value rule; way out`."""
        return [_line(error_path((self.root, *problem.where)), problem.text) for problem in self.problems]


ConfigError.__module__ = "powersync_constructs"  # where users import it from, and what a traceback shows


def _line(path: str, text: str) -> str:
    """One line, whatever an input has in it."""
    return " ".join((f"{path}: {text}" if path else text).splitlines())


def _unpickled(problems: tuple[Problem, ...], root: str) -> ConfigError:
    return ConfigError(problems, root=root)


def config_error(where: str, text: str) -> ConfigError:
    """The error of one field that is wrong because of another; `where` is its path seen from the model."""
    return ConfigError([Problem(tuple(where.split(".")), text)])


def require_unique(where: str, names: Sequence[str], reserved: Collection[str] = ()) -> None:
    """Raise for a name that is given twice, or that the library uses itself."""
    for name in names:
        if name in reserved:
            raise config_error(where, f"'{name}' is reserved by the library; choose another")
        if names.count(name) > 1:
            raise config_error(where, f"'{name}' is given twice; choose another, or keep one of the two")


def shown(value: object) -> str:
    """A value as an error may show it: plain and short, and nothing that holds a password."""
    if not isinstance(value, str | int | float | bool | None):
        return ""
    if isinstance(value, str) and _USERINFO.search(value):
        return ""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def error_path(parts: Iterable[str | int]) -> str:
    """The path of a field as an error shows it: `topology.api.env[0]`."""
    text = ""
    for part in (part if shown(part) else "…" for part in parts):
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text and part else part
    return text

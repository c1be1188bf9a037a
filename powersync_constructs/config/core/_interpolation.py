"""Variables and templates of other tools, like `${NAME}`, in texts where nothing replaces them.

The service replaces a value only if the value has the tag `!env`, which the library writes for a reference like
`SecretRef`. Kubernetes replaces `$(NAME)`, but only in environment variables, and in commands and their arguments.
"""

import re
from typing import TYPE_CHECKING

from powersync_constructs.config.core.errors import CREDENTIAL, ConfigError, Problem

if TYPE_CHECKING:  # the rules use this module, and start without pydantic
    from pydantic import BaseModel
    from pydantic_core import PydanticCustomError

_PLAIN = "write the value itself"
_FIX = f"{_PLAIN}, or use SecretRef(name, key)"
_FIX_OF_ENV = "write the value itself, or use SecretRef, ConfigMapRef or FieldRef"
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_ANYWHERE = "|".join(
    [
        rf"\$\((?P<kubernetes>{_NAME})\)",
        rf"\$\{{\s*(?P<shell>{_NAME})[^}}]*\}}",
        r"(?P<template>\$?\{\{.*?\}\})",
        rf"(?<![^\s/@:])!env\s+(?P<tag>{_NAME})(?:::\w+)?",
    ]
)
_BARE = r"\$(?P<bare>[A-Z_][A-Z0-9_]*)"
_IN_NAMES = re.compile(rf"{_ANYWHERE}|\A{_BARE}\Z", re.DOTALL)
_WHOLE = re.compile(rf"\s*(?:{_ANYWHERE}|{_BARE})\s*", re.DOTALL)
_SHOWN = {"kubernetes": "$({})", "shell": "${{{}}}", "template": "{{{{…}}}}", "tag": "!env {}", "bare": "${}"}
"""How an error shows each form: only with the name, because a default, as in `${NAME:-value}`, may be a secret."""
_FREE_TEXTS = frozenset({"metadata", "parameters", "extra"})
"""The fields of service.yaml for texts of any kind, like JSON or a regular expression."""


def whole_interpolation(text: str) -> str | None:
    """Return the variable or template that a whole text consists of, as an error shows it. Otherwise, return None.

    Use it for texts of any kind, because a part of JSON or of a regular expression may look like a variable.
    """
    return _shown(_WHOLE.fullmatch(text))


def interpolation_in(text: str) -> str | None:
    """Return the first variable or template in a name or an address, as an error shows it. Otherwise, return None.

    `$` alone is valid: `a$b` contains no variable. Only the whole text `$HOST` is one.
    """
    return _shown(_IN_NAMES.search(text))


def refuse_interpolation(text: str, *, may_be_reference: bool = True) -> None:
    """Raise PydanticCustomError if a name or an address contains a variable or a template.

    `may_be_reference` is whether the field accepts a SecretRef.
    """
    if found := interpolation_in(text):
        raise _refusal(found, _FIX if may_be_reference else _PLAIN)


def refuse_unexpanded(text: str) -> None:
    """Raise PydanticCustomError if the value of an environment variable is a variable that Kubernetes does not replace.

    Kubernetes replaces `$(NAME)`, so this form is valid.
    """
    found = _WHOLE.fullmatch(text)
    if found is not None and found.lastgroup != "kubernetes":
        raise _refusal(_shown(found) or "", _FIX_OF_ENV)


def refuse_interpolation_inside(model: "BaseModel") -> None:
    """Raise ConfigError if texts in a part of service.yaml contain a variable or a template. It names each text.

    Models inside the part check their own texts.
    """
    from powersync_constructs.config.core._fields import walk

    problems = [
        Problem(path, _text(found, _FIX))
        for name in type(model).__pydantic_fields__
        for path, value, _ in walk(getattr(model, name), (name,), descends=False)
        if isinstance(value, str)
        for found in [(whole_interpolation if name in _FREE_TEXTS else interpolation_in)(value)]
        if found
    ]
    if problems:
        raise ConfigError(problems)


def _shown(match: re.Match[str] | None) -> str | None:
    if match is None or match.lastgroup is None:
        return None
    return _SHOWN[match.lastgroup].format(match[match.lastgroup])


def _text(found: str, fix: str) -> str:
    return f"contains {found}, which nothing replaces; {fix}"


def _refusal(found: str, fix: str) -> "PydanticCustomError":
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(CREDENTIAL, "{text}", {"text": _text(found, fix)})

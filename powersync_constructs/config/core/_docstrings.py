"""The docstrings under attributes, and the annotations of these attributes as text.

Editors show these docstrings, but Python does not keep them. This module reads them from the source.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

_LIBRARY = f"{__name__.partition('.')[0]}."


class Declaration(NamedTuple):
    """An attribute in the body of a class."""

    type: str
    """The annotation: `PositiveCount | None`."""
    description: str
    """The docstring under the attribute, in one line."""


def own_docstring(kind: type) -> str:
    """Return the docstring of a class, without the documentation of its attributes."""
    return inspect.cleandoc(kind.__dict__.get("__doc__") or "")


@cache
def declarations(kind: type) -> dict[str, Declaration]:
    """Return the annotated attributes of a class and of its bases, by name."""
    found: dict[str, Declaration] = {}
    for base in reversed(kind.__mro__):
        found |= _of_module(base.__module__).get(base.__qualname__.rpartition(".")[2], {})
    return found


def attributes(kind: type) -> dict[str, Declaration]:
    """Return the public attributes of a class: the annotated ones, then the properties that the library defines."""
    found = {name: declared for name, declared in declarations(kind).items() if not name.startswith("_")}
    for base in reversed(kind.__mro__):
        for name, member in vars(base).items():
            if isinstance(member, property) and not name.startswith("_") and base.__module__.startswith(_LIBRARY):
                found[name] = Declaration(_returned(member), " ".join((member.__doc__ or "").split()))
    return found


def _returned(member: property) -> str:
    """Return the annotation of a property, without the modules of the names."""
    annotation = inspect.signature(member.fget).return_annotation if member.fget else ""
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b(?!k8s\.)[a-z_]\w*\.", "", text)


@cache
def _of_module(module: str) -> dict[str, dict[str, Declaration]]:
    """Return the annotated attributes of the classes of a module. The result is empty for a module without source."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError):
        return {}
    return {
        node.name: {
            statement.target.id: Declaration(ast.unparse(statement.annotation), text)
            for statement, text in with_docstrings(node.body)
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        }
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def with_docstrings(statements: Iterable[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each statement with its docstring in one line, or with an empty string if it has no docstring."""
    body = list(statements)
    for statement, following in zip_longest(body, body[1:]):
        match following:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield statement, " ".join(text.split())
            case _:
                yield statement, ""

"""The docstrings that modules write under attributes, and the annotations of these attributes as text.

Editors show these docstrings, but Python does not keep them. This module reads them from the source.
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

_NOT_LISTED = ("builtins", "constructs", "jsii", "pydantic", "typing")
"""The packages of base classes whose attributes are not listed."""


class Declaration(NamedTuple):
    """An attribute or a property in the body of a class."""

    type: str
    """The annotation: `PositiveCount | None`."""
    description: str
    """The docstring, in one line."""


def own_docstring(kind: type) -> str:
    """Return the docstring of a class, without the documentation of its attributes."""
    return inspect.cleandoc(kind.__dict__.get("__doc__") or "")


def docstring_with_list(kind: type, title: str, items: Iterable[tuple[str, str]]) -> str:
    """Return the docstring of a class, and below it a list of attributes with their descriptions."""
    listed = [f"{declared}\n    {description}".rstrip() for declared, description in items]
    return "\n\n".join(filter(None, [own_docstring(kind), *([f"{title}:", *listed] if listed else [])]))


@cache
def declarations(kind: type) -> dict[str, Declaration]:
    """Return the annotated attributes and the properties of a class and of its bases, by name.

    If a class declares an attribute again without a docstring, the description of the base remains.
    """
    found: dict[str, Declaration] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.partition(".")[0] not in _NOT_LISTED:
            for name, declared in _of_module(base.__module__).get(base.__qualname__, {}).items():
                inherited = found.get(name, declared).description
                found[name] = declared._replace(description=declared.description or inherited)
    return found


def attributes(kind: type) -> dict[str, Declaration]:
    """Return the public attributes and properties of a class."""
    return {name: declared for name, declared in declarations(kind).items() if not name.startswith("_")}


@cache
def _of_module(module: str) -> dict[str, dict[str, Declaration]]:
    """Return the declarations of each class in a module, by the qualified name of the class.

    There are none if the module has no source, for example in a REPL.
    """
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, SyntaxError, TypeError):
        return {}
    return {name: dict(_declared(node.body)) for name, node in _classes(tree, "")}


def _classes(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield the classes at every depth, with their qualified names."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef(name=name):
                yield f"{prefix}{name}", child
                yield from _classes(child, f"{prefix}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield from _classes(child, f"{prefix}{name}.<locals>.")
            case _:
                yield from _classes(child, prefix)


def _declared(body: list[ast.stmt]) -> Iterator[tuple[str, Declaration]]:
    for statement, text in with_docstrings(body):
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield name, Declaration(ast.unparse(annotation), text)
            case ast.FunctionDef(name=name, returns=ast.expr() as returns) if _is_property(statement):
                docstring = ast.get_docstring(statement) or ""
                yield name, Declaration(ast.unparse(returns), " ".join(docstring.split()))


def _is_property(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator) in ("property", "cached_property") for decorator in function.decorator_list)


def with_docstrings(statements: Iterable[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each statement with the string under it, in one line. The string is empty if there is none."""
    body = list(statements)
    for statement, following in zip_longest(body, body[1:]):
        match following:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield statement, " ".join(text.split())
            case _:
                yield statement, ""

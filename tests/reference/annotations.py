"""Annotations of fields in words: `FrozenList[Cidr] | None` is "list of Cidr, or None", with links."""

import ast

from .source import definition_of, link

_WORDS = {"StrictStr": "string", "StrictInt": "integer", "StrictBool": "boolean", "StrictFloat": "number"}
_WORDS |= {"str": "string", "int": "integer", "bool": "boolean", "float": "number", "Any": "anything"}


def in_words(annotation: ast.expr | str, page: str) -> str:
    """The type as Markdown, for a page of the reference."""
    node = ast.parse(annotation, mode="eval").body if isinstance(annotation, str) else annotation
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            words = in_words(left, page)
            return f"{words}{',' if ' of ' in words else ''} or {in_words(right, page)}"
        case ast.Constant(value=None):
            return "`None`"
        case ast.Name(id=name):
            definition = definition_of(name)
            return in_words(definition, page) if definition else _WORDS.get(name) or link(name, page)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return _generic(name, inner, page)
        case _:
            return f"`{ast.unparse(node)}`"


_ALTERNATIVES = {"OrEnv": "EnvRef", "OrExisting": "ExistingServiceYaml"}
"""The class that a generic type accepts in place of the plain type."""


def _generic(name: str, inner: ast.expr, page: str) -> str:
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    match name:
        case "Annotated":
            return in_words(parts[0], page) + _bounds(parts[1:])
        case "Literal":
            return " or ".join(_literal(part, page) for part in parts)
        case "FrozenList" | "Sequence" | "list" | "tuple":
            return f"list of {in_words(parts[0], page)}"
        case "FrozenMap" | "Mapping" | "dict":
            return f"mapping of {in_words(parts[0], page)} to {in_words(parts[1], page)}"
        case "OrEnv" | "OrExisting":
            return f"{in_words(parts[0], page)} or {link(_ALTERNATIVES[name], page)}"
        case _:
            inner_words = ", ".join(in_words(part, page) for part in parts)
            return f"{link(name, page)} of {inner_words}"


def _literal(part: ast.expr, page: str) -> str:
    """A value, or the values of a private type."""
    return in_words(part, page) if isinstance(part, ast.Name) else f"`{ast.unparse(part)}`"


def _number(node: ast.expr) -> str:
    """A number, also one that is written as `2 ** 32`."""
    return str(eval(compile(ast.Expression(node), "<bound>", "eval"), {"__builtins__": {}}))


def _bounds(metadata: list[ast.expr]) -> str:
    """The bounds of a number: ` from 1 to 65535`."""
    bounds = {
        keyword.arg: _number(keyword.value)
        for each in metadata
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "Field"
        for keyword in each.keywords
    }
    low = f" from {bounds['ge']}" if "ge" in bounds else f" above {bounds['gt']}" if "gt" in bounds else ""
    return low + (f" to {bounds['le']}" if "le" in bounds else "")

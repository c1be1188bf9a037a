"""Checks of single values of a sync config: their types, aliases, tags, and the variables of other tools.

Each check is a function of a path and a node, and yields remarks.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping as Table
from typing import TypeAlias

from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.config.core._versions import Versions
from powersync_constructs.config.core._yaml_nodes import Alias, Mapping, Node, Scalar, Sequence
from powersync_constructs.config.core.errors import shown
from powersync_constructs.config.service._sync_config._remarks import ALL, NONE, STRICT, Remark

Check: TypeAlias = Callable[[str, Node], Iterator[Remark]]
"""Yields remarks on the value at a path."""

_QUOTED = re.compile(
    r"""--[^\n]*|/\*.*?\*/|\$\$.*?\$\$|[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*\"""", re.DOTALL
)
"""The parts of a query that can contain any text: comments, strings and quoted names."""
_COMMENT = ("--", "/*")
_VARIABLE = re.compile(r"\$\{\s*[A-Za-z_][^}]*\}|\$\([A-Za-z_][\w.-]*\)|\{\{.*?\}\}", re.DOTALL)
"""A variable of another tool. None of its forms is SQL."""
_NOT_REPLACED = "which the service does not replace"


def query(path: str, node: Node) -> Iterator[Remark]:
    """Check the text of a query. The parser of the service checks the SQL."""
    if isinstance(node, Scalar) and node.tag == "!env":
        yield _env(path, node)
    elif isinstance(node, Scalar) and isinstance(node.value, str):
        yield from _variables(path, node)
    elif isinstance(node, Alias):
        yield alias(path, node, ALL)
    else:
        yield wrong(path, node, "a query", "write the query as a string")


def queries(path: str, node: Node) -> Iterator[Remark]:
    """Check a list of queries."""
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from query(f"{path}[{index}]", item)
    elif isinstance(node, Alias):
        yield alias(path, node, ALL)
    else:
        yield wrong(path, node, "a list of queries", "write each query as an item that begins with a dash")


def query_or_queries(path: str, node: Node) -> Iterator[Remark]:
    """Check one query, or a list of queries."""
    if isinstance(node, Alias):
        yield alias(path, node)
    else:
        yield from (queries if isinstance(node, Sequence) else query)(path, node)


def boolean(path: str, node: Node) -> Iterator[Remark]:
    """Check that a value is true or false."""
    yield from _scalar(
        path, node, isinstance(value_of(node), bool), "true or false", "use one of these, without quotes"
    )


def priority(path: str, node: Node) -> Iterator[Remark]:
    """Check the priority of a stream or a bucket definition (BucketDescription.ts of the service)."""
    value = integer_of(node)
    valid = value is not None and 0 <= value <= 3
    if isinstance(node, Alias):
        yield alias(path, node, ALL)
    else:
        yield from _scalar(path, node, valid, "an integer from 0 to 3", "use one of these")


def anything(_path: str, _node: Node) -> Iterator[Remark]:
    """Accept any value."""
    yield from ()


def fields(
    path: str, node: Node, known: Table[str, Check], *, of: str, unknown: Versions = ALL, aliased: Versions = ALL
) -> Iterator[Remark]:
    """Check a mapping whose keys are known.

    `of` is a noun for the mapping. `unknown` contains the versions that reject other keys.
    """
    if isinstance(node, Alias):
        yield alias(path, node, aliased)
    elif not isinstance(node, Mapping):
        yield wrong(path, node, f"{of}, which is a mapping", f"write its keys: {', '.join(known)}")
    else:
        for key, value in node.entries:
            name = key.value if isinstance(key, Scalar) else None
            if isinstance(name, str) and name in known:
                yield from known[name](f"{path}.{name}" if path else name, value)
            else:
                yield unknown_key(path, key, known, unknown)


def named(path: str, node: Node, check: Check, *, of: str, aliased: Versions = ALL) -> Iterator[Remark]:
    """Check a mapping whose keys are names that the user chooses."""
    if isinstance(node, Alias):
        yield alias(path, node, aliased)
    elif not isinstance(node, Mapping):
        yield wrong(path, node, f"a mapping of {of}", "write at least one of them, or remove the key")
    else:
        for key, value in node.entries:
            yield from _name(path, key)
            yield from check(f"{path}.{text_of(key)}", value)


def unknown_key(path: str, key: Node, known: Iterable[str], rejected_by: Versions) -> Remark:
    """Return the remark for a key that the service does not have."""
    names, name = list(known), text_of(key)
    where = f"{path} has" if path else "has"
    close = similar_name(name, names)
    unknown = f"the unknown key {shown(name)}" if shown(name) else "an unknown key"
    fix = f"did you mean '{close}'?" if close else f"remove it, or use one of {', '.join(names)}"
    return Remark(key.place, f"{where} {unknown}", fix, rejected_by)


def alias(path: str, node: Alias, rejected_by: Versions = STRICT) -> Remark:
    """Return the remark for an alias in a place where the service does not follow it."""
    return Remark(
        node.place,
        f"{path} is the alias *{node.name}, which the service does not follow here",
        "write the value itself",
        rejected_by,
    )


def wrong(path: str, node: Node, wanted: str, fix: str, rejected_by: Versions = ALL) -> Remark:
    """Return the remark for a value of the wrong type."""
    return Remark(node.place, f"{path} is {_kind(node)}, not {wanted}", fix, rejected_by)


def value_of(node: Node | None) -> str | int | float | bool | None:
    """Return the value of a scalar. Return None for another node."""
    return node.value if isinstance(node, Scalar) else None


def integer_of(node: Node | None) -> int | None:
    """Return the value of an integer. Return None for another node, also for true and false."""
    value = value_of(node)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text_of(node: Node) -> str:
    """Return the text of a scalar, for use as a name. Return an empty text for another node."""
    return node.text if isinstance(node, Scalar) else ""


def _scalar(path: str, node: Node, valid: bool, wanted: str, fix: str) -> Iterator[Remark]:
    """Check a scalar that is not a query."""
    if isinstance(node, Scalar) and node.tag == "!env":
        yield _env(path, node)
    elif isinstance(node, Alias):
        yield alias(path, node)
    elif not valid:
        yield wrong(path, node, wanted, fix)


def _name(path: str, key: Node) -> Iterator[Remark]:
    if not isinstance(key, Scalar):
        yield wrong(f"a name in {path}", key, "a string", "write a string", STRICT)
    elif not isinstance(key.value, str):
        yield wrong(f"the name '{key.text}' in {path}", key, "a string", "put it in quotes", STRICT)
    elif found := _VARIABLE.search(key.text):
        problem = f"the name in {path} contains {shown(found[0])}, {_NOT_REPLACED}"
        yield Remark(key.place, problem, "write the name itself", NONE)


def _env(path: str, node: Scalar) -> Remark:
    """Return the remark for `!env`, which the service replaces only in service.yaml.

    The service ignores the tag. The name of a variable is never a query, so the service rejects it.
    """
    has_words = re.search(r"\s", node.text.strip()) is not None
    problem = f"{path} has the tag !env, which works only in service.yaml"
    return Remark(node.place, problem, "write the value itself", NONE if has_words else ALL)


def _variables(path: str, node: Scalar) -> Iterator[Remark]:
    """Check a query for variables of other tools. Outside of strings, quoted names and comments, they are errors."""
    outside = _VARIABLE.search(_QUOTED.sub(" ", node.text))
    inside = [
        found
        for part in _QUOTED.findall(node.text)
        if not part.startswith(_COMMENT)
        for found in _VARIABLE.findall(part)
    ]
    fix = "write the value itself, or use a parameter of the stream"
    if outside is not None:
        yield Remark(node.place, f"{path} contains {shown(outside[0])}, {_NOT_REPLACED}", fix)
    elif inside:
        yield Remark(node.place, f"{path} contains {shown(inside[0])} in quotes, {_NOT_REPLACED}", fix, NONE)


def _kind(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    value = value_of(node)
    if value is None:
        return "empty"
    return f"the string {shown(value) or '…'}" if isinstance(value, str) else shown(value).lower()

"""The line of a field in a file. It is calculated only for findings, from the text of the file."""

from functools import lru_cache

import yaml

from powersync_constructs.cli._yaml import YamlError, first_node
from powersync_constructs.rules._lib.manifest import Path as Field


def line_of(text: str, begin: int, document_line: int, path: Field) -> int:
    """Return the line of a field, from 1. If the document has no such field, return the line of the nearest parent.

    `begin` is the position and `document_line` the line at which the document begins. The text must be readable: see
    `cli/_yaml.py`.
    """
    node = _document(text, begin)
    if node is None:
        return document_line
    line = node.start_mark.line
    for part in path:
        found = _child(node, part)
        if found is None:
            break
        node, line = found
    return document_line + line


@lru_cache(maxsize=1)
def _document(text: str, begin: int) -> yaml.Node | None:
    try:
        return first_node(text, begin)
    except (yaml.YAMLError, YamlError):  # JSON that YAML does not accept
        return None


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, int] | None:
    """Return the value of a field, and the line on which the field begins."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark.line
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line
    return None

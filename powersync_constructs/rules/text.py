"""Rules about texts that change between what is written and what the cluster reads."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

_LINE_BREAK = re.compile("[\x85\u2028\u2029]")
_UNREADABLE = re.compile("[\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""No characters of YAML (yaml.org/spec/1.1, 5.1) that cdk8s writes as they are, unlike those below U+0020."""
_NUMBER = re.compile(
    r"[-+]?(0[bB][-+]?[01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"
)
"""What kubectl and the API server read as a number, once every _ is taken out (go-yaml v2, resolve.go)."""
_QUOTED = re.compile(
    r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|([0-9][0-9_]*)?\.[0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+)"
)
"""What cdk8s takes for a number, and puts in quotes (npm yaml, schema/yaml-1.1)."""


def texts_survive(manifests: Sequence[Manifest]) -> list[Finding]:
    """A text that the cluster would read as another one, or as a number, must not be written."""
    return [
        Finding("texts-survive", "error", f"{kind_and_name(manifest)}.{path}", reason, "write it differently")
        for manifest in manifests
        for path, text in _texts(manifest)
        if (reason := _trap(text)) is not None
    ]


def _trap(text: str) -> str | None:
    if _LINE_BREAK.search(text):
        return "has U+0085, U+2028 or U+2029, which kubectl takes for line breaks (YAML 1.1)"
    if found := _UNREADABLE.search(text):
        return f"has U+{ord(found[0]):04X}, with which no YAML can be read"
    if text[0:1] != "_" and _NUMBER.fullmatch(text.replace("_", "")) and not _QUOTED.fullmatch(text):
        return f"{text!r} would be read as a number, since cdk8s writes it without quotes"
    return None


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, nested in value.items():
            yield path, str(key)
            yield from _texts(nested, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, nested in enumerate(value):
            yield from _texts(nested, f"{path}[{index}]")

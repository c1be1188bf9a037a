"""Rules about texts that change between what is written and what the cluster reads."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

_LINE_BREAK = re.compile("[\x85\u2028\u2029]")
_OCTAL = re.compile(r"[-+]?0o[0-7]+")


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
    if _OCTAL.fullmatch(text):
        return f"{text!r} would be read as a number, since cdk8s writes it without quotes"
    return None


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, nested in value.items():
            yield from _texts(nested, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, nested in enumerate(value):
            yield from _texts(nested, f"{path}[{index}]")

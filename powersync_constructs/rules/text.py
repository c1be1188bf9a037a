"""Rules about texts that change between what is written and what the cluster reads."""

import re
from collections.abc import Iterable, Iterator, Mapping

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""The characters that cdk8s writes as they are although YAML reads them otherwise or not at all (yaml.org/spec/1.1)."""
_LINE_BREAKS = ("\x85", "\u2028", "\u2029")
"""Those of them that YAML 1.1 reads as line breaks; the others are no characters of YAML (5.1)."""
_NUMBER_BEGINS = tuple("+-.0123456789")
_NUMBER_OF_KUBECTL = re.compile(
    r"[-+]?(0[bB][-+]?[01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"
)
_NUMBER_OF_CDK8S = re.compile(
    r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|([0-9][0-9_]*)?\.[0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+)"
)


def texts_survive(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A text that the cluster would read as another one, or as a number, must not be written."""
    for each in objects:
        if not each.instance or not any(map(_problem, _texts(each.manifest))):
            continue
        for path, text in _places(each.manifest, str(each)):
            if reason := _problem(text):
                yield Finding("texts-survive", "error", path, reason, "write it differently")


def kubectl_reads_number(text: str) -> bool:
    """Whether kubectl and the API server read a text without quotes as a number (go-yaml v2, resolve.go)."""
    return not text.startswith("_") and _NUMBER_OF_KUBECTL.fullmatch(text.replace("_", "")) is not None


def cdk8s_writes_quotes(text: str) -> bool:
    """Whether cdk8s takes a text for a number, and so writes it in quotes (npm yaml, schema/yaml-1.1)."""
    return _NUMBER_OF_CDK8S.fullmatch(text) is not None


def _problem(text: str) -> str | None:
    if odd := _ODD.search(text):
        if odd[0] in _LINE_BREAKS:
            return "has U+0085, U+2028 or U+2029, which kubectl reads as line breaks (YAML 1.1)"
        return f"has U+{ord(odd[0]):04X}, which no YAML may contain"
    if text.startswith(_NUMBER_BEGINS) and kubectl_reads_number(text) and not cdk8s_writes_quotes(text):
        return f"{text!r} would be read as a number, since cdk8s writes it without quotes"
    return None


def _texts(value: object) -> Iterator[str]:
    """All texts in a value, keys included. To tell their places would take three times as long."""
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mapping):
            rest += [*part, *part.values()]
        elif isinstance(part, list):
            rest += part


def _places(value: object, path: str) -> Iterator[tuple[str, str]]:
    """The same, each with the path to it; that of a key is the mapping's."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, nested in value.items():
            yield path, str(key)
            yield from _places(nested, f"{path}.{key}")
    elif isinstance(value, list):
        for index, nested in enumerate(value):
            yield from _places(nested, f"{path}[{index}]")

"""Rules about strings that the cluster would read as another value."""

import re
from collections.abc import Iterator, Mapping

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""The characters that cdk8s writes without an escape, but that YAML 1.1 changes or forbids (yaml.org/spec/1.1)."""
_LINE_BREAKS = ("\x85", "\u2028", "\u2029")
"""The characters of `_ODD` that YAML 1.1 reads as line breaks. It forbids the others (section 5.1)."""
_NUMBER_BEGINS = tuple("+-.0123456789")
_NUMBER_OF_KUBECTL = re.compile(
    r"[-+]?(0[bB][-+]?[01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)"
)
_NUMBER_OF_CDK8S = re.compile(
    r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*|([0-9][0-9_]*)?\.[0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+)"
)


@rule(
    "PS013",
    "texts-survive",
    "error",
    looks_at="the strings in objects of this library",
    fix="Change the string.",
    only_at_synth=True,
)
def texts_survive(objects: Objects) -> Iterator[Violation]:
    """Every string in a manifest is the same string for cdk8s and for kubectl.

    cdk8s and kubectl read some strings differently: those with characters that YAML 1.1 changes or forbids, and those
    like `0o17`, which only one of the two reads as a number. The rule checks this only at synth, before cdk8s writes
    the strings.
    """
    ours = [each for each in objects if each.instance] if objects.at_synth else []
    if not any(map(_problem, _texts([each.manifest for each in ours]))):
        return
    for each in ours:
        for path, text in _places(each.manifest, str(each)):
            if reason := _problem(text):
                yield Violation(each, reason, "change this string", where=path)


def kubectl_reads_number(text: str) -> bool:
    """Return whether kubectl and the API server read an unquoted string as a number (go-yaml v2, resolve.go)."""
    return not text.startswith("_") and _NUMBER_OF_KUBECTL.fullmatch(text.replace("_", "")) is not None


def cdk8s_writes_quotes(text: str) -> bool:
    """Return whether cdk8s quotes a string because it looks like a number (npm yaml, schema/yaml-1.1)."""
    return _NUMBER_OF_CDK8S.fullmatch(text) is not None


def _problem(text: str) -> str | None:
    if odd := _ODD.search(text):
        if odd[0] in _LINE_BREAKS:
            return "contains U+0085, U+2028 or U+2029, which kubectl reads as a line break (YAML 1.1)"
        return f"contains U+{ord(odd[0]):04X}, which YAML does not allow"
    if text.startswith(_NUMBER_BEGINS) and kubectl_reads_number(text) and not cdk8s_writes_quotes(text):
        return f"{text!r} would be read as a number, because cdk8s writes it without quotes"
    return None


def _texts(value: object) -> set[str]:
    """Return all strings in a value, including keys. `_places` also yields the paths, but takes much longer."""
    found: set[object] = set()
    rest = [value]
    for part in rest:  # the list grows meanwhile
        if isinstance(part, str):
            found.add(part)
        elif isinstance(part, dict):
            found.update(part)
            rest += part.values()
        elif isinstance(part, list):
            rest += part
    return {each for each in found if isinstance(each, str)}


def _places(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield all strings in a value with their paths. The path of a key is the path of its mapping."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, nested in value.items():
            yield path, str(key)
            yield from _places(nested, f"{path}.{key}")
    elif isinstance(value, list):
        for index, nested in enumerate(value):
            yield from _places(nested, f"{path}[{index}]")

"""Suppressions: what switches a rule off for some objects, with a reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from powersync_constructs.config.core._labels import IGNORE_PREFIX
from powersync_constructs.config.core._suggestions import did_you_mean
from powersync_constructs.rules._about_suppressions import NEEDS_REASON, UNKNOWN_RULE, UNUSED
from powersync_constructs.rules._catalogue import known_names, rule_named
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._rule import Rule

Origin = Literal["annotation", "code", "file"]


@dataclass(frozen=True)
class Ignore:
    """A suppression: it switches a rule off for the findings that it matches."""

    rule: str
    """The id or the name of the rule."""
    reason: str
    """Why the rule is switched off."""
    matches: Callable[[Finding], bool]
    """Whether the suppression is for a finding of the rule."""
    source: str
    """The place of the suppression, as a finding names it: `Deployment/powersync-api`, or a file and a line."""
    by: Origin
    object: KubeObject | None = field(default=None, compare=False)
    """The object with the annotation."""

    @property
    def group(self) -> tuple[str, str]:
        """What suppressions of a rule have in common if they count as one suppression.

        The library writes a reason on all objects of an instance or a chart. Each entry of a file counts separately.
        """
        return self.reason, self.source if self.by == "file" else ""


@dataclass(frozen=True)
class Suppressed:
    """A finding that a suppression switches off."""

    finding: Finding
    ignore: Ignore

    @property
    def reason(self) -> str:
        """The reason for the suppression."""
        return self.ignore.reason


def suppress(
    found: Iterable[Finding], objects: Iterable[KubeObject], ignores: Sequence[Ignore]
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """Return the findings that remain, and those that a suppression switches off.

    The findings that remain include those about the suppressions: one that matches nothing, one without a reason, and
    one for a rule that does not exist or cannot be switched off.
    """
    annotated = [each for each in objects if each.annotations]
    every = [*ignores, *(ignore for each in annotated for ignore in _annotated(each))]
    wrong = [finding for each in annotated for finding in _misspelled(each)]
    usable: dict[str, list[Ignore]] = {}
    for ignore in every:
        if (finding := _wrong(ignore)) is not None:
            wrong.append(finding)
        elif (rule := rule_named(ignore.rule)) is not None:
            usable.setdefault(rule.id, []).append(ignore)
    remaining: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[tuple[str, tuple[str, str]]] = set()
    for finding in found:
        ignored_by = [ignore for ignore in usable.get(finding.rule, ()) if ignore.matches(finding)]
        used |= {(finding.rule, ignore.group) for ignore in ignored_by}
        if ignored_by:
            suppressed.append(Suppressed(finding, ignored_by[0]))
        else:
            remaining.append(finding)
    return [*remaining, *wrong, *_unused(usable, used)], tuple(suppressed)


def _annotated(each: KubeObject) -> Iterator[Ignore]:
    """Yield the suppressions in the annotations of an object."""
    for key, reason in each.annotations.items():
        if key.startswith(IGNORE_PREFIX):
            rule = key.removeprefix(IGNORE_PREFIX)
            yield Ignore(rule, reason, lambda finding: finding.object is each, str(each), "annotation", each)


def _misspelled(each: KubeObject) -> Iterator[Finding]:
    """Yield a finding for each annotation whose key is similar to that of a suppression."""
    for key in each.annotations:
        if key.startswith(IGNORE_PREFIX[:-1]) and not key.startswith(IGNORE_PREFIX):
            reason, fix = f"has the annotation {key}, which switches nothing off", f"write {IGNORE_PREFIX}<rule>"
            finding = UNKNOWN_RULE.finding(str(each), reason, fix)
            yield replace(finding, object=each, path=("metadata", "annotations", key))


def _wrong(ignore: Ignore) -> Finding | None:
    """Return the finding for a suppression that cannot be used."""
    rule = rule_named(ignore.rule)
    if rule is None:
        fix = did_you_mean(ignore.rule, known_names())
        return _about(ignore, UNKNOWN_RULE, f"switches off {ignore.rule}, which is not a rule", fix)
    if not rule.can_be_ignored:
        return _about(ignore, UNUSED, f"switches off {rule.id} {rule.name}, which cannot be switched off")
    if not ignore.reason.strip():
        return _about(ignore, NEEDS_REASON, f"switches off {ignore.rule} without a reason")
    return None


def _unused(usable: Mapping[str, list[Ignore]], used: set[tuple[str, tuple[str, str]]]) -> Iterator[Finding]:
    """Yield a finding for each suppression that matches no finding.

    It yields none for a rule that only a synth checks, because the manifests may have been written by a synth.
    """
    for id, ignores in usable.items():
        rule = rule_named(id)
        for ignore in {ignore.group: ignore for ignore in reversed(ignores)}.values():
            if (id, ignore.group) not in used and rule is not None and not rule.only_at_synth:
                yield _about(ignore, UNUSED, f"switches off {id} {rule.name}, which reports nothing here")


def _about(ignore: Ignore, rule: Rule, reason: str, fix: str = "") -> Finding:
    """Return a finding about a suppression, with the object that has the annotation."""
    path = ("metadata", "annotations", IGNORE_PREFIX + ignore.rule) if ignore.object is not None else ()
    return replace(rule.finding(ignore.source, reason, fix), object=ignore.object, path=path)

"""What identifies a finding over time: in the baseline, and in the code scanning of other tools."""

from dataclasses import dataclass

from powersync_constructs.config.core.errors import error_path
from powersync_constructs.rules import Finding
from powersync_constructs.rules.objects.content import NAMED_BY_CONTENT


@dataclass(frozen=True, order=True)
class Fingerprint:
    """What identifies a finding when lines move and the content of an object changes."""

    rule: str
    object: str
    """`Kind/namespace/name`, in which `*` replaces the hash of the content; or the place that the finding names."""
    path: str
    """The path of the field in the object."""

    def __str__(self) -> str:
        return f"{self.rule} of {self.object}{f' at {self.path}' if self.path else ''}"


def fingerprint(finding: Finding) -> Fingerprint:
    """Return the fingerprint of a finding."""
    each = finding.object
    named = finding.where if each is None else "/".join(filter(None, (each.kind, each.namespace, each.name)))
    stable = NAMED_BY_CONTENT.sub(r"\g<stem>-*", named) if NAMED_BY_CONTENT.fullmatch(named) else named
    return Fingerprint(finding.rule, stable, error_path(finding.path))

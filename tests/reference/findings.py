"""The page of findings: a section for each id."""

from powersync_constructs.rules._catalog import FINDINGS


def findings() -> str:
    """The sections, in the order of the alphabet."""
    return "\n".join(
        f"## `{id}`\n\n**Severity:** {' or '.join(kind.severities)}\n\n{kind.problem}\n\n**Fix:** {kind.fix}\n"
        for id, kind in sorted(FINDINGS.items())
    )

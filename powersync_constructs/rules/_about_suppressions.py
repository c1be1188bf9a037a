"""The rules about suppressions, and about rules that fail."""

from powersync_constructs.rules._rule import general_rule

_SUPPRESSIONS = "the annotations and the configuration that switch rules off"

UNUSED = general_rule(
    "PS001",
    "unused-suppression",
    "warning",
    looks_at=_SUPPRESSIONS,
    fix="Remove the suppression.",
    text="""A suppression matches at least one finding.

    A suppression that matches nothing would hide the next problem of this kind. Several annotations with the same rule
    and the same reason count as one suppression.""",
)
NEEDS_REASON = general_rule(
    "PS002",
    "suppression-without-reason",
    "error",
    looks_at=_SUPPRESSIONS,
    fix="Write the reason as the value of the annotation.",
    text="""A suppression has a reason.

    Without the reason, no one can tell later whether the suppression is still right. A suppression without a reason
    switches nothing off.""",
)
UNKNOWN_RULE = general_rule(
    "PS003",
    "suppression-of-unknown-rule",
    "error",
    looks_at=_SUPPRESSIONS,
    fix="Use the id or the name of a rule. `powersync-constructs rules` lists them.",
    text="""A suppression names a rule that exists.

    Otherwise, it switches nothing off. The rule also reports an annotation with a similar key, like
    `powersync-constructs/ignore-PS301`.""",
)
RULE_FAILED = general_rule(
    "PS009",
    "rule-failed",
    "warning",
    looks_at="all objects",
    fix="Report this line as a bug in powersync-constructs, with the manifest of the object but without its secrets.",
    text="""Each rule reads every object without an error.

    This finding shows a bug in powersync-constructs. It contains no value of the manifest. It is a warning, so that the
    bug does not stop a synth.""",
)

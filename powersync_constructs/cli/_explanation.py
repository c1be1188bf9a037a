"""The explanation of a rule, for `rules PS301`, for SARIF, and for the page in docs/reference/rules."""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.cli._layout import EMPTY, Line, Part, joined, line, unwrapped
from powersync_constructs.cli._program import url_of_rule
from powersync_constructs.config.core._labels import IGNORE_PREFIX
from powersync_constructs.rules import Rule

_CODE_INDENT = 4


class Section(NamedTuple):
    """A part of an explanation: a text, code, or both."""

    heading: str
    """Empty if the part belongs to the heading of the part before."""
    text: str = ""
    code: str = ""
    language: str = ""


def description(rule: Rule) -> str:
    """Return the requirement, and the reasons."""
    return "\n\n".join(each for each in (rule.title, unwrapped(rule.why)) if each)


def severities(rule: Rule) -> str:
    """Return the severities of the findings, like `error or warning`."""
    return " or ".join(rule.severities)


def sections(rule: Rule) -> Iterator[Section]:
    """Yield the sections after the description."""
    yield Section("Looks at", f"{rule.looks_at[0].upper()}{rule.looks_at[1:]}.")
    yield Section("Fix", rule.fix)
    if rule.bad:
        yield Section("Bad", code=rule.bad, language=rule.language)
        yield Section("Good", code=rule.good, language=rule.language)
    yield from _suppressions(rule)


def _suppressions(rule: Rule) -> Iterator[Section]:
    """Yield the ways to switch the rule off. A rule that only a construct checks has no object with an annotation."""
    is_about_manifests = rule.find is not None
    if is_about_manifests:
        yield Section(
            "Ignore the rule",
            "For one object, add an annotation with the reason:",
            f'metadata:\n  annotations:\n    {IGNORE_PREFIX}{rule.id}: "the reason"\n',
            "yaml",
        )
        yield Section(
            "",
            "For several objects, write the reason into `.powersync-constructs.yaml`, which `check` reads:",
            f'ignore:\n  - rule: {rule.id}\n    reason: "the reason"\n    objects: ["Deployment/powersync/*"]\n',
            "yaml",
        )
    if rule.can_be_ignored:
        yield Section(
            "" if is_about_manifests else "Ignore the rule",
            "In an app that uses this library, set `rules` of the instance, or call `ignore_rules` for a chart:",
            f'props.with_(rules=RuleSettings(ignore={{"{rule.id}": "the reason"}}))\n',
            "python",
        )


def markdown(rule: Rule) -> str:
    """Return the explanation as Markdown, with headings of the second level."""
    parts = [description(rule)]
    for section in sections(rule):
        parts += [f"## {section.heading}"] if section.heading else []
        parts += [section.text] if section.text else []
        parts += [f"```{section.language}\n{section.code}```"] if section.code else []
    return "\n\n".join(parts) + "\n"


def lines(rule: Rule) -> Iterator[Line]:
    """Yield the explanation as lines for a terminal."""
    yield line(Part(f"{rule.id} {rule.name}", "bold"), f" ({severities(rule)})")
    yield EMPTY
    yield from _lines(description(rule))
    for section in sections(rule):
        yield EMPTY
        if section.heading:
            yield line(Part(section.heading, "bold"))
        yield from _lines(section.text, indent=2)
        for each in section.code.splitlines():
            yield line(Part(each, "cyan"), indent=_CODE_INDENT)
    yield EMPTY
    yield line(Part(url_of_rule(rule.id), link=url_of_rule(rule.id)))


def _lines(text: str, indent: int = 0) -> Iterator[Line]:
    yield from (line(each, indent=indent) for each in text.splitlines())


def plain(rule: Rule) -> str:
    """Return the explanation as plain text."""
    return joined(lines(rule))

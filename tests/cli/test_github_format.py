"""The format `github`: workflow commands of GitHub Actions."""

import re

from hypothesis import given, settings

from powersync_constructs.cli._formats.github import github
from powersync_constructs.cli._report import STDIN, CheckReport

from .reports import REPORTS, located, report

COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")
"""A command as the runner reads it: actions/runner, ActionCommand.TryParseV2."""


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Return the name, the properties and the message of a command, as the runner reads them."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(each.split("=", 1) for each in match["properties"].split(","))
    decoded = {key: unescaped(value, {"%3A": ":", "%2C": ","}) for key, value in properties.items()}
    return match["name"], decoded, unescaped(match["message"], {})


def unescaped(value: str, more: dict[str, str]) -> str:
    """Return the value that an escaped text stands for."""
    for escape, character in {**more, "%0D": "\r", "%0A": "\n", "%25": "%"}.items():
        value = value.replace(escape, character)
    return value


def test_finding_is_an_annotation_of_its_line() -> None:
    """A finding is one command with the file, the line, the rule and the message. The counts are the last line."""
    assert github(report(located())).splitlines() == [
        (
            "::warning file=dist/ha.k8s.yaml,line=120,title=warning PS301 memory-limit::"
            "Deployment/sync/powersync-api: has a memory limit of 64Mi; raise it to 512Mi or more"
        ),
        "1 warning in 22 objects of 1 file",
    ]


def test_special_characters_are_escaped() -> None:
    """The characters that separate the parts of a command are escaped, so that the runner reads them as text."""
    made = report(located(file="a:b,c=d%.yaml", reason="is 100% :: full, a=b"))

    name, properties, message = read(github(made).splitlines()[0])

    assert (name, properties["file"], properties["line"]) == ("warning", "a:b,c=d%.yaml", "120")
    assert message == "Deployment/sync/powersync-api: is 100% :: full, a=b; raise it to 512Mi or more"


def test_note_is_a_notice() -> None:
    """The command for a note is `notice`."""
    assert github(report(located(severity="note"))).startswith("::notice ")


def test_standard_input_is_not_a_file() -> None:
    """A finding in standard input has no file and no line, because GitHub would look for a file of this name."""
    assert github(report(located(file=STDIN))).startswith("::warning title=")


@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_any_finding_is_one_command(made: CheckReport) -> None:
    """Whatever the manifests contain, there is one command per finding, and the line of counts."""
    *commands, counts = github(made).rstrip("\n").split("\n")

    assert [read(each)[0].replace("notice", "note") for each in commands] == [
        each.finding.severity for each in made.findings
    ]
    assert not counts.startswith("::")

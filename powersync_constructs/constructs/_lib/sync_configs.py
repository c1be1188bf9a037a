"""The findings on the sync configs of an app: their structure, and what the parser of the service finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service._sync_config._parser_versions import PACKAGE, ParserVersions
from powersync_constructs.config.service._sync_config._remarks import Remark
from powersync_constructs.config.service._sync_config._structure import warnings_on
from powersync_constructs.config.service.sync_config import SyncConfig
from powersync_constructs.constructs._lib.sync_config_parser import Answer, Message, Parser, parse, parser_of
from powersync_constructs.rules import Finding, Severity
from powersync_constructs.rules._at_synth import SYNC_CONFIG_PARSER, SYNC_CONFIG_SQL


@dataclass(frozen=True)
class Deployed:
    """A sync config of an instance."""

    where: str
    """The ConfigMap that contains it."""
    sync_config: SyncConfig
    image: ServiceVersion

    @property
    def warnings(self) -> list[Remark]:
        """What the image accepts, but ignores or does not recommend."""
        return warnings_on(self.sync_config.text, self.image)

    @property
    def name(self) -> str:
        """The name of the sync config in a sentence."""
        return self.sync_config.file or "the sync config"


class _Parsed(NamedTuple):
    deployed: Deployed
    parser: Parser
    answer: Answer

    @property
    def is_exact(self) -> bool:
        """Whether the parser is the one of the image."""
        return self.parser.version in ParserVersions(self.deployed.image)

    @property
    def shown(self) -> list[Message]:
        """The messages that the library does not report itself.

        The library checks the structure by the version of the image. A parser of another version may reject keys that
        the image accepts.
        """
        deployed = self.deployed
        reported = {remark.place for remark in deployed.warnings}
        return [
            message
            for message in self.answer.messages
            if message.in_sql or (message.position not in reported and (self.is_exact or not message.is_error))
        ]


class SyncConfigs:
    """The sync configs of an app."""

    def __init__(self) -> None:
        self._deployed: list[Deployed] = []

    def add(self, deployed: Deployed) -> None:
        """Add a sync config to the checks of every synth."""
        self._deployed.append(deployed)

    def findings(self) -> Iterator[Finding]:
        """Yield the findings on all sync configs. What is wrong with the parser itself is reported once."""
        parsers = {each: parser_of(each.sync_config) for each in self._deployed if each.sync_config.parser != "off"}
        yield from _not_found([deployed for deployed, parser in parsers.items() if parser is None])
        found = [(deployed, parser) for deployed, parser in parsers.items() if parser is not None]
        answers = parse((parser, deployed.sync_config.text) for deployed, parser in found)
        parsed = [_Parsed(each, parser, answers[parser, each.sync_config.text]) for each, parser in found]
        for each in parsed:
            yield from _messages(each)
        yield from _not_run([each for each in parsed if each.answer.failure])
        yield from _other_version([each for each in parsed if not each.answer.failure and not each.is_exact])


def _messages(parsed: _Parsed) -> Iterator[Finding]:
    """Yield the problems that the parser found, except those that the library reports itself."""
    deployed = parsed.deployed
    for message in parsed.shown:
        reason, fix = _reason(deployed, message), "correct the query" if message.in_sql else "correct it"
        severity: Severity = "error" if message.is_error and parsed.is_exact else "warning"
        yield SYNC_CONFIG_SQL.finding(deployed.where, reason, fix, severity=severity)


def _reason(deployed: Deployed, message: Message) -> str:
    if message.position is None:
        return f"{deployed.name}: {message.text}"
    line, column = message.position
    return f"{deployed.sync_config.file or ''} line {line}, column {column}: {message.text}".lstrip()


def _not_found(missing: list[Deployed]) -> Iterator[Finding]:
    """Yield one finding for all sync configs without a parser."""
    for deployed in _most_important(missing):
        install = f"npm install --save-dev {ParserVersions(deployed.image).specifier}"
        reason = f"the SQL of {deployed.name} is not checked, because {PACKAGE} is not installed"
        if deployed.sync_config.parser == "required":
            yield SYNC_CONFIG_PARSER.finding(deployed.where, reason, f"run {install}", severity="error")
        else:
            yield SYNC_CONFIG_PARSER.finding(deployed.where, reason, f"run {install}, or set parser='off'")


def _not_run(failed: list[_Parsed]) -> Iterator[Finding]:
    """Yield one finding for all sync configs whose parser failed."""
    parsed_by = {each.deployed: each for each in failed}
    for deployed in _most_important(list(parsed_by)):
        parsed = parsed_by[deployed]
        reason = f"the SQL of {deployed.name} is not checked, because the parser in {parsed.parser.folder} failed"
        reason = f"{reason}: {parsed.answer.failure}"
        if deployed.sync_config.parser == "required":
            yield SYNC_CONFIG_PARSER.finding(deployed.where, reason, "install the package again", severity="error")
        else:
            fix = "install the package again, or set parser='off'"
            yield SYNC_CONFIG_PARSER.finding(deployed.where, reason, fix)


def _other_version(parsed: list[_Parsed]) -> Iterator[Finding]:
    """Yield one note if a parser of another version found problems, or was required.

    The note explains why these problems are only warnings.
    """
    parsed_by = {each.deployed: each for each in parsed if each.shown or each.deployed.sync_config.parser == "required"}
    for deployed in _most_important(list(parsed_by)):
        installed = f"{PACKAGE} {parsed_by[deployed].parser.version}".rstrip()
        reason = f"{deployed.name} was checked by {installed}, which is not the parser of service {deployed.image}"
        fix = f"run npm install --save-dev {ParserVersions(deployed.image).specifier}"
        yield SYNC_CONFIG_PARSER.finding(deployed.where, reason, fix)


def _most_important(deployed: list[Deployed]) -> list[Deployed]:
    """Return the first sync config that requires the parser, otherwise the first one, in a list of at most one."""
    required = [each for each in deployed if each.sync_config.parser == "required"]
    return (required or deployed)[:1]

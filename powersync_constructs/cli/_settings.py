"""The configuration file `.powersync-constructs.yaml`: suppressions, severities, files to leave out, the baseline."""

import fnmatch
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from powersync_constructs.cli._files import InputFile, absolute_path, shown_path
from powersync_constructs.cli._input import problem_of, text_of
from powersync_constructs.cli._nodes import Checked, Problems
from powersync_constructs.cli._program import PROGRAM
from powersync_constructs.cli._unusable import UnusableError
from powersync_constructs.cli._yaml import YamlError, documents, first_node
from powersync_constructs.config.core._suggestions import did_you_mean
from powersync_constructs.rules import Finding, KubeObject, Severity, rule_named
from powersync_constructs.rules._catalogue import known_names

NAME = ".powersync-constructs.yaml"
"""The name of the configuration file."""
_KEYS = ("ignore", "severity", "exclude", "baseline")
_IGNORE_KEYS = ("rule", "reason", "objects", "files")


@dataclass(frozen=True)
class IgnoreEntry:
    """An entry of `ignore`."""

    rule: str
    """The id of the rule."""
    reason: str
    objects: tuple[str, ...]
    """Patterns of `Kind/namespace/name` or `Kind/name`. Empty for all objects."""
    files: tuple[str, ...]
    """Patterns of files, relative to the folder of the configuration file. Empty for all files."""
    path: str
    """Its place in the file, like `ignore[0]`."""
    line: int

    def matches(self, finding: Finding, file: str | None) -> bool:
        """Return whether it switches off a finding in a file, whose path is relative to the configuration file."""
        return (not self.files or (file is not None and _matches_any(file, self.files))) and (
            not self.objects or (finding.object is not None and _names_any(finding.object, self.objects))
        )


@dataclass(frozen=True)
class Settings:
    """The content of a configuration file."""

    folder: Path
    """Its folder. Paths in it are relative to this folder."""
    file: str = ""
    """Its path, as reports show it; empty if there is none."""
    ignores: tuple[IgnoreEntry, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """The severity of the findings of a rule, by its id."""
    exclude: tuple[str, ...] = ()
    """Patterns of the files that are not read."""
    baseline: Path | None = None

    def excludes(self, shown: str) -> bool:
        """Return whether a file is not read. The path is relative to the working directory."""
        path = self.relative(shown)
        return path is not None and _matches_any(path, self.exclude)

    def relative(self, shown: str) -> str | None:
        """Return the path of a file relative to the configuration file; None if it is not below its folder."""
        path = absolute_path(shown)
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else None


def find_settings(folder: Path) -> Settings:
    """Return the settings of the nearest configuration file, in this folder or in a parent up to the repository root.

    Without a configuration file, return settings without content.
    """
    for parent in (folder, *folder.parents):
        if _is_file(parent / NAME):
            return read_settings(parent / NAME)
        if (parent / ".git").exists():
            break
    return Settings(folder)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:  # the folder cannot be searched
        raise UnusableError(problem_of(shown_path(path), error)) from None


def read_settings(path: Path) -> Settings:
    """Return the settings of a configuration file. Raise UnusableError with one line per problem."""
    shown = shown_path(path)
    try:
        text = text_of(InputFile(shown, path, named=True))
        found = documents(text)
    except (OSError, YamlError) as error:
        raise UnusableError(problem_of(shown, error)) from None
    problems = Problems(shown)
    if len(found) > 1:
        problems.add(found[1].line, "is a second document; put everything into the first one")
    for document in found:
        if document.problem is not None:
            problems.add(document.problem.line, document.problem.text)
    problems.raise_if_any()
    settings = Settings(absolute_path(path).parent, shown)
    root = first_node(text)
    if root is not None and found[0].value is not None:
        settings = _settings(Checked(root, "", problems), settings)
    problems.raise_if_any()
    return settings


def _settings(root: Checked, empty: Settings) -> Settings:
    fields = root.fields(_KEYS)
    baseline = fields["baseline"].text() if "baseline" in fields else ""
    return Settings(
        empty.folder,
        empty.file,
        tuple(_ignore(item) for item in fields["ignore"].items()) if "ignore" in fields else (),
        _severities(fields["severity"]) if "severity" in fields else {},
        fields["exclude"].texts() if "exclude" in fields else (),
        empty.folder / baseline if baseline else None,
    )


def _ignore(item: Checked) -> IgnoreEntry:
    fields = item.fields(_IGNORE_KEYS, required=("rule", "reason"))
    texts = {key: fields[key].texts() for key in ("objects", "files") if key in fields}
    reason = fields["reason"].text() if "reason" in fields else ""
    rule = _rule_id(fields["rule"], fields["rule"].text()) if "rule" in fields else ""
    return IgnoreEntry(rule, reason, texts.get("objects", ()), texts.get("files", ()), item.path, item.line)


def _severities(severity: Checked) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for key, value in severity.entries():
        rule, wanted = _severity(key, value)
        if rule in found:
            value.reject(f"sets the severity of {rule} a second time; remove one of the two lines")
        found[rule] = wanted
    return found


def _severity(key: str, value: Checked) -> tuple[str, Severity]:
    wanted = value.text()
    for severity in get_args(Severity):
        if wanted == severity:
            id = _rule_id(value, key)
            if (rule := rule_named(id)) is not None and not rule.can_be_ignored:
                value.reject(f"the severity of {id} is fixed; remove the line")
            return id, severity
    if wanted:
        value.reject(f"{wanted!r} is not a severity; use error, warning or note, or switch the rule off with ignore")
    return key, "error"


def _rule_id(place: Checked, name: str) -> str:
    """Return the id of a rule. Users write its id or its name."""
    rule = rule_named(name)
    if rule is not None:
        return rule.id
    fix = did_you_mean(name, known_names()) or f"run `{PROGRAM} rules` to list all rules"
    if name:
        place.reject(f"there is no rule {name!r}; {fix}")
    return name


def _names_any(each: KubeObject, patterns: tuple[str, ...]) -> bool:
    names = (f"{each.kind}/{each.name}", f"{each.kind}/{each.namespace}/{each.name}")
    return any(_pattern(pattern)(name) for pattern in patterns for name in names)


def _matches_any(path: str, patterns: tuple[str, ...]) -> bool:
    """Return whether a pattern matches a file or one of its folders."""
    parents = [path, *(parent.as_posix() for parent in Path(path).parents)]
    return any(_pattern(pattern.removeprefix("./").rstrip("/"))(parent) for pattern in patterns for parent in parents)


def _pattern(pattern: str) -> Callable[[str], object]:
    """Return a function that matches a pattern, in which `*` also stands for `/`."""
    return re.compile(fnmatch.translate(pattern)).match

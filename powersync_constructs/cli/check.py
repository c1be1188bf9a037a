"""The command `check`: runs the rules over manifests of any origin."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from powersync_constructs.cli._baseline import read_baseline, take_out, write_baseline
from powersync_constructs.cli._checking import check_files, has_powersync, read_and_check
from powersync_constructs.cli._files import find_files, shown_path
from powersync_constructs.cli._formats import FORMATS
from powersync_constructs.cli._input import read_files
from powersync_constructs.cli._outputs import outputs, write_reports
from powersync_constructs.cli._report import CheckReport, LocatedSuppressed, has_severity
from powersync_constructs.cli._settings import Settings, find_settings, read_settings
from powersync_constructs.cli._streams import print_line
from powersync_constructs.cli._unusable import FINDINGS, UnusableError
from powersync_constructs.config.core._words import number_of
from powersync_constructs.rules import Severity


class FailOn(str, Enum):
    """The lowest severity of a finding with which the exit code is 1."""

    error = "error"
    warning = "warning"
    never = "never"

    @property
    def severity(self) -> Severity | None:
        """The severity; None for `never`."""
        return None if self is FailOn.never else self.value


def check(  # noqa: PLR0917 - one parameter per option
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH...", help="Files, folders or globs with manifests; - for standard input."),
    ] = None,
    recursive: Annotated[bool, typer.Option("-R", "--recursive", help="Search the folders in a folder too.")] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The lowest severity of a finding with which the exit code is 1.")
    ] = FailOn.error,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FORMAT[=FILE]",
            help=f"The format, and the file to write it to: {', '.join(FORMATS)}. Repeat the option for more reports.",
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,  # typer would check it, and print a usage error
            help="The configuration file. Default: .powersync-constructs.yaml in this folder or in a parent, up to the "
            "root of the repository.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", readable=False, help="Leave out the findings that this baseline contains."),
    ] = None,
    write_baseline_to: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline",
            metavar="FILE",
            readable=False,
            help="Write all findings to a baseline instead of a report, and exit with 0.",
        ),
    ] = None,
    allow_none: Annotated[
        bool, typer.Option("--allow-none", help="Accept manifests that contain no PowerSync service.")
    ] = False,
    show_suppressed: Annotated[
        bool, typer.Option("--show-suppressed", help="List the findings that are switched off, with the reasons.")
    ] = False,
    color: Annotated[bool, typer.Option("--color/--no-color", help="Use colors in a terminal.")] = True,
) -> None:
    """Check manifests of any origin that contain a PowerSync service.

    Exit codes: 0 if no finding has at least the severity of --fail-on; 1 if one has; 2 if the input cannot be used.
    """
    for option, value in (("--output", output), ("--baseline", baseline)):
        if write_baseline_to is not None and value:
            raise UnusableError(f"{option}: has no effect with --write-baseline; remove one of the two options")
    wanted = outputs(output or [])
    folder = _working_directory()
    settings = find_settings(folder) if config is None else read_settings(config)
    known = baseline or settings.baseline
    report = _report(paths or [], recursive, settings, allow_none)
    if write_baseline_to is not None:
        number = write_baseline(write_baseline_to, (each.finding for each in report.findings))
        print_line(f"wrote {number_of(number, 'finding')} to {shown_path(write_baseline_to)}")
        return
    if known is not None:
        report = _without_baseline(report, known)
    write_reports(wanted, report, fail_on=fail_on.severity, show_suppressed=show_suppressed, color=color)
    if fail_on.severity is not None and has_severity(report.findings, fail_on.severity):
        raise typer.Exit(FINDINGS)


def _working_directory() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UnusableError("the working directory no longer exists; change to another folder") from None


def _report(paths: Sequence[str], recursive: bool, settings: Settings, allow_none: bool) -> CheckReport:
    if not paths:
        raise UnusableError("no path; name files or folders with manifests, or - for standard input")
    contents = read_files(find_files(paths, recursive=recursive, excluded=settings.excludes), read_and_check)
    if not allow_none and not contents:
        reason = "no file to check: all of them are excluded, or neither YAML nor JSON"
        raise UnusableError(f"{reason}; correct the paths, or use --allow-none")
    if not allow_none and not has_powersync(contents):
        objects = number_of(sum(len(content.objects) for content in contents), "object")
        reason = f"no workload runs the PowerSync service ({objects} in {number_of(len(contents), 'file')})"
        raise UnusableError(f"{reason}; name the files with its workloads, or use --allow-none")
    return check_files(contents, settings)


def _without_baseline(report: CheckReport, path: Path) -> CheckReport:
    """Return the report without the findings of a baseline, and name those of the baseline that no longer exist."""
    known = read_baseline(path)
    new, old = take_out(report.findings, known)
    stale = [str(each) for each, count in sorted(known.items()) if count > 0]
    if stale:
        text = f"note: {shown_path(path)}: contains findings that no longer exist: {', '.join(stale)}"
        print_line(f"{text}; write the baseline again with --write-baseline")
    reason = f"listed in {shown_path(path)}"
    suppressed = (LocatedSuppressed(each, reason, "baseline") for each in old)
    return replace(report, findings=tuple(new), suppressed=(*report.suppressed, *suppressed))

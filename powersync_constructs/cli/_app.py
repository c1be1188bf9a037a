"""The typer app with all commands."""

from typing import Annotated

import typer

from powersync_constructs.cli._program import PROGRAM, version
from powersync_constructs.cli._streams import print_text
from powersync_constructs.cli.check import check
from powersync_constructs.cli.rules import rules

app = typer.Typer(
    name=PROGRAM,
    help="Tools for a self-hosted PowerSync service on Kubernetes.",
    no_args_is_help=True,
    rich_markup_mode=None,  # rich takes 0.1 s to load
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(rules)


def _print_version(wanted: bool) -> None:
    if wanted:
        print_text(f"{PROGRAM} {version()}\n")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version, and exit.")
    ] = False,
) -> None:
    """Read the options of all commands."""

"""`synth`: writes the manifests of an app, and prints its findings."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from cdk8s import App

from powersync_constructs.constructs._lib.cdk8s_errors import lines_of
from powersync_constructs.constructs._lib.validation import notes_on
from powersync_constructs.rules import FindingWarning


def synth(app: App) -> None:
    """Write the manifests of an app, and print its warnings and notes to stderr, one line each.

    If there is an error, print the errors to stderr, one line per error, write no file, and exit with status 1.
    """
    with _findings_in_one_line():
        try:
            app.synth()
        except RuntimeError as error:
            lines = lines_of(error)
            if not lines:
                raise
            print(*lines, sep="\n", file=sys.stderr)
            raise SystemExit(1) from None
        finally:
            for note in notes_on(app):
                print(f"note: {note}", file=sys.stderr)


@contextmanager
def _findings_in_one_line() -> Iterator[None]:
    """Print findings without the file and line of the warning, which would be in this library."""
    usual = warnings.formatwarning

    def one_line(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        if isinstance(message, FindingWarning):
            return f"warning: {message}\n"
        return usual(message, category, filename, lineno, line)

    warnings.formatwarning = one_line
    try:
        yield
    finally:
        warnings.formatwarning = usual

"""The error of input that a command cannot use."""

from collections.abc import Iterable

OK, FINDINGS, UNUSABLE = 0, 1, 2
"""The exit codes."""


class UnusableError(Exception):
    """Input that a command cannot use: a file, an option or the configuration. One line per problem."""

    def __init__(self, *lines: str) -> None:
        self.lines = tuple(" ".join(line.split()) for line in lines)
        super().__init__("\n".join(self.lines))


def raise_if_any(lines: Iterable[str]) -> None:
    """Raise an error with the lines, each of them once, if there are any."""
    if found := dict.fromkeys(lines):
        raise UnusableError(*found)

"""Lines of text for people: plain for a file or a pipe; with colors, links and wrapping for a terminal."""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, NamedTuple

from powersync_constructs.rules import Severity

SEVERITY_STYLES: Mapping[Severity, str] = {"error": "bold red", "warning": "yellow", "note": "cyan"}
"""The style of each severity."""

_NARROWEST = 20
"""The minimum width of a text, even if the terminal is narrower."""


class Part(NamedTuple):
    """A part of a line."""

    text: str
    style: str = ""
    """A style of rich, for example `bold red`."""
    link: str = ""
    """The address that the text links to."""


@dataclass(frozen=True)
class Line:
    """A line. When it is wrapped, the next lines begin at `hanging`."""

    parts: tuple[Part, ...]
    indent: int = 0
    hanging: int = 0
    """Default: the indent."""

    def __str__(self) -> str:
        return (" " * self.indent + "".join(part.text for part in self.parts)).rstrip()


EMPTY = Line(())


def line(*parts: str | Part, indent: int = 0, hanging: int = 0) -> Line:
    """Return a line of these parts. A string is a part without a style."""
    return Line(tuple(Part(part) if isinstance(part, str) else part for part in parts), indent, hanging)


def unwrapped(text: str) -> str:
    """Return the text of a docstring with each paragraph and each list item on one line."""
    found: list[str] = []
    for written in text.strip("\n").splitlines():
        if found and found[-1] and written.strip() and not written.startswith(("- ", "| ", " ")):
            found[-1] += f" {written}"
        else:
            found.append(written.rstrip())
    return "\n".join(found)


def terminal_width(stream: IO[str], environment: Mapping[str, str] = os.environ) -> int | None:
    """Return the width of the terminal; None if the stream is not a terminal that may show colors.

    `NO_COLOR` (https://no-color.org) and `TERM=dumb` turn the colors off.
    """
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb" or not stream.isatty():
        return None
    return shutil.get_terminal_size().columns


def joined(lines: Iterable[Line], width: int | None = None) -> str:
    """Return the lines as one text: for a terminal of this width, or plain and never wrapped if the width is None."""
    if width is None:
        return "".join(f"{each}\n" for each in lines)
    return _for_terminal(lines, width)


def _for_terminal(lines: Iterable[Line], width: int) -> str:
    from rich.console import Console  # takes 0.1 s to load
    from rich.style import Style
    from rich.text import Text

    console = Console(width=width, force_terminal=True, legacy_windows=False, highlight=False)
    with console.capture() as captured:
        for each in lines:
            text = Text()
            for part in each.parts:
                text.append(part.text, Style.parse(part.style) + Style(link=part.link or None))
            hanging = max(each.indent, each.hanging)
            first, rest = text[: hanging - each.indent], text[hanging - each.indent :]  # `first` is never wrapped
            for number, wrapped in enumerate(rest.wrap(console, max(width - hanging, _NARROWEST))):
                wrapped.rstrip()
                begin = Text(" " * hanging) if number else Text(" " * each.indent) + first
                console.print(begin + wrapped, soft_wrap=True)
    return captured.get()

"""Which streams are terminals with colors, and how lines are wrapped."""

import io
import os
import pty
from collections.abc import Iterator

import pytest

from powersync_constructs.cli._layout import Part, joined, line, terminal_width, unwrapped


@pytest.fixture
def terminal() -> Iterator[io.TextIOWrapper]:
    """Return a real terminal."""
    controller, device = pty.openpty()
    with os.fdopen(device, "w") as opened:
        yield opened
    os.close(controller)


def test_terminal_has_a_width(terminal: io.TextIOWrapper) -> None:
    """A terminal has a width."""
    assert terminal_width(terminal, {"TERM": "xterm"}) is not None


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_environment_turns_colors_off(terminal: io.TextIOWrapper, environment: dict[str, str]) -> None:
    """`NO_COLOR` and `TERM=dumb` turn the colors of a terminal off."""
    assert terminal_width(terminal, environment) is None


def test_empty_no_color_has_no_effect(terminal: io.TextIOWrapper) -> None:
    """An empty `NO_COLOR` does not count: https://no-color.org."""
    assert terminal_width(terminal, {"NO_COLOR": "", "TERM": "xterm"}) is not None


def test_file_is_not_a_terminal() -> None:
    """A stream that is not a terminal has no width."""
    assert terminal_width(io.StringIO(), {"TERM": "xterm"}) is None


def test_words_of_markup_are_not_interpreted() -> None:
    """Square brackets in a text are not styles of rich."""
    assert "[bold]a[/bold]" in joined([line(Part("[bold]a[/bold]"))], width=80)


def test_paragraph_of_a_docstring_is_one_line() -> None:
    """The line ends in a paragraph become spaces; list items stay lines of their own."""
    assert unwrapped("One\nsentence.\n\n- an\nitem\n- another") == "One sentence.\n\n- an item\n- another"

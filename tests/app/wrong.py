"""Reads the tables of what is wrong: a name, the Python that says it, and the line that answers it."""

from pathlib import Path

import pytest


def entries(file: str) -> list[object]:
    """Give the entries of a file beside this one, named for pytest; headings begin with #."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    entries = [entry.splitlines() for entry in text.strip().split("\n\n") if not entry.startswith("#")]
    return [pytest.param(wrong.strip(), line.strip(), id=name.rstrip(":")) for name, wrong, line in entries]

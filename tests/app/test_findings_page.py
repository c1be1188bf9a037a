"""The page of findings names every rule."""

import re

from tests import CHECKOUT

PAGE = (CHECKOUT / "docs" / "findings.md").read_text(encoding="utf-8")


def test_every_id_has_its_row() -> None:
    """In the order of the alphabet, with each severity that its findings have."""
    found: dict[str, set[str]] = {}
    for path in (CHECKOUT / "powersync_constructs").rglob("*.py"):
        for id, severity in re.findall(r'Finding\(\s*"([\w-]+)", "(\w+)"', path.read_text(encoding="utf-8")):
            found.setdefault(id, set()).add(severity)

    rows = re.findall(r"^\| `([\w-]+)` \| ([\w, ]+) \|", PAGE, re.MULTILINE)
    assert rows == [(id, ", ".join(sorted(severities))) for id, severities in sorted(found.items())]

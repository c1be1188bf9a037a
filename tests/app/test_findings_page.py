"""The page of findings names every rule."""

import inspect
import re

from powersync_constructs.config.instance import production_problems
from tests import CHECKOUT

PAGE = (CHECKOUT / "docs" / "findings.md").read_text(encoding="utf-8")


def test_every_id_has_its_row() -> None:
    """In the order of the alphabet, with each severity that its findings have."""
    found: dict[str, set[str]] = {}
    for path in (CHECKOUT / "powersync_constructs").rglob("*.py"):
        for id, severity in re.findall(r'Finding\(\s*"([\w-]+)", "(\w+)"', path.read_text(encoding="utf-8")):
            found.setdefault(id, set()).add(severity)
    for rule in re.findall(r'ProductionProblem\("([\w-]+)"', inspect.getsource(production_problems)):
        found[rule] = {"error", "warning"}

    rows = re.findall(r"^\| `([\w-]+)` \| ([\w, ]+) \|", PAGE, re.MULTILINE)
    assert rows == [(id, ", ".join(sorted(severities))) for id, severities in sorted(found.items())]

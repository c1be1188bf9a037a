"""The catalog of findings, which the reference shows, has every finding of the code."""

import inspect
import re

from powersync_constructs.config.instance import production_problems
from tests import CHECKOUT
from tests.reference.findings import FINDINGS


def test_catalog_has_every_id_with_its_severities() -> None:
    """Each id that the code reports is in the catalog, in alphabetical order, with the severities that occur."""
    found: dict[str, set[str]] = {}
    for path in (CHECKOUT / "powersync_constructs").rglob("*.py"):
        for id, severity in re.findall(r'Finding\(\s*"([\w-]+)", "(\w+)"', path.read_text(encoding="utf-8")):
            found.setdefault(id, set()).add(severity)
    for rule in re.findall(r'ProductionProblem\("([\w-]+)"', inspect.getsource(production_problems)):
        found[rule] = {"error", "warning"}

    assert {id: set(kind.severities) for id, kind in FINDINGS.items()} == found
    assert list(FINDINGS) == sorted(FINDINGS)


def test_catalog_is_written_in_sentences() -> None:
    """Each problem and each fix is a sentence."""
    texts = [text for kind in FINDINGS.values() for text in (kind.problem, kind.fix)]

    assert [text for text in texts if not (text[0].isupper() and text.endswith("."))] == []

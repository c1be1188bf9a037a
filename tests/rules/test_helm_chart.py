"""The rules find the defects of the community Helm chart in its output.

The ids of the defects are those of the review in which the chart was read: A breaks or leaks something, B is about
security, and C is about availability and operations.
"""

from pathlib import Path

import pytest
import yaml

from powersync_constructs.rules import check
from tests.rules.fixtures.helm_chart import DEFAULT, HA

IN_DEFAULT = {
    "A1 public keys and tokens": "PS107",
    "A2 placeholders that override the URI": "PS107",
    "A3 hooks in a Namespace that is created later": "PS502",
    "A5 a new configuration restarts no pod": "PS418",
    "A6 configuration that Helm does not manage": "PS419",
    "A7 liveness probes that cannot fail": "PS218",
    "A8 compaction without a heap size": "PS302",
    "A9 an invalid sync config passes the rollout": "PS108",
    "A10 an ingress class that does not exist": "PS707",
    "A10 a placeholder as the host": "PS709",
    "B1 no restricted profile": "PS604",
    "B3 a token that no workload uses": "PS606",
    "B5 the admin API on the host of the clients": "PS609",
    "B7 an old release with known problems": "PS111",
    "C3 a grace period that is too short": "PS402",
    "C4 API pods that are not spread": "PS412",
    "C8 an ingress controller without maintenance": "PS708",
    "C11 compaction without a starting deadline": "PS416",
    "C12 a migration without a deadline": "PS511",
    "variables that no release reads": "PS110",
}
IN_HA = {"C5 a budget that protects one of ten pods": "PS405", "C6 a fast scale-down": "PS808"}
CASES = [
    *(pytest.param(DEFAULT, rule, id=defect) for defect, rule in IN_DEFAULT.items()),
    *(pytest.param(HA, rule, id=defect) for defect, rule in IN_HA.items()),
]


def reported(file: Path) -> set[str]:
    """Return the ids of the rules that report something in the output of the chart."""
    return {finding.rule for finding in check({"chart": yaml.safe_load_all(file.read_text(encoding="utf-8"))})}


@pytest.mark.parametrize(("file", "rule"), CASES)
def test_defect_is_found(file: Path, rule: str) -> None:
    """The rule of a defect reports it."""
    assert rule in reported(file)


def test_every_finding_is_a_known_defect() -> None:
    """No rule reports something in the default output that is not a defect of the list."""
    assert reported(DEFAULT) == set(IN_DEFAULT.values())

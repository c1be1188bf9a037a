"""The rules at chosen moments, as promtool sees them: each alert fires when it should, and not before or beside it.

The cases are in `alerts/`, one file an alert, in promtool's own format and for the instance `tasks`; there
`$MIGRATE_JOB` stands for the name of its migration Job, which changes with what it is made of.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.conformance.tools import Files
from tests.emitted import read

from .instances import HEALTHY, NAMESPACE, NOBODY, instances
from .programs import promtool

pytestmark = pytest.mark.xdist_group("prometheus")

OURS = NOBODY
"""The instance `tasks`, which has everything."""
NEIGHBOURS = {
    "name": (f'"{OURS}-', f'"{HEALTHY}-'),
    "namespace": (f'namespace="{NAMESPACE}"', 'namespace="elsewhere"'),
}
"""What makes a series one of `tasks-api`, whose pods are named much as ours are, and of a `tasks` somewhere else."""
FILES = sorted(Path(__file__).parent.glob("alerts/*.yaml"))
_POD = '{namespace="sync", pod="tasks-%s-6d5f9c7b9b-x2k4j"}'
_WELL = {
    "powersync_concurrent_connections" + _POD % "api": "0x10000",
    "powersync_replication_lag_seconds" + _POD % "replication": "0x10000",
    "powersync_rows_replicated_total" + _POD % "replication": "0x10000",
    "powersync_rows_replicated_total" + (_POD % "replication").replace("x2k4j", "q8w5z"): "0x10000",
}
"""Of what there must be something, or an alert fires."""

Rule = tuple[str, str]
"""An alert's name and severity."""


class Check(NamedTuple):
    """At some moment of a case, an alert is fired with these severities, or with none."""

    alert: str
    severities: list[str]


def cases(file: Path) -> dict[str, Any]:
    """A file of cases."""
    text = file.read_text(encoding="utf-8").replace("$MIGRATE_JOB", str(instances()[OURS].migrate_job))
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def checks() -> Iterator[Check]:
    """All that is checked in all files."""
    for file in FILES:
        for case in cases(file)["tests"]:
            for check in case["alert_rule_test"]:
                severities = [alert["exp_labels"]["severity"] for alert in check["exp_alerts"]]
                yield Check(check["alertname"], severities)


def rules() -> list[Rule]:
    """All rules of an instance that has everything."""
    return [(rule["alert"], rule["labels"]["severity"]) for rule in instances()[OURS].rules]


def test_rules_are_right(everything: Files, tmp_path: Path) -> None:
    """Nothing is wrong with the rules that the project emits anywhere."""
    emitted = [each for files in everything.values() for file in files for each in read(file)]
    written = []
    for number, each in enumerate(each for each in emitted if each["kind"] == "PrometheusRule"):
        written.append(tmp_path / f"{number}.yml")
        written[-1].write_text(json.dumps(each["spec"]))

    assert promtool("check", "rules", *written).count("SUCCESS") == len(written)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_alert_fires_when_it_should(file: Path, tmp_path: Path) -> None:
    """Each case goes as its file says, with these labels and annotations and no others."""
    found = cases(file)
    alerts = {check["alertname"] for case in found["tests"] for check in case["alert_rule_test"]}

    assert "SUCCESS" in evaluated(found, alerts, tmp_path)


@pytest.mark.parametrize("rule", rules(), ids="-".join)
def test_a_rule_has_a_case_that_fires(rule: Rule) -> None:
    """Some case makes it fire."""
    name, severity = rule

    assert any(check.alert == name and severity in check.severities for check in checks())


@pytest.mark.parametrize("rule", rules(), ids="-".join)
def test_a_rule_has_a_case_that_is_quiet(rule: Rule) -> None:
    """Some case keeps it quiet."""
    name, severity = rule

    assert any(check.alert == name and severity not in check.severities for check in checks())


@pytest.mark.parametrize("neighbour", NEIGHBOURS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_neighbours_trouble_is_not_ours(file: Path, neighbour: str, tmp_path: Path) -> None:
    """What first makes an alert of one instance fire raises none of another, which is named much the same."""
    found = cases(file)
    case = next(case for case in found["tests"] if any(check["exp_alerts"] for check in case["alert_rule_test"]))
    moment = next(check["eval_time"] for check in case["alert_rule_test"] if check["exp_alerts"])
    for series in case["input_series"]:
        series["series"] = series["series"].replace(*NEIGHBOURS[neighbour])
    case["input_series"] += [{"series": series, "values": values} for series, values in _WELL.items()]
    names = sorted({name for name, _ in rules()})
    case["alert_rule_test"] = [{"eval_time": moment, "alertname": name, "exp_alerts": []} for name in names]

    assert "SUCCESS" in evaluated({**found, "rule_files": [f"{OURS}.yml"], "tests": [case]}, set(names), tmp_path)


def evaluated(found: dict[str, Any], alerts: set[str], folder: Path) -> str:
    """What promtool says of cases, with the rules of these alerts alone, so that it is quick."""
    for file in found["rule_files"]:
        kept = [rule for rule in instances()[Path(file).stem].rules if rule["alert"] in alerts]
        (folder / file).write_text(json.dumps({"groups": [{"name": "alerts", "rules": kept}]}))
    (folder / "cases.yaml").write_text(json.dumps(found))
    return promtool("test", "rules", "cases.yaml", folder=folder)

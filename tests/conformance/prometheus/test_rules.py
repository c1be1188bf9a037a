"""Unit tests of the alerts with promtool: each alert fires at the right time, and only then.

The cases are in `alerts/`, one file per alert, in promtool's format and for the instance `tasks`. `$MIGRATE_JOB` is
replaced by the name of its migration Job, which depends on the content of the Job.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.conformance.tools import Files
from tests.emitted import read

from .instances import HEALTHY, NAMESPACE, NO_PODS, instances
from .programs import promtool

pytestmark = pytest.mark.xdist_group("prometheus")

OWN = NO_PODS
"""The instance `tasks`, which has every alert."""
OTHER_INSTANCES = {
    "name": (f'"{OWN}-', f'"{HEALTHY}-'),
    "namespace": (f'namespace="{NAMESPACE}"', 'namespace="elsewhere"'),
}
"""Replacements that turn a series of `tasks` into one of `tasks-api`, which has similar pod names, or of a `tasks` in
another namespace."""
FILES = sorted(Path(__file__).parent.glob("alerts/*.yaml"))
_POD = '{namespace="sync", pod="tasks-%s-6d5f9c7b9b-x2k4j"}'
_HEALTHY_SERIES = {
    "powersync_concurrent_connections" + _POD % "api": "0x10000",
    "powersync_replication_lag_seconds" + _POD % "replication": "0x10000",
    "powersync_rows_replicated_total" + _POD % "replication": "0x10000",
    "powersync_rows_replicated_total" + (_POD % "replication").replace("x2k4j", "q8w5z"): "0x10000",
}
"""The series without which an alert fires."""

_NEWER_SERIES = {
    "powersync_sync_connections_total": 'outcome="ok", close_reason="client_closed", transport="http_stream"',
    "powersync_attributed_bucket_data_bytes": 'sync_config_id="66f0", sync_config_state="ACTIVE", version_label="v1"',
}
"""Series that newer services also report, with their labels."""
_OF_SERVICE, _OF_POD = "powersync_", re.compile(r'namespace="[^"]*", pod="[^"]*"')

Rule = tuple[str, str]
"""An alert's name and severity."""


class Check(NamedTuple):
    """The expected severities of an alert at one time of a case. Empty if the alert must not fire."""

    alert: str
    severities: list[str]


def cases(file: Path) -> dict[str, Any]:
    """Return the parsed cases of a file."""
    text = file.read_text(encoding="utf-8").replace("$MIGRATE_JOB", str(instances()[OWN].migrate_job))
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def files_with(series: str) -> list[Path]:
    """Return the files whose cases have a series that begins like this."""
    return [file for file in FILES if f"'{series}" in file.read_text(encoding="utf-8")]


def checks() -> Iterator[Check]:
    """Yield the checks of all files."""
    for file in FILES:
        for case in cases(file)["tests"]:
            for check in case["alert_rule_test"]:
                severities = [alert["exp_labels"]["severity"] for alert in check["exp_alerts"]]
                yield Check(check["alertname"], severities)


def rules() -> list[Rule]:
    """Return all rules of an instance that has every alert."""
    return [(rule["alert"], rule["labels"]["severity"]) for rule in instances()[OWN].rules]


def test_rules_are_valid(everything: Files, tmp_path: Path) -> None:
    """All PrometheusRules that the project generates are valid for promtool."""
    emitted = [each for files in everything.values() for file in files for each in read(file)]
    written = []
    for number, each in enumerate(each for each in emitted if each["kind"] == "PrometheusRule"):
        written.append(tmp_path / f"{number}.yml")
        written[-1].write_text(json.dumps(each["spec"]))

    assert promtool("check", "rules", *written).count("SUCCESS") == len(written)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_alert_fires_as_expected(file: Path, tmp_path: Path) -> None:
    """In each case, the alert fires with exactly the expected labels and annotations."""
    found = cases(file)

    assert "SUCCESS" in evaluated(found, alerts_in(found), tmp_path)


@pytest.mark.parametrize("file", files_with(_OF_SERVICE), ids=lambda file: file.stem)
def test_series_of_a_newer_service_do_not_change_an_alert(file: Path, tmp_path: Path) -> None:
    """With the series that newer services also report, each alert fires exactly as without them."""
    found = cases(file)
    for case in found["tests"]:
        case["input_series"] += newer_series(case)

    assert "SUCCESS" in evaluated(found, alerts_in(found), tmp_path)


def newer_series(case: dict[str, Any]) -> list[dict[str, str]]:
    """Return the newer series of all pods in a case."""
    names = [each["series"] for each in case["input_series"] if each["series"].startswith(_OF_SERVICE)]
    return [
        {"series": f"{series}{{{labels}, {pod}}}", "values": "1000+500x3000"}
        for pod in sorted({pod for name in names for pod in _OF_POD.findall(name)})
        for series, labels in _NEWER_SERIES.items()
    ]


@pytest.mark.parametrize(
    ("series", "file"),
    [
        pytest.param(series, file, id=f"{series}-{file.stem}")
        for series in (_OF_SERVICE, "powersync_rows", "powersync_replication_lag")
        for file in files_with(series)
    ],
)
def test_a_new_label_does_not_change_an_alert(series: str, file: Path, tmp_path: Path) -> None:
    """If a later service adds a label to some of its series, each alert fires exactly as without it."""
    found = cases(file)
    for each in (each for case in found["tests"] for each in case["input_series"]):
        if each["series"].startswith(series):
            each["series"] = each["series"].replace("{", '{added_later="x", ', 1)

    assert "SUCCESS" in evaluated(found, alerts_in(found), tmp_path)


def alerts_in(found: dict[str, Any]) -> set[str]:
    """Return the names of the alerts that cases test."""
    return {check["alertname"] for case in found["tests"] for check in case["alert_rule_test"]}


@pytest.mark.parametrize("rule", rules(), ids="-".join)
def test_a_rule_has_a_case_that_fires(rule: Rule) -> None:
    """Each rule fires in at least one case."""
    name, severity = rule

    assert any(check.alert == name and severity in check.severities for check in checks())


@pytest.mark.parametrize("rule", rules(), ids="-".join)
def test_a_rule_has_a_case_that_does_not_fire(rule: Rule) -> None:
    """Each rule stays silent in at least one case."""
    name, severity = rule

    assert any(check.alert == name and severity not in check.severities for check in checks())


@pytest.mark.parametrize("other", OTHER_INSTANCES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_series_of_another_instance_do_not_fire_an_alert(file: Path, other: str, tmp_path: Path) -> None:
    """The series that fire an alert of one instance do not fire an alert of another instance with a similar name."""
    found = cases(file)
    case = next(case for case in found["tests"] if any(check["exp_alerts"] for check in case["alert_rule_test"]))
    time = next(check["eval_time"] for check in case["alert_rule_test"] if check["exp_alerts"])
    for series in case["input_series"]:
        series["series"] = series["series"].replace(*OTHER_INSTANCES[other])
    case["input_series"] += [{"series": series, "values": values} for series, values in _HEALTHY_SERIES.items()]
    names = sorted({name for name, _ in rules()})
    case["alert_rule_test"] = [{"eval_time": time, "alertname": name, "exp_alerts": []} for name in names]

    assert "SUCCESS" in evaluated({**found, "rule_files": [f"{OWN}.yml"], "tests": [case]}, set(names), tmp_path)


def evaluated(found: dict[str, Any], alerts: set[str], folder: Path) -> str:
    """Return the output of promtool for cases. Only the rules of the given alerts are loaded, for speed."""
    for file in found["rule_files"]:
        kept = [rule for rule in instances()[Path(file).stem].rules if rule["alert"] in alerts]
        (folder / file).write_text(json.dumps({"groups": [{"name": "alerts", "rules": kept}]}))
    (folder / "cases.yaml").write_text(json.dumps(found))
    return promtool("test", "rules", "cases.yaml", folder=folder)

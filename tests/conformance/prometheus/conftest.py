"""A Prometheus that has watched all instances for hours, and watches them still."""

import json
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from .cluster import Cluster
from .exporter import run_exporter
from .exposition import Series, history
from .instances import Instance, instances
from .programs import promtool
from .scraping import configuration
from .server import Prometheus, run_prometheus, wait_until
from .states import DAY, HOUR, STATES

_STEP = 240
"""Seconds between two moments of the past; Prometheus looks five minutes back for a value."""


@pytest.fixture(scope="package")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """The server, with all rules loaded; there an alert fires as soon as its expression holds, without its `for`."""
    folder, watched, now = tmp_path_factory.mktemp("prometheus"), list(instances().values()), time.time()
    rules = _write_rules(watched, folder / "rules.yml")
    series = _exported(now)
    with run_exporter(series) as exporter:
        settings = configuration(watched, f"127.0.0.1:{exporter.server_port}", [str(rules)])
        _remember(series, _labels_of_scrape(settings, folder), now, folder)
        with run_prometheus(settings, folder) as server:
            _wait_until_it_knows_all(server)
            yield server


def _exported(now: float) -> dict[str, list[Series]]:
    """The series of each exporter: the pods' own, and those of the cluster, where all instances meet."""
    series: dict[str, list[Series]] = {}
    for name, state in STATES.items():
        cluster = Cluster(instances()[name], state, now)
        for exporter, found in [*cluster.of_pods().items(), *cluster.of_cluster().items()]:
            series.setdefault(exporter, []).extend(found)
    return series


def _labels_of_scrape(settings: dict[str, Any], folder: Path) -> dict[str, dict[str, str]]:
    """The labels that Prometheus would put on the series of each exporter, as promtool tells."""
    file = folder / "discovery.yml"
    file.write_text(json.dumps(settings))

    def targets_of(job: str) -> list[dict[str, dict[str, str]]]:
        found: list[dict[str, dict[str, str]]] = json.loads(
            promtool("check", "service-discovery", "--timeout=1s", file, job)
        )
        return found

    with ThreadPoolExecutor() as pool:
        found = pool.map(targets_of, [job["job_name"] for job in settings["scrape_configs"]])
        targets = [target for job in found for target in job if target["labels"]]
    return {
        target["labels"]["__param_of"]: {
            label: value for label, value in target["labels"].items() if not label.startswith("__")
        }
        for target in targets
    }


def _remember(
    series: Mapping[str, list[Series]], scraped: Mapping[str, dict[str, str]], now: float, folder: Path
) -> None:
    """Write what would have been scraped: the last hours, and of the bucket storage the last days."""
    file = folder / "past.txt"
    with file.open("w") as text:
        for exporter, found in series.items():
            for each in found:
                length = 4 * DAY if "storage_size" in each.name else 13 * HOUR
                times = [now - before for before in range(length, -1, -_STEP)]
                text.writelines(history(each, scraped[exporter], times))
        text.write("# EOF\n")
    promtool("tsdb", "create-blocks-from", "--max-block-duration=200h", "openmetrics", file, folder / "data")


def _write_rules(watched: list[Instance], file: Path) -> Path:
    groups = [
        {**group, "rules": [{key: rule[key] for key in rule if key != "for"} for rule in group["rules"]]}
        for instance in watched
        for group in instance.groups
    ]
    file.write_text(json.dumps({"groups": groups}))
    return file


def _wait_until_it_knows_all(server: Prometheus) -> None:
    """Each pod has been scraped three times, so that there are rates, and each rule evaluated since."""

    def is_scraped() -> bool:
        targets = server.get("targets")["activeTargets"]
        return 0 < len(targets) == len(server.query("count_over_time(up[20s]) >= 3"))

    wait_until(is_scraped, lambda: json.dumps(server.get("targets"), indent=1))
    before = _evaluations(server)
    wait_until(lambda: not before & _evaluations(server), lambda: json.dumps(server.get("rules"), indent=1))


def _evaluations(server: Prometheus) -> set[tuple[str, str]]:
    """The groups of rules, each with the time at which it was evaluated."""
    return {(group["name"], group["lastEvaluation"]) for group in server.get("rules")["groups"]}

"""A running Prometheus with several hours of data about all instances."""

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
"""Seconds between two past samples. Prometheus looks back at most five minutes for a value."""


@pytest.fixture(scope="package")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A server with all rules, without their `for`, so an alert fires as soon as its expression holds."""
    folder, watched, now = tmp_path_factory.mktemp("prometheus"), list(instances().values()), time.time()
    rules = _write_rules(watched, folder / "rules.yml")
    series = _exported(now)
    with run_exporter(series) as exporter:
        settings = configuration(watched, f"127.0.0.1:{exporter.server_port}", [str(rules)])
        _write_history(series, _labels_of_scrape(settings, folder), now, folder)
        with run_prometheus(settings, folder) as server:
            _wait_until_everything_is_scraped(server)
            yield server


def _exported(now: float) -> dict[str, list[Series]]:
    """Return the series by exporter: the ones of each pod, and the shared ones of the cluster."""
    series: dict[str, list[Series]] = {}
    for name, state in STATES.items():
        cluster = Cluster(instances()[name], state, now)
        for exporter, found in [*cluster.of_pods().items(), *cluster.of_cluster().items()]:
            series.setdefault(exporter, []).extend(found)
    return series


def _labels_of_scrape(settings: dict[str, Any], folder: Path) -> dict[str, dict[str, str]]:
    """Return the labels that Prometheus adds to the series of each exporter, as promtool reports them."""
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


def _write_history(
    series: Mapping[str, list[Series]], scraped: Mapping[str, dict[str, str]], now: float, folder: Path
) -> None:
    """Write past samples: of the last 13 hours, and for bucket storage sizes of the last 4 days."""
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


def _wait_until_everything_is_scraped(server: Prometheus) -> None:
    """Wait until each target is scraped three times, so that rates exist, and each rule is evaluated after that."""

    def is_scraped() -> bool:
        targets = server.get("targets")["activeTargets"]
        return 0 < len(targets) == len(server.query("count_over_time(up[20s]) >= 3"))

    wait_until(is_scraped, lambda: json.dumps(server.get("targets"), indent=1))
    before = _evaluations(server)
    wait_until(lambda: not before & _evaluations(server), lambda: json.dumps(server.get("rules"), indent=1))


def _evaluations(server: Prometheus) -> set[tuple[str, str]]:
    """Return the rule groups, each with the time of its last evaluation."""
    return {(group["name"], group["lastEvaluation"]) for group in server.get("rules")["groups"]}

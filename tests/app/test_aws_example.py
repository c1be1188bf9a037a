"""The CloudWatch agent's configuration in examples/aws covers the service's own series."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from powersync_constructs.config.service import _metrics
from tests.emitted import EXAMPLES, Manifest, Source, name_of, read

AWS = next(path for path in EXAMPLES if path.parent.name == "aws")
pytestmark = pytest.mark.xdist_group(name_of(AWS))  # so that the example runs once
LEFT_OUT = {_metrics.CHUNKS, _metrics.TRANSACTIONS, *_metrics.ATTRIBUTED}
"""The series that do not become metrics: CloudWatch bills each value of a dimension as a metric of its own."""
SERIES = [metric.name for metric in _metrics.METRICS if metric not in LEFT_OUT]


@pytest.fixture(scope="module")
def manifests(written: Callable[[Source], Path]) -> list[Manifest]:
    """Return the manifests of the example."""
    return read(written(AWS))


@pytest.fixture(scope="module")
def texts(manifests: list[Manifest]) -> dict[str, str]:
    """Return the files in the agent's ConfigMaps, by name."""
    found = [each.get("data", {}) for each in manifests if each["kind"] == "ConfigMap"]
    return {name: text for data in found for name, text in data.items()}


def declarations(texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return the declarations of the series that become metrics."""
    collected = json.loads(texts["cwagentconfig.json"])["logs"]["metrics_collected"]
    found: list[dict[str, Any]] = collected["prometheus"]["emf_processor"]["metric_declaration"]
    return found


def test_autoscaling_has_its_pod_monitor(manifests: list[Manifest]) -> None:
    """The example has a PodMonitor, because KEDA reads the connections from Prometheus."""
    kinds = {each["kind"] for each in manifests}

    assert {"ScaledObject", "PodMonitor"} <= kinds


def test_every_series_is_declared(texts: dict[str, str]) -> None:
    """The declarations cover all series of the guide's dashboards and alarms."""
    selectors = [re.compile(selector) for each in declarations(texts) for selector in each["metric_selectors"]]

    assert [series for series in SERIES if not any(each.match(series) for each in selectors)] == []


def test_every_selector_matches_a_series(texts: dict[str, str]) -> None:
    """Every selector matches a series of the service."""
    selectors = [selector for each in declarations(texts) for selector in each["metric_selectors"]]

    assert [each for each in selectors if not any(re.match(each, series) for series in SERIES)] == []


def test_dimensions_are_labels_of_the_scrape(texts: dict[str, str]) -> None:
    """Every dimension is a label of the scrape or of the series, or the agent's own ClusterName.

    The agent ignores other dimensions.
    """
    (job,) = yaml.safe_load(texts["prometheus.yaml"])["scrape_configs"]
    labels = {each.get("target_label") for each in job["relabel_configs"]} | {"ClusterName", *_metrics.ENDED.labels}

    used = {name for each in declarations(texts) for dimensions in each["dimensions"] for name in dimensions}
    assert used - labels == set()


def test_scrape_configuration_has_the_path_of_the_agent(texts: dict[str, str]) -> None:
    """The path of the scrape configuration is the path in the agent's own manifest."""
    collected = json.loads(texts["cwagentconfig.json"])["logs"]["metrics_collected"]

    assert Path(collected["prometheus"]["prometheus_config_path"]) == Path("/etc/prometheusconfig/prometheus.yaml")

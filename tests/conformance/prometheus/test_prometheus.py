"""A real Prometheus scrapes what exporters say, and every expression of alerts and dashboards finds its series."""

import math
from typing import NamedTuple

import pytest

from .exposition import METRICS
from .grafana import choices, panels_of
from .instances import BUSY, GONE, HEALTHY, NAMESPACE, NOBODY, UNIFIED, instances
from .scraping import CLUSTER
from .server import Prometheus

pytestmark = pytest.mark.xdist_group("prometheus")

SICK = (BUSY, GONE)
_BY_THE_SCRAPE = {"__name__", "container", "endpoint", "instance", "job", "namespace", "pod"}
"""What Prometheus adds to the series of a pod."""


class Alert(NamedTuple):
    """An alert's name and severity: together they are one rule."""

    name: str
    severity: str


def alerts_of(instance: str) -> dict[Alert, str]:
    """The expressions of an instance's alerts."""
    rules = instances()[instance].rules
    return {Alert(rule["alert"], rule["labels"]["severity"]): rule["expr"] for rule in rules}


def firing(prometheus: Prometheus, instance: str) -> set[Alert]:
    """The alerts that the server itself has raised for an instance."""
    raised = [alert["labels"] for alert in prometheus.get("alerts")["alerts"]]
    return {Alert(each["alertname"], each["severity"]) for each in raised if each["powersync_instance"] == instance}


def own_labels(series: dict[str, str]) -> set[str]:
    """The labels that a series had before it was scraped."""
    return set(series) - ({"__name__", "instance", "job"} if series["job"] in CLUSTER else _BY_THE_SCRAPE)


def test_the_server_takes_every_rule(prometheus: Prometheus) -> None:
    """Prometheus has loaded the rules of all instances and evaluates each without an error."""
    rules = [rule for group in prometheus.get("rules")["groups"] for rule in group["rules"]]

    assert sorted(rule["name"] for rule in rules if rule["health"] == "ok") == sorted(
        rule["alert"] for instance in instances().values() for rule in instance.rules
    )


def test_pods_are_found(prometheus: Prometheus) -> None:
    """Each PodMonitor takes the pods of its own instance that serve or replicate, once, and no Job's."""
    targets = [target["labels"] for target in prometheus.get("targets")["activeTargets"]]

    assert sorted((each["job"], each["pod"]) for each in targets if "pod" in each) == sorted(
        (f"{NAMESPACE}/{name}", pod.name)
        for name, instance in instances().items()
        for pod in instance.pods
        if pod.labels["app.kubernetes.io/component"] in ("api", "replication", "unified")
    )


def test_series_are_those_of_their_sources(prometheus: Prometheus) -> None:
    """What is scraped has the names, types and labels that the service, kube-state-metrics and the kubelet have."""
    types = {name: found[0]["type"] for name, found in prometheus.get("metadata").items()}
    seen: dict[str, set[str]] = {}
    for series in prometheus.get("series", **{"match[]": '{__name__=~"(powersync|kube|prober|container)_.+"}'}):
        seen.setdefault(series["__name__"], set()).update(own_labels(series))

    assert {name: [types.get(name), *sorted(labels)] for name, labels in seen.items()} == METRICS


@pytest.mark.parametrize("alert", sorted({alert for name in SICK for alert in alerts_of(name)}), ids="-".join)
def test_an_alert_is_raised(prometheus: Prometheus, alert: Alert) -> None:
    """Each alert's expression is true of an instance that is as bad as that."""
    answers = [prometheus.query(alerts_of(name)[alert]) for name in SICK if alert in alerts_of(name)]

    assert any(answers)


def test_every_alert_is_raised(prometheus: Prometheus) -> None:
    """The server has raised each alert itself, with the labels that tell whose it is."""
    raised = {alert for name in SICK for alert in firing(prometheus, name)}

    assert raised == {alert for name in instances() for alert in alerts_of(name)}


@pytest.mark.parametrize("instance", [HEALTHY, UNIFIED])
def test_a_healthy_instance_is_quiet(prometheus: Prometheus, instance: str) -> None:
    """Nothing is raised for an instance that is well, though its neighbours are not, whose names begin as its own."""
    assert firing(prometheus, instance) == set()


def test_nobody_takes_a_neighbours_series(prometheus: Prometheus) -> None:
    """An instance without a pod has alerts only of what is absent, though every neighbour's name begins as its own."""
    assert {name for name, _ in firing(prometheus, NOBODY)} == {"PowerSyncApiDown", "PowerSyncNotReplicating"}


@pytest.mark.parametrize(
    "expr",
    [
        pytest.param(expr, id=f"{name}-{panel}")
        for name in (BUSY, UNIFIED)
        for panel, expr in panels_of(name).items()
        if name == BUSY or not panel.startswith(("Firing alerts", "API replicas: m"))
    ],
)
def test_a_panel_shows_something(prometheus: Prometheus, expr: str) -> None:
    """Each expression of a dashboard finds numbers."""
    numbers = [sample.value for sample in prometheus.query(expr) if math.isfinite(sample.value)]

    assert numbers


@pytest.mark.parametrize(
    "expr",
    [
        pytest.param(expr, id=panel)
        for panel, expr in panels_of(NOBODY).items()
        if not expr.startswith("vector(") and not panel.startswith("Firing alerts")
    ],
)
def test_a_panel_shows_nobody_else(prometheus: Prometheus, expr: str) -> None:
    """The dashboard of an instance without a pod is empty, though every neighbour's name begins as its own."""
    assert [sample for sample in prometheus.query(expr) if sample.value != 0] == []


@pytest.mark.parametrize("instance", [GONE, NOBODY])
def test_firing_alerts_are_shown(prometheus: Prometheus, instance: str) -> None:
    """The dashboard names the alerts of its own instance that fire."""
    (expr,) = [expr for panel, expr in panels_of(instance).items() if panel.startswith("Firing alerts")]

    shown = {Alert(sample.labels["alertname"], sample.labels["severity"]) for sample in prometheus.query(expr)}

    assert shown == firing(prometheus, instance)


def test_a_ratio_is_of_bytes_synced_to_sent(prometheus: Prometheus) -> None:
    """The compression ratio is 3 where three bytes are synced for each that is sent."""
    (ratio,) = prometheus.query(panels_of(HEALTHY)["Compression ratio: ratio"])

    assert ratio.value == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize(("instance", "failed"), [(BUSY, 2), (HEALTHY, 0)])
def test_failed_jobs_are_counted(prometheus: Prometheus, instance: str, failed: int) -> None:
    """A migration and a compaction are two Jobs; where none has failed there is a number too."""
    (count,) = prometheus.query(panels_of(instance)["Failed Jobs: failed"])

    assert count.value == failed


def test_sizes_are_not_added_up(prometheus: Prometheus) -> None:
    """Two replicators tell the size of the one bucket storage, which is 5 GiB."""
    sizes = [expr for panel, expr in panels_of(HEALTHY).items() if panel.startswith("Bucket storage")]

    total = sum(sample.value for expr in sizes for sample in prometheus.query(expr))

    assert total == pytest.approx(5 * 1024**3, rel=0.01)


@pytest.mark.parametrize(
    ("instance", "offered"),
    [
        pytest.param(HEALTHY, [], id="healthy"),
        pytest.param(GONE, [GONE], id="down"),
        pytest.param(NOBODY, [NOBODY], id="without-pods"),
    ],
)
def test_every_instance_can_be_chosen(prometheus: Prometheus, instance: str, offered: list[str]) -> None:
    """Each that has served clients lately, and the dashboard's own, or Grafana would show another one in its place."""
    serving = [HEALTHY, BUSY, UNIFIED]

    assert choices(prometheus, instance, "instance") == sorted([*serving, *offered])


def test_an_instance_is_offered_in_its_own_namespace(prometheus: Prometheus) -> None:
    """Where there is no instance there is nothing to choose."""
    assert choices(prometheus, HEALTHY, "instance", namespace="elsewhere") == []


def test_namespaces_with_instances_can_be_chosen(prometheus: Prometheus) -> None:
    """Those of all instances."""
    assert choices(prometheus, NOBODY, "namespace") == [NAMESPACE]


@pytest.mark.parametrize(("chosen", "numbers"), [(BUSY, [200]), (HEALTHY, []), (NOBODY, [])])
def test_bounds_are_of_their_own_instance(prometheus: Prometheus, chosen: str, numbers: list[int]) -> None:
    """The cap of one instance is not drawn for another, which may have a different one."""
    cap = panels_of(BUSY, chosen)["Connections per pod: cap"]

    assert [sample.value for sample in prometheus.query(cap)] == numbers

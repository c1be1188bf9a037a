"""A real Prometheus scrapes simulated exporters, and every expression of alerts and dashboards finds its series."""

import math
from typing import NamedTuple

import pytest

from .exposition import METRICS
from .grafana import choices, panels_of
from .instances import DOWN, HEALTHY, NAMESPACE, NO_PODS, OVERLOADED, UNIFIED, instances
from .scraping import CLUSTER
from .server import Prometheus

pytestmark = pytest.mark.xdist_group("prometheus")

UNHEALTHY = (OVERLOADED, DOWN)
_NEWER_PANELS = ("Connections ended", "Connections failed", "Object storage", "Storage by sync config")
"""The panels that are empty for `UNIFIED`, because its service is older than their series."""
_SCRAPE_LABELS = {"__name__", "container", "endpoint", "instance", "job", "namespace", "pod"}
"""The labels that Prometheus adds to the series of a pod."""


class Alert(NamedTuple):
    """An alert's name and severity, which together identify a rule."""

    name: str
    severity: str


def alerts_of(instance: str) -> dict[Alert, str]:
    """Return the expressions of an instance's alerts."""
    rules = instances()[instance].rules
    return {Alert(rule["alert"], rule["labels"]["severity"]): rule["expr"] for rule in rules}


def firing(prometheus: Prometheus, instance: str) -> set[Alert]:
    """Return the firing alerts of an instance in the Prometheus server."""
    raised = [alert["labels"] for alert in prometheus.get("alerts")["alerts"]]
    return {Alert(each["alertname"], each["severity"]) for each in raised if each["powersync_instance"] == instance}


def own_labels(series: dict[str, str]) -> set[str]:
    """Return the labels that the exporter set on a series."""
    return set(series) - ({"__name__", "instance", "job"} if series["job"] in CLUSTER else _SCRAPE_LABELS)


def test_prometheus_loads_every_rule(prometheus: Prometheus) -> None:
    """Prometheus loads the rules of all instances, and evaluates each of them without an error."""
    rules = [rule for group in prometheus.get("rules")["groups"] for rule in group["rules"]]

    assert sorted(rule["name"] for rule in rules if rule["health"] == "ok") == sorted(
        rule["alert"] for instance in instances().values() for rule in instance.rules
    )


def test_pods_are_discovered(prometheus: Prometheus) -> None:
    """Each PodMonitor selects the serving and replicating pods of its own instance once, and no pods of Jobs."""
    targets = [target["labels"] for target in prometheus.get("targets")["activeTargets"]]

    assert sorted((each["job"], each["pod"]) for each in targets if "pod" in each) == sorted(
        (f"{NAMESPACE}/{name}", pod.name)
        for name, instance in instances().items()
        for pod in instance.pods
        if pod.labels["app.kubernetes.io/component"] in ("api", "replication", "unified")
    )


def test_simulated_series_match_their_sources(prometheus: Prometheus) -> None:
    """The scraped series have the names, types and labels of the service, kube-state-metrics and the kubelet."""
    types = {name: found[0]["type"] for name, found in prometheus.get("metadata").items()}
    seen: dict[str, set[str]] = {}
    for series in prometheus.get("series", **{"match[]": '{__name__=~"(powersync|kube|prober|container)_.+"}'}):
        seen.setdefault(series["__name__"], set()).update(own_labels(series))

    assert {name: [types.get(name), *sorted(labels)] for name, labels in seen.items()} == METRICS


@pytest.mark.parametrize("alert", sorted({alert for name in UNHEALTHY for alert in alerts_of(name)}), ids="-".join)
def test_an_alert_expression_matches_an_unhealthy_instance(prometheus: Prometheus, alert: Alert) -> None:
    """Each alert's expression returns a result for at least one unhealthy instance."""
    answers = [prometheus.query(alerts_of(name)[alert]) for name in UNHEALTHY if alert in alerts_of(name)]

    assert any(answers)


def test_every_alert_fires(prometheus: Prometheus) -> None:
    """Each alert fires in the Prometheus server, with the labels of its instance."""
    raised = {alert for name in UNHEALTHY for alert in firing(prometheus, name)}

    assert raised == {alert for name in instances() for alert in alerts_of(name)}


@pytest.mark.parametrize("instance", [HEALTHY, UNIFIED])
def test_a_healthy_instance_has_no_firing_alerts(prometheus: Prometheus, instance: str) -> None:
    """No alert fires for a healthy instance, even if unhealthy instances have similar names."""
    assert firing(prometheus, instance) == set()


def test_an_instance_without_pods_matches_no_series_of_others(prometheus: Prometheus) -> None:
    """Only the alerts for absent series fire for an instance without pods, even if others have similar names."""
    assert {name for name, _ in firing(prometheus, NO_PODS)} == {"PowerSyncApiDown", "PowerSyncNotReplicating"}


@pytest.mark.parametrize(
    "expr",
    [
        pytest.param(expr, id=f"{name}-{panel}")
        for name in (OVERLOADED, UNIFIED)
        for panel, expr in panels_of(name).items()
        if name == OVERLOADED or not panel.startswith(("Firing alerts", "API replicas: m", *_NEWER_PANELS))
    ],
)
def test_a_panel_shows_something(prometheus: Prometheus, expr: str) -> None:
    """Each expression of a dashboard returns numbers."""
    numbers = [sample.value for sample in prometheus.query(expr) if math.isfinite(sample.value)]

    assert numbers


@pytest.mark.parametrize(
    "expr",
    [
        pytest.param(expr, id=panel)
        for panel, expr in panels_of(NO_PODS).items()
        if not expr.startswith("vector(") and not panel.startswith("Firing alerts")
    ],
)
def test_a_panel_shows_no_other_instance(prometheus: Prometheus, expr: str) -> None:
    """The dashboard of an instance without pods is empty, even if others have similar names."""
    assert [sample for sample in prometheus.query(expr) if sample.value != 0] == []


@pytest.mark.parametrize("instance", [DOWN, NO_PODS])
def test_firing_alerts_are_shown(prometheus: Prometheus, instance: str) -> None:
    """The dashboard shows the firing alerts of its own instance."""
    (expr,) = [expr for panel, expr in panels_of(instance).items() if panel.startswith("Firing alerts")]

    shown = {Alert(sample.labels["alertname"], sample.labels["severity"]) for sample in prometheus.query(expr)}

    assert shown == firing(prometheus, instance)


def test_the_compression_ratio_is_bytes_synced_per_byte_sent(prometheus: Prometheus) -> None:
    """The compression ratio is 3 if three bytes are synced per byte sent."""
    (ratio,) = prometheus.query(panels_of(HEALTHY)["Compression ratio: ratio"])

    assert ratio.value == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize(("instance", "failed"), [(OVERLOADED, 2), (HEALTHY, 0)])
def test_failed_jobs_are_counted(prometheus: Prometheus, instance: str, failed: int) -> None:
    """The panel counts the failed migration and compaction Jobs, and shows 0 if none has failed."""
    (count,) = prometheus.query(panels_of(instance)["Failed Jobs: failed"])

    assert count.value == failed


def test_storage_sizes_are_not_summed(prometheus: Prometheus) -> None:
    """The bucket storage is 5 GiB, although both replicators report its size."""
    sizes = [expr for panel, expr in panels_of(HEALTHY).items() if panel.startswith("Bucket storage")]

    total = sum(sample.value for expr in sizes for sample in prometheus.query(expr))

    assert total == pytest.approx(5 * 1024**3, rel=0.01)


def test_data_in_object_storage_is_not_summed(prometheus: Prometheus) -> None:
    """The data in object storage is 100 GiB, although both replicators report its size."""
    (size,) = prometheus.query(panels_of(OVERLOADED)["Object storage: objects"])

    assert size.value == pytest.approx(100 * 1024**3, rel=0.01)


def test_a_sync_config_has_one_size(prometheus: Prometheus) -> None:
    """The size of a sync config is shown once, although two replicators report it, one of the configs in two states."""
    panels = panels_of(OVERLOADED)
    (expr,) = [panels[name] for name in panels if name.startswith("Storage by sync config: operations")]

    shown = {each.labels["sync_config_id"]: each.value / 1024**3 for each in prometheus.query(expr)}
    assert shown == {"66f0": 0.75, "66f1": 0.5}


@pytest.mark.parametrize(
    ("panel", "shown"),
    [
        pytest.param(
            "Connections ended: {{close_reason}}",
            {"client_closed": 800, "service_closed": 40, "concurrency_limit": 8000, "storage_error": 20},
            id="by-reason",
        ),
        pytest.param(
            "Connections failed or refused: {{error_code}}", {"PSYNC_S2304": 8000, "other": 20}, id="failed-by-code"
        ),
    ],
)
def test_ended_connections_are_counted_per_minute(prometheus: Prometheus, panel: str, shown: dict[str, float]) -> None:
    """The panels show the sum over the two API pods, per minute."""
    label = panel.partition("{{")[2].removesuffix("}}")

    found = {each.labels[label]: each.value for each in prometheus.query(panels_of(OVERLOADED)[panel])}

    assert found == pytest.approx(shown, rel=0.05)


@pytest.mark.parametrize("panel", _NEWER_PANELS)
def test_a_panel_of_a_newer_service_is_empty(prometheus: Prometheus, panel: str) -> None:
    """The expressions hold for an older service: they return nothing instead of an error or of other numbers."""
    found = [expr for name, expr in panels_of(UNIFIED).items() if name.startswith(panel)]

    assert found
    assert [sample for expr in found for sample in prometheus.query(expr)] == []


@pytest.mark.parametrize(
    ("instance", "offered"),
    [
        pytest.param(HEALTHY, [], id="healthy"),
        pytest.param(DOWN, [DOWN], id="down"),
        pytest.param(NO_PODS, [NO_PODS], id="without-pods"),
    ],
)
def test_every_instance_can_be_selected(prometheus: Prometheus, instance: str, offered: list[str]) -> None:
    """The dashboard offers its own instance, and each instance that has recently served clients."""
    serving = [HEALTHY, OVERLOADED, UNIFIED]

    assert choices(prometheus, instance, "instance") == sorted([*serving, *offered])


def test_an_instance_is_offered_in_its_own_namespace(prometheus: Prometheus) -> None:
    """The dashboard does not offer its own instance in another namespace."""
    assert choices(prometheus, HEALTHY, "instance", namespace="elsewhere") == []


def test_namespaces_with_instances_can_be_selected(prometheus: Prometheus) -> None:
    """The dashboard offers the namespaces of all instances."""
    assert choices(prometheus, NO_PODS, "namespace") == [NAMESPACE]


@pytest.mark.parametrize(("chosen", "numbers"), [(OVERLOADED, [200]), (HEALTHY, []), (NO_PODS, [])])
def test_bounds_apply_to_their_own_instance(prometheus: Prometheus, chosen: str, numbers: list[int]) -> None:
    """The connection limit of one instance is not shown for another instance."""
    limit = panels_of(OVERLOADED, chosen)["Connections per pod: limit"]

    assert [sample.value for sample in prometheus.query(limit)] == numbers

"""The dashboard selects the series of the selected instance only, and its JSON is deterministic."""

import json
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from powersync_constructs.config import Alerts, MonitoringProps
from powersync_constructs.config.service import _metrics
from powersync_constructs.constructs._monitoring.dashboard import dashboard
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import OBJECTS, SIZES
from tests.samples.monitoring import MONITORED

Json = dict[str, Any]

UNIFIED = MonitoredInstance(
    namespace="sync", instance="tasks", api="tasks-unified", connections_limit=200, replication="tasks-unified"
)
API_ALONE = MonitoredInstance(namespace="sync", instance="tasks", api="tasks-api", connections_limit=200)
_LARGEST = 256 * 1024
"""The maximum size of the annotation of `kubectl apply`, in bytes."""


def parsed(monitored: MonitoredInstance, **props: Any) -> Json:
    """Return the parsed dashboard."""
    found: Json = json.loads(dashboard(monitored, MonitoringProps(**props)))
    return found


def panels(monitored: MonitoredInstance, **props: Any) -> dict[str, Json]:
    """Return the panels by title, without the row headings."""
    return {panel["title"]: panel for panel in parsed(monitored, **props)["panels"] if panel["type"] != "row"}


def expressions(monitored: MonitoredInstance, **props: Any) -> list[str]:
    """Return the expressions of all panels."""
    return [target["expr"] for panel in panels(monitored, **props).values() for target in panel["targets"]]


def test_the_same_instance_has_the_same_dashboard() -> None:
    """Two dashboards of the same instance are equal."""
    assert dashboard(MONITORED, MonitoringProps()) == dashboard(replace(MONITORED), MonitoringProps())


def test_it_fits_into_an_annotation() -> None:
    """The dashboard fits into the annotation in which `kubectl apply` stores the object."""
    assert len(dashboard(MONITORED, MonitoringProps(alerts=Alerts(storage_limit="100Gi")))) < _LARGEST


def test_the_title_names_the_instance() -> None:
    """The title contains the namespace and the instance."""
    assert parsed(MONITORED)["title"] == "PowerSync sync/tasks"


def test_an_instance_keeps_its_uid() -> None:
    """The uid, which links contain, does not change when the instance changes."""
    assert parsed(MONITORED)["uid"] == parsed(replace(API_ALONE, connections_limit=400), alerts=None)["uid"]


@pytest.mark.parametrize(
    "other",
    [
        replace(MONITORED, namespace="other"),
        replace(MONITORED, instance="others"),
        replace(MONITORED, namespace="sync/tasks"),
    ],
    ids=["namespace", "instance", "both"],
)
def test_instances_have_different_uids(other: MonitoredInstance) -> None:
    """Two instances have different uids of 40 characters, the maximum in Grafana."""
    uids = {parsed(MONITORED)["uid"], parsed(other)["uid"]}

    assert [len(uid) for uid in uids] == [40, 40]


def test_a_shared_dashboard_has_a_fixed_uid() -> None:
    """The uid and the title of a shared dashboard do not depend on the instance."""
    boards = [parsed(each, dashboard={"shared": True}) for each in (MONITORED, replace(MONITORED, instance="others"))]

    assert [(board["uid"], board["title"]) for board in boards] == [("powersync-dashboard-shared", "PowerSync")] * 2


def test_the_own_instance_is_selected_initially() -> None:
    """The variables for namespace and instance select the dashboard's own instance."""
    variables = parsed(MONITORED)["templating"]["list"]

    assert [(each["name"], each.get("current", {}).get("value")) for each in variables] == [
        ("datasource", None),
        ("namespace", "sync"),
        ("instance", "tasks"),
    ]


def test_no_variable_is_written_with_braces() -> None:
    """The dashboard contains no `${name}`, which Flux (`postBuild`) would replace with an empty string."""
    assert "${" not in dashboard(MONITORED, MonitoringProps(alerts=Alerts(storage_limit="100Gi")))


def test_everything_uses_the_selected_data_source() -> None:
    """Every variable, panel and query uses the data source that is selected at the top."""
    sources = [variable["datasource"] for variable in parsed(MONITORED)["templating"]["list"][1:]]
    sources += [panel["datasource"] for panel in panels(MONITORED).values()]
    sources += [target["datasource"] for panel in panels(MONITORED).values() for target in panel["targets"]]

    assert {source["uid"] for source in sources} == {"$datasource"}


@pytest.mark.parametrize("alerts", [Alerts(), None], ids=["alerts", "no-alerts"])
def test_panels_do_not_overlap(alerts: Alerts | None) -> None:
    """No two panels overlap, and no panel exceeds Grafana's 24 columns."""
    areas = [
        {(x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])}
        for grid in (panel["gridPos"] for panel in parsed(MONITORED, alerts=alerts)["panels"])
    ]

    assert not any(one & other for one, other in combinations(areas, 2))
    assert max(x for area in areas for x, _ in area) == 23


def test_panels_have_unique_ids() -> None:
    """No two panels have the same id."""
    ids = [panel["id"] for panel in parsed(MONITORED)["panels"]]

    assert len(set(ids)) == len(ids)


def test_every_panel_is_described() -> None:
    """Each panel has a title, a description, a unit and a legend for every series."""
    described = [
        (panel["title"], panel["description"], panel["fieldConfig"]["defaults"]["unit"], target["legendFormat"])
        for panel in panels(MONITORED).values()
        for target in panel["targets"]
    ]

    assert [line for line in described if not all(line)] == []


def test_series_belong_to_the_selected_instance() -> None:
    """Each series is selected by namespace and instance, or is joined with a series that is."""
    joined = "kube_horizontalpodautoscaler_spec_"
    selectors = [found for expr in expressions(MONITORED) for found in re.findall(r"(\w+)\{(.*?)\}", expr)]

    others = [
        (series, matchers)
        for series, matchers in selectors
        if 'namespace="$namespace"' not in matchers
        or not (re.search(r'=~?"\$instance[-"]', matchers) or series.startswith(joined))
    ]

    assert selectors
    assert others == []


def is_bound(expr: str) -> bool:
    """Return whether an expression is a bound, which is a number from the props of the instance."""
    return expr.startswith("vector(")


@pytest.mark.parametrize("other", [UNIFIED, API_ALONE], ids=["unified", "api-alone"])
def test_every_dashboard_can_show_every_instance(other: MonitoredInstance) -> None:
    """The expressions do not depend on the instance that the dashboard is generated for, except for the bounds."""
    queried = [[expr for expr in expressions(each) if not is_bound(expr)] for each in (MONITORED, other)]

    assert queried[0] == queried[1]


def test_bounds_apply_to_one_instance() -> None:
    """A bound has a value only while its own instance is selected."""
    alerts = Alerts(storage_limit="1Gi", object_storage_limit="1Ti")
    bounds = [expr for expr in expressions(MONITORED, alerts=alerts) if is_bound(expr)]

    assert len(bounds) == 4
    assert [expr for expr in bounds if not ('"$namespace/$instance"' in expr and '"sync/tasks"' in expr)] == []


def test_rates_use_counters() -> None:
    """`rate` and `increase` are applied to counters only."""
    found = [name for expr in expressions(MONITORED) for name in re.findall(r"(?:rate|increase)\((\w+)", expr)]

    assert found
    assert [name for name in found if not name.endswith("_total")] == []


def test_rates_use_the_scrape_interval() -> None:
    """Only queries for the service's own series set the scrape interval as their minimum step."""
    steps = {
        (target["expr"].partition("rate(")[2].partition("_")[0], target.get("interval"))
        for panel in panels(MONITORED, interval_seconds=120).values()
        for target in panel["targets"]
    }

    assert steps == {("powersync", "120s"), ("container", None), ("", None)}


def test_without_alerts_there_is_no_panel_of_alerts() -> None:
    """Without alerts, the dashboard has no panel of firing alerts, which would always show "none"."""
    assert set(panels(MONITORED)) - set(panels(MONITORED, alerts=None)) == {"Firing alerts"}


@pytest.mark.parametrize("series", [*SIZES, OBJECTS])
def test_bucket_storage_sizes_are_not_summed(series: str) -> None:
    """The size is the maximum over the replicators, because each reports the size of the same storage."""
    found = [expr for expr in expressions(MONITORED) if series in expr]

    assert [expr.partition("(")[0] for expr in found] == ["max"]


@pytest.mark.parametrize("metric", _metrics.ATTRIBUTED, ids=lambda metric: metric.name)
def test_sizes_of_sync_configs_are_not_summed(metric: _metrics.Metric) -> None:
    """The size of a sync config is the maximum over the replicators and over its former states."""
    found = [expr for expr in expressions(MONITORED) if metric.name in expr]

    assert [expr.partition(" (powersync")[0] for expr in found] == ["max by (sync_config_id, version_label)"]


def test_every_series_of_the_service_is_shown() -> None:
    """The dashboard shows every series of the service, except the one that only an alert needs."""
    shown = "\n".join(expressions(MONITORED))

    assert [each.name for each in _metrics.METRICS if each.name not in shown] == [_metrics.CHUNKS.name]


def bound(expr: str) -> int:
    """Return the number of a bound."""
    (number,) = re.findall(r"^vector\((\d+)\) and ", expr)
    return int(number)


def test_connections_are_shown_with_target_and_limit() -> None:
    """The graph of the connections has lines for the autoscaler's target and for the limit of a pod."""
    graph = panels(MONITORED)["Connections per pod"]

    assert [(target["legendFormat"], bound(target["expr"])) for target in graph["targets"][1:]] == [
        ("target", 80),
        ("limit", 200),
    ]


def test_lag_colors_match_the_alerts() -> None:
    """The lag turns yellow at the warning threshold, and red at the critical threshold."""
    lag = panels(MONITORED, alerts=Alerts(lag_warning_seconds=30, lag_critical_seconds=90))["Replication lag"]

    steps = lag["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [(step["color"], step["value"]) for step in steps] == [("green", None), ("yellow", 30), ("red", 90)]


@pytest.mark.parametrize(
    ("title", "field"), [("Bucket storage", "storage_limit"), ("Object storage", "object_storage_limit")]
)
def test_the_limit_of_a_storage_is_shown(title: str, field: str) -> None:
    """The graph of a storage has a line for its own limit, in bytes."""
    graph = panels(MONITORED, alerts=Alerts.model_validate({field: "1Gi"}))[title]

    assert bound(graph["targets"][-1]["expr"]) == 1024**3


def test_the_color_of_a_late_compaction_matches_the_alert() -> None:
    """The time turns red after the longest gap of the schedule plus two hours, and never without a schedule."""
    figures = [panels(each)["Time since last compaction"] for each in (MONITORED, replace(MONITORED, compact=None))]

    assert [figure["fieldConfig"]["defaults"]["thresholds"]["steps"][1:] for figure in figures] == [
        [{"color": "red", "value": 26 * 3600}],
        [],
    ]

"""The dashboard: the series of the instance that is chosen alone, and the same bytes for the same instance."""

import json
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from powersync_constructs.config import Alerts, MonitoringProps
from powersync_constructs.constructs._monitoring.dashboard import dashboard
from powersync_constructs.constructs._monitoring.monitored import Compaction, MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import SIZES

Json = dict[str, Any]

SPLIT = MonitoredInstance(
    namespace="sync",
    instance="tasks",
    api="tasks-api",
    connections_limit=200,
    connections_target=80,
    autoscaler="tasks-api",
    replication="tasks-replication",
    has_standby=True,
    is_postgres=True,
    compact=Compaction("tasks-compact", 24 * 3600),
    migrate_job="tasks-migrate-0123456789",
)
UNIFIED = MonitoredInstance(
    namespace="sync", instance="tasks", api="tasks-unified", connections_limit=200, replication="tasks-unified"
)
API_ALONE = MonitoredInstance(namespace="sync", instance="tasks", api="tasks-api", connections_limit=200)
_LARGEST = 256 * 1024
"""What `kubectl apply` can write into its annotation of an object, in bytes."""


def shown(monitored: MonitoredInstance, **props: Any) -> Json:
    """The dashboard, read."""
    found: Json = json.loads(dashboard(monitored, MonitoringProps(**props)))
    return found


def panels(monitored: MonitoredInstance, **props: Any) -> dict[str, Json]:
    """The panels by their titles, without the headings."""
    return {panel["title"]: panel for panel in shown(monitored, **props)["panels"] if panel["type"] != "row"}


def expressions(monitored: MonitoredInstance, **props: Any) -> list[str]:
    """All that is asked."""
    return [target["expr"] for panel in panels(monitored, **props).values() for target in panel["targets"]]


def test_the_same_instance_has_the_same_dashboard() -> None:
    """Nothing of it is random."""
    assert dashboard(SPLIT, MonitoringProps()) == dashboard(replace(SPLIT), MonitoringProps())


def test_it_fits_into_an_annotation() -> None:
    """`kubectl apply` keeps what it applied in an annotation, and annotations have an end."""
    assert len(dashboard(SPLIT, MonitoringProps(alerts=Alerts(storage_limit="100Gi")))) < _LARGEST


def test_its_title_says_whose_it_is() -> None:
    """Namespace and instance are in the title, by which people find it."""
    assert shown(SPLIT)["title"] == "PowerSync sync/tasks"


def test_an_instance_keeps_its_address() -> None:
    """The uid is in links: it stays when the instance is changed."""
    assert shown(SPLIT)["uid"] == shown(replace(API_ALONE, connections_limit=400), alerts=None)["uid"]


@pytest.mark.parametrize(
    "other",
    [
        replace(SPLIT, namespace="other"),
        replace(SPLIT, instance="others"),
        replace(SPLIT, namespace="sync/tasks"),
    ],
    ids=["namespace", "instance", "both"],
)
def test_instances_have_addresses_of_their_own(other: MonitoredInstance) -> None:
    """No two instances have the same uid, of which Grafana takes 40 characters."""
    uids = {shown(SPLIT)["uid"], shown(other)["uid"]}

    assert [len(uid) for uid in uids] == [40, 40]


def test_a_shared_dashboard_has_one_address() -> None:
    """Its uid and title are the same whichever instance makes it."""
    boards = [shown(each, dashboard={"shared": True}) for each in (SPLIT, replace(SPLIT, instance="others"))]

    assert [(board["uid"], board["title"]) for board in boards] == [("powersync-dashboard-shared", "PowerSync")] * 2


def test_this_instance_is_chosen_at_first() -> None:
    """Namespace and instance are variables, with the instance's own as their values."""
    variables = shown(SPLIT)["templating"]["list"]

    assert [(each["name"], each.get("current", {}).get("value")) for each in variables] == [
        ("datasource", None),
        ("namespace", "sync"),
        ("instance", "tasks"),
    ]


def test_no_variable_is_written_with_braces() -> None:
    """Flux replaces `${name}` in manifests (`postBuild`), with nothing where it does not know the name."""
    assert "${" not in dashboard(SPLIT, MonitoringProps(alerts=Alerts(storage_limit="100Gi")))


def test_the_data_source_is_chosen() -> None:
    """Every variable, panel and query asks the Prometheus that is chosen at the top."""
    asked = [variable["datasource"] for variable in shown(SPLIT)["templating"]["list"][1:]]
    asked += [panel["datasource"] for panel in panels(SPLIT).values()]
    asked += [target["datasource"] for panel in panels(SPLIT).values() for target in panel["targets"]]

    assert {source["uid"] for source in asked} == {"$datasource"}


@pytest.mark.parametrize("alerts", [Alerts(), None], ids=["alerts", "no-alerts"])
def test_panels_are_beside_each_other(alerts: Alerts | None) -> None:
    """No two panels are at the same place, and none is outside Grafana's 24 columns."""
    places = [
        {(x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])}
        for grid in (panel["gridPos"] for panel in shown(SPLIT, alerts=alerts)["panels"])
    ]

    assert not any(one & other for one, other in combinations(places, 2))
    assert max(x for place in places for x, _ in place) == 23


def test_panels_have_numbers_of_their_own() -> None:
    """Grafana tells panels apart by their ids."""
    ids = [panel["id"] for panel in shown(SPLIT)["panels"]]

    assert len(set(ids)) == len(ids)


def test_every_panel_says_what_it_shows() -> None:
    """Each has a title, a description, a unit and a name for every series."""
    said = [
        (panel["title"], panel["description"], panel["fieldConfig"]["defaults"]["unit"], target["legendFormat"])
        for panel in panels(SPLIT).values()
        for target in panel["targets"]
    ]

    assert [line for line in said if not all(line)] == []


def test_series_are_those_of_the_chosen_instance() -> None:
    """Each is selected by the namespace and by a name of the instance, or is joined with one that is."""
    joined = "kube_horizontalpodautoscaler_spec_"
    selectors = [found for expr in expressions(SPLIT) for found in re.findall(r"(\w+)\{(.*?)\}", expr)]

    strangers = [
        (series, matchers)
        for series, matchers in selectors
        if 'namespace="$namespace"' not in matchers
        or not (re.search(r'=~?"\$instance[-"]', matchers) or series.startswith(joined))
    ]

    assert selectors
    assert strangers == []


def is_bound(expr: str) -> bool:
    """Whether an expression is a number that was given to the instance."""
    return expr.startswith("vector(")


@pytest.mark.parametrize("other", [UNIFIED, API_ALONE], ids=["unified", "api-alone"])
def test_every_dashboard_can_show_every_instance(other: MonitoredInstance) -> None:
    """Whatever the instance is that it is made for, its panels ask the same, but for the bounds of that instance."""
    asked = [[expr for expr in expressions(each) if not is_bound(expr)] for each in (SPLIT, other)]

    assert asked[0] == asked[1]


def test_bounds_are_those_of_one_instance() -> None:
    """They are compared with what is chosen, so that they are not drawn for another instance."""
    bounds = [expr for expr in expressions(SPLIT, alerts=Alerts(storage_limit="1Gi")) if is_bound(expr)]

    assert len(bounds) == 3
    assert [expr for expr in bounds if not ('"$namespace/$instance"' in expr and '"sync/tasks"' in expr)] == []


def test_rates_are_of_counters() -> None:
    """`rate` and `increase` are only asked of what never falls."""
    found = [name for expr in expressions(SPLIT) for name in re.findall(r"(?:rate|increase)\((\w+)", expr)]

    assert found
    assert [name for name in found if not name.endswith("_total")] == []


def test_rates_know_how_often_pods_are_scraped() -> None:
    """`$__rate_interval` takes in four scrapes of the service's own series; other exporters have their intervals."""
    steps = {
        (target["expr"].partition("rate(")[2].partition("_")[0], target.get("interval"))
        for panel in panels(SPLIT, interval_seconds=120).values()
        for target in panel["targets"]
    }

    assert steps == {("powersync", "120s"), ("container", None), ("", None)}


def test_without_alerts_none_are_shown() -> None:
    """A figure that says "none" when nothing could fire would mislead."""
    assert set(panels(SPLIT)) - set(panels(SPLIT, alerts=None)) == {"Firing alerts"}


@pytest.mark.parametrize("series", SIZES)
def test_the_bucket_storage_is_not_added_up(series: str) -> None:
    """Both replicators report the size of the same storage: the larger of the two is asked."""
    found = [expr for expr in expressions(SPLIT) if series in expr]

    assert [expr.partition("(")[0] for expr in found] == ["max"]


def bound(expr: str) -> int:
    """The number of a bound."""
    (number,) = re.findall(r"^vector\((\d+)\) and ", expr)
    return int(number)


def test_connections_are_shown_against_target_and_cap() -> None:
    """What the autoscaler aims at, and what a pod takes, are lines in the graph of the connections."""
    graph = panels(SPLIT)["Connections per pod"]

    assert [(target["legendFormat"], bound(target["expr"])) for target in graph["targets"][1:]] == [
        ("target", 80),
        ("cap", 200),
    ]


def test_the_lag_is_coloured_as_it_alerts() -> None:
    """A lag is yellow and red from where on it is a warning and critical."""
    lag = panels(SPLIT, alerts=Alerts(lag_warning_seconds=30, lag_critical_seconds=90))["Replication lag"]

    steps = lag["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [(step["color"], step["value"]) for step in steps] == [("green", None), ("yellow", 30), ("red", 90)]


def test_the_limit_of_the_storage_is_shown() -> None:
    """Where the bucket storage has a limit, it is a line among its sizes, in bytes."""
    graph = panels(SPLIT, alerts=Alerts(storage_limit="1Gi"))["Bucket storage"]

    assert bound(graph["targets"][-1]["expr"]) == 1024**3


def test_a_late_compaction_is_red_as_it_alerts() -> None:
    """After the longest gap of this instance's schedule and two hours; without a schedule it never is."""
    figures = [panels(each)["Since the last compaction"] for each in (SPLIT, replace(SPLIT, compact=None))]

    assert [figure["fieldConfig"]["defaults"]["thresholds"]["steps"][1:] for figure in figures] == [
        [{"color": "red", "value": 26 * 3600}],
        [],
    ]

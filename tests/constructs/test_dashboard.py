"""The dashboard of an instance: its own series alone, and the same bytes for the same instance."""

import json
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from powersync_constructs.config import Alerts, MonitoringProps
from powersync_constructs.config.monitoring import RUNBOOKS
from powersync_constructs.constructs._monitoring.alerts import groups
from powersync_constructs.constructs._monitoring.dashboard import dashboard
from powersync_constructs.constructs._monitoring.promql import SIZES, Compaction, MonitoredInstance

Json = dict[str, Any]

WATCHED = MonitoredInstance(
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


def shown(watched: MonitoredInstance, **props: Any) -> Json:
    """The dashboard, read."""
    found: Json = json.loads(dashboard(watched, MonitoringProps(**props)))
    return found


def panels(watched: MonitoredInstance, **props: Any) -> dict[str, Json]:
    """The panels by their titles, without the headings."""
    return {panel["title"]: panel for panel in shown(watched, **props)["panels"] if panel["type"] != "row"}


def expressions(watched: MonitoredInstance, **props: Any) -> list[str]:
    """All that is asked."""
    return [target["expr"] for panel in panels(watched, **props).values() for target in panel["targets"]]


def test_the_same_instance_has_the_same_dashboard() -> None:
    """Nothing of it is random."""
    assert dashboard(WATCHED, MonitoringProps()) == dashboard(replace(WATCHED), MonitoringProps())


def test_it_fits_into_an_annotation() -> None:
    """`kubectl apply` keeps what it applied in an annotation, and annotations have an end."""
    assert len(dashboard(WATCHED, MonitoringProps(alerts=Alerts(storage_limit="100Gi")))) < _LARGEST


def test_its_title_says_whose_it_is() -> None:
    """Namespace and instance are in the title, by which people find it."""
    assert shown(WATCHED)["title"] == "PowerSync sync/tasks"


def test_an_instance_keeps_its_address() -> None:
    """The uid is in links: it stays when the instance is changed."""
    assert shown(WATCHED)["uid"] == shown(replace(API_ALONE, connections_limit=400), alerts=None)["uid"]


@pytest.mark.parametrize(
    "other",
    [
        replace(WATCHED, namespace="other"),
        replace(WATCHED, instance="others"),
        replace(WATCHED, namespace="sync/tasks"),
    ],
    ids=["namespace", "instance", "both"],
)
def test_instances_have_addresses_of_their_own(other: MonitoredInstance) -> None:
    """No two instances have the same uid, of which Grafana takes 40 characters."""
    uids = {shown(WATCHED)["uid"], shown(other)["uid"]}

    assert [len(uid) for uid in uids] == [40, 40]


def test_the_data_source_is_chosen() -> None:
    """Every panel and query asks the Prometheus that is chosen at the top."""
    asked = [panel["datasource"] for panel in panels(WATCHED).values()]
    asked += [target["datasource"] for panel in panels(WATCHED).values() for target in panel["targets"]]

    assert {source["uid"] for source in asked} == {"${datasource}"}


@pytest.mark.parametrize("watched", [WATCHED, UNIFIED, API_ALONE], ids=["split", "unified", "api-alone"])
def test_panels_are_beside_each_other(watched: MonitoredInstance) -> None:
    """No two panels are at the same place, and none is outside Grafana's 24 columns."""
    places = [
        {(x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])}
        for grid in (panel["gridPos"] for panel in shown(watched)["panels"])
    ]

    assert not any(one & other for one, other in combinations(places, 2))
    assert max(x for place in places for x, _ in place) == 23


def test_panels_have_numbers_of_their_own() -> None:
    """Grafana tells panels apart by their ids."""
    ids = [panel["id"] for panel in shown(WATCHED)["panels"]]

    assert len(set(ids)) == len(ids)


def test_every_panel_says_what_it_shows() -> None:
    """Each has a title, a description, a unit and a name for every series."""
    said = [
        (panel["title"], panel["description"], panel["fieldConfig"]["defaults"]["unit"], target["legendFormat"])
        for panel in panels(WATCHED).values()
        for target in panel["targets"]
    ]

    assert [line for line in said if not all(line)] == []


@pytest.mark.parametrize("watched", [WATCHED, UNIFIED, API_ALONE], ids=["split", "unified", "api-alone"])
def test_series_are_the_instances_own(watched: MonitoredInstance) -> None:
    """Each series is selected by its namespace and by something that begins with the instance's name."""
    selectors = [found for expr in expressions(watched) for found in re.findall(r"\{(.*?)\}", expr)]

    strangers = [
        each for each in selectors if 'namespace="sync"' not in each or not re.search(r'=~?"tasks(-[a-z]|")', each)
    ]

    assert selectors
    assert strangers == []


def test_rates_are_of_counters() -> None:
    """`rate` and `increase` are only asked of what never falls."""
    found = [name for expr in expressions(WATCHED) for name in re.findall(r"(?:rate|increase)\((\w+)", expr)]

    assert found
    assert [name for name in found if not name.endswith("_total")] == []


@pytest.mark.parametrize("watched", [WATCHED, UNIFIED, API_ALONE], ids=["split", "unified", "api-alone"])
def test_rates_know_how_often_pods_are_scraped(watched: MonitoredInstance) -> None:
    """`$__rate_interval` takes in four scrapes of the service's own series; other exporters have their intervals."""
    steps = {
        (target["expr"].partition("rate(")[2].partition("_")[0], target.get("interval"))
        for panel in panels(watched, interval_seconds=120).values()
        for target in panel["targets"]
    }

    assert steps == {("powersync", "120s"), ("container", None), ("", None)}


def test_failed_jobs_are_those_that_alert() -> None:
    """A figure that is red while no alert fires, or that counts a Job for each exporter, would mislead."""
    figure = panels(WATCHED)["Failed Jobs"]["targets"][0]["expr"]

    failed = ("PowerSyncCompactFailed", "PowerSyncMigrateFailed")
    rules = [rule for group in groups(WATCHED, Alerts(), RUNBOOKS) for rule in group["rules"]]
    expected = " or ".join(rule["expr"] for rule in rules if rule["alert"] in failed)
    assert figure == f"count({expected}) or vector(0)"


def test_without_alerts_none_are_shown() -> None:
    """A figure that says "none" when nothing could fire would mislead."""
    assert set(panels(WATCHED)) - set(panels(WATCHED, alerts=None)) == {"Firing alerts"}


@pytest.mark.parametrize("series", SIZES)
def test_the_bucket_storage_is_not_added_up(series: str) -> None:
    """Both replicators report the size of the same storage: the larger of the two is asked."""
    found = [expr for expr in expressions(WATCHED) if series in expr]

    assert [expr.partition("(")[0] for expr in found] == ["max"]


def test_connections_are_shown_against_target_and_cap() -> None:
    """What the autoscaler aims at, and what a pod takes, are lines in the graph of the connections."""
    graph = panels(WATCHED)["Connections per pod"]

    assert [(target["legendFormat"], target["expr"]) for target in graph["targets"][1:]] == [
        ("target", "vector(80)"),
        ("cap", "vector(200)"),
    ]


def test_replicas_are_shown_against_bounds() -> None:
    """With an autoscaler there are its bounds, without one what the Deployment asks for."""
    graphs = [panels(watched)["API replicas"] for watched in (WATCHED, UNIFIED)]

    assert [[target["legendFormat"] for target in graph["targets"]] for graph in graphs] == [
        ["available", "min", "max"],
        ["available", "wanted"],
    ]


def test_the_lag_is_coloured_as_it_alerts() -> None:
    """A lag is yellow and red from where on it is a warning and critical."""
    lag = panels(WATCHED, alerts=Alerts(lag_warning_seconds=30, lag_critical_seconds=90))["Replication lag"]

    steps = lag["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [(step["color"], step["value"]) for step in steps] == [("green", None), ("yellow", 30), ("red", 90)]


def test_the_limit_of_the_storage_is_shown() -> None:
    """Where the bucket storage has a limit, it is a line among its sizes, in bytes."""
    graph = panels(WATCHED, alerts=Alerts(storage_limit="1Gi"))["Bucket storage"]

    assert graph["targets"][-1]["expr"] == "vector(1073741824)"


@pytest.mark.parametrize(
    ("watched", "missing"),
    [
        pytest.param(replace(WATCHED, compact=None), {"Since the last compaction"}, id="no-compaction"),
        pytest.param(replace(WATCHED, migrate_job=None), set(), id="no-migration"),
        pytest.param(
            replace(WATCHED, compact=None, migrate_job=None), {"Since the last compaction", "Failed Jobs"}, id="no-jobs"
        ),
        pytest.param(
            replace(WATCHED, replication=None),
            {
                "Replication lag",
                "Replicators available",
                "Replication lag per pod",
                "Replicators",
                "Rows replicated",
                "Bytes replicated",
                "Bucket storage",
            },
            id="no-replication",
        ),
    ],
)
def test_there_is_nothing_of_what_is_not_there(watched: MonitoredInstance, missing: set[str]) -> None:
    """A part that an instance does not have has no panel."""
    assert set(panels(WATCHED)) - set(panels(watched)) == missing

"""Which alerts there are, when they are raised, and what each says."""

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, PowerSyncApi, PowerSyncMonitoring, UnifiedPod
from powersync_constructs.config import (
    AlertOverride,
    ApiProps,
    MigrateProps,
    PowerSyncProps,
    ReplicationProps,
    Split,
    UnifiedProps,
)
from powersync_constructs.config.alerts import ALERTS
from tests.samples.databases import FULL_SOURCES
from tests.samples.instance import INSTANCE
from tests.samples.monitoring import MONITORING

from .alerts import AUTOSCALED, names, rules
from .manifests import Manifest, add_configuration, instance, monitored, render, the

STANDBY = {"PowerSyncStandbyMissing", "PowerSyncStandbyStuck"}


@pytest.fixture(scope="module")
def every_alert() -> set[str]:
    """The names of all that there are."""
    return names(monitored(Chart(App(), "all", namespace="sync"), MONITORING, **AUTOSCALED))


def test_only_what_is_given_is_watched(chart: Chart) -> None:
    """API pods alone: nothing is said of replicators, storage, Jobs, or an autoscaler."""
    configuration = add_configuration(chart)
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=configuration)
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert names(render(chart)) == {
        "PowerSyncConnectionsNearLimit",
        "PowerSyncApiDown",
        "PowerSyncApiPodsMissing",
        "PowerSyncCrashLooping",
        "PowerSyncOutOfMemory",
        "PowerSyncRolloutStuck",
    }


def test_a_unified_pod_serves_and_replicates(chart: Chart, every_alert: set[str]) -> None:
    """It is one pod: nobody stands by, and no two can replicate."""
    pod = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=pod)

    jobs = {"PowerSyncCompactFailed", "PowerSyncCompactStale", "PowerSyncMigrateFailed"}
    others = {"PowerSyncAutoscalerAtMaximum", "PowerSyncReplicatedTwice"}
    assert every_alert - names(render(chart)) == STANDBY | jobs | others


@pytest.mark.parametrize(
    ("props", "missing"),
    [
        pytest.param(INSTANCE, {"PowerSyncAutoscalerAtMaximum"}, id="postgres"),
        pytest.param(
            INSTANCE.with_(topology=Split(replication=ReplicationProps(replicas=1))),
            {"PowerSyncAutoscalerAtMaximum", *STANDBY},
            id="no-standby",
        ),
        pytest.param(
            INSTANCE.with_(source=FULL_SOURCES["mongodb"]),
            {"PowerSyncAutoscalerAtMaximum", "PowerSyncStandbyStuck", "PowerSyncReplicationSilent"},
            id="mongodb",
        ),
        pytest.param(INSTANCE.with_(topology=Split(api=ApiProps(**AUTOSCALED))), set(), id="autoscaled"),
        pytest.param(
            INSTANCE.with_(compact=None),
            {"PowerSyncAutoscalerAtMaximum", "PowerSyncCompactStale", "PowerSyncCompactFailed"},
            id="no-compaction",
        ),
        pytest.param(
            INSTANCE.with_(topology=Split(migrate=MigrateProps(mode="replicators"))),
            {"PowerSyncAutoscalerAtMaximum", "PowerSyncMigrateFailed"},
            id="no-migration",
        ),
    ],
)
def test_there_are_no_alerts_of_what_is_not_there(
    chart: Chart, every_alert: set[str], props: PowerSyncProps, missing: set[str]
) -> None:
    """A part that an instance lacks cannot fail; only a Postgres source has a slot, and heartbeats."""
    made = names(instance(chart, props.with_(monitoring=MONITORING)))

    assert every_alert - made == missing


@pytest.mark.parametrize(
    ("limit", "warning", "critical"), [(None, 160, 190), (1000, 800, 950), (10, 8, 9), (3, 2, 2), (1, 0, 0)]
)
def test_connections_near_the_limit(chart: Chart, limit: int | None, warning: int, critical: int) -> None:
    """80 and 95 percent of what a process takes, rounded down: a full pod is above them, however small the limit."""
    service = {"api": {"parameters": {"max_concurrent_connections": limit}}} if limit else {}
    configuration = add_configuration(chart, service=service)
    PowerSyncMonitoring(
        chart, "monitoring", MONITORING, api=PowerSyncApi(chart, "api", ApiProps(), configuration=configuration)
    )

    found = [rule for rule in rules(render(chart)) if rule["alert"] == "PowerSyncConnectionsNearLimit"]
    bounds = {rule["labels"]["severity"]: int(rule["expr"].rpartition(" > ")[2]) for rule in found}
    assert bounds == {"warning": warning, "critical": critical}


@pytest.mark.parametrize(("schedule", "seconds"), [("0 3 * * *", 26 * 3600), ("0 3 * * sun", 170 * 3600)])
def test_compaction_is_stale_after_its_schedule(chart: Chart, schedule: str, seconds: int) -> None:
    """The longest gap between two runs, and two hours."""
    made = instance(chart, INSTANCE.with_(monitoring=MONITORING, compact={"schedule": schedule}))

    [stale] = [rule for rule in rules(made) if rule["alert"] == "PowerSyncCompactStale"]
    assert f" > {seconds}\n" in stale["expr"]


@pytest.mark.parametrize(
    ("schedule", "days"),
    [("0 3 * * *", 3), ("0 */6 * * *", 3), ("0 3 */2 * *", 6), ("0 3 * * sun", 9), ("0 3 1 * *", 9)],
)
def test_growth_is_looked_at_over_three_compactions(chart: Chart, schedule: str, days: int) -> None:
    """Three of the longest gaps, at least three days, and no more than a Prometheus keeps."""
    made = instance(chart, INSTANCE.with_(monitoring=MONITORING, compact={"schedule": schedule}))

    [growth] = [rule for rule in rules(made) if rule["alert"] == "PowerSyncStorageGrowth"]
    assert (f"[{days}d:10m]" in growth["expr"], f"offset {days}d" in growth["expr"]) == (True, True)


@pytest.mark.parametrize(("period", "failures"), [(20, 3), (10, 6), (25, 3), (30, 2), (90, 1)])
def test_a_standby_is_stuck_when_probes_failed_for_longer_than_the_lock_lives(
    chart: Chart, period: int, failures: int
) -> None:
    """As many liveness probes as a minute has, at the replicators' own period."""
    probes = {"liveness": {"period_seconds": period, "timeout_seconds": 5, "failure_threshold": 99}}
    topology = Split(replication=ReplicationProps().with_(probes=probes))

    made = rules(instance(chart, INSTANCE.with_(monitoring=MONITORING, topology=topology)))

    [stuck] = [rule for rule in made if rule["alert"] == "PowerSyncStandbyStuck"]
    assert f" >= {failures})" in stuck["expr"]


def test_the_list_of_alerts_is_complete(chart: Chart) -> None:
    """The names and levels that can be said of alerts are those that there are."""
    made = rules(monitored(chart, MONITORING.with_(alerts={"storage_limit": "1Gi"}), **AUTOSCALED))

    levels: dict[str, tuple[str, ...]] = {}
    for rule in made:
        levels[rule["alert"]] = (*levels.get(rule["alert"], ()), rule["labels"]["severity"])
    assert levels == ALERTS


def test_a_disabled_alert_is_left_out(chart: Chart, every_alert: set[str]) -> None:
    """With all of its levels, and no other alert with it."""
    disabled = {"PowerSyncReplicationLag", "PowerSyncCompactStale"}

    made = names(monitored(chart, MONITORING.with_(alerts={"disabled": sorted(disabled)}), **AUTOSCALED))

    assert every_alert - made == disabled


def test_a_group_without_alerts_is_left_out(chart: Chart) -> None:
    """There are no groups without rules."""
    jobs = ["PowerSyncCompactStale", "PowerSyncCompactFailed", "PowerSyncMigrateFailed"]

    made = the(monitored(chart, MONITORING.with_(alerts={"disabled": jobs})), "PrometheusRule")

    families = ("api", "replication", "storage", "pods")
    assert [group["name"] for group in made["spec"]["groups"]] == [f"powersync.{family}" for family in families]


def test_an_instance_whose_alerts_are_all_disabled_is_refused(chart: Chart) -> None:
    """A PrometheusRule without groups would do nothing."""
    with pytest.raises(ConfigError) as refused:
        monitored(chart, MONITORING.with_(alerts={"disabled": [*ALERTS]}))

    rule = "leaves no alert of this instance; use alerts=None"
    assert refused.value.lines == [f"monitoring.alerts.disabled: {rule}"]


def test_a_level_is_called_as_alertmanager_knows_it(chart: Chart) -> None:
    """For all alerts, and otherwise for one of them."""
    alerts = {
        "severities": {"critical": "page"},
        "overrides": {"PowerSyncReplicationLag": AlertOverride(severities={"warning": "ticket"})},
    }

    made = rules(monitored(chart, MONITORING.with_(alerts=alerts)))

    found = {(rule["alert"], rule["labels"]["severity"]) for rule in made}
    assert {each for each in found if each[0] in ("PowerSyncReplicationLag", "PowerSyncConnectionsNearLimit")} == {
        ("PowerSyncReplicationLag", "ticket"),
        ("PowerSyncReplicationLag", "page"),
        ("PowerSyncConnectionsNearLimit", "warning"),
        ("PowerSyncConnectionsNearLimit", "page"),
    }


def test_labels_and_annotations_are_added(chart: Chart) -> None:
    """Labels stand beside those of the alert; an annotation replaces the alert's own of that name."""
    override = AlertOverride(labels={"tier": "1"}, annotations={"summary": "nobody syncs"})
    alerts = {"labels": {"team": "sync"}, "overrides": {"PowerSyncApiDown": override}}

    [down] = [
        rule for rule in rules(monitored(chart, MONITORING.with_(alerts=alerts))) if rule["alert"] == "PowerSyncApiDown"
    ]

    own = {"severity": "critical", "namespace": "sync", "powersync_instance": "powersync"}
    assert (down["labels"], down["annotations"]["summary"]) == ({**own, "team": "sync", "tier": "1"}, "nobody syncs")


def test_every_alert_says_whose_it_is_and_what_to_do(chart: Chart) -> None:
    """Labels that tell instances apart, two texts, and the page with the alert's name."""
    runbooks = MONITORING.with_(runbook_url="https://wiki.example.com/powersync")

    made = rules(monitored(chart, runbooks, **AUTOSCALED))

    wrong = [rule for rule in made if not is_complete(rule)]
    assert wrong == []


def is_complete(rule: Manifest) -> bool:
    """Whether a rule has all labels and annotations."""
    labels, notes = dict(rule["labels"]), rule["annotations"]
    known = labels.pop("severity") in ("warning", "critical")
    whose = labels == {"namespace": "sync", "powersync_instance": "powersync"}
    page = notes["runbook_url"] == f"https://wiki.example.com/powersync/{rule['alert']}.md"
    return (
        known and whose and page and notes["summary"].startswith("PowerSync sync/powersync: ") and notes["description"]
    )

"""The alerts of an instance, their thresholds, labels and annotations."""

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, PowerSyncApi, PowerSyncMonitoring, UnifiedPod
from powersync_constructs.config import (
    AlertOverride,
    ApiProps,
    MigrateProps,
    MongoSource,
    PowerSyncProps,
    ReplicationProps,
    Split,
    UnifiedProps,
)
from powersync_constructs.config.alerts import ALERTS
from tests.samples.instance import FULL_EXISTING_INSTANCE, INSTANCE
from tests.samples.monitoring import MONITORING
from tests.samples.network import S3_STORAGE

from .alerts import AUTOSCALED, names, rules
from .manifests import Manifest, add_configuration, instance, monitored, render, the

STANDBY = {"PowerSyncStandbyMissing", "PowerSyncStandbyStuck"}
OBJECTS = "PowerSyncObjectStorageGrowth"
"""The alert about object storage, which a Postgres storage does not have."""


@pytest.fixture(scope="module")
def every_alert() -> set[str]:
    """The names of all alerts."""
    return names(monitored(Chart(App(), "all", namespace="sync"), MONITORING, **AUTOSCALED))


def test_api_pods_alone_have_only_their_alerts(chart: Chart) -> None:
    """Without other parts, there are no alerts about replicators, bucket storage, Jobs or an autoscaler."""
    configuration = add_configuration(chart)
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=configuration)
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert names(render(chart)) == {
        "PowerSyncConnectionsNearLimit",
        "PowerSyncConnectionsFailing",
        "PowerSyncApiDown",
        "PowerSyncApiPodsMissing",
        "PowerSyncCrashLooping",
        "PowerSyncOutOfMemory",
        "PowerSyncRolloutStuck",
    }


def test_a_unified_pod_has_alerts_for_serving_and_replicating(chart: Chart, every_alert: set[str]) -> None:
    """A unified pod has no alerts about a standby or about two replicating pods."""
    pod = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=pod)

    jobs = {"PowerSyncCompactFailed", "PowerSyncCompactStale", "PowerSyncMigrateFailed"}
    others = {"PowerSyncAutoscalerAtMaximum", "PowerSyncReplicatedTwice", OBJECTS}
    assert every_alert - names(render(chart)) == STANDBY | jobs | others


@pytest.mark.parametrize(
    ("props", "missing"),
    [
        pytest.param(INSTANCE, {"PowerSyncAutoscalerAtMaximum", OBJECTS}, id="postgres"),
        pytest.param(INSTANCE.with_(storage=S3_STORAGE), {"PowerSyncAutoscalerAtMaximum"}, id="object-storage"),
        pytest.param(
            INSTANCE.with_(storage=S3_STORAGE.with_(object_storage=None)),
            {"PowerSyncAutoscalerAtMaximum", OBJECTS},
            id="mongodb-storage-alone",
        ),
        pytest.param(FULL_EXISTING_INSTANCE, {"PowerSyncAutoscalerAtMaximum", "PowerSyncMigrateFailed"}, id="existing"),
        pytest.param(
            INSTANCE.with_(topology=Split(replication=ReplicationProps(replicas=1))),
            {"PowerSyncAutoscalerAtMaximum", OBJECTS, *STANDBY},
            id="no-standby",
        ),
        pytest.param(
            INSTANCE.with_(source=MongoSource(uri="mongodb://db.example.com/app")),
            {"PowerSyncAutoscalerAtMaximum", OBJECTS, "PowerSyncStandbyStuck", "PowerSyncReplicationSilent"},
            id="mongodb",
        ),
        pytest.param(INSTANCE.with_(topology=Split(api=ApiProps(**AUTOSCALED))), {OBJECTS}, id="autoscaled"),
        pytest.param(
            INSTANCE.with_(compact=None),
            {"PowerSyncAutoscalerAtMaximum", OBJECTS, "PowerSyncCompactStale", "PowerSyncCompactFailed"},
            id="no-compaction",
        ),
        pytest.param(
            INSTANCE.with_(topology=Split(migrate=MigrateProps(mode="replicators"))),
            {"PowerSyncAutoscalerAtMaximum", OBJECTS, "PowerSyncMigrateFailed"},
            id="no-migration",
        ),
    ],
)
def test_there_are_no_alerts_for_missing_parts(
    chart: Chart, every_alert: set[str], props: PowerSyncProps, missing: set[str]
) -> None:
    """An instance has no alerts for parts that it lacks; only a Postgres source has a slot and heartbeats.

    The library does not know the storage of an existing service.yaml, so such an instance has the alert about object
    storage.
    """
    made = names(instance(chart, props.with_(monitoring=MONITORING)))

    assert every_alert - made == missing


@pytest.mark.parametrize(
    ("limit", "warning", "critical"), [(None, 160, 190), (1000, 800, 950), (10, 8, 9), (3, 2, 2), (1, 0, 0)]
)
def test_connections_near_the_limit(chart: Chart, limit: int | None, warning: int, critical: int) -> None:
    """The thresholds are 80 and 95 percent of the limit, rounded down, so a full pod exceeds them at any limit."""
    service = {"api": {"parameters": {"max_concurrent_connections": limit}}} if limit else {}
    configuration = add_configuration(chart, service=service)
    PowerSyncMonitoring(
        chart, "monitoring", MONITORING, api=PowerSyncApi(chart, "api", ApiProps(), configuration=configuration)
    )

    found = [rule for rule in rules(render(chart)) if rule["alert"] == "PowerSyncConnectionsNearLimit"]
    bounds = {rule["labels"]["severity"]: int(rule["expr"].rpartition(" > ")[2]) for rule in found}
    assert bounds == {"warning": warning, "critical": critical}


def test_failing_connections_are_counted_per_error_code(chart: Chart) -> None:
    """The threshold is the number of failures per minute. The expression selects failures by their outcomes."""
    [failing] = [
        rule
        for rule in rules(monitored(chart, MONITORING.with_(alerts={"failed_connections_per_minute": 90})))
        if rule["alert"] == "PowerSyncConnectionsFailing"
    ]

    assert failing["expr"].startswith("sum by (error_code) (rate(powersync_sync_connections_total{")
    assert 'outcome=~"error|rejected"' in failing["expr"]
    assert failing["expr"].endswith("[5m])) * 60 > 90")


@pytest.mark.parametrize("version", ["1.27.0", "1.28.0"])
def test_the_alert_about_failing_connections_does_not_depend_on_the_image(chart: Chart, version: str) -> None:
    """An instance has the alert before the upgrade to a service that counts failures, so none is missing after it."""
    made = names(instance(chart, INSTANCE.with_(monitoring=MONITORING, image={"tag": version})))

    assert "PowerSyncConnectionsFailing" in made


@pytest.mark.parametrize(
    ("limits", "database", "objects"),
    [
        pytest.param({}, "2 * avg_over_time", "2 * avg_over_time", id="none"),
        pytest.param({"storage_limit": "1Gi"}, " > 1073741824\n", "2 * avg_over_time", id="of-the-database"),
        pytest.param({"object_storage_limit": "1Gi"}, "2 * avg_over_time", " > 1073741824\n", id="of-object-storage"),
    ],
)
def test_each_storage_has_its_own_limit(chart: Chart, limits: dict[str, str], database: str, objects: str) -> None:
    """The limit of one storage does not change the alert about the other one."""
    made = rules(monitored(chart, MONITORING.with_(alerts=limits)))

    warnings = {rule["alert"]: rule["expr"] for rule in made if rule["labels"]["severity"] == "warning"}
    assert (database in warnings["PowerSyncStorageGrowth"], objects in warnings[OBJECTS]) == (True, True)


def test_the_limit_of_the_database_does_not_count_object_storage(chart: Chart) -> None:
    """Data in object storage uses no disk of the database, so the alerts about its disk do not read that size."""
    made = rules(monitored(chart, MONITORING.with_(alerts={"storage_limit": "1Gi"})))

    growth = [rule["expr"] for rule in made if rule["alert"] == "PowerSyncStorageGrowth"]
    assert [expr for expr in growth if "powersync_object_storage_size_bytes" in expr] == []


@pytest.mark.parametrize(("schedule", "seconds"), [("0 3 * * *", 26 * 3600), ("0 3 * * sun", 170 * 3600)])
def test_compaction_is_stale_after_its_schedule(chart: Chart, schedule: str, seconds: int) -> None:
    """The threshold is the longest gap between two runs plus two hours."""
    made = instance(chart, INSTANCE.with_(monitoring=MONITORING, compact={"schedule": schedule}))

    [stale] = [rule for rule in rules(made) if rule["alert"] == "PowerSyncCompactStale"]
    assert f" > {seconds}\n" in stale["expr"]


@pytest.mark.parametrize(
    ("schedule", "days"),
    [("0 3 * * *", 3), ("0 */6 * * *", 3), ("0 3 */2 * *", 6), ("0 3 * * sun", 9), ("0 3 1 * *", 9)],
)
def test_growth_is_computed_over_three_compactions(chart: Chart, schedule: str, days: int) -> None:
    """The time range is three times the longest gap, at least three days and at most nine."""
    made = instance(chart, INSTANCE.with_(monitoring=MONITORING, compact={"schedule": schedule}))

    [growth] = [rule for rule in rules(made) if rule["alert"] == "PowerSyncStorageGrowth"]
    assert (f"[{days}d:10m]" in growth["expr"], f"offset {days}d" in growth["expr"]) == (True, True)


@pytest.mark.parametrize(("period", "failures"), [(20, 3), (10, 6), (25, 3), (30, 2), (90, 1)])
def test_a_standby_is_stuck_after_probes_failed_longer_than_the_lock_lifetime(
    chart: Chart, period: int, failures: int
) -> None:
    """The threshold is the number of liveness probes per minute at the replicators' probe period, rounded up."""
    probes = {"liveness": {"period_seconds": period, "timeout_seconds": 5, "failure_threshold": 99}}
    topology = Split(replication=ReplicationProps().with_(probes=probes))

    made = rules(instance(chart, INSTANCE.with_(monitoring=MONITORING, topology=topology)))

    [stuck] = [rule for rule in made if rule["alert"] == "PowerSyncStandbyStuck"]
    assert f" >= {failures})" in stuck["expr"]


def test_the_list_of_alerts_is_complete(chart: Chart) -> None:
    """`ALERTS` lists exactly the alerts that an instance can have, with their levels."""
    made = rules(monitored(chart, MONITORING.with_(alerts={"storage_limit": "1Gi"}), **AUTOSCALED))

    levels: dict[str, tuple[str, ...]] = {}
    for rule in made:
        levels[rule["alert"]] = (*levels.get(rule["alert"], ()), rule["labels"]["severity"])
    assert levels == ALERTS


def test_a_disabled_alert_is_left_out(chart: Chart, every_alert: set[str]) -> None:
    """A disabled alert is omitted with all its levels, and no other alert is omitted."""
    disabled = {"PowerSyncReplicationLag", "PowerSyncCompactStale"}

    made = names(monitored(chart, MONITORING.with_(alerts={"disabled": sorted(disabled)}), **AUTOSCALED))

    assert every_alert - made == disabled


def test_a_group_without_alerts_is_left_out(chart: Chart) -> None:
    """A PrometheusRule has no groups without rules."""
    jobs = ["PowerSyncCompactStale", "PowerSyncCompactFailed", "PowerSyncMigrateFailed"]

    made = the(monitored(chart, MONITORING.with_(alerts={"disabled": jobs})), "PrometheusRule")

    families = ("api", "replication", "storage", "pods")
    assert [group["name"] for group in made["spec"]["groups"]] == [f"powersync.{family}" for family in families]


def test_an_instance_whose_alerts_are_all_disabled_is_refused(chart: Chart) -> None:
    """Disabling every alert of an instance is an error, because its PrometheusRule would be empty."""
    with pytest.raises(ConfigError) as refused:
        monitored(chart, MONITORING.with_(alerts={"disabled": [*ALERTS]}))

    rule = "disables all alerts of this instance; use alerts=None"
    assert refused.value.lines == [f"monitoring.alerts.disabled: {rule}"]


def test_a_level_has_the_severity_of_the_users_alertmanager(chart: Chart) -> None:
    """`severities` applies to all alerts, and an override applies to one of them."""
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
    """Labels are added to those of the alert; an annotation replaces the one of the same name."""
    override = AlertOverride(labels={"tier": "1"}, annotations={"summary": "the API is down"})
    alerts = {"labels": {"team": "sync"}, "overrides": {"PowerSyncApiDown": override}}

    [down] = [
        rule for rule in rules(monitored(chart, MONITORING.with_(alerts=alerts))) if rule["alert"] == "PowerSyncApiDown"
    ]

    own = {"severity": "critical", "namespace": "sync", "powersync_instance": "powersync"}
    assert (down["labels"], down["annotations"]["summary"]) == ({**own, "team": "sync", "tier": "1"}, "the API is down")


def test_every_alert_has_complete_labels_and_annotations(chart: Chart) -> None:
    """Every alert has the labels of its instance, a summary, a description and the URL of its runbook."""
    runbooks = MONITORING.with_(runbook_url="https://wiki.example.com/powersync")

    made = rules(monitored(chart, runbooks, **AUTOSCALED))

    wrong = [rule for rule in made if not is_complete(rule)]
    assert wrong == []


def is_complete(rule: Manifest) -> bool:
    """Return whether a rule has all labels and annotations."""
    labels, notes = dict(rule["labels"]), rule["annotations"]
    known = labels.pop("severity") in ("warning", "critical")
    own = labels == {"namespace": "sync", "powersync_instance": "powersync"}
    page = notes["runbook_url"] == f"https://wiki.example.com/powersync/{rule['alert']}.md"
    return known and own and page and notes["summary"].startswith("PowerSync sync/powersync: ") and notes["description"]

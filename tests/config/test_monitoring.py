"""Props of the monitoring, and the longest time between two runs of a cron schedule."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise, takewhile
from typing import Any

import pytest
from cronsim import CronSim

from powersync_constructs.config import AlertOverride, Alerts, ConfigError, Dashboard, MonitoringProps
from powersync_constructs.config.core._cron import longest_gap
from tests.samples.instance import INSTANCE

from .validation import errors_of

DAY = 24 * 3600


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            Alerts,
            {"connections_warning_percent": 95},
            "alerts.connections_warning_percent: 95 is not below connections_critical_percent 95; use a lower value",
            id="warning-not-below-critical",
        ),
        pytest.param(
            Alerts,
            {"lag_critical_seconds": 30},
            "alerts.lag_warning_seconds: 60 is not below lag_critical_seconds 30; use a lower value",
            id="lag-warning-not-below-critical",
        ),
        pytest.param(
            Alerts,
            {"failed_connections_per_minute": 0},
            "alerts.failed_connections_per_minute: 0 should be greater than or equal to 1; set it to …",
            id="no-failure-allowed",
        ),
        pytest.param(
            Alerts,
            {"connections_critical_percent": 101},
            "alerts.connections_critical_percent: 101 should be less than or equal to 100; set it to …",
            id="above-100-percent",
        ),
        pytest.param(
            MonitoringProps,
            {"interval_seconds": 5},
            "monitoring.scrape_timeout_seconds: 10 is more than interval_seconds 5; use a lower value",
            id="timeout-above-interval",
        ),
        pytest.param(
            MonitoringProps,
            {"interval_seconds": 121},
            "monitoring.interval_seconds: 121 should be less than or equal to 120; set it to …",
            id="too-long-interval",
        ),
        pytest.param(
            MonitoringProps,
            {"labels": {"app.kubernetes.io/name": "mine"}},
            "monitoring.labels: 'app.kubernetes.io/name' is reserved by the library or a Kubernetes "
            "controller; use another prefix",
            id="reserved-label",
        ),
        pytest.param(
            MonitoringProps,
            {"dashboard": {"labels": {"app.kubernetes.io/name": "mine"}}},
            "monitoring.dashboard.labels: 'app.kubernetes.io/name' is reserved by the library or a Kubernetes "
            "controller; use another prefix",
            id="reserved-label-on-the-dashboard",
        ),
        *(
            pytest.param(
                MonitoringProps,
                {"runbook_url": url},
                f"monitoring.runbook_url: '{url}' is not an HTTP URL, or ends with a slash; write it like "
                "https://github.com/powersync-community/powersync-constructs/blob/main/docs/runbooks",
                id=f"runbook-url-{url}",
            )
            for url in ("wiki.example.com", "https://wiki.example.com/", "https://wiki.example.com/a b", "https://a\n")
        ),
    ],
)
def test_invalid_monitoring_is_refused(model: Any, fields: dict[str, Any], line: str) -> None:
    """Warning levels are below critical levels, scrapes do not overlap, and labels are not reserved."""
    assert errors_of(model, **fields) == [line.replace("\n", "\\n")]


def test_monitoring_needs_metrics() -> None:
    """Monitoring needs the Prometheus port of the service."""
    service = INSTANCE.service.with_(telemetry={"prometheus_port": None})

    with pytest.raises(ConfigError) as raised:
        INSTANCE.with_(service=service, monitoring=MonitoringProps())

    rule = "needs metrics, but telemetry.prometheus_port is None; set the port, or remove monitoring"
    assert raised.value.lines == [f"monitoring: {rule}"]


def test_dashboard_has_the_label_of_the_grafana_sidecar() -> None:
    """The dashboard has the label that the sidecar of the Grafana chart reads by default."""
    assert Dashboard().labels == {"grafana_dashboard": "1"}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"disabled": ["PowerSyncCompactStal"]},
            "alerts.disabled[0]: 'PowerSyncCompactStal' is not an alert; did you mean PowerSyncCompactStale?",
            id="unknown-alert",
        ),
        pytest.param(
            {"disabled": ["KubePodCrashLooping"]},
            "alerts.disabled[0]: 'KubePodCrashLooping' is not an alert; did you mean PowerSyncCrashLooping?",
            id="alert-of-another-project",
        ),
        pytest.param(
            {"disabled": ["nothing"]},
            "alerts.disabled[0]: 'nothing' is not an alert; use one from docs/monitoring.md",
            id="no-similar-name",
        ),
        pytest.param(
            {"disabled": [("PowerSyncCompactStale",)]},
            "alerts.disabled[0]: is not an alert; did you mean PowerSyncCompactStale?",
            id="alert-that-is-not-a-string",
        ),
        pytest.param(
            {"overrides": {"ReplicationLag": {}}},
            "alerts.overrides.ReplicationLag: 'ReplicationLag' is not an alert; did you mean PowerSyncReplicationLag?",
            id="unknown-alert-to-override",
        ),
        pytest.param(
            {"severities": {"info": "ticket"}},
            "alerts.severities.info: 'info' is not one of 'warning' or 'critical'; use one of these",
            id="unknown-level",
        ),
        pytest.param(
            {"severities": {"critical": "page me"}},
            "alerts.severities.critical: 'page me' is not a severity; use letters, digits, '-', '_' and '.', like "
            "page or sev1",
            id="severity-with-a-space",
        ),
        pytest.param(
            {"overrides": {"PowerSyncApiDown": {"severities": {"warning": "page"}}}},
            "alerts.overrides.PowerSyncApiDown.severities: 'warning' is not a level of this alert, which has only the "
            "level critical; use 'critical'",
            id="level-that-the-alert-lacks",
        ),
        pytest.param(
            {"severities": {"warning": "page", "critical": "page"}},
            "alerts.severities: sets both levels of PowerSyncConnectionsNearLimit to 'page'; use different values",
            id="equal-levels",
        ),
        pytest.param(
            {
                "severities": {"critical": "page"},
                "overrides": {"PowerSyncReplicationLag": {"severities": {"warning": "page"}}},
            },
            "alerts.overrides.PowerSyncReplicationLag.severities: sets both levels of PowerSyncReplicationLag to "
            "'page'; use different values",
            id="equal-levels-of-one-alert",
        ),
        pytest.param(
            {"labels": {"severity": "page"}},
            "alerts.labels.severity: 'severity' is set by the library; use `severities`",
            id="severity-as-a-label",
        ),
        *(
            pytest.param(
                {"labels": {label: "x"}},
                f"alerts.labels.{label}: '{label}' identifies the instance of an alert; choose another name",
                id=label,
            )
            for label in ("namespace", "powersync_instance")
        ),
        *(
            pytest.param(
                {"overrides": {"PowerSyncCrashLooping": {"labels": {label: "x"}}}},
                f"alerts.overrides.PowerSyncCrashLooping.labels.{label}: '{label}' distinguishes the alerts of one "
                "rule; choose another name",
                id=label,
            )
            for label in ("pod", "deployment", "job_name", "error_code")
        ),
        *(
            pytest.param(
                {"labels": {label: "x"}},
                f"alerts.labels.{label}: '{label}' is set by Prometheus; choose another name",
                id=label,
            )
            for label in ("alertname", "alertstate")
        ),
        *(
            pytest.param(
                {"annotations": {name: "x"}},
                f"alerts.annotations.{name}: '{name}' is not a valid Prometheus name; use letters, digits and '_', "
                "and do not begin with a digit or '__'",
                id=name,
            )
            for name in ("1st", "__name__", "a-b")
        ),
    ],
)
def test_invalid_alerts_are_refused(fields: dict[str, Any], line: str) -> None:
    """Names must be alerts of the library, and labels must not change what identifies an alert."""
    assert errors_of(Alerts, **fields) == [line]


def test_override_of_one_alert_wins() -> None:
    """The override of an alert replaces the common values key by key."""
    alerts = Alerts(
        severities={"warning": "ticket", "critical": "page"},
        labels={"team": "sync", "tier": "2"},
        annotations={"dashboard": "https://grafana.example.com"},
        overrides={
            "PowerSyncReplicationLag": AlertOverride(
                severities={"critical": "ticket-now"}, labels={"tier": "1"}, annotations={"summary": "late"}
            )
        },
    )

    assert alerts.settings_of("PowerSyncReplicationLag") == AlertOverride(
        severities={"warning": "ticket", "critical": "ticket-now"},
        labels={"team": "sync", "tier": "1"},
        annotations={"dashboard": "https://grafana.example.com", "summary": "late"},
    )


def test_alert_without_an_override_has_the_common_values() -> None:
    """The override of one alert does not change another alert."""
    alerts = Alerts(labels={"team": "sync"}, overrides={"PowerSyncApiDown": AlertOverride(labels={"tier": "1"})})

    assert alerts.settings_of("PowerSyncMigrateFailed") == AlertOverride(labels={"team": "sync"})


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        pytest.param("0 3 * * *", DAY, id="daily"),
        pytest.param("* * * * *", 60, id="every-minute"),
        pytest.param("*/25 * * * *", 25 * 60, id="uneven-in-the-hour"),
        pytest.param("0 8-18 * * *", 14 * 3600, id="overnight"),
        pytest.param("0 2,3 * * *", 23 * 3600, id="twice-a-day"),
        pytest.param("0 8-18 * * mon-fri", 2 * DAY + 14 * 3600, id="over-the-weekend"),
        pytest.param("30 1 * * sun", 7 * DAY, id="weekly"),
        pytest.param("0 0 1 * *", 31 * DAY, id="monthly"),
        pytest.param("0 0 31 * *", 61 * DAY, id="last-of-long-months"),
        pytest.param("*/10 * * 1 *", 335 * DAY + 600, id="one-month-of-the-year"),
        pytest.param("0 0 29 2 *", (8 * 365 + 1) * DAY, id="leap-days-over-2100"),
        pytest.param("0 0 1,15 * mon", 7 * DAY, id="days-of-week-or-month"),
        pytest.param("0 3 */10 * sun", 7 * DAY, id="every-tenth-day-or-weekday"),
        pytest.param("0 0 */2 * mon", 2 * DAY, id="every-other-day-or-weekday"),
        pytest.param("0 3 1 * */2", 2 * DAY, id="day-or-every-other-weekday"),
        pytest.param("0 3 1,*/5 * mon", 5 * DAY, id="day-or-every-fifth-or-weekday"),
        pytest.param("0 3 */1 * mon", 7 * DAY, id="weekly-on-every-day"),
        pytest.param("0 3 1,* * mon", 7 * DAY, id="weekly-on-all-days"),
        pytest.param("0 3 * * 1/2", 3 * DAY, id="every-other-weekday-from-monday"),
        pytest.param("@yearly", 366 * DAY, id="@yearly"),
        pytest.param("@annually", 366 * DAY, id="@annually"),
        pytest.param("@monthly", 31 * DAY, id="@monthly"),
        pytest.param("@weekly", 7 * DAY, id="@weekly"),
        pytest.param("@daily", DAY, id="@daily"),
        pytest.param("@midnight", DAY, id="@midnight"),
        pytest.param("@hourly", 3600, id="@hourly"),
    ],
)
def test_longest_gap(schedule: str, seconds: int) -> None:
    """The longest gap is the time between the two consecutive runs that are furthest apart."""
    assert longest_gap(schedule) == seconds


@pytest.mark.parametrize("schedule", ["7 */5 * * 1,4", "0 1 */9 * *", "15,45 3-7/2 1-7 */3 *", "0 0 13 * fri"])
def test_longest_gap_matches_four_years_of_runs(schedule: str) -> None:
    """The longest gap equals the longest gap between all runs of four years."""
    begin = datetime(2025, 12, 31, tzinfo=timezone.utc)
    end = begin + timedelta(days=4 * 366)
    runs = takewhile(lambda run: run < end, CronSim(schedule, begin))

    gaps = [later - earlier for earlier, later in pairwise(runs)]

    assert longest_gap(schedule) == max(gaps).total_seconds()

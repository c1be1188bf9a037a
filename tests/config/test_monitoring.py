"""Props of the monitoring, and how far apart the runs of a schedule are."""

from datetime import datetime, timedelta, timezone
from itertools import pairwise, takewhile
from typing import Any

import pytest
from cronsim import CronSim

from powersync_constructs.config import AlertOverride, Alerts, ConfigError, Dashboard, MonitoringProps
from powersync_constructs.config.core._cron import longest_gap
from tests.samples.instance import INSTANCE

from .refusal import refusal

DAY = 24 * 3600


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            Alerts,
            {"connections_warning_percent": 95},
            "alerts.connections_warning_percent: 95 is not below connections_critical_percent 95; lower it",
            id="connections-warn-too-late",
        ),
        pytest.param(
            Alerts,
            {"lag_critical_seconds": 30},
            "alerts.lag_warning_seconds: 60 is not below lag_critical_seconds 30; lower it",
            id="lag-warns-too-late",
        ),
        pytest.param(
            Alerts,
            {"connections_critical_percent": 101},
            "alerts.connections_critical_percent: 101 should be less than or equal to 100; it is …",
            id="more-than-full",
        ),
        pytest.param(
            MonitoringProps,
            {"interval_seconds": 5},
            "monitoring.scrape_timeout_seconds: 10 is more than interval_seconds 5; lower it",
            id="scrapes-overlap",
        ),
        pytest.param(
            MonitoringProps,
            {"interval_seconds": 121},
            "monitoring.interval_seconds: 121 should be less than or equal to 120; it is …",
            id="scraped-too-seldom",
        ),
        pytest.param(
            MonitoringProps,
            {"labels": {"app.kubernetes.io/name": "mine"}},
            "monitoring.labels: 'app.kubernetes.io/name' is ours or a controller's; use a prefix of your own",
            id="label-of-ours",
        ),
        pytest.param(
            MonitoringProps,
            {"dashboard": {"labels": {"app.kubernetes.io/name": "mine"}}},
            "monitoring.dashboard.labels: 'app.kubernetes.io/name' is ours or a controller's; use a prefix of your own",
            id="label-of-ours-on-the-dashboard",
        ),
        *(
            pytest.param(
                MonitoringProps,
                {"runbook_url": url},
                f"monitoring.runbook_url: '{url}' is not an address that pages can follow; write it like "
                "https://github.com/powersync-community/powersync-constructs/blob/main/docs/runbooks",
                id=f"runbooks-at-{url}",
            )
            for url in ("wiki.example.com", "https://wiki.example.com/", "https://wiki.example.com/a b", "https://a\n")
        ),
    ],
)
def test_what_cannot_be(model: Any, fields: dict[str, Any], line: str) -> None:
    """A warning comes before its critical, a scrape ends before the next, and labels are the user's own."""
    assert refusal(model, **fields) == [line.replace("\n", "\\n")]


def test_monitoring_needs_metrics() -> None:
    """Without the port there is nothing to scrape."""
    service = INSTANCE.service.with_(telemetry={"prometheus_port": None})

    with pytest.raises(ConfigError) as refused:
        INSTANCE.with_(service=service, monitoring=MonitoringProps())

    rule = "needs metrics, and telemetry.prometheus_port is None; set the port, or remove monitoring"
    assert refused.value.lines == [f"monitoring: {rule}"]


def test_the_sidecar_of_the_grafana_chart_finds_the_dashboard() -> None:
    """It looks for this label unless it is told otherwise."""
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
            id="alert-of-others",
        ),
        pytest.param(
            {"disabled": ["nothing"]},
            "alerts.disabled[0]: 'nothing' is not an alert; use one of docs/monitoring.md",
            id="name-that-is-close-to-none",
        ),
        pytest.param(
            {"disabled": [("PowerSyncCompactStale",)]},
            "alerts.disabled[0]: is not an alert; did you mean PowerSyncCompactStale?",
            id="alert-that-is-no-text",
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
            "alerts.severities.critical: 'page me' is not a severity: letters, digits, -, _ and .; write it like page "
            "or sev1",
            id="severity-with-a-space",
        ),
        pytest.param(
            {"overrides": {"PowerSyncApiDown": {"severities": {"warning": "page"}}}},
            "alerts.overrides.PowerSyncApiDown.severities: 'warning' is not a level of this alert, which is critical "
            "only; use 'critical'",
            id="level-that-the-alert-has-not",
        ),
        pytest.param(
            {"severities": {"warning": "page", "critical": "page"}},
            "alerts.severities: calls both levels of PowerSyncConnectionsNearLimit 'page'; give each a name of its own",
            id="levels-that-become-one",
        ),
        pytest.param(
            {
                "severities": {"critical": "page"},
                "overrides": {"PowerSyncReplicationLag": {"severities": {"warning": "page"}}},
            },
            "alerts.overrides.PowerSyncReplicationLag.severities: calls both levels of PowerSyncReplicationLag 'page'; "
            "give each a name of its own",
            id="levels-of-one-alert-that-become-one",
        ),
        pytest.param(
            {"labels": {"severity": "page"}},
            "alerts.labels.severity: 'severity' is set by each alert; use severities",
            id="severity-as-a-label",
        ),
        *(
            pytest.param(
                {"labels": {label: "x"}},
                f"alerts.labels.{label}: '{label}' says which instance an alert is about; choose another name",
                id=label,
            )
            for label in ("namespace", "powersync_instance")
        ),
        *(
            pytest.param(
                {"overrides": {"PowerSyncCrashLooping": {"labels": {label: "x"}}}},
                f"alerts.overrides.PowerSyncCrashLooping.labels.{label}: '{label}' tells alerts of one rule apart; "
                "choose another name",
                id=label,
            )
            for label in ("pod", "deployment", "job_name")
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
                f"alerts.annotations.{name}: '{name}' is not a name in Prometheus: letters, digits and _, no digit or "
                "__ first; choose another",
                id=name,
            )
            for name in ("1st", "__name__", "a-b")
        ),
    ],
)
def test_what_an_alert_cannot_have(fields: dict[str, Any], line: str) -> None:
    """Names are those of alerts, and labels leave alone what tells alerts apart."""
    assert refusal(Alerts, **fields) == [line]


def test_an_override_wins_over_what_all_alerts_have() -> None:
    """By name, so that it needs to say only what is different."""
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


def test_an_alert_without_an_override_has_what_all_have() -> None:
    """And nothing of what another one has."""
    alerts = Alerts(labels={"team": "sync"}, overrides={"PowerSyncApiDown": AlertOverride(labels={"tier": "1"})})

    assert alerts.settings_of("PowerSyncMigrateFailed") == AlertOverride(labels={"team": "sync"})


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        pytest.param("0 3 * * *", DAY, id="daily"),
        pytest.param("* * * * *", 60, id="every-minute"),
        pytest.param("*/25 * * * *", 25 * 60, id="uneven-in-the-hour"),
        pytest.param("0 8-18 * * *", 14 * 3600, id="over-night"),
        pytest.param("0 2,3 * * *", 23 * 3600, id="twice-a-day"),
        pytest.param("0 8-18 * * mon-fri", 2 * DAY + 14 * 3600, id="over-the-week-end"),
        pytest.param("30 1 * * sun", 7 * DAY, id="weekly"),
        pytest.param("0 0 1 * *", 31 * DAY, id="monthly"),
        pytest.param("0 0 31 * *", 61 * DAY, id="last-of-long-months"),
        pytest.param("*/10 * * 1 *", 335 * DAY + 600, id="a-month-of-the-year"),
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
def test_the_longest_gap(schedule: str, seconds: int) -> None:
    """Between two runs that are as far apart as any."""
    assert longest_gap(schedule) == seconds


@pytest.mark.parametrize("schedule", ["7 */5 * * 1,4", "0 1 */9 * *", "15,45 3-7/2 1-7 */3 *", "0 0 13 * fri"])
def test_the_longest_gap_is_that_of_years(schedule: str) -> None:
    """The same as run by run over four years."""
    begin = datetime(2025, 12, 31, tzinfo=timezone.utc)
    end = begin + timedelta(days=4 * 366)
    runs = takewhile(lambda run: run < end, CronSim(schedule, begin))

    gaps = [later - earlier for earlier, later in pairwise(runs)]

    assert longest_gap(schedule) == max(gaps).total_seconds()

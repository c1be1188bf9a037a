"""Props of `PowerSyncMonitoring`."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Bytes, PositiveCount, PositiveSeconds, Seconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.pod import Annotations, Labels, ObjectMetadata

RUNBOOKS = "https://github.com/powersync-community/powersync-constructs/blob/main/docs/runbooks"
"""Where this project's runbooks are."""
Percent = Annotated[StrictInt, Field(ge=1, le=100)]
"""A share of something that is full at 100."""
Interval = Annotated[StrictInt, Field(ge=1, le=120)]
"""Seconds between two scrapes: Prometheus takes a series for gone after 5 minutes, so that two may fail."""


def _prefix(text: str) -> str:
    if not text.startswith(("https://", "http://")) or text.endswith("/") or not text.isprintable() or " " in text:
        raise ValueError(f"is not an address that pages can follow; write it like {RUNBOOKS}")
    return text


RunbookUrl = Annotated[StrictStr, AfterValidator(_prefix)]
"""Where runbooks are: what stands before `/<alert>.md`."""


class Alerts(Props):
    """When alerts are raised. How long a state must last is part of each alert: see docs/monitoring.md."""

    error_path = "alerts"

    connections_warning_percent: Percent = Field(
        default=80,
        description="percent of max_concurrent_connections that warn, for 5 minutes: an autoscaler aims at 40 and "
        "takes minutes to bring a pod",
    )
    connections_critical_percent: Percent = Field(
        default=95, description="percent of it that are critical, for 2 minutes: a full pod answers 429"
    )
    lag_warning_seconds: PositiveSeconds = Field(
        default=60,
        description="seconds of replication lag that warn, for 5 minutes: a takeover after a crash takes up to 65 "
        "(measured 33 and 52)",
    )
    lag_critical_seconds: PositiveSeconds = Field(
        default=300, description="seconds of replication lag that are critical, for 10 minutes"
    )
    compact_grace_seconds: Seconds = Field(
        default=2 * 3600,
        description="seconds beyond the schedule's longest gap without a successful compaction: an hour that a run may "
        "begin late, and one that it may take",
    )
    storage_limit: Bytes | None = Field(
        default=None,
        description="how large the bucket storage may become; None to be warned when it will double instead",
    )
    storage_days: PositiveCount = Field(
        default=7, description="days ahead that its growth is looked at: time to get a larger disk"
    )

    @model_validator(mode="after")
    def _warns_first(self) -> Self:
        for what in ("connections", "lag"):
            unit = "percent" if what == "connections" else "seconds"
            warning, critical = (getattr(self, f"{what}_{level}_{unit}") for level in ("warning", "critical"))
            if warning >= critical:
                rule = f"{warning} is not below {what}_critical_{unit} {critical}; lower it"
                raise config_error(f"{what}_warning_{unit}", rule)
        return self


class Dashboard(Props):
    """Grafana's dashboard, in a ConfigMap that its sidecar looks for."""

    error_path = "dashboard"

    labels: Labels = Field(
        default={"grafana_dashboard": "1"},
        description="what the sidecar looks for; that of the grafana chart unless given",
    )
    annotations: Annotations = Field(
        default={}, description="annotations of the ConfigMap, like the folder's, grafana_folder"
    )

    @model_validator(mode="after")
    def _leaves_our_labels_alone(self) -> Self:
        ObjectMetadata(labels=self.labels)
        return self


class MonitoringProps(Props):
    """Scraping, alerts and a dashboard of one instance, by the Prometheus operator and Grafana's sidecar."""

    error_path = "monitoring"

    labels: Labels = Field(
        default={},
        description="what the Prometheus selects its PodMonitors and PrometheusRules by; kube-prometheus-stack wants "
        "release: <its release>",
    )
    interval_seconds: Interval = Field(default=30, description="seconds between two scrapes of a pod, at most 120")
    scrape_timeout_seconds: PositiveSeconds = Field(
        default=10, description="seconds that a scrape may take: busy pods answer late, after 5.3 s (measured)"
    )
    alerts: Alerts | None = Field(default_factory=Alerts, description="the alerts; None for none")
    runbook_url: RunbookUrl = Field(
        default=RUNBOOKS, description="what the address of each alert's page begins with; this project's pages"
    )
    dashboard: Dashboard | None = Field(default_factory=Dashboard, description="the dashboard; None for none")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ObjectMetadata(labels=self.labels)
        if self.scrape_timeout_seconds > self.interval_seconds:
            rule = f"{self.scrape_timeout_seconds} is more than interval_seconds {self.interval_seconds}; lower it"
            raise config_error("scrape_timeout_seconds", rule)
        return self

    def check_service(self, prometheus_port: int | None) -> None:
        """Raise when pods have no metrics."""
        if prometheus_port is None:
            raise config_error(
                "monitoring", "needs metrics, and telemetry.prometheus_port is None; give one, or drop this"
            )

"""Props of `PowerSyncMonitoring`."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._repository import DOCUMENTATION
from powersync_constructs.config.core._types import PositiveSeconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.pod import Annotations, Labels, ObjectMetadata

RUNBOOKS = f"{DOCUMENTATION}/runbooks"
"""The URL of this project's runbooks."""
Interval = Annotated[StrictInt, Field(ge=1, le=120)]
"""Seconds between two scrapes. At most 120, so that one failed scrape leaves no gap: Prometheus ignores samples that
are older than 5 minutes."""


def _prefix(text: str) -> str:
    if not text.startswith(("https://", "http://")) or text.endswith("/") or not text.isprintable() or " " in text:
        raise ValueError(f"is not an HTTP URL, or ends with a slash; write it like {RUNBOOKS}")
    return text


RunbookUrl = Annotated[StrictStr, AfterValidator(_prefix)]
"""The URL of the runbooks, without `/<alert>.md`."""


class Dashboard(Props):
    """The Grafana dashboard, in a ConfigMap that the sidecar of Grafana loads.

    A menu at the top selects the instance to show. The initial selection is this instance.
    """

    error_path = "dashboard"

    shared: StrictBool = False
    """Whether all instances of the cluster share this dashboard. Its name and URL then do not depend on the instance.
    Use True for one instance, and dashboard=None for the other instances.
    """
    labels: Labels = Field(default={"grafana_dashboard": "1"})
    """The labels by which the sidecar finds the ConfigMap. Default: the label of the Grafana chart."""
    annotations: Annotations = {}
    """The annotations of the ConfigMap, like grafana_folder for the folder."""

    @model_validator(mode="after")
    def _check_labels(self) -> Self:
        ObjectMetadata(labels=self.labels)
        return self


class MonitoringProps(Props):
    """Scraping, alerts and a dashboard of one instance, for the Prometheus Operator and the sidecar of Grafana."""

    error_path = "monitoring"

    labels: Labels = {}
    """The labels by which Prometheus selects PodMonitors and PrometheusRules. kube-prometheus-stack needs the label
    `release` with the name of its Helm release.
    """
    interval_seconds: Interval = 30
    """Seconds between two scrapes of a pod. At most 120, so that one failed scrape leaves no gap: Prometheus ignores
    samples that are older than 5 minutes.
    """
    scrape_timeout_seconds: PositiveSeconds = 10
    """Seconds that a scrape may take. The default allows for the late answers of busy pods: see `ProbeSettings`."""
    alerts: Alerts | None = Field(default_factory=Alerts)
    """The alerts and their thresholds. None for no alerts."""
    runbook_url: RunbookUrl = RUNBOOKS
    """The URL of the runbooks. Each alert links to `<URL>/<alert>.md`. Default: the runbooks of this project."""
    dashboard: Dashboard | None = Field(default_factory=Dashboard)
    """The Grafana dashboard. None for no dashboard."""

    @model_validator(mode="after")
    def _check_scraping(self) -> Self:
        ObjectMetadata(labels=self.labels)
        if self.scrape_timeout_seconds > self.interval_seconds:
            rule = f"{self.scrape_timeout_seconds} is more than interval_seconds {self.interval_seconds}"
            raise config_error("scrape_timeout_seconds", f"{rule}; use a lower value")
        return self

    def check_service(self, prometheus_port: int | None) -> None:
        """Raise ConfigError if the pods have no metrics."""
        if prometheus_port is None:
            raise config_error(
                "monitoring", "needs metrics, but telemetry.prometheus_port is None; set the port, or remove monitoring"
            )

"""Props of `PowerSyncMonitoring`."""

from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveSeconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.pod import Annotations, Labels, ObjectMetadata

RUNBOOKS = "https://github.com/powersync-community/powersync-constructs/blob/main/docs/runbooks"
"""Where this project's runbooks are."""
Interval = Annotated[StrictInt, Field(ge=1, le=120)]
"""Seconds between two scrapes: Prometheus marks a series stale after 5 minutes, so that two may fail."""


def _prefix(text: str) -> str:
    if not text.startswith(("https://", "http://")) or text.endswith("/") or not text.isprintable() or " " in text:
        raise ValueError(f"is not an address that pages can follow; write it like {RUNBOOKS}")
    return text


RunbookUrl = Annotated[StrictStr, AfterValidator(_prefix)]
"""Where runbooks are: what stands before `/<alert>.md`."""


class Dashboard(Props):
    """Grafana's dashboard, in a ConfigMap that its sidecar looks for.

    It shows any instance that is chosen at its top, and this one at first.
    """

    error_path = "dashboard"

    shared: StrictBool = Field(
        default=False,
        description="whether it is the only dashboard of the cluster, whose name and address do not change with the "
        "instance; True for one instance, and dashboard=None for the others",
    )
    labels: Labels = Field(
        default={"grafana_dashboard": "1"},
        description="what the sidecar looks for; default: the label of the grafana chart",
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
                "monitoring", "needs metrics, and telemetry.prometheus_port is None; set the port, or remove monitoring"
            )

"""One alert, and how its text shows what Prometheus has found."""

from dataclasses import dataclass
from typing import Any

from powersync_constructs.constructs._monitoring.promql import MonitoredInstance

VALUE, POD = "{{ $value }}", "{{ $labels.pod }}"
JOB, DEPLOYMENT = "{{ $labels.job_name }}", "{{ $labels.deployment }}"
DURATION, BYTES = "{{ $value | humanizeDuration }}", "{{ $value | humanize1024 }}B"


@dataclass(frozen=True)
class Alert:
    """One alert: what is true when it is raised, and for how long it must have been."""

    name: str
    severity: str
    minutes: int
    expression: str
    summary: str
    description: str

    def rule(self, watched: MonitoredInstance, runbook_url: str) -> dict[str, Any]:
        """The rule in Prometheus' own words."""
        return {
            "alert": self.name,
            "expr": self.expression,
            **({"for": f"{self.minutes}m"} if self.minutes else {}),
            "labels": {
                "severity": self.severity,
                "namespace": watched.namespace,
                "powersync_instance": watched.instance,
            },
            "annotations": {
                "summary": f"PowerSync {watched.namespace}/{watched.instance}: {self.summary}",
                "description": self.description,
                "runbook_url": f"{runbook_url}/{self.name}.md",
            },
        }

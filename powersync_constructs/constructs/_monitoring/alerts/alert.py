"""The model of an alert, and the template expressions that its texts use."""

from dataclasses import dataclass
from typing import Any

from powersync_constructs.config.alerts import AlertLevel, AlertName, AlertOverride
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance

VALUE, POD = "{{ $value }}", "{{ $labels.pod }}"
ROUNDED, CODE = '{{ $value | printf "%.0f" }}', "{{ $labels.error_code }}"
JOB, DEPLOYMENT = "{{ $labels.job_name }}", "{{ $labels.deployment }}"
DURATION, BYTES = "{{ $value | humanizeDuration }}", "{{ $value | humanize1024 }}B"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert: its expression, and for how many minutes the expression must hold before the alert fires."""

    name: AlertName
    level: AlertLevel
    minutes: int = 0
    expression: str
    summary: str
    description: str

    def rule(self, instance: MonitoredInstance, settings: AlertOverride, runbook_url: str) -> dict[str, Any]:
        """Return the rule in the format of Prometheus, with the user's settings for this alert."""
        return {
            "alert": self.name,
            "expr": self.expression,
            **({"for": f"{self.minutes}m"} if self.minutes else {}),
            "labels": {
                "severity": settings.severities.get(self.level, self.level),
                "namespace": instance.namespace,
                "powersync_instance": instance.instance,
                **settings.labels,
            },
            "annotations": {
                "summary": f"PowerSync {instance.full_name}: {self.summary}",
                "description": self.description,
                "runbook_url": f"{runbook_url}/{self.name}.md",
                **settings.annotations,
            },
        }

"""The alerts, the thresholds at which they fire, and the labels and annotations that users add."""

import difflib
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import (
    Bytes,
    FrozenList,
    FrozenMap,
    MapKey,
    PositiveCount,
    PositiveSeconds,
    Seconds,
    matching,
)
from powersync_constructs.config.core.errors import config_error

AlertLevel = Literal["warning", "critical"]
"""The urgency of an alert. It is also the value of the label `severity`, unless `severities` sets another value."""

_WarningThenCritical = Literal["PowerSyncConnectionsNearLimit", "PowerSyncReplicationLag", "PowerSyncStorageGrowth"]
_Critical = Literal["PowerSyncApiDown", "PowerSyncMigrateFailed", "PowerSyncNotReplicating"]
_Warning = Literal[
    "PowerSyncApiPodsMissing",
    "PowerSyncAutoscalerAtMaximum",
    "PowerSyncCompactFailed",
    "PowerSyncCompactStale",
    "PowerSyncConnectionsFailing",
    "PowerSyncCrashLooping",
    "PowerSyncObjectStorageGrowth",
    "PowerSyncOutOfMemory",
    "PowerSyncReplicatedTwice",
    "PowerSyncReplicationSilent",
    "PowerSyncRolloutStuck",
    "PowerSyncStandbyMissing",
    "PowerSyncStandbyStuck",
]
_Name = Literal[_WarningThenCritical, _Critical, _Warning]

ALERTS: dict[_Name, tuple[AlertLevel, ...]] = {
    **dict.fromkeys(get_args(_WarningThenCritical), ("warning", "critical")),
    **dict.fromkeys(get_args(_Critical), ("critical",)),
    **dict.fromkeys(get_args(_Warning), ("warning",)),
}
"""All alerts with their levels. Each alert has a page in docs/runbooks and a row in docs/monitoring.md."""


def _known(name: object) -> object:
    if isinstance(name, str) and name in ALERTS:
        return name
    close = difflib.get_close_matches(str(name), ALERTS, n=1)
    raise ValueError(f"is not an alert; {f'did you mean {close[0]}?' if close else 'use one from docs/monitoring.md'}")


_TAKEN = {
    **dict.fromkeys(("namespace", "powersync_instance"), "identifies the instance of an alert"),
    **dict.fromkeys(("pod", "deployment", "job_name", "error_code"), "distinguishes the alerts of one rule"),
    **dict.fromkeys(("alertname", "alertstate"), "is set by Prometheus"),
}


def _label_name(text: str) -> str:
    if text == "severity":
        raise ValueError("is set by the library; use `severities`")
    if text in _TAKEN:
        raise ValueError(f"{_TAKEN[text]}; choose another name")
    return text


AlertName = Annotated[_Name, BeforeValidator(_known)]
"""The name of an alert."""
Severity = Annotated[
    StrictStr,
    matching(
        r"[A-Za-z0-9][A-Za-z0-9_.-]*", "is not a severity; use letters, digits, '-', '_' and '.', like page or sev1"
    ),
]
"""A value of the label `severity`."""
AnnotationName = Annotated[
    MapKey,
    matching(
        r"(?!__)[a-zA-Z_][a-zA-Z0-9_]*",
        "is not a valid Prometheus name; use letters, digits and '_', and do not begin with a digit or '__'",
    ),
]
"""The name of an annotation of an alert."""
AlertLabelName = Annotated[AnnotationName, AfterValidator(_label_name)]
"""The name of a label to add to an alert. The labels that alerts already have are not allowed."""
AlertLabelValue = Annotated[StrictStr, Field(min_length=1)]
"""The value of a label of an alert. Empty values are not allowed, because Prometheus removes empty labels."""
Percent = Annotated[StrictInt, Field(ge=1, le=100)]
"""A percentage of a limit."""


class _Labeled(Props):
    """Severities, labels and annotations of one alert, or of all alerts."""

    severities: FrozenMap[AlertLevel, Severity] = {}
    """The value of the label `severity` for each level, like {'critical': 'page'}. Default: the name of the level."""
    labels: FrozenMap[AlertLabelName, AlertLabelValue] = {}
    """The labels to add, for routing in Alertmanager, like {'team': 'sync'}."""
    annotations: FrozenMap[AnnotationName, StrictStr] = {}
    """The annotations to add. They override generated annotations: summary, description, runbook_url."""


class AlertOverride(_Labeled):
    """Settings of one alert. They take precedence over the settings of all alerts."""


class Alerts(_Labeled):
    """The alerts and their thresholds. docs/monitoring.md lists how long a state must last until an alert fires."""

    error_path = "alerts"

    disabled: FrozenList[AlertName] = ()
    """The names of the alerts to leave out."""
    overrides: FrozenMap[AlertName, AlertOverride] = {}
    """The severities, labels and annotations of individual alerts, by the name of the alert."""
    connections_warning_percent: Percent = 80
    """The warning threshold for connections, in percent of max_concurrent_connections. The alert fires if a pod exceeds
    the threshold for 5 minutes. The default is above the default target of an autoscaler (40 percent), because
    connections exceed the target until a new pod starts.
    """
    connections_critical_percent: Percent = 95
    """The critical threshold for connections, in percent of max_concurrent_connections. The alert fires if a pod
    exceeds the threshold for 2 minutes. A full pod rejects clients with 429.
    """
    failed_connections_per_minute: PositiveCount = 30
    """The number of sync connections per minute that may fail or be refused with one error code, over all API pods.
    PowerSyncConnectionsFailing fires if the number is higher for 10 minutes. A client that fails retries after 5
    seconds (default of the JavaScript SDK), so one client causes up to 12 failures per minute. With the default of 30,
    the alert fires if three clients fail at each attempt. Needs service 1.28.0 or newer: an older service does not
    count failures, and the alert never fires.
    """
    lag_warning_seconds: PositiveSeconds = 60
    """The warning threshold for the replication lag, in seconds. The alert fires if the lag exceeds the threshold for
    5 minutes, which is longer than a takeover after a crash takes: see `ReplicationPair`.
    """
    lag_critical_seconds: PositiveSeconds = 300
    """The critical threshold for the replication lag, in seconds. The alert fires if the lag exceeds the threshold for
    10 minutes.
    """
    compact_grace_seconds: Seconds = Field(default=2 * 3600)
    """The grace period of PowerSyncCompactStale, in seconds. The alert fires if the last successful compaction is older
    than the longest time between two scheduled runs plus this period. With the default of two hours, a run may
    start one hour late and take one hour.
    """
    storage_limit: Bytes | None = None
    """The size limit of the bucket storage, as a quantity. PowerSyncStorageGrowth fires if the size is predicted to
    reach the limit within `storage_days`, or if it exceeds 90 percent of the limit. If None, the alert fires if the
    size is predicted to double within `storage_days`. The size is that of the database: data in object storage does not
    count, because it uses no disk of the database.
    """
    object_storage_limit: Bytes | None = None
    """The size limit of the data in object storage, as a quantity. PowerSyncObjectStorageGrowth fires if the size is
    predicted to reach the limit within `storage_days`. The limit is a budget, because object storage does not become
    full. If None, the alert fires if the size is predicted to double within `storage_days`. Only for a bucket storage
    with `object_storage`.
    """
    storage_days: PositiveCount = 7
    """The prediction period of PowerSyncStorageGrowth and PowerSyncObjectStorageGrowth, in days. Use at least the time
    that you need to add storage.
    """

    def settings_of(self, name: _Name) -> AlertOverride:
        """Return the settings of one alert: the settings of all alerts, merged with its own override."""
        own = self.overrides.get(name, AlertOverride())
        return AlertOverride(
            severities={**self.severities, **own.severities},
            labels={**self.labels, **own.labels},
            annotations={**self.annotations, **own.annotations},
        )

    @model_validator(mode="after")
    def _check_thresholds(self) -> Self:
        for what in ("connections", "lag"):
            unit = "percent" if what == "connections" else "seconds"
            warning, critical = (getattr(self, f"{what}_{level}_{unit}") for level in ("warning", "critical"))
            if warning >= critical:
                rule = f"{warning} is not below {what}_critical_{unit} {critical}; use a lower value"
                raise config_error(f"{what}_warning_{unit}", rule)
        return self

    @model_validator(mode="after")
    def _check_levels(self) -> Self:
        for name, override in self.overrides.items():
            for level in override.severities:
                if level not in ALERTS[name]:
                    rule = f"'{level}' is not a level of this alert, which has only the level {ALERTS[name][0]}"
                    raise config_error(f"overrides.{name}.severities", f"{rule}; use '{ALERTS[name][0]}'")
        return self

    @model_validator(mode="after")
    def _check_severities(self) -> Self:
        """Refuse equal severities, because Alertmanager would treat both levels as one alert."""
        for name in get_args(_WarningThenCritical):
            severities = self.settings_of(name).severities
            warning, critical = severities.get("warning", "warning"), severities.get("critical", "critical")
            if warning == critical:
                overridden = name in self.overrides and self.overrides[name].severities
                where = f"overrides.{name}.severities" if overridden else "severities"
                raise config_error(where, f"sets both levels of {name} to '{critical}'; use different values")
        return self

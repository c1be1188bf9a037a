"""Which alerts there are, when each fires, and the labels and annotations that users add to them."""

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
"""How urgent an alert is, and the value of its label `severity` where `severities` does not change it."""

_WarningThenCritical = Literal["PowerSyncConnectionsNearLimit", "PowerSyncReplicationLag", "PowerSyncStorageGrowth"]
_Critical = Literal["PowerSyncApiDown", "PowerSyncMigrateFailed", "PowerSyncNotReplicating"]
_Warning = Literal[
    "PowerSyncApiPodsMissing",
    "PowerSyncAutoscalerAtMaximum",
    "PowerSyncCompactFailed",
    "PowerSyncCompactStale",
    "PowerSyncCrashLooping",
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
"""Every alert with its levels. Each has a page in docs/runbooks and a row in docs/monitoring.md."""


def _known(name: object) -> object:
    if isinstance(name, str) and name in ALERTS:
        return name
    close = difflib.get_close_matches(str(name), ALERTS, n=1)
    raise ValueError(f"is not an alert; {f'did you mean {close[0]}?' if close else 'use one of docs/monitoring.md'}")


_TAKEN = {
    **dict.fromkeys(("namespace", "powersync_instance"), "says which instance an alert is about"),
    **dict.fromkeys(("pod", "deployment", "job_name"), "tells alerts of one rule apart"),
    **dict.fromkeys(("alertname", "alertstate"), "is set by Prometheus"),
}


def _label_name(text: str) -> str:
    if text == "severity":
        raise ValueError("is set by each alert; use severities")
    if text in _TAKEN:
        raise ValueError(f"{_TAKEN[text]}; choose another name")
    return text


AlertName = Annotated[_Name, BeforeValidator(_known)]
"""The name of an alert."""
Severity = Annotated[
    StrictStr,
    matching(
        r"[A-Za-z0-9][A-Za-z0-9_.-]*", "is not a severity: letters, digits, -, _ and .; write it like page or sev1"
    ),
]
"""A value of the label `severity`."""
AnnotationName = Annotated[
    MapKey,
    matching(
        r"(?!__)[a-zA-Z_][a-zA-Z0-9_]*",
        "is not a name in Prometheus: letters, digits and _, no digit or __ first; choose another",
    ),
]
"""The name of an annotation of an alert."""
AlertLabelName = Annotated[AnnotationName, AfterValidator(_label_name)]
"""The name of a label of an alert that no alert has by itself."""
AlertLabelValue = Annotated[StrictStr, Field(min_length=1)]
"""The value of a label of an alert; Prometheus drops a label that is empty."""
Percent = Annotated[StrictInt, Field(ge=1, le=100)]
"""A share of something that is full at 100."""


class _Labelled(Props):
    """What is added to one alert, or to all of them."""

    severities: FrozenMap[AlertLevel, Severity] = Field(
        default={},
        description="what your Alertmanager calls a level, like {'critical': 'page'}; default: warning and critical",
    )
    labels: FrozenMap[AlertLabelName, AlertLabelValue] = Field(
        default={}, description="labels that Alertmanager routes by, like {'team': 'sync'}"
    )
    annotations: FrozenMap[AnnotationName, StrictStr] = Field(
        default={}, description="annotations, which replace those of the same name: summary, description, runbook_url"
    )


class AlertOverride(_Labelled):
    """What one alert has that others have not; it wins over what is said for all alerts."""


class Alerts(_Labelled):
    """Which alerts fire, and when. How long a state must last is part of each alert: see docs/monitoring.md."""

    error_path = "alerts"

    disabled: FrozenList[AlertName] = Field(default=(), description="alerts to leave out, by name")
    overrides: FrozenMap[AlertName, AlertOverride] = Field(
        default={}, description="severities, labels and annotations of single alerts, by name"
    )
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

    def settings_of(self, name: _Name) -> AlertOverride:
        """What one alert has: its own override, and where that is silent, what is said for all."""
        own = self.overrides.get(name, AlertOverride())
        return AlertOverride(
            severities={**self.severities, **own.severities},
            labels={**self.labels, **own.labels},
            annotations={**self.annotations, **own.annotations},
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

    @model_validator(mode="after")
    def _renames_levels_that_alerts_have(self) -> Self:
        for name, override in self.overrides.items():
            for level in override.severities:
                if level not in ALERTS[name]:
                    rule = f"'{level}' is not a level of this alert, which is {ALERTS[name][0]} only"
                    raise config_error(f"overrides.{name}.severities", f"{rule}; use '{ALERTS[name][0]}'")
        return self

    @model_validator(mode="after")
    def _keeps_levels_apart(self) -> Self:
        """Two rules of one name with the same labels would be one alert to Alertmanager."""
        for name in get_args(_WarningThenCritical):
            severities = self.settings_of(name).severities
            warning, critical = severities.get("warning", "warning"), severities.get("critical", "critical")
            if warning == critical:
                overridden = name in self.overrides and self.overrides[name].severities
                where = f"overrides.{name}.severities" if overridden else "severities"
                raise config_error(where, f"calls both levels of {name} '{critical}'; give each a name of its own")
        return self

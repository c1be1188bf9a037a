"""Ports, durations, counts and ids: their bounds and their types."""

from typing import Any

import pytest

from powersync_constructs.config.core._durations import go_duration
from powersync_constructs.config.core._types import (
    Count,
    Port,
    PositiveCount,
    PositiveSeconds,
    Seconds,
    UnprivilegedPort,
    UserId,
)
from powersync_constructs.config.service._connection import Heartbeat
from powersync_constructs.config.workloads.autoscaling import Period, Window

from .validation import error_of, validated

BOUNDS = [
    pytest.param(Port, 1, 65535, id="port"),
    pytest.param(UnprivilegedPort, 1024, 65535, id="unprivileged-port"),
    pytest.param(Seconds, 0, 31_536_000, id="seconds"),
    pytest.param(PositiveSeconds, 1, 31_536_000, id="positive-seconds"),
    pytest.param(Count, 0, 2**31 - 1, id="count"),
    pytest.param(PositiveCount, 1, 2**31 - 1, id="positive-count"),
    pytest.param(UserId, 1, 2**31 - 1, id="non-root-user"),
    pytest.param(Heartbeat, 5, 60, id="heartbeat"),
    pytest.param(Window, 0, 3600, id="autoscaler-window"),
    pytest.param(Period, 1, 1800, id="autoscaler-period"),
]


@pytest.mark.parametrize(("kind", "minimum", "maximum"), BOUNDS)
def test_bounds_are_accepted(kind: Any, minimum: int, maximum: int) -> None:
    """The minimum and the maximum are accepted."""
    assert [validated(kind, minimum), validated(kind, maximum)] == [minimum, maximum]


@pytest.mark.parametrize(("kind", "minimum", "maximum"), BOUNDS)
def test_number_beyond_the_bounds_is_refused(kind: Any, minimum: int, maximum: int) -> None:
    """A number beyond a bound is refused, and the error has the bound."""
    assert [error_of(kind, minimum - 1), error_of(kind, maximum + 1)] == [
        f"{minimum - 1} should be greater than or equal to {minimum}; set it to …",
        f"{maximum + 1} should be less than or equal to {maximum}; set it to …",
    ]


@pytest.mark.parametrize("value", ["80", 80.0, True, None], ids=["text", "float", "boolean", "none"])
def test_other_types_are_refused(value: object) -> None:
    """Strings, floats and booleans are not converted."""
    assert error_of(Port, value) == f"{value!r} is not an integer; set it to …"


@pytest.mark.parametrize(
    ("seconds", "duration"),
    [
        (0, "0s"),
        (1, "1s"),
        (59, "59s"),
        (60, "1m"),
        (90, "90s"),
        (300, "5m"),
        (3600, "1h"),
        (5400, "1h30m"),
        (3601, "3601s"),
        (86400, "24h"),
    ],
)
def test_go_duration(seconds: int, duration: str) -> None:
    """A duration of whole minutes is written in hours and minutes, and any other duration in seconds."""
    assert go_duration(seconds) == duration

"""Ports, durations, counts and ids: their bounds, and that nothing else passes for a number."""

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

from .refusal import kept, refused

BOUNDS = [
    pytest.param(Port, 1, 65535, id="port"),
    pytest.param(UnprivilegedPort, 1024, 65535, id="unprivileged-port"),
    pytest.param(Seconds, 0, 31_536_000, id="seconds"),
    pytest.param(PositiveSeconds, 1, 31_536_000, id="positive-seconds"),
    pytest.param(Count, 0, 2**31 - 1, id="count"),
    pytest.param(PositiveCount, 1, 2**31 - 1, id="positive-count"),
    pytest.param(UserId, 1, 2**31 - 1, id="user-that-is-not-root"),
    pytest.param(Heartbeat, 5, 60, id="heartbeat"),
    pytest.param(Window, 0, 3600, id="autoscaler-window"),
    pytest.param(Period, 1, 1800, id="autoscaler-period"),
]


@pytest.mark.parametrize(("kind", "least", "most"), BOUNDS)
def test_the_bounds_are_inside(kind: Any, least: int, most: int) -> None:
    """The least and the most are taken."""
    assert [kept(kind, least), kept(kind, most)] == [least, most]


@pytest.mark.parametrize(("kind", "least", "most"), BOUNDS)
def test_beyond_the_bounds(kind: Any, least: int, most: int) -> None:
    """One less and one more are refused, with the bound."""
    assert [refused(kind, least - 1), refused(kind, most + 1)] == [
        f"{least - 1} should be greater than or equal to {least}; it is …",
        f"{most + 1} should be less than or equal to {most}; it is …",
    ]


@pytest.mark.parametrize("value", ["80", 80.0, True, None], ids=["text", "float", "boolean", "none"])
def test_nothing_else_is_a_number(value: object) -> None:
    """A text, a fraction or a boolean is not converted."""
    assert refused(Port, value) == f"{value!r} is no whole number; it is …"


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
def test_a_duration_is_written_as_go_reads_it(seconds: int, duration: str) -> None:
    """In hours and minutes where they are whole."""
    assert go_duration(seconds) == duration

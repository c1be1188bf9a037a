"""Durations are read as ingress controllers read them."""

import math

import pytest
from hypothesis import given, strategies as st

from powersync_constructs.rules.network._durations import seconds_of


@pytest.mark.parametrize(
    ("written", "unit", "seconds"),
    [
        ("60", "s", 60),
        (86400, "s", 86400),
        ("10000", "ms", 10),
        ("60s", "ms", 60),
        ("1h30m", "s", 5400),
        ("1m 30s", "s", 90),
        ("500ms", "s", 0.5),
        ("500us", "s", 0.0005),
        ("1.5h", "s", 5400),
        ("1d", "s", 86400),
        ("0s", "s", 0),
        ("infinity", "s", math.inf),
        (" 15S ", "s", 15),
    ],
)
def test_duration_is_read(written: object, unit: str, seconds: float) -> None:
    """A number has the default unit, and the parts of a duration are added."""
    assert seconds_of(written, unit) == seconds


@pytest.mark.parametrize("written", ["", "s", "soon", "10x", "10s later", "-5s", None, True, 1.5, ["10s"], {}])
def test_other_values_are_not_durations(written: object) -> None:
    """A value that no controller accepts as a duration has no seconds."""
    assert seconds_of(written) is None


@given(st.text(alphabet="0123456789.msh d", max_size=40))
def test_no_text_raises_an_exception(written: str) -> None:
    """Any text is a duration that is not negative, or none."""
    assert (seconds_of(written) or 0) >= 0

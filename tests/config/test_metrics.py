"""The table of the series that the service exports."""

import pytest

from powersync_constructs.config.service import _metrics
from powersync_constructs.config.service._metrics import METRICS, Metric
from powersync_constructs.config.service.releases._table import RELEASES


def test_names_are_unique() -> None:
    """Each series is in the table once."""
    names = [metric.name for metric in METRICS]

    assert len(set(names)) == len(names)


def test_a_counter_ends_in_total() -> None:
    """A counter has the suffix of counters, and a gauge does not have it."""
    assert [each.name for each in METRICS if each.name.endswith("_total") != (each.kind == "counter")] == []


def test_every_series_of_a_release_is_in_the_table() -> None:
    """The table contains each series that a release added, and derives the release from it."""
    added = {
        addition.name.removeprefix("metric: "): str(release.version)
        for release in RELEASES
        for addition in release.adds
        if addition.name.startswith("metric: ")
    }

    assert {each.name: str(each.since) for each in METRICS if each.since is not None} == added


@pytest.mark.parametrize(
    ("metric", "since", "evidence"),
    [
        pytest.param(_metrics.LAG, None, "read", id="every-release"),
        pytest.param(_metrics.OBJECTS, "1.26.0", "read", id="object-storage"),
        pytest.param(_metrics.ATTRIBUTED[1], "1.26.0", "inferred", id="sync-configs"),
        pytest.param(_metrics.ENDED, "1.28.0", "read", id="sync-connections"),
    ],
)
def test_a_series_has_its_first_release(metric: Metric, since: str | None, evidence: str) -> None:
    """A series has the release that added it, and how its name is known."""
    assert (metric.since and str(metric.since), metric.evidence) == (since, evidence)

"""Probes leave busy pods, short outages and slow starts enough time."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.probe_times import (
    liveness_has_its_own_grace,
    liveness_survives_an_outage,
    probe_timeout_is_enough,
    there_is_time_to_start,
)
from tests.rules.manifests import objects
from tests.rules.pods import http, pods, runs

LOCK_WAIT = "it waits up to 180 s for the migration lock"
CONNECT = "a connection to MongoDB takes up to 30 s"
POSTGRES_STORAGE = "storage: {type: postgresql}\n"
ONLY_A_JOB_MIGRATES = "migrations: {disable_auto_migration: true}\n"


@pytest.mark.parametrize(
    ("component", "probes", "count"),
    [
        pytest.param("api", {"livenessProbe": http()}, 1, id="default"),
        pytest.param("unified", {"readinessProbe": http(timeoutSeconds=5)}, 1, id="below-the-measured-time"),
        pytest.param("api", {"readinessProbe": http(timeoutSeconds=6)}, 0, id="above-the-measured-time"),
        pytest.param("api", {"startupProbe": http()}, 0, id="no-clients-at-start"),
        pytest.param("api", {"livenessProbe": runs("cat", "/app/.probes/poll")}, 0, id="file"),
        pytest.param("replication", {"livenessProbe": http()}, 0, id="no-clients"),
    ],
)
def test_short_timeout_is_reported(component: str, probes: dict[str, Any], count: int) -> None:
    """HTTP probes of pods with clients have more time than the longest answer that was measured."""
    assert len(probe_timeout_is_enough.findings(objects(*pods(component, **probes)))) == count


@pytest.mark.parametrize(
    ("component", "probe", "count"),
    [
        pytest.param("replication", http(), 1, id="defaults"),
        pytest.param("unified", http(periodSeconds=20), 1, id="one-minute"),
        pytest.param("replication", http(periodSeconds=20, failureThreshold=6), 0, id="two-minutes"),
        pytest.param("replication", runs("cat", "/app/.probes/poll"), 0, id="file"),
        pytest.param("api", http(), 0, id="api"),
    ],
)
def test_impatient_liveness_is_reported(component: str, probe: Manifest, count: int) -> None:
    """The liveness probe of a process that replicates tolerates an outage of two minutes."""
    assert len(liveness_survives_an_outage.findings(objects(*pods(component, livenessProbe=probe)))) == count


@pytest.mark.parametrize(
    ("made", "kind", "seconds", "why"),
    [
        (pods("replication", startupProbe=http(failureThreshold=17)), "startup", 170, LOCK_WAIT),
        (pods("unified", livenessProbe=http()), "liveness", 30, LOCK_WAIT),
        (pods(startupProbe=http(periodSeconds=1, failureThreshold=19, initialDelaySeconds=10)), "startup", 29, CONNECT),
    ],
)
def test_short_start_is_reported(made: list[Manifest], kind: str, seconds: int, why: str) -> None:
    """The startup probe, or the liveness probe without one, leaves the time that the start can take."""
    [found] = there_is_time_to_start.findings(objects(*made))

    assert found.reason == f"is killed by its {kind} probe if it does not start within {seconds} s, but {why}"


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods("replication", startupProbe=http(failureThreshold=18)), id="lock-wait"),
        pytest.param(pods("replication", ONLY_A_JOB_MIGRATES, startupProbe=http()), id="no-migration"),
        pytest.param(pods(service_yaml=POSTGRES_STORAGE, startupProbe=http(failureThreshold=1)), id="postgres"),
        pytest.param(pods("replication", None, startupProbe=http()), id="service-yaml-elsewhere"),
        pytest.param(pods(livenessProbe=http()), id="defaults-of-api-pods"),
        pytest.param(pods(startupProbe=http(failureThreshold=60), livenessProbe=http(periodSeconds=1)), id="both"),
        pytest.param(pods("replication", readinessProbe=http()), id="readiness-kills-nothing"),
    ],
)
def test_enough_time_is_not_reported(made: list[Manifest]) -> None:
    """A pod with enough time, or without a probe that ends it, is not reported."""
    assert there_is_time_to_start.findings(objects(*made)) == []


@pytest.mark.parametrize(
    ("grace", "probe", "count"),
    [
        (60, http(), 1),
        (60, http(terminationGracePeriodSeconds=10), 0),
        (30, http(), 0),
        (None, http(), 0),
    ],
)
def test_grace_of_the_pod_is_reported(grace: object, probe: Manifest, count: int) -> None:
    """A liveness probe needs its own grace period only if that of the pods is longer than the default."""
    made = pods(livenessProbe=probe, pod={"terminationGracePeriodSeconds": grace})

    assert len(liveness_has_its_own_grace.findings(objects(*made))) == count


@pytest.mark.parametrize(("kind", "fix"), [("startup", "set periodSeconds"), ("liveness", "add a startup probe")])
def test_fix_fits_the_probe(kind: str, fix: str) -> None:
    """The fix changes a startup probe that exists, and adds one otherwise."""
    probe: dict[str, Any] = {f"{kind}Probe": http()}

    [found] = there_is_time_to_start.findings(objects(*pods("replication", **probe)))

    assert found.fix.startswith(fix)

"""The probes of long-running pods."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs.config import HealthCheck, HealthCheckProbes
from tests.samples.configuration import CONFIGURATION
from tests.samples.pods import FULL_PROBES

from .manifests import LONG_RUNNING, Manifest, container, pod, workload

PROBES = ("startup", "liveness", "readiness")
_FILES = CONFIGURATION.with_(
    service={"healthcheck": HealthCheck(probes=HealthCheckProbes(use_http=False, use_filesystem=True))}
)
_BOTH = CONFIGURATION.with_(service={"healthcheck": HealthCheck(probes=HealthCheckProbes(use_filesystem=True))})


def _times(probe: Manifest) -> tuple[int, int, int]:
    return probe["periodSeconds"], probe["timeoutSeconds"], probe["failureThreshold"]


@pytest.mark.parametrize("component", LONG_RUNNING)
@pytest.mark.parametrize("probe", PROBES)
def test_probes_use_http(chart: Chart, component: str, probe: str) -> None:
    """Each probe requests its own path, on the named port."""
    found = container(workload(chart, component), component)[f"{probe}Probe"]

    assert found["httpGet"] == {"path": f"/probes/{probe}", "port": "http"}


@pytest.mark.parametrize(
    ("component", "probe", "times"),
    [
        ("api", "startup", (5, 5, 120)),
        ("api", "liveness", (20, 20, 3)),
        ("api", "readiness", (10, 10, 3)),
        ("replication", "startup", (5, 5, 120)),
        ("replication", "liveness", (20, 20, 15)),
        ("replication", "readiness", (10, 10, 3)),
        ("unified", "startup", (5, 5, 120)),
        ("unified", "liveness", (20, 20, 15)),
        ("unified", "readiness", (10, 10, 3)),
    ],
)
def test_probe_times(chart: Chart, component: str, probe: str, times: tuple[int, int, int]) -> None:
    """A busy pod gets long timeouts, and a replicator gets five minutes: a restart does not fix a database."""
    assert _times(container(workload(chart, component), component)[f"{probe}Probe"]) == times


@pytest.mark.parametrize("component", LONG_RUNNING)
@pytest.mark.parametrize(
    ("probe", "times"), [("startup", (2, 3, 120)), ("liveness", (30, 15, 4)), ("readiness", (7, 6, 2))]
)
def test_probe_times_can_be_set(chart: Chart, component: str, probe: str, times: tuple[int, int, int]) -> None:
    """Every probe has the given times."""
    manifests = workload(chart, component, probes=FULL_PROBES)

    assert _times(container(manifests, component)[f"{probe}Probe"]) == times


@pytest.mark.parametrize("component", LONG_RUNNING)
@pytest.mark.parametrize(("props", "seconds"), [({}, 10), ({"probes": FULL_PROBES}, 5)], ids=["default", "given"])
def test_a_hung_process_is_not_drained(chart: Chart, component: str, props: dict[str, Any], seconds: int) -> None:
    """Only the liveness probe has its own grace period."""
    found = container(workload(chart, component, **props), component)

    graces = [found[f"{probe}Probe"].get("terminationGracePeriodSeconds") for probe in PROBES]

    assert graces == [None, seconds, None]


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_http_is_preferred_to_files(chart: Chart, component: str) -> None:
    """If the service supports both, probes use HTTP."""
    found = container(workload(chart, component, configuration=_BOTH), component)

    assert all("httpGet" in found[f"{probe}Probe"] for probe in PROBES)


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_probes_can_check_files(chart: Chart, component: str) -> None:
    """If the service does not answer over HTTP, a command checks its file."""
    found = container(workload(chart, component, configuration=_FILES), component)

    assert [list(found[f"{probe}Probe"]["exec"]["command"][:2]) for probe in PROBES] == [["sh", "-c"]] * 3


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_probe_files_have_a_folder(chart: Chart, component: str) -> None:
    """The folder is writable, although the root file system is read-only, and it is small."""
    volume = {"name": "probe-files", "emptyDir": {"sizeLimit": "1Mi"}}
    mount = {"name": "probe-files", "mountPath": "/app/.probes"}

    manifests = workload(chart, component, configuration=_FILES)

    assert [
        volume in pod(manifests, component)["volumes"],
        mount in container(manifests, component)["volumeMounts"],
    ] == [True, True]


@pytest.mark.parametrize("component", ["compact", "migrate"])
def test_jobs_are_not_probed(chart: Chart, component: str) -> None:
    """Pods that run to completion have no probes, and no folder for probe files."""
    manifests = workload(chart, component, configuration=_FILES)
    found = container(manifests, component)

    probed = [field for field in found if field.endswith("Probe")]

    assert (probed, "probe-files" in str(pod(manifests, component))) == ([], False)


@pytest.mark.parametrize(
    ("age_seconds", "healthy"),
    [(None, False), (0, True), (30, True), (61, False)],
    ids=["no-file", "new", "30s", "61s"],
)
def test_file_must_be_recent(chart: Chart, tmp_path: Path, age_seconds: int | None, healthy: bool) -> None:
    """The command succeeds only if the file was written within the last minute."""
    if age_seconds is not None:
        written = time.time() - age_seconds
        (tmp_path / "poll").touch()
        os.utime(tmp_path / "poll", (written, written))
    *shell, script = container(workload(chart, "api", configuration=_FILES), "api")["livenessProbe"]["exec"]["command"]

    outcome = subprocess.run([*shell, script.replace("/app/.probes", str(tmp_path))], check=False)

    assert (outcome.returncode == 0) is healthy

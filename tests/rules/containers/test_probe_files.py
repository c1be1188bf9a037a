"""Probes that read files find them, and a liveness probe can fail."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.probe_files import (
    liveness_can_fail,
    probe_files_are_of_this_process,
    probe_files_are_written,
    probe_files_have_a_volume,
)
from tests.rules.manifests import objects
from tests.rules.pods import FILE_PROBES, HTTP_PROBES, http, pods, runs

FRESH = runs("sh", "-c", 'test -n "$(find /app/.probes/poll -mmin -1)"')
READ_ONLY: dict[str, Any] = {"securityContext": {"readOnlyRootFilesystem": True}}


def cat(file: str) -> Manifest:
    """Return the probe of the community Helm chart."""
    return runs("cat", f"/app/.probes/{file}")


def volume(path: str = "/app/.probes", kind: str = "emptyDir", **mount: Any) -> dict[str, Any]:
    """Return the fields of a container with a volume for the probe files."""
    mounts = [{"name": "files", "mountPath": path, **mount}]
    return {"mounts": mounts, "pod": {"volumes": [{"name": "files", kind: {}}]}}


@pytest.mark.parametrize(
    ("service_yaml", "probe", "reason"),
    [
        (HTTP_PROBES, FRESH, "but service.yaml sets healthcheck.probes without use_filesystem"),
        ("healthcheck: {probes: {}}", cat("poll"), "but service.yaml sets healthcheck.probes without use_filesystem"),
        (FILE_PROBES, cat("live"), "reads /app/.probes/live, which the service does not write"),
        (None, cat("readiness"), "reads /app/.probes/readiness, which the service does not write"),
        (FILE_PROBES, runs("sh", "-c", "test -f .probes/live"), "reads /app/.probes/live, which the service does"),
    ],
)
def test_file_that_is_not_written_is_reported(service_yaml: str | None, probe: Manifest, reason: str) -> None:
    """A probe for a file that the service does not write is reported."""
    [found] = probe_files_are_written.findings(objects(*pods("api", service_yaml, readinessProbe=probe)))

    assert reason in found.reason


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(livenessProbe=FRESH), id="default-of-the-service"),
        pytest.param(pods("replication", FILE_PROBES, livenessProbe=cat("poll")), id="files"),
        pytest.param(pods(service_yaml=None, livenessProbe=cat("startup")), id="service-yaml-elsewhere"),
        pytest.param(pods(service_yaml=HTTP_PROBES, livenessProbe=runs("cat", "/tmp/.probes/live")), id="other-folder"),
        pytest.param(pods(service_yaml=HTTP_PROBES, livenessProbe=http()), id="http"),
    ],
)
def test_file_that_is_written_is_not_reported(made: list[Manifest]) -> None:
    """A file is not reported if the service writes it, or if service.yaml is not in the manifests."""
    assert probe_files_are_written.findings(objects(*made)) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="no-volume"),
        pytest.param(volume(readOnly=True), id="read-only-mount"),
        pytest.param(volume(kind="configMap"), id="config-map"),
        pytest.param(volume(path="/app/.probes/poll"), id="one-file"),
        pytest.param(volume(path="/tmp"), id="another-folder"),
    ],
)
def test_read_only_folder_is_reported(fields: dict[str, Any]) -> None:
    """A read-only root file system without a writable volume for the files is reported."""
    made = pods(livenessProbe=FRESH, **READ_ONLY, **fields)

    assert len(probe_files_have_a_volume.findings(objects(*made))) == 1


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(livenessProbe=FRESH, **READ_ONLY, **volume()), id="empty-dir"),
        pytest.param(pods(livenessProbe=FRESH, **READ_ONLY, **volume(path="/app/.probes/")), id="slash-at-the-end"),
        pytest.param(pods(livenessProbe=FRESH, **READ_ONLY, **volume(kind="persistentVolumeClaim")), id="claim"),
        pytest.param(pods(livenessProbe=FRESH), id="writable-root"),
        pytest.param(pods(livenessProbe=http(), **READ_ONLY), id="http"),
    ],
)
def test_writable_folder_is_not_reported(made: list[Manifest]) -> None:
    """A container that can write the files, or does not need them, is not reported."""
    assert probe_files_have_a_volume.findings(objects(*made)) == []


@pytest.mark.parametrize(
    ("probe", "reason"),
    [
        (cat("poll"), "cannot fail"),
        (runs("/bin/cat", "/app/.probes/poll"), "cannot fail"),
        (runs("test", "-f", "/app/.probes/poll"), "cannot fail"),
        (runs("[", "-e", ".probes/poll", "]"), "cannot fail"),
        (runs("sh", "-c", "ls /app/.probes/poll > /dev/null"), "cannot fail"),
        (runs("sh", "-c", "cat /app/.probes/poll && test -s /app/.probes/ready || exit 1"), "cannot fail"),
        (runs("sh", "-c", "test -f /app/.probes/poll\n"), "cannot fail"),
        (runs("find", "/app/.probes/poll", "-mmin", "-1"), "cannot fail"),
        (runs("true"), "does not check the service"),
        ({"tcpSocket": {"port": 8080}}, "only connects"),
    ],
)
def test_liveness_that_cannot_fail_is_reported(probe: Manifest, reason: str) -> None:
    """A probe that only checks that a file exists, or that the port is open, is reported."""
    [found] = liveness_can_fail.findings(objects(*pods(livenessProbe=probe)))

    assert reason in found.reason


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(livenessProbe=FRESH), id="age-with-find"),
        pytest.param(pods(livenessProbe=runs("sh", "-c", "find /app/.probes/poll -mmin -1 | grep -q .")), id="pipe"),
        pytest.param(pods(livenessProbe=runs("test", "/app/.probes/poll", "-nt", "/tmp/before")), id="newer-than"),
        pytest.param(pods(livenessProbe=runs("sh", "-c", "test `stat -c %Y /app/.probes/poll` -gt 1")), id="stat"),
        pytest.param(pods(livenessProbe=runs("node", "-e", "fetch('http://localhost:8080')")), id="node"),
        pytest.param(pods(livenessProbe=http()), id="http"),
        pytest.param(pods(readinessProbe=cat("ready")), id="readiness"),
        pytest.param(pods(service_yaml=HTTP_PROBES, livenessProbe=cat("poll")), id="always-fails"),
        pytest.param(pods(livenessProbe=runs()), id="no-command"),
    ],
)
def test_liveness_that_can_fail_is_not_reported(made: list[Manifest]) -> None:
    """A probe that checks the age of a file, or calls the service, is not reported."""
    assert liveness_can_fail.findings(objects(*made)) == []


@pytest.mark.parametrize(
    ("kind", "probe", "fields", "count"),
    [
        pytest.param("readiness", cat("ready"), volume(), 1, id="readiness"),
        pytest.param("startup", cat("startup"), volume(), 1, id="startup"),
        pytest.param("readiness", cat("ready"), {}, 0, id="no-volume"),
        pytest.param("readiness", FRESH, volume(), 0, id="age"),
        pytest.param("liveness", cat("poll"), volume(), 0, id="liveness"),
    ],
)
def test_file_of_an_earlier_process_is_reported(kind: str, probe: Manifest, fields: dict[str, Any], count: int) -> None:
    """Only a volume keeps the files, and only a check of their existence is affected."""
    probes: dict[str, Any] = {f"{kind}Probe": probe}

    made = pods(**probes, **fields)

    assert len(probe_files_are_of_this_process.findings(objects(*made))) == count

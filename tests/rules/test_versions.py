"""A version of the service that the library does not know is reported."""

from typing import Any

import pytest

from powersync_constructs.config import Image
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.versions import version_is_known

from .manifests import labelled, manifest, objects, part

POD: dict[str, Any] = {"template": {"spec": {"containers": []}}}


def running(version: str, component: str = "api", **fields: str) -> Manifest:
    """Return a workload of an instance with this version of the service."""
    return versioned(part("Deployment", component, spec=POD, **fields), version)


def versioned(made: Manifest, version: str) -> Manifest:
    """Return the object with the label of this version."""
    return labelled(made, {"app.kubernetes.io/version": version})


@pytest.mark.parametrize("version", ["1.29.2", "1.30.0", "1.99.0", "2.0.0", "1.30.0-next.1"])
def test_newer_version_is_a_warning(version: str) -> None:
    """The library does not know a newer release, which is a warning, because the release may work."""
    found = [*version_is_known(objects(running(version)))]

    unknown = f"the settings, migrations and known problems of releases after {NEWEST} were not checked"
    reason = f"runs service {version}, but {unknown}"
    fix = f"use {NEWEST}, or upgrade powersync-constructs"
    assert found == [Finding("version-is-known", "warning", "Deployment/app-api", reason, fix)]


def test_each_version_is_reported_once_per_instance() -> None:
    """A version gives one finding per instance, however many workloads run it."""
    workloads = [running("1.30.0"), running("1.30.0", "replication"), running("1.31.0", "compact")]
    another = running("1.30.0", instance="another")

    found = [finding.where for finding in version_is_known(objects(*workloads, another))]

    assert found == ["Deployment/app-api", "Deployment/app-compact", "Deployment/another-api"]


@pytest.mark.parametrize(
    "workload",
    [
        pytest.param(running(str(NEWEST)), id="newest"),
        pytest.param(running("1.20.0"), id="older"),
        pytest.param(running("edge"), id="tag-without-a-version"),
        pytest.param(part("Deployment", "postgres", spec=POD), id="without-a-version"),
        pytest.param(versioned(part("ConfigMap", "config"), "1.30.0"), id="no-pods"),
        pytest.param(versioned(manifest("Deployment", "a", spec=POD), "1.30.0"), id="not-of-an-instance"),
    ],
)
def test_other_versions_are_not_reported(workload: Manifest) -> None:
    """Known versions, and objects that do not run the service, are not reported."""
    assert [*version_is_known(objects(workload))] == []


def test_default_image_is_not_reported() -> None:
    """The version of the default image is known."""
    assert Image().version <= NEWEST

"""A service that this library does not know is told."""

from typing import Any

import pytest

from powersync_constructs.config import Image
from powersync_constructs.config.core._versions import NEWEST
from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.versions import version_is_known

from .manifests import labelled, manifest, objects, part

POD: dict[str, Any] = {"template": {"spec": {"containers": []}}}


def running(version: str, component: str = "api", **fields: str) -> Manifest:
    """A workload of an instance with this version of the service."""
    return versioned(part("Deployment", component, spec=POD, **fields), version)


def versioned(made: Manifest, version: str) -> Manifest:
    """The object with the label that says the version."""
    return labelled(made, {"app.kubernetes.io/version": version})


@pytest.mark.parametrize("version", ["1.26.1", "1.27.0", "1.99.0", "2.0.0", "1.27.0-next.1"])
def test_a_newer_service(version: str) -> None:
    """Nobody has checked what it reads and does; that it is taken all the same is a warning."""
    found = [*version_is_known(objects(running(version)))]

    reason = f"runs service {version}, and {NEWEST} is the newest that this library knows: nothing newer was checked"
    fix = f"use {NEWEST}, or a newer powersync-constructs"
    assert found == [Finding("version-is-known", "warning", "Deployment/app-api", reason, fix)]


def test_an_instance_is_told_once_of_a_version() -> None:
    """However many workloads run it."""
    workloads = [running("1.27.0"), running("1.27.0", "replication"), running("1.28.0", "compact")]
    another = running("1.27.0", instance="another")

    found = [finding.where for finding in version_is_known(objects(*workloads, another))]

    assert found == ["Deployment/app-api", "Deployment/app-compact", "Deployment/another-api"]


@pytest.mark.parametrize(
    "workload",
    [
        pytest.param(running(str(NEWEST)), id="the-newest"),
        pytest.param(running("1.20.0"), id="an-older-one"),
        pytest.param(running("edge"), id="no-version"),
        pytest.param(part("Deployment", "postgres", spec=POD), id="without-a-version"),
        pytest.param(versioned(part("ConfigMap", "config"), "1.27.0"), id="no-pods"),
        pytest.param(versioned(manifest("Deployment", "a", spec=POD), "1.27.0"), id="somebody-elses"),
    ],
)
def test_a_service_that_is_known(workload: Manifest) -> None:
    """Or no service."""
    assert [*version_is_known(objects(workload))] == []


def test_the_default_is_known() -> None:
    """Who says nothing of the image is not warned of it."""
    assert Image().version <= NEWEST

"""A version of the service that the library does not know is reported."""

from typing import Any

import pytest

from powersync_constructs.config import Image
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules import Manifest
from powersync_constructs.rules.configuration.versions import version_is_known
from tests.rules.manifests import container, finding, labeled, manifest, objects, part


def running(version: str, component: str = "api", **fields: str) -> Manifest:
    """Return a workload of an instance with this version of the service."""
    return part("Deployment", component, spec=pod(component, version), **fields)


def pod(component: str = "api", version: str = "1.28.0", **fields: Any) -> dict[str, Any]:
    """Return the spec of a workload that runs this version of the service."""
    return {"template": {"spec": {"containers": [container(component, version, **fields)]}}}


def by_digest(version: str, **fields: Any) -> Manifest:
    """Return a workload whose image has a digest and no tag, with the label of a version."""
    image = {"image": f"journeyapps/powersync-service@sha256:{'0' * 64}"}
    made = part("Deployment", "api", spec=pod(**image), **fields)
    return labeled(made, {"app.kubernetes.io/version": version})


def test_version_label_of_this_library_counts_for_a_digest() -> None:
    """An image without a tag has the version of the label that this library sets."""
    assert len(version_is_known.findings(objects(by_digest("1.30.0")))) == 1


@pytest.mark.parametrize("version", ["1.29.2", "1.30.0", "1.99.0", "2.0.0"])
def test_newer_version_is_a_warning(version: str) -> None:
    """The library does not know a newer release, which is a warning, because the release may work."""
    found = version_is_known.findings(objects(running(version)))

    unknown = f"the settings, migrations and known problems of releases after {NEWEST} were not checked"
    reason = f"runs service {version}, but {unknown}"
    fix = f"use {NEWEST}, or upgrade powersync-constructs"
    assert found == [finding("version-is-known", "warning", "Deployment/app-api", reason, fix)]


def test_each_version_is_reported_once_per_instance() -> None:
    """A version gives one finding per instance, however many workloads run it."""
    workloads = [running("1.30.0"), running("1.30.0", "replication"), running("1.31.0", "compact")]
    another = running("1.30.0", instance="another")

    found = [finding.where for finding in version_is_known.findings(objects(*workloads, another))]

    assert found == ["Deployment/app-api", "Deployment/app-compact", "Deployment/another-api"]


@pytest.mark.parametrize(
    "workload",
    [
        pytest.param(running(str(NEWEST)), id="newest"),
        pytest.param(running("1.20.0"), id="older"),
        pytest.param(running("edge"), id="tag-without-a-version"),
        pytest.param(
            part("Deployment", "postgres", spec=pod(image="postgres:99.0.0", args=[], name="db")), id="postgres"
        ),
        pytest.param(labeled(part("ConfigMap", "config"), {"app.kubernetes.io/version": "1.30.0"}), id="no-pods"),
        pytest.param(
            labeled(manifest("Deployment", "a", spec=by_digest("1")["spec"]), {"app.kubernetes.io/version": "1.30.0"}),
            id="label-of-another-tool",
        ),
    ],
)
def test_other_versions_are_not_reported(workload: Manifest) -> None:
    """Known versions, and objects that do not run the service, are not reported."""
    assert version_is_known.findings(objects(workload)) == []


def test_default_image_is_not_reported() -> None:
    """The version of the default image is known."""
    assert Image().version <= NEWEST

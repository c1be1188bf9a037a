"""The scanners find nothing in whole instances but what exceptions.yaml argues away.

They are not shown the snapshots: those switch on every option for its own sake, also what no instance should have.
"""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from tests import CHECKOUT
from tests.emitted import Manifest, read

from .exceptions import EXCEPTIONS, uncovered
from .scanners import SCANNERS
from .tools import Finding

pytestmark = pytest.mark.xdist_group("conformance")


def test_nothing_is_found(findings: list[Finding]) -> None:
    """What a scanner finds in an instance is argued away, or mended."""
    found = [str(finding) for finding in uncovered(findings)]

    assert found == [], "\n".join(found)


def test_every_exception_is_needed(findings: list[Finding]) -> None:
    """What no scanner finds any more needs no exception."""
    tool = findings[0].tool

    stale = [
        f"{tool} {each.check}: {pattern}"
        for each in EXCEPTIONS
        if each.tool == tool
        for pattern in each.stale(findings)
    ]
    assert stale == []


@pytest.mark.parametrize(
    ("tool", "checks"),
    [
        ("kube-score", {"container-security-context-user-group-id", "container-resources"}),
        ("checkov", {"CKV_K8S_40", "CKV_K8S_13"}),
    ],
)
def test_a_root_user_without_a_limit_is_found(tmp_path: Path, tool: str, checks: set[str]) -> None:
    """A container of an HA instance that runs as root and may use all memory is found, despite the exceptions."""
    file = tmp_path / "spoilt.yaml"
    file.write_text(yaml.safe_dump_all(map(_spoilt, read(CHECKOUT / "dist/ha.k8s.yaml"))))

    found = uncovered(SCANNERS[tool]({"spoilt": [file]}))

    assert checks <= {finding.check for finding in found if finding.object == "Deployment/powersync-api"}


def _spoilt(manifest: Manifest) -> Manifest:
    """Let the containers of a Deployment run as root and without a limit of memory."""
    if manifest["kind"] != "Deployment":
        return manifest
    spoilt = deepcopy(manifest)
    for container in spoilt["spec"]["template"]["spec"]["containers"]:
        container["securityContext"].update(runAsUser=0, runAsNonRoot=False)
        del container["resources"]["limits"]["memory"]
    return spoilt

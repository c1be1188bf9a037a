"""The scanners find no problems in whole instances, except those in exceptions.yaml.

They do not check the snapshots, because these enable every option, including options that no instance should use.
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


def test_every_finding_is_covered(findings: list[Finding]) -> None:
    """An exception covers every finding of a scanner in a whole instance."""
    found = [str(finding) for finding in uncovered(findings)]

    assert found == [], "\n".join(found)


def test_every_exception_is_needed(findings: list[Finding]) -> None:
    """Every pattern of an exception matches a finding."""
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
    """The scanners find a container of an HA instance that runs as root without a memory limit."""
    file = tmp_path / "unsafe.yaml"
    file.write_text(yaml.safe_dump_all(map(_make_unsafe, read(CHECKOUT / "dist/ha.k8s.yaml"))))

    found = uncovered(SCANNERS[tool]({"unsafe": [file]}))

    assert checks <= {finding.check for finding in found if finding.object == "Deployment/powersync-api"}


def _make_unsafe(manifest: Manifest) -> Manifest:
    """Make the containers of a Deployment run as root and without a memory limit."""
    if manifest["kind"] != "Deployment":
        return manifest
    changed = deepcopy(manifest)
    for container in changed["spec"]["template"]["spec"]["containers"]:
        container["securityContext"].update(runAsUser=0, runAsNonRoot=False)
        del container["resources"]["limits"]["memory"]
    return changed

"""kubeconform accepts every object against the schemas of Kubernetes and of the definitions in crds/."""

from pathlib import Path

import pytest

from tests.emitted import VERSIONS, read

from .kubeconform import Verdict, kubeconform, write_schemas
from .tools import Files

pytestmark = pytest.mark.xdist_group("conformance")

VALID = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: invalid}
spec:
  replicas: 2
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: invalid}
spec: {secretName: tls, issuerRef: {name: issuer}}
"""


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schemas of the tested Kubernetes versions and of crds/."""
    folder = tmp_path_factory.mktemp("schemas")
    for version in VERSIONS:
        write_schemas(folder, version)
    return folder


@pytest.fixture(scope="module", params=VERSIONS)
def verdicts(request: pytest.FixtureRequest, schemas: Path, everything: Files) -> list[Verdict]:
    """The verdicts of kubeconform for all generated manifests, for one Kubernetes version."""
    return kubeconform(everything, schemas, request.param)


def test_every_object_is_accepted(verdicts: list[Verdict]) -> None:
    """No object has an unknown field, a wrong type or an unknown kind."""
    rejected = [str(verdict) for verdict in verdicts if verdict.complaint]

    assert rejected == [], "\n".join(rejected)


def test_every_object_has_a_verdict(verdicts: list[Verdict], everything: Files) -> None:
    """Each object of each file has a verdict."""
    objects = [manifest for files in everything.values() for file in files for manifest in read(file)]

    assert len(verdicts) == len(objects)


def test_valid_objects_are_accepted(schemas: Path, tmp_path: Path) -> None:
    """The objects that the next test makes invalid are valid without its change."""
    assert _complaints(VALID, schemas, tmp_path) == ["", ""]


@pytest.mark.parametrize(
    ("part", "instead", "complaint"),
    [
        pytest.param("replicas: 2", "replica: 2", "'replica' not allowed", id="wrong-field"),
        pytest.param("replicas: 2", "replicas: two", "got string, want null or integer", id="wrong-type"),
        pytest.param("replicas: 2", "replicas: 2\n  replicas: 2", 'key "replicas" already set', id="doubled-key"),
        pytest.param("apps/v1", "apps/v1beta1", "could not find schema for Deployment", id="retired-api"),
        pytest.param("kind: Deployment", "", "missing 'kind' key", id="missing-kind"),
        pytest.param("secretName: tls", "secretName: tls, secret: tls", "'secret' not allowed", id="custom-field"),
        pytest.param("secretName: tls", "secretName: 1", "got number, want string", id="custom-type"),
        pytest.param("kind: Certificate", "kind: Issuer", "could not find schema for Issuer", id="no-definition"),
    ],
)
def test_a_mistake_is_rejected(schemas: Path, tmp_path: Path, part: str, instead: str, complaint: str) -> None:
    """Only the object with the mistake is rejected, with the reason."""
    complaints = _complaints(VALID.replace(part, instead), schemas, tmp_path)

    assert [complaint in each for each in complaints if each] == [True], complaints


def _complaints(text: str, schemas: Path, folder: Path) -> list[str]:
    file = folder / "manifests.yaml"
    file.write_text(text)
    return [verdict.complaint for verdict in kubeconform({"a test": [file]}, schemas, VERSIONS[0])]

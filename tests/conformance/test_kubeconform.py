"""Every object is what Kubernetes, or a definition in crds/, says that its kind is; kubeconform is the judge."""

from pathlib import Path

import pytest

from tests.emitted import VERSIONS, read

from .kubeconform import Verdict, kubeconform, write_schemas
from .tools import Files

pytestmark = pytest.mark.xdist_group("conformance")

GOOD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: spoilt}
spec:
  replicas: 2
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a}]}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: spoilt}
spec: {secretName: tls, issuerRef: {name: issuer}}
"""


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schemas of the versions of Kubernetes that are tested, and of crds/."""
    folder = tmp_path_factory.mktemp("schemas")
    for version in VERSIONS:
        write_schemas(folder, version)
    return folder


@pytest.fixture(scope="module", params=VERSIONS)
def verdicts(request: pytest.FixtureRequest, schemas: Path, everything: Files) -> list[Verdict]:
    """What kubeconform says of all that is emitted, for one version of Kubernetes."""
    return kubeconform(everything, schemas, request.param)


def test_nothing_is_refused(verdicts: list[Verdict]) -> None:
    """No object has an unknown field, a wrong type or an unknown kind."""
    refused = [str(verdict) for verdict in verdicts if verdict.complaint]

    assert refused == [], "\n".join(refused)


def test_every_object_is_looked_at(verdicts: list[Verdict], everything: Files) -> None:
    """There is a verdict on each object of each file."""
    objects = [manifest for files in everything.values() for file in files for manifest in read(file)]

    assert len(verdicts) == len(objects)


def test_good_objects_pass(schemas: Path, tmp_path: Path) -> None:
    """What the next test spoils is not refused by itself."""
    assert _complaints(GOOD, schemas, tmp_path) == ["", ""]


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
def test_a_mistake_is_refused(schemas: Path, tmp_path: Path, part: str, instead: str, complaint: str) -> None:
    """The one object that a mistake is in is refused, with the reason."""
    complaints = _complaints(GOOD.replace(part, instead), schemas, tmp_path)

    assert [complaint in each for each in complaints if each] == [True], complaints


def _complaints(text: str, schemas: Path, folder: Path) -> list[str]:
    file = folder / "manifests.yaml"
    file.write_text(text)
    return [verdict.complaint for verdict in kubeconform({"a test": [file]}, schemas, VERSIONS[0])]

"""What the snapshots show is accepted: by the schemas of Kubernetes, and by the service's own readers."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from kubernetes_validate import utils, validate

from tests.judges import Judges

from .manifests import Manifest

TESTS = Path(__file__).parents[1]
SNAPSHOTS = sorted(path for path in TESTS.rglob("*.yaml") if "__snapshots__" in path.parts)
_PLACEHOLDERS = {None: "text", "number": "5432", "boolean": "true"}

every_snapshot = pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: f"{path.parent.name}/{path.stem}")


@pytest.fixture(scope="module", autouse=True)
def schemas_are_read_once() -> Iterator[None]:
    """Keep the schemas, which are otherwise read again for every object."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils, "schema_contents", cache(utils.schema_contents))
        yield


@every_snapshot
@pytest.mark.parametrize("version", ["1.28", "1.33", "1.37"])
def test_kubernetes_knows_every_field(path: Path, version: str) -> None:
    """Every object is valid by the strict schema of its kind; a kind without a schema is an error."""
    checked_with = {validate(manifest, version, strict=True) for manifest in _manifests(path)}

    assert checked_with == {version}


@every_snapshot
def test_service_accepts_its_configuration(path: Path, judges: Judges) -> None:
    """The service reads every service.yaml and finds nothing wrong, once its variables have values."""
    documents = [judges.read_service_yaml(text, _placeholders(text)) for text in _data(path, "service.yaml")]

    assert [problem for document in documents for problem in judges.config_problems(document)] == []


@every_snapshot
def test_service_accepts_its_sync_config(path: Path, judges: Judges) -> None:
    """The service's parser finds nothing wrong with any sync config."""
    texts = _data(path, "sync-config.yaml")

    assert [problem for text in texts for problem in judges.sync_config_problems(text)] == []


def test_there_are_snapshots_to_check() -> None:
    """The snapshots of the constructs are among those that are looked at."""
    assert len(SNAPSHOTS) >= 25


def _manifests(path: Path) -> list[Manifest]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))


def _data(path: Path, key: str) -> Iterator[str]:
    for manifest in _manifests(path):
        if manifest["kind"] == "ConfigMap" and key in manifest.get("data", {}):
            yield manifest["data"][key]


def _placeholders(text: str) -> dict[str, str]:
    found = re.findall(r'!env "(PS_\w+?)(?:::(\w+))?"', text)
    return {name: _PLACEHOLDERS[cast or None] for name, cast in found}

"""What the snapshots show is accepted: by the schemas of Kubernetes, and by the service's own readers."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from kubernetes_validate import utils, validate

from tests.emitted import SNAPSHOTS, each_of, read
from tests.judges import Judges

_PLACEHOLDERS = {None: "text", "number": "5432", "boolean": "true"}


@pytest.fixture(scope="module", autouse=True)
def schemas_are_read_once() -> Iterator[None]:
    """Keep the schemas, which are otherwise read again for every object."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils, "schema_contents", cache(utils.schema_contents))
        yield


@each_of(SNAPSHOTS)
@pytest.mark.parametrize("version", ["1.28", "1.33", "1.37"])
def test_kubernetes_knows_every_field(emitted: Path, version: str) -> None:
    """Every object is valid by the strict schema of its kind; a kind without a schema is an error."""
    checked_with = {validate(manifest, version, strict=True) for manifest in read(emitted)}

    assert checked_with == {version}


@each_of(SNAPSHOTS)
def test_service_accepts_its_configuration(emitted: Path, judges: Judges) -> None:
    """The service reads every service.yaml and finds nothing wrong, once its variables have values."""
    documents = [judges.read_service_yaml(text, _placeholders(text)) for text in _data(emitted, "service.yaml")]

    assert [problem for document in documents for problem in judges.config_problems(document)] == []


@each_of(SNAPSHOTS)
def test_service_accepts_its_sync_config(emitted: Path, judges: Judges) -> None:
    """The service's parser finds nothing wrong with any sync config."""
    texts = _data(emitted, "sync-config.yaml")

    assert [problem for text in texts for problem in judges.sync_config_problems(text)] == []


def test_there_are_snapshots_to_check() -> None:
    """The snapshots of the constructs are among those that are looked at."""
    assert len(SNAPSHOTS) >= 25


def _data(emitted: Path, key: str) -> Iterator[str]:
    for manifest in read(emitted):
        if manifest["kind"] == "ConfigMap" and key in manifest.get("data", {}):
            yield manifest["data"][key]


def _placeholders(text: str) -> dict[str, str]:
    found = re.findall(r'!env "(PS_\w+?)(?:::(\w+))?"', text)
    return {name: _PLACEHOLDERS[cast or None] for name, cast in found}

"""The examples, run as the README says."""

from pathlib import Path

from tests.emitted import CHECKOUT, DEFINITIONS, EXAMPLES, each_of, read


@each_of(EXAMPLES)
def test_writes_an_instance(emitted: Path) -> None:
    """Each example writes manifests, with a Deployment of the service among them."""
    assert "Deployment" in {manifest["kind"] for manifest in read(emitted)}


def test_schemas_are_imported_as_they_stand() -> None:
    """Each API group of crds/ has its classes in imports/."""
    groups = [path.stem for path in DEFINITIONS]

    folders = [CHECKOUT.joinpath("imports/powersync", *_reversed(group)) for group in groups]
    assert [folder.name for folder in folders if not folder.joinpath("__init__.py").is_file()] == []


def _reversed(group: str) -> list[str]:
    return [part.replace("-", "_") for part in reversed(group.split("."))]

"""The examples run as the README describes, and use all classes in imports/."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests import CHECKOUT
from tests.emitted import EXAMPLES, each_of, read


@each_of(EXAMPLES, in_one_process=True)
def test_writes_an_instance(emitted: Path) -> None:
    """Each example writes a Deployment of the service."""
    assert "Deployment" in {manifest["kind"] for manifest in read(emitted)}


def test_imports_are_what_the_examples_use() -> None:
    """The packages in imports/ are exactly those that the examples use."""
    existing = {".".join(marker.relative_to(CHECKOUT).parent.parts) for marker in CHECKOUT.glob("imports/**/py.typed")}

    assert existing == {module for example in EXAMPLES for module in imported(example)}


def test_imports_are_generated_from_the_definitions() -> None:
    """`make imports` generates exactly the packages of the files of crds/ that cdk8s.yaml lists."""
    named = yaml.safe_load((CHECKOUT / "cdk8s.yaml").read_text(encoding="utf-8"))["imports"]
    definitions = [CHECKOUT / name.removeprefix("powersync:=") for name in named]

    made = {marker.parent for marker in CHECKOUT.glob("imports/**/py.typed")}
    assert {package_of(definition) for definition in definitions if definition.is_file()} == made
    assert len(definitions) == len(made)


def imported(example: Path) -> Iterator[str]:
    """Yield the modules below imports/ that an example imports."""
    for node in ast.walk(ast.parse(example.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("imports."):
            yield str(node.module)


def package_of(definition: Path) -> Path:
    """Return the folder into which cdk8s writes the classes of an API group; its path is the reversed group name."""
    return CHECKOUT.joinpath("imports/powersync", *reversed(definition.stem.replace("-", "_").split(".")))

"""All manifests of the project: a new sample, example or file of dist/ is checked without a change of the tests."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from . import CHECKOUT
from .apps import Apps

Manifest = dict[str, Any]
Source = Path | str
"""A file of dist/, the main.py of an example, or the name of a sample in `tests.rendered`."""

DIST = sorted(CHECKOUT.glob("dist/*.yaml"))
EXAMPLES = sorted(CHECKOUT.glob("examples/*/main.py"))
VERSIONS = ["1.28", "1.33", "1.37"]
"""The versions of Kubernetes with whose schemas we validate: the oldest supported one, the newest, and one between."""
DEFINITIONS = sorted(CHECKOUT.glob("crds/*.yaml"))


def name_of(source: Source) -> str:
    """Return the name of a source: `dist/ha`, `examples/production`, `samples/api-full`."""
    if isinstance(source, str):
        return f"samples/{source}"
    return f"examples/{source.parent.name}" if source in EXAMPLES else f"dist/{source.name.partition('.')[0]}"


def each_of(sources: Sequence[Source], *, in_one_process: bool = False) -> pytest.MarkDecorator:
    """Run a test, which takes `emitted`, with the manifests of each source.

    With `in_one_process`, pytest-xdist runs all tests of a source in one process, so that it is rendered once.
    """
    groups = {source: [pytest.mark.xdist_group(name_of(source))] if in_one_process else [] for source in sources}
    each = [pytest.param(source, id=name_of(source), marks=marks) for source, marks in groups.items()]
    return pytest.mark.parametrize("emitted", each, indirect=True, scope="module")


def write(source: Source, folder: Path, apps: Apps) -> Path:
    """Write the manifests of an example or of a sample into the folder; return the path, also of a file of dist/."""
    if isinstance(source, str):
        from .rendered import SAMPLES, rendered

        file = folder / f"{source}.yaml"
        file.write_text("---\n".join(json.dumps(manifest) + "\n" for manifest in rendered(SAMPLES[source].render)))
        return file
    if source not in EXAMPLES:
        return source
    ended = apps.run(source, folder / "dist")
    assert (ended.code, ended.err) == (0, ""), f"{source} ended with {ended}"
    return folder / "dist"


def object_name(manifest: Manifest) -> str:
    """Return the name of an object: `Deployment/powersync-api`."""
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


@cache
def read(manifests: Path) -> list[Manifest]:
    """Return the objects of a file, or of all files below a folder, in their order."""
    files = sorted(manifests.rglob("*.yaml")) if manifests.is_dir() else [manifests]
    return [manifest for file in files for manifest in yaml.load_all(file.read_bytes(), Loader=yaml.CSafeLoader)]

"""The reference app, and its manifests in dist/."""

import inspect
from pathlib import Path
from typing import Any

import pytest
import yaml

from powersync_constructs import presets
from powersync_constructs.config import PowerSyncProps
from tests import CHECKOUT

from .conftest import RunApp

MAIN = (CHECKOUT / "main.py").read_text(encoding="utf-8")
DIST = sorted(CHECKOUT.joinpath("dist").iterdir())

each_file = pytest.mark.parametrize("path", DIST, ids=lambda path: path.name)


def first_document(path: Path) -> dict[str, Any]:
    """Return the first object of a file."""
    document: dict[str, Any] = next(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    return document


def test_writes_the_committed_files(run_app: RunApp) -> None:
    """The reference app writes exactly the files of dist/, and prints nothing to stderr."""
    outcome = run_app(MAIN)

    committed = {path.name: path.read_bytes() for path in DIST}
    assert (outcome.err, outcome.written) == ("", committed)


def test_writes_a_file_for_each_preset() -> None:
    """Each preset for a whole instance has its file in dist/."""
    functions = inspect.getmembers(presets, inspect.isfunction)
    names = [name for name, made in functions if inspect.signature(made).return_annotation is PowerSyncProps]

    assert [path.name for path in DIST] == [f"{name}.k8s.yaml" for name in names]


def test_is_short() -> None:
    """The reference app has at most 60 lines."""
    assert len(MAIN.splitlines()) <= 60


@each_file
def test_namespace_comes_first(path: Path) -> None:
    """A file begins with the Namespace of all its other objects."""
    assert first_document(path)["kind"] == "Namespace"


@each_file
def test_namespace_enforces_restricted(path: Path) -> None:
    """The Namespace enforces Pod Security `restricted`."""
    labels = first_document(path)["metadata"]["labels"]

    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"

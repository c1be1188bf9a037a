"""The rules find nothing in dist/ after Kustomize has changed it, or as an API server returns it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from powersync_constructs.rules import check
from tests.emitted import DIST, Manifest, each_of, object_name, read
from tests.rules.fixtures import kustomize, live

_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


@each_of(DIST)
@pytest.mark.parametrize("kept", [kustomize.kept, live.kept], ids=["kustomize", "live"])
def test_other_form_has_no_findings(emitted: Path, kept: Callable[[Path], Path]) -> None:
    """A correct instance has no findings after a change with Kustomize, and as an API server returns it."""
    assert [str(finding) for finding in check({"app": read(kept(emitted))})] == []


@each_of(DIST)
def test_kept_objects_are_of_the_current_manifests(emitted: Path) -> None:
    """The kept objects were applied from the current file of dist/; `python -m tests.rules.fixtures` updates them."""
    objects = [item for document in read(live.kept(emitted)) for item in document.get("items", [document])]
    annotations = [each["metadata"].get("annotations", {}) for each in objects]

    applied = [json.loads(each[_LAST_APPLIED]) for each in annotations if _LAST_APPLIED in each]

    assert sorted(applied, key=object_name) == sorted(map(as_kubectl_records, read(emitted)), key=object_name)


def as_kubectl_records(manifest: Manifest) -> Manifest:
    """Return an object as `kubectl apply` records it: always with annotations."""
    return {**manifest, "metadata": {"annotations": {}, **manifest["metadata"]}}

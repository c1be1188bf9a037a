"""The manifests of every construct, for reviews: accept a change with `make snapshots`.

A snapshot contains what a sample of `tests/rendered.py` adds to its base. The base of a construct's smallest sample is
what surrounds the construct, so that all its objects are complete. The base of a fuller sample is the smallest one,
and the base of an instance for a tool is the plain instance. There only the difference is shown: an object that the
base also has is a patch without apiVersion (see `tests/constructs/differences.py`). Whole presets are in dist/.
"""

import pytest
from cdk8s import Chart
from syrupy.assertion import SnapshotAssertion

from tests.rendered import SAMPLES, rendered
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.instance import INGRESS

from .differences import difference
from .manifests import label, with_ingresses


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.base])
def test_sample(manifest: SnapshotAssertion, name: str) -> None:
    """The difference between a sample and its base equals the snapshot."""
    made, base = SAMPLES[name]
    assert base

    assert difference(rendered(base), rendered(made)) == manifest


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_controller(chart: Chart, manifest: SnapshotAssertion, controller: str) -> None:
    """The objects of each ingress controller and the Service equal the snapshot."""
    made = with_ingresses(chart, INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller]))

    found = [each for each in made if each["kind"] == "Service" or label(each, "component") == "ingress"]
    assert found == manifest

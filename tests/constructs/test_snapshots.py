"""What every construct renders, to be read in reviews: accept a change with `make snapshots`.

A snapshot shows what a sample of `tests/rendered.py` adds to its base. The smallest sample of a construct is compared
with what stands around the construct, so that all objects of the construct are there as a whole. A fuller sample is
compared with the smallest, and an instance for a tool with the plain one: only what differs is there, each object that
the base has too as a patch, without apiVersion (see `tests/constructs/differences.py`). Whole presets are in dist/.
"""

import pytest
from cdk8s import Chart
from syrupy.assertion import SnapshotAssertion

from tests.rendered import SAMPLES, rendered
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.instance import INGRESS

from .differences import difference
from .manifests import label, opened


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.base])
def test_sample(manifest: SnapshotAssertion, name: str) -> None:
    """What a sample renders beside its base, or otherwise than it."""
    made, base = SAMPLES[name]
    assert base

    assert difference(rendered(base), rendered(made)) == manifest


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_controller(chart: Chart, manifest: SnapshotAssertion, controller: str) -> None:
    """What each ingress controller brings along, and the Service before it."""
    made = opened(chart, INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller]))

    found = [each for each in made if each["kind"] == "Service" or label(each, "component") == "ingress"]
    assert found == manifest

"""The manifests that the project generates, as files for the tools."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.emitted import DIST, EXAMPLES, Source, name_of
from tests.rendered import SAMPLES

from .scanners import SCANNERS
from .tools import Files, Finding


@pytest.fixture(scope="session")
def instances(written: Callable[[Source], Path]) -> Files:
    """The manifests of whole instances: the files of dist/, and the output of each example."""
    examples = {name_of(source): written(source) for source in EXAMPLES}
    files = {name: sorted(folder.rglob("*.yaml")) for name, folder in examples.items()}
    return {name_of(file): [file] for file in DIST} | files


@pytest.fixture(scope="session")
def everything(instances: Files, written: Callable[[Source], Path]) -> Files:
    """The manifests of whole instances, and of the samples of all parts."""
    return instances | {name_of(name): [written(name)] for name in SAMPLES}


@pytest.fixture(scope="session", params=SCANNERS)
def findings(request: pytest.FixtureRequest, instances: Files) -> list[Finding]:
    """The findings of one scanner for all instances."""
    return SCANNERS[request.param](instances)

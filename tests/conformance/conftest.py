"""What the project emits, as files that tools can be given."""

import pytest

from tests.emitted import DIST, EXAMPLES, SNAPSHOTS, name_of, run_example

from .scanners import SCANNERS
from .tools import Files, Finding


@pytest.fixture(scope="session")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Whole instances: the files of dist/, and those that each example writes."""
    written = {name_of(file): [file] for file in DIST}
    for example in EXAMPLES:
        folder = tmp_path_factory.mktemp(example.parent.name)
        run_example(example, folder)
        written[name_of(example)] = sorted(folder.glob("*.yaml"))
    return written


@pytest.fixture(scope="session")
def everything(instances: Files) -> Files:
    """Whole instances, and the parts that the snapshots show."""
    return instances | {name_of(file): [file] for file in SNAPSHOTS}


@pytest.fixture(scope="session", params=SCANNERS)
def findings(request: pytest.FixtureRequest, instances: Files) -> list[Finding]:
    """What a scanner finds in all instances."""
    return SCANNERS[request.param](instances)

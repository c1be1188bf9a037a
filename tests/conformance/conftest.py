"""What the project emits, as files that tools can be given."""

import pytest

from tests.emitted import DIST, EXAMPLES, SNAPSHOTS, name_of, written_by

from .scanners import SCANNERS
from .tools import Files, Finding


@pytest.fixture(scope="session")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Whole instances: the files of dist/, and those that each example writes."""
    examples = {name_of(source): written_by(source, tmp_path_factory) for source in EXAMPLES}
    written = {name: sorted(folder.rglob("*.yaml")) for name, folder in examples.items()}
    return {name_of(file): [file] for file in DIST} | written


@pytest.fixture(scope="session")
def everything(instances: Files) -> Files:
    """Whole instances, and the parts that the snapshots show."""
    return instances | {name_of(file): [file] for file in SNAPSHOTS}


@pytest.fixture(scope="session", params=SCANNERS)
def findings(request: pytest.FixtureRequest, instances: Files) -> list[Finding]:
    """What a scanner finds in all instances."""
    return SCANNERS[request.param](instances)

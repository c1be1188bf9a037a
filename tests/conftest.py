"""What all tests share."""

import os
from collections.abc import Iterator

import pytest

from .judges import Judges
from .judges.judges import find_node

os.environ.setdefault("JSII_NODE", find_node())  # cdk8s then runs on it also where nobody set it, as in an editor


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """The service's own readers of its configuration, in one Node process."""
    with Judges() as running:
        yield running

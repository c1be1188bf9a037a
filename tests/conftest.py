"""What all tests share."""

from collections.abc import Iterator

import pytest

from .judges import Judges


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """The service's own readers of its configuration, in one Node process."""
    with Judges() as running:
        yield running

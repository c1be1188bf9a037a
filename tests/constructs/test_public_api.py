"""The names that users import."""

import pytest

import powersync_constructs
from powersync_constructs import config


@pytest.mark.parametrize(
    "names", [powersync_constructs.__all__, config.__all__], ids=["powersync_constructs", "config"]
)
def test_public_names_are_sorted(names: list[str]) -> None:
    """The list of names is in order, constants first, with none twice."""
    assert names == sorted(set(names), key=lambda name: (not name.isupper(), name))


@pytest.mark.parametrize("name", powersync_constructs.__all__)
def test_public_name_can_be_imported(name: str) -> None:
    """Every name is there when it is asked for."""
    assert getattr(powersync_constructs, name).__name__.rpartition(".")[2] == name


def test_public_names_are_shown() -> None:
    """`dir` knows the names before they are loaded."""
    assert set(powersync_constructs.__all__) <= set(dir(powersync_constructs))


def test_other_names_are_not_there() -> None:
    """A name that does not exist is an error that says so."""
    with pytest.raises(AttributeError, match="module 'powersync_constructs' has no attribute 'PowerSink'"):
        powersync_constructs.PowerSink  # noqa: B018

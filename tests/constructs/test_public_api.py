"""The names that users import."""

import pytest

import powersync_constructs


@pytest.mark.parametrize("name", dir(powersync_constructs))
def test_public_name_can_be_imported(name: str) -> None:
    """Every name is there when it is asked for."""
    assert getattr(powersync_constructs, name).__name__.rpartition(".")[2] == name


def test_other_names_are_not_there() -> None:
    """A name that does not exist is an error that says so."""
    with pytest.raises(AttributeError, match="PowerSink"):
        getattr(powersync_constructs, "PowerSink")  # noqa: B009

"""The public names of the package."""

import pytest

import powersync_constructs


@pytest.mark.parametrize("name", dir(powersync_constructs))
def test_public_name_can_be_imported(name: str) -> None:
    """Every public name can be imported."""
    assert getattr(powersync_constructs, name).__name__.rpartition(".")[2] == name


def test_other_names_are_an_error() -> None:
    """The error for a name that does not exist contains the name."""
    with pytest.raises(AttributeError, match="PowerSink"):
        getattr(powersync_constructs, "PowerSink")  # noqa: B009

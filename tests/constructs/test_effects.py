"""Every field of the props has an effect: without it, or with another value, the manifests differ.

The reference pages show the effects.
"""

import pytest

from tests.reference.effects import EFFECTS

from .field_effects import FIELDS, NOT_CHECKED, PLACES, effect, variant


@pytest.mark.parametrize("field", sorted(NOT_CHECKED))
def test_a_field_that_is_not_checked_has_no_variant(field: str) -> None:
    """No sample is valid with another value of the field."""
    assert variant(*FIELDS[field]) is None


def _group(field: str) -> pytest.MarkDecorator:
    """Return the xdist group of a field, so that one process renders the sample once for all its fields."""
    places = PLACES.get(FIELDS[field])
    return pytest.mark.xdist_group(f"effects of {places[0][0] if places else 'none'}")


@pytest.mark.filterwarnings("ignore")  # of findings that are warnings
@pytest.mark.parametrize(
    "field", [pytest.param(each, marks=_group(each)) for each in FIELDS if each not in NOT_CHECKED]
)
def test_a_field_has_an_effect(field: str) -> None:
    """The change is the recorded one. If it changed, run `make effects` and `make pages`."""
    assert effect(field) == EFFECTS[field] != []


def test_no_other_effect_is_recorded() -> None:
    """A field that does not exist any more has no recorded effect."""
    assert EFFECTS.keys() == FIELDS.keys() - NOT_CHECKED

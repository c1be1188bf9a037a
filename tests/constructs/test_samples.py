"""The full samples set every field: a new field that no test sets is found here."""

import pytest

from powersync_constructs.config.core._model import Props
from tests.fields import MODELS, choices, written_in
from tests.samples.instance import EVERYTHING

SET = {(model, path[-1]) for sample in EVERYTHING for model, path in written_in(sample)}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_full_samples_set_every_field(model: type[Props]) -> None:
    """At least one sample sets each field to another value than its default."""
    assert [f"{model.__name__}.{name}" for name in choices(model) if (model, name) not in SET] == []

"""The full samples are full: a new field that no test sets is found here."""

from typing import Literal, get_args, get_origin

import pytest

from powersync_constructs import config
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import walk
from tests.samples.instance import EVERYTHING

PUBLIC = [getattr(config, name) for name in dir(config)]
MODELS = [model for model in PUBLIC if isinstance(model, type) and issubclass(model, Props)]
SET = {
    (model, path[-1])
    for sample in EVERYTHING
    for path, value, model in walk(sample)
    if model is not None and value != model.model_fields[str(path[-1])].default
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_full_samples_set_every_field(model: type[Props]) -> None:
    """Somewhere in the samples each field has another value than its default."""
    names = [name for name, field in model.model_fields.items() if not _has_one_value(field.annotation)]

    missing = [f"{model.__name__}.{name}" for name in names if (model, name) not in SET]

    assert missing == []


def _has_one_value(annotation: object) -> bool:
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1

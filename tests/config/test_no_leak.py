"""A secret that is put anywhere never stands in an error. The examples are the same in every run."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from powersync_constructs.config import ConfigError, SecretValue
from powersync_constructs.config.secrets import Credential
from powersync_constructs.config.versions import mark_of

from .test_models import EXAMPLES, PROPS

CANARY = "c4n4ry-s3cr3t-Zm9v"
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just(SecretValue(CANARY)),
    st.just(f"scheme://user:{CANARY}@db.example.com/app"),
    st.just(f"user:{CANARY}@db.example.com"),
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "name", "keys", "a b"]), inner)
    ),
    max_leaves=6,
)
NOTHING_BUT = settings(max_examples=300, derandomize=True, deadline=None)


def credential_fields() -> Iterator[tuple[type[BaseModel], str]]:
    """The fields in which a secret is expected."""
    needle = repr(Credential.__metadata__[0])
    for model in PROPS:
        for name, field in model.model_fields.items():
            if needle in repr((field.annotation, field.metadata)):
                yield model, name


CREDENTIALS = sorted(credential_fields(), key=lambda found: (found[0].__name__, found[1]))
EXAMPLE_LIST = sorted(EXAMPLES.values(), key=lambda example: type(example).__name__)


def error_of(example: Any, changes: dict[str, Any]) -> str:
    """What a change of an example says, if it is refused."""
    try:
        example.with_(**changes)
    except ConfigError as refused:
        return str(refused)
    return ""


def test_there_are_credential_fields() -> None:
    """The search finds what it is for, the secret in a list too."""
    names = {(model.__name__, field) for model, field in CREDENTIALS}

    assert {("PostgresSource", "password"), ("HmacKey", "k"), ("AdminApi", "tokens")} <= names


@pytest.mark.parametrize(
    ("model", "field"), [pytest.param(model, field, id=f"{model.__name__}.{field}") for model, field in CREDENTIALS]
)
@pytest.mark.parametrize("wrap", [str, lambda text: [text], lambda text: {"value": text}], ids=["text", "list", "dict"])
def test_plain_text_in_a_credential_field_is_refused_and_not_shown(
    model: type[BaseModel], field: str, wrap: Any
) -> None:
    """In every field that takes a credential, however it is wrapped."""
    example = EXAMPLES.get(model) or next(found for kind, found in EXAMPLES.items() if issubclass(kind, model))

    error = error_of(example, {field: wrap(CANARY)})

    assert error
    assert CANARY not in error


@given(st.data())
@NOTHING_BUT
def test_a_secret_value_is_in_no_error(data: st.DataObject) -> None:
    """Whatever is made of whatever, in whatever field."""
    example = data.draw(st.sampled_from(EXAMPLE_LIST))
    names = st.sampled_from([*type(example).model_fields, "pasword", "no such field"])

    error = error_of(example, data.draw(st.dictionaries(names, JUNK, min_size=1, max_size=3)))

    assert CANARY not in error


def test_marks_are_found_in_unions() -> None:
    """What the search above leans on: a type's marks survive `| None`."""
    assert mark_of(PROPS[0], next(iter(PROPS[0].model_fields)), int) is None

"""A secret that is put anywhere never stands in an error. The examples are the same in every run."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from powersync_constructs.config import ConfigError, PowerSyncProps, SecretValue
from powersync_constructs.config.core._model import Props

from .test_models import EXAMPLES

CANARY = "c4n4ry-s3cr3t-Zm9v"
URI = f"scheme://user:{CANARY}@db.example.com/app"
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=8),
    st.just(SecretValue(CANARY)),
    st.just(URI),
    st.just(f"user:{CANARY}@db.example.com"),
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "name", "keys", "a b", URI]), inner)
    ),
    max_leaves=6,
)


def credential_fields() -> Iterator[tuple[Props, str]]:
    """The fields in which a secret is expected, and an example that has them."""
    for example in EXAMPLES.values():
        for name, field in type(example).model_fields.items():
            if "_credential" in repr((field.annotation, field.metadata)):
                yield example, name


CREDENTIALS = [pytest.param(*found, id=f"{type(found[0]).__name__}.{found[1]}") for found in credential_fields()]


def error_of(example: Props, changes: dict[str, Any]) -> str:
    """What a change of an example says, if it is refused."""
    try:
        example.with_(**changes)
    except ConfigError as refused:
        return str(refused)
    return ""


def test_there_are_credential_fields() -> None:
    """The search finds what it is for, the secret in a list too."""
    names = {found.id for found in CREDENTIALS}

    assert {"PostgresSource.password", "MongoStorage.password", "HmacKey.k", "AdminApi.tokens"} <= names


@pytest.mark.parametrize(("example", "field"), CREDENTIALS)
@pytest.mark.parametrize("wrap", [str, lambda text: [text], lambda text: {"value": text}], ids=["text", "list", "dict"])
def test_plain_text_in_a_credential_field_is_refused_and_not_shown(example: Props, field: str, wrap: Any) -> None:
    """In every field that takes a credential, however it is wrapped."""
    error = error_of(example, {field: wrap(CANARY)})

    assert error
    assert CANARY not in error


def test_a_secret_in_the_place_of_a_type_is_not_shown() -> None:
    """What says which of several models is meant is shown as any other value."""
    example = next(example for example in EXAMPLES.values() if isinstance(example, PowerSyncProps))

    error = error_of(example, {"secrets": {"type": URI}})

    assert error
    assert CANARY not in error


@given(st.data())
@settings(max_examples=settings().max_examples // 3)
def test_a_secret_value_is_in_no_error(data: st.DataObject) -> None:
    """Whatever is made of whatever, in whatever field."""
    example = data.draw(st.sampled_from(list(EXAMPLES.values())))
    names = st.sampled_from([*type(example).model_fields, "pasword", "no such field"])

    error = error_of(example, data.draw(st.dictionaries(names, JUNK, min_size=1, max_size=3)))

    assert CANARY not in error

"""No error shows a secret, in whatever field it is. The examples are the same in every run."""

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
    """Yield each field that accepts a credential, together with a sample of its model."""
    for example in EXAMPLES.values():
        for name, field in type(example).model_fields.items():
            if "_credential" in repr((field.annotation, field.metadata)):
                yield example, name


CREDENTIALS = [pytest.param(*found, id=f"{type(found[0]).__name__}.{found[1]}") for found in credential_fields()]


def error_text(example: Props, changes: dict[str, Any]) -> str:
    """Return the error of a change, or an empty text if the change is accepted."""
    try:
        example.with_(**changes)
    except ConfigError as error:
        return str(error)
    return ""


def test_credential_fields_are_found() -> None:
    """The search finds the fields for credentials, also those that contain a list."""
    names = {found.id for found in CREDENTIALS}

    assert {"PostgresSource.password", "MongoStorage.password", "HmacKey.k", "AdminApi.tokens"} <= names


@pytest.mark.parametrize(("example", "field"), CREDENTIALS)
@pytest.mark.parametrize("wrap", [str, lambda text: [text], lambda text: {"value": text}], ids=["text", "list", "dict"])
def test_plain_text_credential_is_refused_and_not_shown(example: Props, field: str, wrap: Any) -> None:
    """Each credential field refuses plain text, also in a list or a mapping, and the error does not show it."""
    error = error_text(example, {field: wrap(CANARY)})

    assert error
    assert CANARY not in error


def test_secret_in_the_field_type_is_not_shown() -> None:
    """A secret in the field `type`, which selects a model, is not shown."""
    example = next(example for example in EXAMPLES.values() if isinstance(example, PowerSyncProps))

    error = error_text(example, {"secrets": {"type": URI}})

    assert error
    assert CANARY not in error


@given(st.data())
@settings(max_examples=settings().max_examples // 3)
def test_errors_never_show_a_secret(data: st.DataObject) -> None:
    """No error shows a secret, whatever the values and the fields are."""
    example = data.draw(st.sampled_from(list(EXAMPLES.values())))
    names = st.sampled_from([*type(example).model_fields, "pasword", "no such field"])

    error = error_text(example, data.draw(st.dictionaries(names, JUNK, min_size=1, max_size=3)))

    assert CANARY not in error

"""The text of a refusal: a line for each problem, with the field, the value, the rule and the way out."""

from typing import Any

import pytest

from powersync_constructs.config import ClientAuth, ConfigError, IngressProps, Resources
from powersync_constructs.config.core import errors
from powersync_constructs.config.core.errors import Problem, shown
from tests.samples.instance import INSTANCE

from .refusal import refusal


@pytest.mark.parametrize(
    ("root", "where", "path"),
    [
        pytest.param("", ("host",), "host", id="field"),
        pytest.param("ingress", ("host",), "ingress.host", id="field-of-a-model"),
        pytest.param("", ("keys", 0, "k"), "keys[0].k", id="field-of-an-item"),
        pytest.param("", ("a", 1, 2), "a[1][2]", id="item-of-an-item"),
        pytest.param("ingress", (), "ingress", id="model"),
        pytest.param("", ("mapping", "https://user:c4n4ry@example.com"), "mapping.…", id="key-with-a-password"),
    ],
)
def test_a_line_begins_with_the_path(root: str, where: tuple[str | int, ...], path: str) -> None:
    """As one would write it in Python."""
    error = ConfigError([Problem(where, "is wrong; mend it")], root=root)

    assert error.lines == [f"{path}: is wrong; mend it"]


def test_the_lines_are_the_end_of_the_text() -> None:
    """A traceback ends in them, each on a line of its own."""
    error = ConfigError([Problem(("a",), "is wrong"), Problem(("b",), "is missing")])

    assert str(error) == "a: is wrong\nb: is missing"


def test_a_config_error_is_a_value_error() -> None:
    """Whoever catches ValueError catches it."""
    assert isinstance(errors.config_error("a.b", "is wrong"), ValueError)


def test_the_description_says_what_is_missing() -> None:
    """The field's own words, so that nobody has to look it up."""
    nothing: dict[str, Any] = {}

    with pytest.raises(ConfigError) as refused:
        IngressProps(**nothing)

    assert refused.value.lines[0].startswith("ingress.host: missing; it is the host of this instance alone")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "'a'"),
        ("it's\n", '"it\'s\\n"'),
        (5, "5"),
        (None, "None"),
        (True, "True"),
        ("a" * 200, f"'{'a' * 79}…"),
        (["a"], ""),
        ({"a": 1}, ""),
        (b"a", ""),
        ("https://user@example.com/x", ""),
        ("https://user:word@example.com/x", ""),
        ("user:word@example.com", ""),
        ("https://user:w/o/r:d@example.com\n", ""),
        ("https://example.com/x", "'https://example.com/x'"),
        ("ada@example.com", "'ada@example.com'"),
    ],
)
def test_a_value_is_shown_short_and_without_a_password(value: object, text: str) -> None:
    """On one line, and never when it may hold a password."""
    assert shown(value) == text


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        pytest.param({"topology": {"api": {"replicas": 0}}}, ["topology.api.replicas"], id="depth"),
        pytest.param(
            {"client_auth": {"jwks": {"keys": [{"kty": "RSA"}]}}},
            [f"client_auth.jwks.keys[0].{name}" for name in ("kid", "n", "e")],
            id="all-that-is-missing",
        ),
        pytest.param({"source": {"port": "x", "hostname": ""}}, ["source.hostname", "source.port"], id="two-fields"),
        pytest.param(
            {"metadata": {"labels": {"a": "-", "b c": "d"}}}, ["metadata.labels.a", "metadata.labels.b c"], id="keys"
        ),
    ],
)
def test_every_problem_has_its_path(fields: dict[str, Any], paths: list[str]) -> None:
    """From the root, without pydantic's names for the members of unions."""
    lines = refusal(INSTANCE.with_, **fields)

    assert [line.partition(": ")[0] for line in lines] == paths


def test_a_model_that_is_wrong_inside_another_is_said_once() -> None:
    """A list with a wrong item is not called too short as well."""
    lines = refusal(ClientAuth, jwks={"keys": [{"kty": "oct", "alg": "HS256"}]}, audience=["a"])

    assert lines == ["client_auth.jwks.keys[0].k: missing; it is …"]


def test_no_chain_of_exceptions() -> None:
    """The traceback has one error, not pydantic's before it."""
    with pytest.raises(ConfigError) as refused:
        Resources(cpu="x")

    assert refused.value.__suppress_context__

"""Error texts: one line per problem, with the field, the value, the rule and the way out."""

from typing import Any

import pytest

from powersync_constructs.config import ClientAuth, ConfigError, IngressProps, Resources
from powersync_constructs.config.core import errors
from powersync_constructs.config.core.errors import Problem, shown
from tests.samples.instance import INSTANCE

from .validation import errors_of


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
def test_line_begins_with_the_path(root: str, where: tuple[str | int, ...], path: str) -> None:
    """Each line begins with the path of the field, as in Python."""
    error = ConfigError([Problem(where, "is wrong; correct it")], root=root)

    assert error.lines == [f"{path}: is wrong; correct it"]


def test_text_of_an_error_is_its_lines() -> None:
    """The text of an error, which ends a traceback, has one line per problem."""
    error = ConfigError([Problem(("a",), "is wrong"), Problem(("b",), "is missing")])

    assert str(error) == "a: is wrong\nb: is missing"


def test_a_config_error_is_a_value_error() -> None:
    """`except ValueError` catches a ConfigError."""
    assert isinstance(errors.config_error("a.b", "is wrong"), ValueError)


def test_missing_field_is_described() -> None:
    """The error quotes the description of the missing field."""
    nothing: dict[str, Any] = {}

    with pytest.raises(ConfigError) as raised:
        IngressProps(**nothing)

    assert raised.value.lines[0].startswith("ingress.host: missing; set it to the host name of this instance")


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
def test_shown_value_is_short_and_has_no_password(value: object, text: str) -> None:
    """A value is shown on one line, and only if it cannot contain a password."""
    assert shown(value) == text


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        pytest.param({"topology": {"api": {"replicas": 0}}}, ["topology.api.replicas"], id="nested-field"),
        pytest.param(
            {"client_auth": {"jwks": {"keys": [{"kty": "RSA"}]}}},
            [f"client_auth.jwks.keys[0].{name}" for name in ("kid", "n", "e")],
            id="missing-fields",
        ),
        pytest.param({"source": {"port": "x", "hostname": ""}}, ["source.hostname", "source.port"], id="two-fields"),
        pytest.param(
            {"metadata": {"labels": {"a": "-", "b c": "d"}}}, ["metadata.labels.a", "metadata.labels.b c"], id="keys"
        ),
    ],
)
def test_every_problem_has_its_path(fields: dict[str, Any], paths: list[str]) -> None:
    """Each error has the full path, without pydantic's names for union members."""
    lines = errors_of(INSTANCE.with_, **fields)

    assert [line.partition(": ")[0] for line in lines] == paths


def test_nested_error_is_reported_once() -> None:
    """A list with an invalid item is not also reported as too short."""
    lines = errors_of(ClientAuth, jwks={"keys": [{"kty": "oct", "alg": "HS256"}]}, audience=["a"])

    assert lines == ["client_auth.jwks.keys[0].k: missing; set it to …"]


def test_error_has_no_chained_exception() -> None:
    """The traceback shows the ConfigError, and not pydantic's error before it."""
    with pytest.raises(ConfigError) as raised:
        Resources(cpu="x")

    assert raised.value.__suppress_context__

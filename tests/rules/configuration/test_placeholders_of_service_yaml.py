"""Placeholders and publicly known credentials in service.yaml are reported."""

import pytest

from powersync_constructs.rules.configuration.placeholders import service_yaml_has_no_placeholders
from tests.rules.manifests import manifest
from tests.rules.service_files import COMPLETE, PASSWORD, STORAGE, config_map, lines, reasons, secret, workload

LONG = "A" * 43
"""32 bytes in base64url."""


def keys(key: str, alg: str = "HS256") -> str:
    """Return a service.yaml with a shared key."""
    return f"{STORAGE}client_auth: {{audience: [app], jwks: {{keys: [{{kty: oct, alg: {alg}, k: {key}}}]}}}}\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(COMPLETE.replace("db.example.com", "YOUR_HOST"), "storage.hostname is a placeholder", id="host"),
        pytest.param(
            COMPLETE.replace("[app]", "[<your audience>]"), "client_auth.audience[0] is a placeholder", id="audience"
        ),
        pytest.param(f"{COMPLETE}api: {{tokens: [changeme]}}\n", "api.tokens[0] is a placeholder", id="token"),
        pytest.param(
            f"{COMPLETE}api: {{tokens: [STRIPPEDTWO]}}\n",
            "api.tokens[0] is publicly known, from a chart, a guide or a demo",
            id="token-of-the-chart",
        ),
        pytest.param(
            keys("testing"),
            "client_auth.jwks.keys[0].k is publicly known, from a chart, a guide or a demo",
            id="key-of-the-chart",
        ),
        pytest.param(
            keys("c2hvcnQ"),
            "client_auth.jwks.keys[0].k is not base64url of 32 bytes or more, which its algorithm needs",
            id="short-key",
        ),
        pytest.param(
            keys(LONG, "HS384"),
            "client_auth.jwks.keys[0].k is not base64url of 48 bytes or more, which its algorithm needs",
            id="short-for-its-hash",
        ),
    ],
)
def test_placeholder_is_reported(text: str, reason: str) -> None:
    """A credential or an address must be a real one."""
    [found] = reasons(service_yaml_has_no_placeholders, config_map(text), workload())

    assert found.partition(": ")[2] == reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(COMPLETE, id="complete"),
        pytest.param(keys(LONG), id="long-key"),
        pytest.param(f"{COMPLETE}metadata: {{note: changeme}}\n", id="text"),
        pytest.param(f"{COMPLETE}sync_config: {{content: 'a < b AND c > d'}}\n", id="query"),
        pytest.param(COMPLETE.replace("username: a", "username: postgres"), id="user"),
    ],
)
def test_other_text_is_accepted(text: str) -> None:
    """Texts of any kind may contain the words of placeholders."""
    assert reasons(service_yaml_has_no_placeholders, config_map(text), workload()) == []


def test_value_of_a_variable_is_checked() -> None:
    """A placeholder in a Secret of the manifests is reported at the field that reads it."""
    stored = {**manifest("Secret", "database"), "stringData": {"password": "CHANGE_ME"}}

    assert lines(service_yaml_has_no_placeholders, config_map(COMPLETE), workload(env=(PASSWORD,)), stored) == [
        (
            "error: ConfigMap/config: service.yaml line 1: storage.password is a placeholder; use a long random "
            "value, from "
            "a Secret"
        )
    ]


def test_secret_is_not_shown() -> None:
    """The finding for a service.yaml in a Secret does not contain the value."""
    found = lines(service_yaml_has_no_placeholders, secret(keys("c2hvcnQ")), workload(kind="secret"))

    assert len(found) == 1
    assert "c2hvcnQ" not in found[0]

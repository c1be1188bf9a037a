"""Credentials are only in Secrets."""

from base64 import b64encode
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.security.plain_credentials import (
    service_yaml_shows_no_credentials,
    variables_show_no_credentials,
)
from tests.rules.manifests import manifest, objects
from tests.rules.pods import pods

SECRET = "v3ry-s3cr3t-w0rd"


@pytest.mark.parametrize(
    ("service_yaml", "field"),
    [
        (f"storage: {{type: postgresql, password: {SECRET}}}", "storage.password"),
        (f"storage: {{type: mongodb, uri: 'mongodb://u:{SECRET}@h/d'}}", "storage.uri"),
        (
            f"replication: {{connections: [{{type: convex, deploy_key: {SECRET}}}]}}",
            "replication.connections[0].deploy_key",
        ),
        (f"api: {{tokens: [{SECRET}]}}", "api.tokens[0]"),
        (f"client_auth: {{jwks: {{keys: [{{kty: oct, k: {SECRET}}}]}}}}", "client_auth.jwks.keys[0].k"),
        (f"client_auth: {{supabase_jwt_secret: {SECRET}}}", "client_auth.supabase_jwt_secret"),
        (f"storage: {{object_storage: {{secret_access_key: {SECRET}}}}}", "storage.object_storage.secret_access_key"),
    ],
    ids=lambda value: value.rpartition(".")[2] if " " not in value else None,
)
def test_credential_in_a_config_map_is_reported(service_yaml: str, field: str) -> None:
    """The finding names the field, and never shows the value."""
    [found] = service_yaml_shows_no_credentials.findings(objects(*pods(service_yaml=service_yaml)))

    assert f"{field} contains a credential in plain text" in found.reason
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    "service_yaml",
    [
        pytest.param("storage: {password: !env PS_STORAGE_PASSWORD}", id="variable"),
        pytest.param("storage: {type: mongodb, uri: 'mongodb://h/d'}", id="uri-without-password"),
        pytest.param("storage: {password: YOUR_PASSWORD}", id="placeholder-of-another-rule"),
        pytest.param("storage: {password: ''}", id="empty"),
        pytest.param("storage: {username: powersync}", id="user"),
        pytest.param("parameters: {password: shown}", id="parameter"),
        pytest.param("client_auth: {jwks: {keys: [{kty: RSA, n: abc, e: AQAB}]}}", id="public-key"),
        pytest.param("storage: [", id="invalid"),
    ],
)
def test_other_settings_are_not_reported(service_yaml: str) -> None:
    """A reference, an empty value, a public value or a parameter of the sync config is not a credential."""
    assert service_yaml_shows_no_credentials.findings(objects(*pods(service_yaml=service_yaml))) == []


def test_credential_in_a_secret_is_not_reported() -> None:
    """service.yaml may contain credentials if it is in a Secret."""
    volume = {"name": "secret", "secret": {"secretName": "config"}}
    mount = {"name": "secret", "mountPath": "/secret"}
    variable = {"name": "POWERSYNC_CONFIG_PATH", "value": "/secret/service.yaml"}
    deployment = pods(service_yaml=None, pod={"volumes": [volume]}, mounts=[mount], env=[variable])
    stored = manifest("Secret", "config", stringData={"service.yaml": f"storage: {{password: {SECRET}}}"})

    assert service_yaml_shows_no_credentials.findings(objects(*deployment, stored)) == []


def test_base64_from_a_secret_is_not_reported() -> None:
    """A variable with base64 may come from a Secret."""
    variable = {
        "name": "POWERSYNC_CONFIG_B64",
        "valueFrom": {"secretKeyRef": {"name": "config", "key": "encoded"}},
    }
    encoded = b64encode(f"storage: {{password: {SECRET}}}".encode()).decode()
    stored = manifest("Secret", "config", stringData={"encoded": encoded})

    made = objects(*pods(service_yaml=None, env=[variable]), stored)

    assert service_yaml_shows_no_credentials.findings(made) == []


def with_variables(*env: dict[str, Any], service_yaml: str = "{}", **fields: Any) -> list[Manifest]:
    """Return API pods with these variables."""
    return pods(service_yaml=service_yaml, env=[*env], **fields)


def test_base64_hides_nothing() -> None:
    """service.yaml in a variable is reported for the workload."""
    encoded = b64encode(f"storage: {{password: {SECRET}}}".encode()).decode()
    made = with_variables({"name": "POWERSYNC_CONFIG_B64", "value": encoded})

    [found] = service_yaml_shows_no_credentials.findings(objects(*made))

    assert found.where == "Deployment/api"


@pytest.mark.parametrize(
    ("name", "value", "service_yaml"),
    [
        ("PS_STORAGE_PASSWORD", SECRET, "{}"),
        ("SENTRY_AUTH_TOKEN", SECRET, "{}"),
        ("DB_PASS", SECRET, "{}"),
        ("PS_API_TOKENS_0", SECRET, "{}"),
        ("PS_STORAGE", f"mongodb://u:{SECRET}@h/d", "{}"),
        ("PS_OTHER", SECRET, "storage: {password: !env PS_OTHER}"),
    ],
)
def test_credential_in_a_variable_is_reported(name: str, value: str, service_yaml: str) -> None:
    """The name, the value or the field of service.yaml shows that a variable has a credential."""
    made = with_variables({"name": name, "value": value}, service_yaml=service_yaml)

    [found] = variables_show_no_credentials.findings(objects(*made))

    assert name in found.reason
    assert SECRET not in str(found)


REFERENCE = {"valueFrom": {"secretKeyRef": {"name": "storage", "key": "password"}}}
STORED = manifest("Secret", "storage", data={"password": b64encode(SECRET.encode()).decode()})


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param(with_variables({"name": "PS_STORAGE_PASSWORD", **REFERENCE}), id="secret"),
        pytest.param([*with_variables({"name": "PS_STORAGE_PASSWORD", **REFERENCE}), STORED], id="secret-in-manifests"),
        pytest.param(with_variables({"name": "PASSWORD_FILE", "value": "/run/password"}), id="file"),
        pytest.param(with_variables({"name": "PS_PASSWORD", "value": "$(OTHER)"}), id="other-variable"),
        pytest.param(with_variables({"name": "PS_PASSWORD", "value": ""}), id="empty"),
        pytest.param(with_variables({"name": "PS_JWKS", "value": "https://a.example.com/keys"}), id="url"),
    ],
)
def test_other_variables_are_not_reported(manifests: list[Manifest]) -> None:
    """A variable from a Secret, or without a credential, is not reported."""
    assert variables_show_no_credentials.findings(objects(*manifests)) == []


def test_config_map_as_a_source_is_reported() -> None:
    """A ConfigMap in `envFrom` shows its values like a variable."""
    source = manifest("ConfigMap", "env", data={"PS_STORAGE_PASSWORD": SECRET})
    deployment = pods(envFrom=[{"configMapRef": {"name": "env"}}])

    [found] = variables_show_no_credentials.findings(objects(*deployment, source))

    assert found.where == "Deployment/api"

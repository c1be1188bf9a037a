"""Settings of service.yaml that have no effect on the service are reported."""

import pytest

from powersync_constructs.rules.configuration.effects import settings_have_effect
from tests.rules.manifests import finding, objects
from tests.rules.migrations.test_migration import config, in_secret

LINE = "service.yaml line 1:"
SOURCE = f"{LINE} replication.connections[0]"
AUDIENCE = (
    f"{LINE} client_auth.audience has no effect, because tokens of Supabase must have the audience 'authenticated'"
)
FETCHES_NO_KEYS = "has no effect, because the service fetches no keys"
SUPABASE = 'supabase: true, supabase_jwt_secret: !env "PS_SECRET"'
KEYS = "jwks: {keys: [{kty: oct}]}"


def reasons(service_yaml: str) -> list[str]:
    """Return the reasons of the findings for a service.yaml in a ConfigMap."""
    return [finding.reason for finding in settings_have_effect.findings(objects(config(f"{service_yaml}\n")))]


def source(fields: str) -> str:
    """Return a service.yaml with this source database."""
    return f"replication: {{connections: [{{{fields}}}]}}"


def test_finding_names_the_object_the_setting_and_the_fix() -> None:
    """The finding is a warning that names the object with service.yaml, the setting, the reason and the fix."""
    manifest = config(f"client_auth: {{{SUPABASE}, audience: [powersync]}}\n")

    found = settings_have_effect.findings(objects(manifest))

    fix = "remove it; tokens that you sign with supabase_jwt_secret need this audience too"
    where = f"ConfigMap/{manifest['metadata']['name']}"
    assert found == [finding("settings-have-effect", "warning", where, AUDIENCE, fix)]


def test_service_yaml_in_a_secret_is_read() -> None:
    """A service.yaml in a Secret of the instance is checked too."""
    found = [
        *settings_have_effect.findings(
            objects(in_secret("client_auth: {supabase: true, audience: [a, authenticated]}\n"))
        )
    ]

    assert [finding.reason for finding in found] == [AUDIENCE]


@pytest.mark.parametrize(
    ("service_yaml", "reason"),
    [
        pytest.param("client_auth: {supabase: true, audience: [powersync]}", AUDIENCE, id="audience"),
        pytest.param(
            f"client_auth: {{{KEYS}, audience: [a], block_local_jwks: true}}",
            f"{LINE} client_auth.block_local_jwks {FETCHES_NO_KEYS}",
            id="block-without-a-url",
        ),
        pytest.param(
            f"client_auth: {{{KEYS}, audience: [a], jwks_reject_ip_ranges: [local]}}",
            f"{LINE} client_auth.jwks_reject_ip_ranges {FETCHES_NO_KEYS}",
            id="ranges-without-a-url",
        ),
        pytest.param(
            source("type: postgresql, debug_api: true"),
            f"{SOURCE}.debug_api has no effect, because the admin API rejects every request without api.tokens",
            id="debug-api-without-tokens",
        ),
        *(
            pytest.param(
                source(f"type: {kind}, hostname: db.example.com, reject_ip_ranges: [local]"),
                f"{SOURCE}.reject_ip_ranges has no effect on a host name, because the service checks "
                f"only IP addresses for {kind}",
                id=f"ranges-of-{kind}",
            )
            for kind in ("mysql", "mssql")
        ),
    ],
)
def test_setting_without_effect_is_reported(service_yaml: str, reason: str) -> None:
    """A setting that the service does not use is reported."""
    assert reasons(service_yaml) == [reason]


@pytest.mark.parametrize(
    "service_yaml",
    [
        pytest.param(f"client_auth: {{{SUPABASE}, audience: [authenticated]}}", id="audience-of-supabase"),
        pytest.param(f"client_auth: {{{SUPABASE}}}", id="no-audience"),
        pytest.param("client_auth: {supabase: true, jwks_uri: https://a/j, audience: [app]}", id="other-url"),
        pytest.param(f"client_auth: {{supabase: true, {KEYS}, audience: [app]}}", id="other-keys"),
        pytest.param('client_auth: {supabase: !env "PS_S::boolean", audience: [app]}', id="supabase-from-env"),
        pytest.param('client_auth: {supabase: true, audience: [!env "PS_A"]}', id="audience-from-env"),
        pytest.param("client_auth: {jwks_uri: https://a/j, block_local_jwks: true}", id="block-with-a-url"),
        pytest.param("client_auth: {supabase: true, jwks_reject_ip_ranges: [local]}", id="ranges-with-supabase"),
        pytest.param(f"client_auth: {{{KEYS}, block_local_jwks: false}}", id="no-block"),
        pytest.param(source("debug_api: true") + '\napi: {tokens: [!env "PS_T"]}', id="debug-api-with-tokens"),
        pytest.param(source("debug_api: false"), id="no-debug-api"),
        pytest.param(source("type: postgresql, hostname: db, reject_ip_ranges: [local]"), id="ranges-of-postgres"),
        pytest.param(source("type: mysql, hostname: 10.0.0.5, reject_ip_ranges: [local]"), id="ip-address"),
        pytest.param(source("type: mysql, hostname: 'fd00::a', reject_ip_ranges: [local]"), id="ipv6-address"),
        pytest.param(source('type: mysql, hostname: !env "PS_H", reject_ip_ranges: [local]'), id="host-from-env"),
        pytest.param("client_auth: [", id="invalid-yaml"),
        pytest.param("client_auth: 5\nstorage: x\ntelemetry: []", id="other-shapes"),
    ],
)
def test_setting_with_effect_is_not_reported(service_yaml: str) -> None:
    """A setting that the service uses, or whose value is not in the manifests, is not reported."""
    assert reasons(service_yaml) == []

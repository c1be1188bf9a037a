"""Variables and templates of other tools are refused where nothing replaces them, before any other error."""

from collections.abc import Callable
from typing import Any

import pytest

from powersync_constructs.config import (
    ClientAuth,
    ConfigError,
    EnvVar,
    IngressProps,
    MongoSource,
    MongoStorage,
    ObjectStorage,
    PostgresSource,
    SecretRef,
    SecretValue,
    Sentry,
    ServiceSettings,
)
from tests.samples.databases import SOURCE, STORAGE
from tests.samples.pods import FULL_KEDA

from .validation import errors_of

URI = "https://auth.example.com/jwks.json"
PASSWORD = SecretRef("source", "password")
FIX = "which nothing replaces; write the value itself, or use SecretRef(name, key)"
FORMS = [
    pytest.param("${DB_USER}", "${DB_USER}", id="shell"),
    pytest.param("${DB_USER:-c4n4ry}", "${DB_USER}", id="shell-with-a-default"),
    pytest.param("app-${var.name}", "${var.name}", id="terraform"),
    pytest.param("$(DB_USER)", "$(DB_USER)", id="kubernetes"),
    pytest.param("{{ .Values.user }}", "{{…}}", id="helm"),
    pytest.param('{{ .Values.user | default "c4n4ry" }}', "{{…}}", id="helm-with-a-default"),
    pytest.param("${{ secrets.DB_USER }}", "{{…}}", id="github-actions"),
    pytest.param("!env PS_USER", "!env PS_USER", id="env-tag"),
    pytest.param("!env PS_USER::string", "!env PS_USER", id="env-tag-with-a-cast"),
    pytest.param("$DB_USER", "$DB_USER", id="bare"),
]


@pytest.mark.parametrize(("text", "shown"), FORMS)
def test_each_form_is_refused_in_a_name(text: str, shown: str) -> None:
    """Each form is refused in a name, and the error shows the name of the variable, but no default."""
    assert errors_of(SOURCE.with_, username=text) == [f"source.username: contains {shown}, {FIX}"]


@pytest.mark.parametrize(
    ("make", "fields", "where", "shown"),
    [
        pytest.param(
            ClientAuth, {"jwks_uri": URI, "audience": ["!env PS_AUD"]}, "client_auth.audience[0]", "!env PS_AUD"
        ),
        pytest.param(
            ClientAuth, {"jwks_uri": "http://$(HOST)/j", "audience": ["a"]}, "client_auth.jwks_uri", "$(HOST)"
        ),
        pytest.param(ClientAuth, {"jwks_uri": [URI, "${J}"], "audience": ["a"]}, "client_auth.jwks_uri[1]", "${J}"),
        pytest.param(
            ClientAuth,
            {"jwks": {"keys": [{"kty": "oct", "k": PASSWORD, "alg": "HS256", "kid": "${KID}"}]}, "audience": ["a"]},
            "client_auth.jwks.keys[0].kid",
            "${KID}",
        ),
        pytest.param(PostgresSource, {"uri": "${DATABASE_URL}"}, "source.uri", "${DATABASE_URL}"),
        pytest.param(PostgresSource, {"uri": "postgres://app:${PW}@db.example.com/app"}, "source.uri", "${PW}"),
        pytest.param(PostgresSource, {"uri": "postgres://app:!env PS_PW@db/app"}, "source.uri", "!env PS_PW"),
        pytest.param(MongoSource, {"uri": "{{ .Values.mongo.uri }}"}, "source.uri", "{{…}}"),
        pytest.param(MongoStorage, {"uri": "mongodb://${HOST}/powersync"}, "storage.uri", "${HOST}"),
        pytest.param(SOURCE.with_, {"hostname": "${DB_HOST}"}, "source.hostname", "${DB_HOST}"),
        pytest.param(SOURCE.with_, {"database": "$DB_NAME"}, "source.database", "$DB_NAME"),
        pytest.param(SOURCE.with_, {"tag": "{{ tag }}"}, "source.tag", "{{…}}"),
        pytest.param(SOURCE.with_, {"cacert": "${CA_CERT}"}, "source.cacert", "${CA_CERT}"),
        pytest.param(SOURCE.with_, {"slot_name_prefix": "ps_${ENV}_"}, "source.slot_name_prefix", "${ENV}"),
        pytest.param(STORAGE.with_, {"tls_servername": "$(HOST)"}, "storage.tls_servername", "$(HOST)"),
        pytest.param(ObjectStorage, {"bucket": "chunks-${ENV}"}, "object_storage.bucket", "${ENV}"),
        pytest.param(
            MongoStorage,
            {"uri": "mongodb://db.example.com/a", "object_storage": {"bucket": "chunks", "region": "${AWS_REGION}"}},
            "storage.object_storage.region",
            "${AWS_REGION}",
        ),
        pytest.param(
            ServiceSettings, {"metadata": {"env": "${ENV}"}}, "service.metadata.env", "${ENV}", id="whole-metadata"
        ),
        pytest.param(
            ServiceSettings, {"parameters": {"tenant": "!env PS_T"}}, "service.parameters.tenant", "!env PS_T"
        ),
        pytest.param(
            ServiceSettings,
            {"sync_config": {"version_label": "v-${GIT_SHA}"}},
            "service.sync_config.version_label",
            "${GIT_SHA}",
        ),
        pytest.param(
            ServiceSettings,
            {"telemetry": {"internal_service_endpoint": "${OTLP}"}},
            "service.telemetry.internal_service_endpoint",
            "${OTLP}",
        ),
        pytest.param(Sentry, {"dsn": "${SENTRY_DSN}"}, "sentry.dsn", "${SENTRY_DSN}"),
    ],
)
def test_interpolation_is_refused_in_every_text(
    make: Callable[..., object], fields: dict[str, Any], where: str, shown: str
) -> None:
    """In every text of service.yaml, the error names the variable and the fix."""
    assert errors_of(make, **fields) == [f"{where}: contains {shown}, {FIX}"]


@pytest.mark.parametrize(
    ("make", "fields", "where", "shown"),
    [
        pytest.param(IngressProps, {"host": "${HOST}.example.com"}, "ingress.host", "contains ${HOST}", id="host"),
        pytest.param(IngressProps, {"host": "{{ .Values.host }}"}, "ingress.host", "contains {{…}}", id="helm"),
        pytest.param(EnvVar, {"name": "${A}", "value": "a"}, "env.name", "contains ${A}", id="variable"),
        pytest.param(SecretRef, {"name": "${A}", "key": "a"}, "secret_ref.name", "'${A}' contains ${A}", id="secret"),
    ],
)
def test_error_of_a_name_does_not_suggest_a_secret(
    make: Callable[..., object], fields: dict[str, Any], where: str, shown: str
) -> None:
    """If a field does not accept a SecretRef, the error has another fix."""
    line = f"{where}: {shown}, which nothing replaces; write the value itself"

    assert errors_of(make, **fields) == [line]


def test_variable_in_a_secret_uri_is_refused() -> None:
    """A URI with a password is a SecretValue, and must not contain a variable of another tool either."""
    (line,) = errors_of(PostgresSource, uri=SecretValue("postgresql://u:${PASSWORD}@db.example.com/app"))

    assert line == f"source.uri: contains ${{PASSWORD}}, {FIX}"


@pytest.mark.parametrize(
    "value", ["${DB_USER}", "${DB_USER:-c4n4ry}", "{{ .Values.x }}", "!env PS_X", "$DB_USER", "${{ secrets.X }}"]
)
def test_variable_that_kubernetes_does_not_replace_is_refused(value: str) -> None:
    """The value of an environment variable must not be a variable of another tool, and no default is shown."""
    (line,) = errors_of(EnvVar, name="A", value=value)

    assert line.endswith("which nothing replaces; write the value itself, or use SecretRef, ConfigMapRef or FieldRef")
    assert "c4n4ry" not in line


@pytest.mark.parametrize("field", ["environment_name", "server_name"])
def test_variable_of_sentry_that_kubernetes_does_not_replace_is_refused(field: str) -> None:
    """The settings of Sentry become environment variables, so they are checked like the value of a variable."""
    (line,) = errors_of(Sentry, dsn="https://key@sentry.example.com/1", **{field: "${ENVIRONMENT}"})

    assert line.startswith(f"sentry.{field}: contains ${{ENVIRONMENT}}, which nothing replaces; ")


@pytest.mark.parametrize(
    "value",
    [
        "$(POD_NAME)",
        "http://$(POD_IP):9464",
        '{"url": "${env:POD_IP}"}',
        "exec nginx -g 'daemon off;' ${ARGS}",
        "[{{.Level}}] {{.Message}}",
        "%PROTOCOL%",
        "$1",
        "a$b",
        "",
    ],
)
def test_other_value_of_a_variable_is_accepted(value: str) -> None:
    """Kubernetes replaces `$(NAME)`, and a longer text may be a template of the container's own program."""
    assert EnvVar(name="A", value=value).value == value


@pytest.mark.parametrize(
    "value",
    [r"^\d{2}$", '{"a": "${b}"}', "costs $5", "{{", "a $(b) c", "env PS_X", "50%", "$100", "p$W0rd", "#{x}"],
)
@pytest.mark.parametrize("field", ["metadata", "parameters"])
def test_free_text_with_a_dollar_is_accepted(field: str, value: str) -> None:
    """Metadata and parameters may contain any text, like JSON, a regular expression or a price."""
    fields: dict[str, Any] = {field: {"a": value}}

    settings = ServiceSettings(**fields)

    assert getattr(settings, field)["a"] == value


@pytest.mark.parametrize("value", ["a$b", "ends$", "pa$$word", "$lower", "api://$default", "a{b}", "100%", "x#{y}"])
def test_name_with_a_dollar_is_accepted(value: str) -> None:
    """`$`, `%`, `#` and single braces are valid in names."""
    assert SOURCE.with_(username=value).username == value


def test_query_of_prometheus_is_not_checked() -> None:
    """Grafana and Prometheus have their own variables, so queries are not checked."""
    query = "sum(rate(x[$__rate_interval])) + ${y}"

    assert FULL_KEDA.with_(query=query).query == query


@pytest.mark.parametrize("value", ["${PASSWORD}", "${PASSWORD:-c4n4ry}", "$(PASSWORD)", "!env PS_PASSWORD", "{{ x }}"])
def test_secret_value_that_is_a_variable_is_refused(value: str) -> None:
    """A SecretValue that is only a variable would be used as the password itself."""
    with pytest.raises(ConfigError) as raised:
        SecretValue(value)

    (line,) = raised.value.lines
    assert line.endswith("which nothing replaces; set the secret itself, or use SecretRef(name, key)")
    assert "c4n4ry" not in line


@pytest.mark.parametrize("value", ["p${w}x", "a$(b)", "$lower", "{{a", "s3cr3t$"])
def test_secret_value_with_special_characters_is_accepted(value: str) -> None:
    """A password may contain any characters."""
    assert SecretValue(value).value == value

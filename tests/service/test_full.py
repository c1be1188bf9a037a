"""Full service.yaml files: each source database with each bucket storage, with every field set."""

import pytest

from powersync_constructs.config import InjectedSecret, PostgresSource, SecretRef, ServiceConfig
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service._variables import variables
from tests.judges import JudgeError, Judges
from tests.samples.configuration import SERVICE, full_service
from tests.samples.databases import FULL_SOURCES, FULL_STORAGES, SOURCE

from .reading import NUMBER, environment, expected, unknown_keys

FULL = [
    pytest.param(full_service(source, storage), id=f"{source}-on-{storage}")
    for source in FULL_SOURCES
    for storage in FULL_STORAGES
]


@pytest.mark.parametrize("service", FULL)
def test_everything_reads_back_equal(judges: Judges, service: ServiceConfig) -> None:
    """The service reads exactly the values of the models, with secrets and casts resolved."""
    document = judges.read_service_yaml(render(service), environment(service))

    assert document == expected(service)


@pytest.mark.parametrize("service", FULL)
def test_the_service_accepts_everything(judges: Judges, service: ServiceConfig) -> None:
    """The service refuses no value, and ignores no key except those of `extra`."""
    document = judges.read_service_yaml(render(service), environment(service))

    assert set(judges.config_problems(document)) == {f"{key}: unknown key" for key in unknown_keys(service)}


@pytest.mark.parametrize("service", FULL)
def test_every_variable_is_required(judges: Judges, service: ServiceConfig) -> None:
    """The service refuses service.yaml if any one of its variables is missing."""
    text, variables = render(service), environment(service)

    for name in variables:
        others = {other: value for other, value in variables.items() if other != name}
        with pytest.raises(JudgeError, match=f"!env {name}(::[a-z]+)?: the variable is undefined"):
            judges.read_service_yaml(text, others)


@pytest.mark.parametrize("service", [SERVICE, *FULL])
def test_the_same_input_gives_the_same_bytes(service: ServiceConfig) -> None:
    """An equal copy of the models renders to the same bytes, so that pods roll only after a change."""
    assert render(ServiceConfig(**dict(service))) == render(service)


def test_minimal_service_yaml() -> None:
    """The minimal models render exactly these keys."""
    assert render(SERVICE) == (
        """\
replication:
  connections:
    - type: "postgresql"
      hostname: "db.example.com"
      username: "powersync_role"
      password: !env "PS_SOURCE_PASSWORD"
      database: "app"
storage:
  type: "postgresql"
  hostname: "storage.example.com"
  username: "powersync_storage"
  password: !env "PS_STORAGE_PASSWORD"
  database: "powersync"
client_auth:
  jwks_uri: "https://auth.example.com/jwks.json"
  audience:
    - "powersync"
telemetry:
  prometheus_port: 9464
  disable_telemetry_sharing: false
healthcheck:
  probes:
    use_http: true
    use_filesystem: false
port: 8080
sync_config:
  path: "/powersync/sync-config/sync-config.yaml"
  exit_on_error: true
"""
    )


def test_port_from_a_secret_is_a_number(judges: Judges) -> None:
    """The cast makes a port from a Secret a number: the service would ignore a text where it compares numbers."""
    service = SERVICE.with_(source=SOURCE.with_(port=SecretRef("database", "port")))

    document = judges.read_service_yaml(render(service), environment(service))

    assert document["replication"]["connections"][0]["port"] == NUMBER


def test_injected_secret_keeps_its_name() -> None:
    """An injected secret keeps the name of its variable, with a cast where it must be a number."""
    source = SOURCE.with_(port=InjectedSecret("PS_PORT"), password=InjectedSecret("PS_INJECTED"))

    text = render(SERVICE.with_(source=source))

    assert '      port: !env "PS_PORT::number"\n' in text
    assert '      password: !env "PS_INJECTED"\n' in text


def test_variable_is_named_after_its_field() -> None:
    """A variable is named after the path of its field, also inside a list."""
    service = full_service("mssql", "mongodb")

    assert {
        "PS_SOURCE_AUTHENTICATION_OPTIONS_PASSWORD",
        "PS_STORAGE_OBJECT_STORAGE_SECRET_ACCESS_KEY",
        "PS_CLIENT_AUTH_JWKS_KEYS_1_K",
        "PS_API_TOKENS_0",
        "PS_API_TOKENS_1",
    } <= set(variables(service))


def test_reference_used_twice_has_two_variables(judges: Judges) -> None:
    """Each field has its own variable, even if two fields refer to the same Secret."""
    same = SecretRef("database", "uri")
    service = SERVICE.with_(source=PostgresSource(uri=same, password=same))

    document = judges.read_service_yaml(render(service), {**environment(service), "PS_SOURCE_URI": "another"})

    assert document["replication"]["connections"][0]["uri"] == "another"

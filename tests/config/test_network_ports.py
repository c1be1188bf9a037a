"""Ports of network destinations: those from the configuration, and those that the user must give."""

from typing import Any

import pytest

from powersync_constructs.config import (
    CidrPeer,
    ClientAuth,
    ConfigMapRef,
    ConvexSource,
    Destination,
    FieldRef,
    InjectedSecret,
    MongoSource,
    MongoStorage,
    MySqlSource,
    NetworkProps,
    ObjectStorage,
    PodPeer,
    PostgresSource,
    PostgresStorage,
    SecretRef,
    SecretValue,
    SqlServerSource,
)
from powersync_constructs.config.network._context import NetworkContext
from powersync_constructs.config.network._ports import database_ports
from powersync_constructs.config.network._traffic import flows
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from tests.samples.databases import CLIENT_AUTH
from tests.samples.instance import INSTANCE
from tests.samples.network import ENTRA_SOURCE, NETWORK, S3_STORAGE

from .validation import errors_of

SOMEWHERE = Destination(to=[CidrPeer(cidr="10.9.0.0/16")])
PODS = [PodPeer(labels={"app": "a"})]
_LOGIN: dict[str, Any] = {"username": "powersync", "password": SecretRef("db", "password"), "database": "app"}
_SERVER: dict[str, Any] = {"hostname": "db.example.com", **_LOGIN}
_IN_SECRET = SecretRef("db", "uri")


def configured(**changes: Any) -> NetworkContext:
    """Return the network context of the smallest instance with these changes."""
    props = INSTANCE.with_(**changes)
    return NetworkContext.of(
        props.service, roles=["api"], client_auth=props.client_auth, source=props.source, storage=props.storage
    )


def api_ports(field: str, **changes: Any) -> list[Any]:
    """Return the ports on which the API connects to a destination of the network."""
    network = NetworkProps(dns=Destination(to=PODS)).with_(**{field: SOMEWHERE})
    found = flows(network, configured(**changes), "api").egress
    return [port for flow in found if flow.peers == SOMEWHERE.to for port in flow.ports]


@pytest.mark.parametrize(
    ("database", "ports"),
    [
        pytest.param(PostgresSource(**_SERVER), (5432,), id="postgres"),
        pytest.param(PostgresSource(**_SERVER, port=6543), (6543,), id="postgres-field"),
        pytest.param(PostgresSource(uri="postgres://u@db:6000/app", **_LOGIN), (6000,), id="postgres-uri"),
        pytest.param(PostgresSource(uri="postgres://u@db:6000/app", **_LOGIN, port=6543), (6543,), id="field-wins"),
        pytest.param(PostgresSource(uri="postgres://u@db/app", **_LOGIN), (5432,), id="postgres-uri-without-a-port"),
        pytest.param(PostgresSource(uri=SecretValue("postgresql://u:p@db:7000/app")), (7000,), id="secret-value"),
        pytest.param(PostgresSource(uri=_IN_SECRET, port=6543), (6543,), id="uri-in-a-secret-and-field"),
        pytest.param(PostgresStorage(**_SERVER), (5432,), id="postgres-storage"),
        pytest.param(MySqlSource(**_SERVER), (3306,), id="mysql"),
        pytest.param(MySqlSource(uri="mysql://u@db:3307/app", **_LOGIN), (3307,), id="mysql-uri"),
        pytest.param(SqlServerSource(**_SERVER), (1433,), id="mssql"),
        pytest.param(SqlServerSource(**_SERVER, port=14330), (14330,), id="mssql-field"),
        pytest.param(MongoSource(uri="mongodb://a/app"), (27017,), id="mongo"),
        pytest.param(MongoSource(uri="mongodb://a:27018,b,c:27018/app?x=a:1"), (27018, 27017), id="mongo-hosts"),
        pytest.param(MongoSource(uri="mongodb://u@[fd00::1]:27019/app"), (27019,), id="mongo-ipv6"),
        pytest.param(MongoSource(uri=SecretValue("mongodb://u:p@a:1@b:27020/app")), (27020,), id="mongo-secret-value"),
        pytest.param(MongoStorage(uri="mongodb+srv://cluster.example.com/app"), (27017,), id="mongo-srv"),
        pytest.param(
            ConvexSource(deployment_url="https://a.convex.cloud", deploy_key=_IN_SECRET), (443,), id="convex-https"
        ),
        pytest.param(ConvexSource(deployment_url="http://convex", deploy_key=_IN_SECRET), (80,), id="convex-http"),
        pytest.param(
            ConvexSource(deployment_url="http://convex:3210", deploy_key=_IN_SECRET), (3210,), id="convex-port"
        ),
    ],
)
def test_ports_of_a_database(database: Source | Storage, ports: tuple[int, ...]) -> None:
    """The field overrides the port of the URI, which overrides the default port of the database."""
    assert database_ports(database) == ports


SUPABASE = PostgresSource(**{**_SERVER, "hostname": "db.abcdefghij.supabase.co"})
BOTH_KEYS = ClientAuth(jwks_uri="http://a/k", supabase=True, audience=["authenticated"])


@pytest.mark.parametrize(
    ("field", "changes", "ports"),
    [
        pytest.param("source", {"source": PostgresSource(**_SERVER, port=6543)}, [6543], id="source"),
        pytest.param("storage", {"storage": MongoStorage(uri="mongodb://a/app")}, [27017], id="storage"),
        pytest.param("jwks", {}, [443], id="jwks"),
        pytest.param(
            "jwks",
            {"client_auth": ClientAuth(jwks_uri=["http://a:3000/k", "https://b/k", "https://c/k"], audience=["a"])},
            [3000, 443],
            id="several-jwks",
        ),
        pytest.param("jwks", {"client_auth": BOTH_KEYS, "source": SUPABASE}, [80, 443], id="jwks-and-supabase"),
        pytest.param("jwks", {"client_auth": BOTH_KEYS}, [80], id="jwks-and-self-hosted-supabase"),
        pytest.param("object_storage", {"storage": S3_STORAGE}, [443], id="s3"),
        pytest.param(
            "object_storage",
            {"storage": S3_STORAGE.with_(object_storage=ObjectStorage(bucket="a", endpoint="http://minio:9000"))},
            [9000],
            id="minio",
        ),
        pytest.param("telemetry", {}, [443], id="telemetry"),
        pytest.param(
            "telemetry",
            {"service": {"telemetry": {"internal_service_endpoint": "http://collector:4318/v1/metrics"}}},
            [4318],
            id="collector",
        ),
        pytest.param("entra", {"source": ENTRA_SOURCE}, [443], id="entra"),
    ],
)
def test_ports_of_a_destination(field: str, changes: dict[str, Any], ports: list[int]) -> None:
    """The ports of each destination come from the configuration."""
    assert api_ports(field, **changes) == ports


def test_given_ports_override_the_configuration() -> None:
    """Given ports are used, for example if a Service has another port than its pods."""
    found = flows(NETWORK.with_(source=SOMEWHERE.with_(ports=[6432])), configured(), "api").egress

    assert [flow.ports for flow in found if flow.peers == SOMEWHERE.to] == [(6432,)]


@pytest.mark.parametrize(
    ("field", "changes", "reason"),
    [
        pytest.param("source", {"source": PostgresSource(uri=_IN_SECRET)}, "uri is in a Secret", id="uri"),
        pytest.param(
            "source",
            {"source": PostgresSource(**_SERVER, port=SecretRef("db", "port"))},
            "the port is in a Secret",
            id="port",
        ),
        pytest.param(
            "source",
            {"source": PostgresSource(**_SERVER, port=ConfigMapRef("db", "port"))},
            "the port is in a ConfigMap",
            id="port-in-a-config-map",
        ),
        pytest.param(
            "jwks",
            {"client_auth": CLIENT_AUTH.with_(jwks_uri=FieldRef(path="metadata.annotations['jwks']"))},
            "jwks_uri is a field of the pod",
            id="pod-field",
        ),
        pytest.param(
            "source", {"source": PostgresSource(hostname="db", uri=_IN_SECRET)}, "uri is in a Secret", id="uri-and-host"
        ),
        pytest.param(
            "source", {"source": PostgresSource(uri=InjectedSecret("PS_A"))}, "uri is in a Secret", id="injected-uri"
        ),
        pytest.param(
            "source",
            {"source": PostgresSource(**_SERVER, port=InjectedSecret("PS_A"))},
            "the port is in a Secret",
            id="injected-port",
        ),
        pytest.param(
            "jwks",
            {"client_auth": CLIENT_AUTH.with_(jwks_uri=InjectedSecret("PS_A"))},
            "jwks_uri is in a Secret",
            id="injected-jwks",
        ),
        pytest.param("storage", {"storage": MongoStorage(uri=_IN_SECRET)}, "uri is in a Secret", id="mongo-uri"),
        pytest.param(
            "source",
            {"source": PostgresSource(**{**_SERVER, "hostname": "127.0.0.1"}, port=5433)},
            "the host of the database is 127.0.0.1, and the ports that the sidecar connects to are unknown",
            id="sidecar",
        ),
        pytest.param(
            "storage",
            {"storage": MongoStorage(uri="mongodb://localhost:27017/app")},
            "the host of the database is localhost, and the ports that the sidecar connects to are unknown",
            id="mongodb-sidecar",
        ),
        pytest.param(
            "source",
            {"source": ConvexSource(deployment_url="http://[::1]:3210", deploy_key=_IN_SECRET)},
            "the host of deployment_url is ::1, and the ports that the sidecar connects to are unknown",
            id="sidecar-in-a-url",
        ),
        pytest.param(
            "jwks",
            {"client_auth": CLIENT_AUTH.with_(jwks_uri=["https://a/k", SecretRef("auth", "uri")])},
            "jwks_uri is in a Secret",
            id="one-of-two-jwks-uris",
        ),
        pytest.param(
            "telemetry",
            {"service": {"telemetry": {"internal_service_endpoint": SecretRef("otel", "url")}}},
            "internal_service_endpoint is in a Secret",
            id="telemetry",
        ),
        pytest.param(
            "source",
            {"source": PostgresSource(uri=SecretValue("postgresql://u:c4n4ry@db:none/app"))},
            "uri is not a valid URI",
            id="invalid-uri",
        ),
        pytest.param(
            "storage",
            {"storage": MongoStorage(uri=SecretValue("c4n4ry"))},
            "the hosts of uri are not readable",
            id="invalid-mongodb-uri",
        ),
        pytest.param(
            "storage",
            {"storage": MongoStorage(uri=SecretValue("mongodb://a:c4n4ry/app"))},
            "the hosts of uri are not readable",
            id="invalid-mongodb-port",
        ),
        pytest.param(
            "telemetry",
            {"service": {"telemetry": {"internal_service_endpoint": SecretValue("c4n4ry")}}},
            "internal_service_endpoint is not an http:// or https:// URL",
            id="invalid-url",
        ),
    ],
)
def test_unknown_ports_are_required(field: str, changes: dict[str, Any], reason: str) -> None:
    """If the configuration does not contain the ports, they are required, and the error shows no secret."""
    lines = errors_of(INSTANCE.with_, network=NETWORK, **changes)

    assert lines == [f"network.{field}.ports: missing; needed, since {reason}: give the ports"]


def test_given_ports_of_a_sidecar_are_accepted() -> None:
    """The user may give the ports on which a sidecar connects to the database."""
    source = PostgresSource(**{**_SERVER, "hostname": "127.0.0.1"})
    network = NETWORK.with_(source=SOMEWHERE.with_(ports=[3307, 443]))

    props = INSTANCE.with_(source=source, network=network)

    assert props.network == network

"""NetworkPolicies allow the connections that the configuration needs."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.egress import policies_allow_needed_connections
from tests.rules.manifests import manifest, objects
from tests.rules.pods import pods

DATABASES = """\
replication:
  connections:
    - {type: postgresql, hostname: db.example.com, port: 5433, database: app}
storage: {type: mongodb, uri: "mongodb://a.example.com:27018,b.example.com:27019/powersync"}
"""
NO_TELEMETRY = "telemetry: {disable_telemetry_sharing: true}\n"
JWKS = 'client_auth: {jwks_uri: "https://auth.example.com/keys"}\n'
ALL = [53, 443, 5433, 27018, 27019]


def ports(*numbers: int, **fields: Any) -> list[dict[str, Any]]:
    """Return a rule that allows these ports to all addresses."""
    return [{"ports": [{"port": number, "protocol": "TCP", **fields} for number in numbers]}]


def policy(egress: object, app: str = "api", **spec: Any) -> Manifest:
    """Return a NetworkPolicy for the egress of pods."""
    selector = {"podSelector": {"matchLabels": {"app": app}}, "policyTypes": ["Egress"]}
    return manifest("NetworkPolicy", app, group="networking.k8s.io", spec={**selector, "egress": egress, **spec})


def reasons(*manifests: Manifest) -> set[str]:
    """Return what the pods cannot connect to."""
    found = policies_allow_needed_connections.findings(objects(*manifests))
    return {finding.reason.partition(" to connect to ")[2] for finding in found}


@pytest.mark.parametrize(
    ("component", "missing"),
    [
        (
            "api",
            {
                *("the DNS server on port 53", "the JWKS server on port 443", "the source database on port 5433"),
                *("the bucket storage on port 27018", "the bucket storage on port 27019"),
            },
        ),
        (
            "replication",
            {
                *("the DNS server on port 53", "the source database on port 5433"),
                *("the bucket storage on port 27018", "the bucket storage on port 27019"),
            },
        ),
        (
            "compact",
            {"the DNS server on port 53", "the bucket storage on port 27018", "the bucket storage on port 27019"},
        ),
    ],
)
def test_each_role_needs_its_servers(component: str, missing: set[str]) -> None:
    """API pods need all servers, replicators both databases, and compaction only the bucket storage."""
    made = pods(component, service_yaml=DATABASES + JWKS + NO_TELEMETRY)

    assert reasons(policy([], component), *made) == missing


def test_usage_data_is_a_note() -> None:
    """The service works without the receiver of usage data."""
    made = pods(service_yaml=DATABASES)

    [found] = policies_allow_needed_connections.findings(objects(policy(ports(53, 5433, 27018, 27019)), *made))

    assert found.reason.endswith("to connect to the receiver of usage data on port 443")
    assert found.severity == "note"


@pytest.mark.parametrize(
    "policies",
    [
        pytest.param([policy(ports(*ALL))], id="all-ports"),
        pytest.param([policy([{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}])], id="rule-without-ports"),
        pytest.param([policy([*ports(53, 443), *ports(5000, endPort=30000)])], id="range"),
        pytest.param([policy(ports(53, 443)), policy(ports(5433, 27018, 27019))], id="two-policies"),
        pytest.param([policy([{"ports": [{"port": "postgres"}]}])], id="name-of-a-port"),
        pytest.param([policy([], policyTypes=["Ingress"])], id="only-ingress"),
        pytest.param([policy([], "other")], id="other-pods"),
        pytest.param([policy(ports(5353, *ALL[1:]))], id="dns-of-openshift"),
        pytest.param([], id="no-policy"),
    ],
)
def test_allowed_connections_are_not_reported(policies: list[Manifest]) -> None:
    """A connection is not reported if a rule of any policy allows its port."""
    assert reasons(*policies, *pods(service_yaml=DATABASES + JWKS)) == set()


def test_other_protocol_does_not_count() -> None:
    """Databases use TCP, so a rule for UDP does not allow them."""
    made = pods("compact", service_yaml=DATABASES)

    found = reasons(policy([*ports(53), *ports(27018, 27019, protocol="UDP")], "compact"), *made)

    assert found == {"the bucket storage on port 27018", "the bucket storage on port 27019"}


IN_CLUSTER = "storage: {type: postgresql, hostname: db.data, database: powersync}\n" + NO_TELEMETRY


def database_service(**spec: Any) -> Manifest:
    """Return the Service of a database, whose pods listen on another port."""
    ports = [{"port": 5432, "targetPort": 6000}]
    return manifest("Service", "db", namespace="data", spec={"ports": ports, "selector": {"app": "db"}, **spec})


@pytest.mark.parametrize(
    ("manifests", "missing"),
    [
        ([], set()),
        ([database_service()], {"the bucket storage on port 6000"}),
        ([database_service(clusterIP="None")], {"the bucket storage on port 5432"}),
    ],
    ids=["service-elsewhere", "target-port", "headless"],
)
def test_port_of_a_service_is_that_of_its_pods(manifests: list[Manifest], missing: set[str]) -> None:
    """A policy sees the port of the pods behind a Service, which is known only if the Service is in the manifests."""
    assert reasons(policy(ports(53), "compact"), *manifests, *pods("compact", service_yaml=IN_CLUSTER)) == missing


@pytest.mark.parametrize(
    ("storage", "missing"),
    [
        ("{type: postgresql, hostname: 192.0.2.1, database: a}", {"the bucket storage on port 5432"}),
        ("{type: postgresql, hostname: localhost, database: a}", set()),
        ("{type: postgresql, uri: !env PS_URI}", set()),
        (
            '{type: mongodb, uri: "mongodb+srv://a.example.com/a"}',
            {"the DNS server on port 53", "the bucket storage on port 27015 or 27016 or 27017"},
        ),
    ],
    ids=["address", "sidecar", "secret", "srv"],
)
def test_server_decides_what_is_needed(storage: str, missing: set[str]) -> None:
    """An address needs no DNS, a sidecar needs no rule, and the port of a secret URI is not known."""
    made = pods("compact", service_yaml=f"storage: {storage}\n{NO_TELEMETRY}")

    assert reasons(policy([], "compact"), *made) == missing


def test_hidden_service_yaml_is_not_reported() -> None:
    """Without service.yaml in the manifests, nothing is known about the connections."""
    assert reasons(policy([]), *pods(service_yaml=None)) == set()

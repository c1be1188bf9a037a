"""Network peers of an instance: those that are required, and those that are refused."""

from typing import Any

import pytest

from powersync_constructs import presets
from powersync_constructs.config import (
    CidrPeer,
    ClientAuth,
    Destination,
    ExtraRule,
    HpaAutoscaling,
    IngressProps,
    KeySet,
    MonitoringProps,
    NetworkProps,
    OkpKey,
    PodPeer,
    Sentry,
    Unified,
)
from powersync_constructs.config.network._context import NetworkContext
from powersync_constructs.config.network._traffic import flows
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.controllers import FULL_CONTROLLERS
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import DEV_POSTGRES, FULL_NETWORKED, INSTANCE
from tests.samples.network import ENTRA_SOURCE, NETWORK, S3_STORAGE

from .validation import errors_of

SENTRY = Sentry(dsn="https://public@errors.example.com/1")
SOMEWHERE = Destination(to=[CidrPeer(cidr="10.9.0.0/16")])
PODS = [PodPeer(labels={"app": "a"})]
KEYS = ClientAuth(jwks=KeySet(keys=[OkpKey(kid="a", crv="Ed25519", x="q83vEjRWeJA")]), audience=["powersync"])
RUNNING = "the API pods and the replicators"
ALL = "the API pods, the replicators, the migration Job and the compaction"
GIVE_PROXIES = "give the peers of the ingress controller, or [] for none"
NO_PEERS = "[] allows no peers"
GIVE_SCRAPERS = "give the peers that scrape the pods, or [] for none, or prometheus_port=None for no metrics"
GIVE = "give Destination(to=[...])"
NOT_NEEDED = "is not needed by any workload; remove it"


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        pytest.param(
            {},
            [
                f"network.ingress_controller: missing; needed by the API pods: {GIVE_PROXIES}",
                f"network.monitoring: missing; needed by {RUNNING}: {GIVE_SCRAPERS}",
                f"network.source: missing; needed by {RUNNING}: {GIVE}",
                f"network.storage: missing; needed by {ALL}: {GIVE}",
                f"network.jwks: missing; needed by the API pods: {GIVE}",
                f"network.telemetry: missing; needed by {RUNNING}: {GIVE}",
                "network.api_server: missing; needed by the migration Job: give ApiServer(cidrs=[...])",
            ],
            id="all-at-once",
        ),
        pytest.param(
            {"source": ENTRA_SOURCE, "network": NETWORK},
            [f"network.entra: missing; needed by {RUNNING}: {GIVE}"],
            id="entra",
        ),
        pytest.param(
            {"sentry": SENTRY, "network": NETWORK},
            [f"network.sentry: missing; needed by {ALL}: {GIVE}"],
            id="sentry",
        ),
        pytest.param(
            {"monitoring": MonitoringProps(), "network": NETWORK},
            [f"network.monitoring: {NO_PEERS}, but monitoring needs the metrics; give the peers that scrape the pods"],
            id="no-scraper",
        ),
        pytest.param(
            {"topology": {"api": {"autoscaling": HpaAutoscaling()}}, "network": NETWORK},
            [f"network.monitoring: {NO_PEERS}, but autoscaling needs the metrics; give the peers that scrape the pods"],
            id="no-scraper-for-autoscaling",
        ),
        pytest.param(
            {"ingress": IngressProps(host="sync.example.com"), "network": NETWORK},
            [
                (
                    f"network.ingress_controller: {NO_PEERS}, but Traefik forwards requests of clients; give the peers "
                    "of its proxies"
                )
            ],
            id="no-ingress-controller",
        ),
        pytest.param(
            {"storage": S3_STORAGE, "network": NETWORK},
            [f"network.object_storage: missing; needed by the API pods, the replicators and the compaction: {GIVE}"],
            id="object-storage",
        ),
        pytest.param(
            {"topology": Unified(), "compact": None, "network": NETWORK.with_(api_server=None, storage=None)},
            [f"network.storage: missing; needed by the unified pod: {GIVE}"],
            id="unified",
        ),
        pytest.param(
            {
                "client_auth": ClientAuth(supabase=True),
                "source": SOURCE.with_(hostname="db.abcdefghij.supabase.co"),
                "network": NETWORK.with_(jwks=None),
            },
            [f"network.jwks: missing; needed by the API pods: {GIVE}"],
            id="supabase",
        ),
    ],
)
def test_missing_peers_are_named(changes: dict[str, Any], lines: list[str]) -> None:
    """The error names each missing peer, and the workloads that need it."""
    assert errors_of(INSTANCE.with_, **{"network": NetworkProps(), **changes}) == lines


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        pytest.param("object_storage", {"network": NETWORK.with_(object_storage=SOMEWHERE)}, id="no-object-storage"),
        pytest.param("entra", {"network": NETWORK.with_(entra=SOMEWHERE)}, id="no-entra"),
        pytest.param("sentry", {"network": NETWORK.with_(sentry=SOMEWHERE)}, id="no-sentry"),
        pytest.param("telemetry", {"service": {"telemetry": {"disable_telemetry_sharing": True}}}, id="no-telemetry"),
        pytest.param("monitoring", {"service": {"telemetry": {"prometheus_port": None}}}, id="no-metrics"),
        pytest.param("jwks", {"client_auth": KEYS.with_(jwks_uri=None)}, id="keys-in-service-yaml"),
        pytest.param("api_server", {"topology": {"migrate": {"mode": "replicators"}}}, id="no-migration-job"),
        pytest.param("api_server", {"topology": Unified()}, id="no-migration-job-of-a-unified-pod"),
        pytest.param(
            "source",
            {
                "topology": Unified(),
                "dev_postgres": DEV_POSTGRES,
                "source": None,
                "network": NETWORK.with_(api_server=None),
            },
            id="source-in-dev-postgres",
        ),
        pytest.param(
            "storage",
            {
                "topology": Unified(),
                "dev_postgres": DEV_POSTGRES,
                "storage": None,
                "network": NETWORK.with_(api_server=None),
            },
            id="storage-in-dev-postgres",
        ),
    ],
)
def test_unneeded_peer_is_refused(field: str, changes: dict[str, Any]) -> None:
    """A peer that no workload of the instance connects to is refused."""
    assert errors_of(INSTANCE.with_, **{"network": NETWORK, **changes}) == [f"network.{field}: {NOT_NEEDED}"]


@pytest.mark.parametrize("field", ["more_ingress", "more_egress"])
def test_extra_rule_for_an_absent_role_is_refused(field: str) -> None:
    """An extra rule for a role that the instance does not have is refused, because it would have no effect."""
    rules = [
        ExtraRule(roles=["api"], peers=PODS, ports=[1]),
        ExtraRule(roles=["compact", "unified"], peers=PODS, ports=[1]),
    ]

    there = "api, replication, migrate, compact"
    assert errors_of(INSTANCE.with_, network=NETWORK.with_(**{field: rules})) == [
        f"network.{field}[1].roles: 'unified' is not a role of this instance; use one of {there}"
    ]


OUTSIDE = {
    "alb": "the subnets of the load balancer",
    "aws-gateway": "the subnets of the load balancer",
    "gke": "130.211.0.0/22 and 35.191.0.0/16, and the proxy-only subnet of a regional or internal load balancer",
    "gke-gateway": "130.211.0.0/22 and 35.191.0.0/16, and the proxy-only subnet of a regional or internal load "
    "balancer",
    "agic": "the subnet of the gateway",
    "azure-gateway": "the subnet that the gateway is associated with",
}
"""The controllers whose proxies are not pods, and the addresses that the peers must have."""


@pytest.mark.parametrize("name", OUTSIDE)
def test_external_controller_needs_addresses(name: str) -> None:
    """A load balancer outside the cluster needs a CidrPeer, because it has no pod labels."""
    controller = IngressProps(host="sync.example.com", controller=FULL_CONTROLLERS[name])

    [line] = errors_of(INSTANCE.with_, internal_ingress=controller, network=NETWORK.with_(ingress_controller=PODS))

    kind = type(controller.controller).__name__
    rule = f"has no CidrPeer, but the proxies of {kind} are not pods; add a CidrPeer for {OUTSIDE[name]}"
    assert line == f"network.ingress_controller: {rule}"


@pytest.mark.parametrize("name", FULL_CONTROLLERS)
def test_ingress_controller_peers_are_accepted(name: str) -> None:
    """A load balancer outside the cluster needs addresses, and a controller in the cluster needs only labels."""
    peers = [CidrPeer(cidr="10.40.0.0/16"), *PODS] if name in OUTSIDE else PODS
    network = NETWORK.with_(ingress_controller=peers)

    props = INSTANCE.with_(
        ingress=IngressProps(host="sync.example.com", controller=FULL_CONTROLLERS[name]), network=network
    )

    assert props.network == network


def test_empty_peers_allow_no_traffic() -> None:
    """An empty list of peers is accepted, and allows no ingress."""
    network = NETWORK.with_(ingress_controller=[], monitoring=[])
    props = INSTANCE.with_(network=network)
    context = NetworkContext.of(props.service, roles=["api"], source=props.source, storage=props.storage)

    assert flows(network, context, "api").ingress == []


def test_preset_accepts_a_network() -> None:
    """A preset has no network by default, because only the user knows the peers."""
    required: dict[str, Any] = {"host": "sync.example.com", "source": SOURCE, "storage": STORAGE}
    required |= {"client_auth": CLIENT_AUTH, "sync_config": SYNC_CONFIG}

    network = NETWORK.with_(ingress_controller=PODS)

    found = [presets.ha(**required).network, presets.ha(**required, network=network).network]

    assert found == [None, network]


def test_network_is_checked_after_a_change() -> None:
    """A change of the bucket storage checks the network again."""
    lines = errors_of(FULL_NETWORKED.with_, storage=STORAGE)

    assert lines == [f"network.object_storage: {NOT_NEEDED}"]

"""Who is at the other end: what must be named, and what must not."""

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

from .refusal import refusal

SENTRY = Sentry(dsn="https://public@errors.example.com/1")
SOMEWHERE = Destination(to=[CidrPeer(cidr="10.9.0.0/16")])
PODS = [PodPeer(labels={"app": "a"})]
KEYS = ClientAuth(jwks=KeySet(keys=[OkpKey(kid="a", crv="Ed25519", x="q83vEjRWeJA")]), audience=["powersync"])
STAYING = "the API and the replicators"
ALL = "the API, the replicators, the migration Job and the compaction"
BRINGS = "give the peers that bring clients, or [] for none"
NOBODY = "[] lets nobody in"
SCRAPES = "give the peers that scrape the pods, or [] for none, or prometheus_port=None for no metrics"
GIVE = "give Destination(to=[...])"
NOT_NEEDED = "is not needed by any workload; remove it"


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        pytest.param(
            {},
            [
                f"network.ingress_controller: missing; needed by the API: {BRINGS}",
                f"network.monitoring: missing; needed by {STAYING}: {SCRAPES}",
                f"network.source: missing; needed by {STAYING}: {GIVE}",
                f"network.storage: missing; needed by {ALL}: {GIVE}",
                f"network.jwks: missing; needed by the API: {GIVE}",
                f"network.telemetry: missing; needed by {STAYING}: {GIVE}",
                "network.api_server: missing; needed by the migration Job: give ApiServer(cidrs=[...])",
            ],
            id="all-at-once",
        ),
        pytest.param(
            {"source": ENTRA_SOURCE, "network": NETWORK},
            [f"network.entra: missing; needed by {STAYING}: {GIVE}"],
            id="entra",
        ),
        pytest.param(
            {"sentry": SENTRY, "network": NETWORK},
            [f"network.sentry: missing; needed by {ALL}: {GIVE}"],
            id="sentry",
        ),
        pytest.param(
            {"monitoring": MonitoringProps(), "network": NETWORK},
            [f"network.monitoring: {NOBODY}, and monitoring needs the metrics; give the peers that scrape the pods"],
            id="nobody-scrapes",
        ),
        pytest.param(
            {"topology": {"api": {"autoscaling": HpaAutoscaling()}}, "network": NETWORK},
            [f"network.monitoring: {NOBODY}, and autoscaling needs the metrics; give the peers that scrape the pods"],
            id="nobody-counts-connections",
        ),
        pytest.param(
            {"ingress": IngressProps(host="sync.example.com"), "network": NETWORK},
            [f"network.ingress_controller: {NOBODY}, and Traefik brings clients; give its proxies"],
            id="nobody-brings-clients",
        ),
        pytest.param(
            {"storage": S3_STORAGE, "network": NETWORK},
            [f"network.object_storage: missing; needed by the API, the replicators and the compaction: {GIVE}"],
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
            [f"network.jwks: missing; needed by the API: {GIVE}"],
            id="supabase",
        ),
    ],
)
def test_what_is_needed_is_named(changes: dict[str, Any], lines: list[str]) -> None:
    """Rather than left out, which would show when the first pod starts."""
    assert refusal(INSTANCE.with_, **{"network": NetworkProps(), **changes}) == lines


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        pytest.param("object_storage", {"network": NETWORK.with_(object_storage=SOMEWHERE)}, id="no-object-storage"),
        pytest.param("entra", {"network": NETWORK.with_(entra=SOMEWHERE)}, id="no-entra"),
        pytest.param("sentry", {"network": NETWORK.with_(sentry=SOMEWHERE)}, id="no-sentry"),
        pytest.param(
            "telemetry", {"service": {"telemetry": {"disable_telemetry_sharing": True}}}, id="nothing-is-shared"
        ),
        pytest.param("monitoring", {"service": {"telemetry": {"prometheus_port": None}}}, id="no-metrics"),
        pytest.param("jwks", {"client_auth": KEYS.with_(jwks_uri=None)}, id="keys-in-the-configuration"),
        pytest.param("api_server", {"topology": {"migrate": {"mode": "replicators"}}}, id="no-migration-job"),
        pytest.param("api_server", {"topology": Unified()}, id="unified-migrates-by-itself"),
        pytest.param(
            "source",
            {
                "topology": Unified(),
                "dev_postgres": DEV_POSTGRES,
                "source": None,
                "network": NETWORK.with_(api_server=None),
            },
            id="a-source-of-dev-postgres",
        ),
        pytest.param(
            "storage",
            {
                "topology": Unified(),
                "dev_postgres": DEV_POSTGRES,
                "storage": None,
                "network": NETWORK.with_(api_server=None),
            },
            id="a-storage-of-dev-postgres",
        ),
    ],
)
def test_what_is_not_needed_is_refused(field: str, changes: dict[str, Any]) -> None:
    """Nobody watches a connection that nobody uses."""
    assert refusal(INSTANCE.with_, **{"network": NETWORK, **changes}) == [f"network.{field}: {NOT_NEEDED}"]


@pytest.mark.parametrize("field", ["more_ingress", "more_egress"])
def test_a_rule_is_for_roles_that_there_are(field: str) -> None:
    """One for a role of the other topology would do nothing."""
    rules = [
        ExtraRule(roles=["api"], peers=PODS, ports=[1]),
        ExtraRule(roles=["compact", "unified"], peers=PODS, ports=[1]),
    ]

    there = "api, replication, migrate, compact"
    assert refusal(INSTANCE.with_, network=NETWORK.with_(**{field: rules})) == [
        f"network.{field}[1].roles: 'unified' is not a role of this instance; use {there}"
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
"""The controllers whose proxies are no pods, and what is to be given for them."""


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_controller_outside_needs_addresses(name: str) -> None:
    """The labels of pods would never match a load balancer of the cloud's."""
    controller = IngressProps(host="sync.example.com", controller=FULL_CONTROLLERS[name])

    [line] = refusal(INSTANCE.with_, internal_ingress=controller, network=NETWORK.with_(ingress_controller=PODS))

    kind = type(controller.controller).__name__
    rule = f"has no CidrPeer, and the proxies of {kind} are not pods; give {OUTSIDE[name]}"
    assert line == f"network.ingress_controller: {rule}"


@pytest.mark.parametrize("name", FULL_CONTROLLERS)
def test_a_controller_is_let_in(name: str) -> None:
    """By addresses each of them, by labels those that run in the cluster."""
    peers = [CidrPeer(cidr="10.40.0.0/16"), *PODS] if name in OUTSIDE else PODS
    network = NETWORK.with_(ingress_controller=peers)

    props = INSTANCE.with_(
        ingress=IngressProps(host="sync.example.com", controller=FULL_CONTROLLERS[name]), network=network
    )

    assert props.network == network


def test_nobody_is_an_answer() -> None:
    """Where another kind of policy lets them in."""
    network = NETWORK.with_(ingress_controller=[], monitoring=[])
    props = INSTANCE.with_(network=network)
    context = NetworkContext.of(props.service, roles=["api"], source=props.source, storage=props.storage)

    assert flows(network, context, "api").ingress == []


def test_a_preset_takes_a_network() -> None:
    """And has none where it is not given, since nobody else knows who is at the other end."""
    said: dict[str, Any] = {"host": "sync.example.com", "source": SOURCE, "storage": STORAGE}
    said |= {"client_auth": CLIENT_AUTH, "sync_config": SYNC_CONFIG}

    network = NETWORK.with_(ingress_controller=PODS)

    found = [presets.ha(**said).network, presets.ha(**said, network=network).network]

    assert found == [None, network]


def test_a_network_is_checked_again() -> None:
    """A change that needs another peer says so."""
    lines = refusal(FULL_NETWORKED.with_, storage=STORAGE)

    assert lines == [f"network.object_storage: {NOT_NEEDED}"]

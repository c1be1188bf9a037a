"""The connections that policies allow, computed for every role, every endpoint and every port."""

from functools import cache

import pytest
from cdk8s import App, Chart

from powersync_constructs import (
    CompactCron,
    ConfigError,
    PowerSync,
    PowerSyncApi,
    PowerSyncMonitoring,
    PowerSyncNetwork,
    StreamingIngress,
)
from powersync_constructs.config import (
    Alb,
    ApiProps,
    CidrPeer,
    ClientAuth,
    CompactProps,
    Destination,
    ExtraRule,
    HpaAutoscaling,
    KeySet,
    MonitoringProps,
    NamespacePeer,
    NetworkProps,
    OkpKey,
    PodPeer,
    PortRange,
    PowerSyncProps,
    Sentry,
    Unified,
)
from powersync_constructs.config.network.props import INTERNET
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH
from tests.samples.instance import DEV_POSTGRES, FULL_NETWORKED, INGRESS, INSTANCE
from tests.samples.network import ENTRA_SOURCE, NETWORK, S3_STORAGE

from .manifests import Manifest, add_configuration, own_databases, render
from .neighbourhood import Reached, World

PEERS = NETWORK.with_(
    ingress_controller=[PodPeer(labels={"app.kubernetes.io/name": "traefik"}, namespace="traefik")],
    monitoring=[NamespacePeer(name="monitoring")],
    storage=Destination(to=[PodPeer(labels={"app": "storage"}, namespace="databases")]),
)
KEYS = KeySet(keys=[OkpKey(kid="a", crv="Ed25519", x="q83vEjRWeJA")])
INSTANCES = {
    "split": INSTANCE.with_(network=PEERS),
    "unified": INSTANCE.with_(topology=Unified(), network=PEERS.with_(api_server=None)),
    "quiet": INSTANCE.with_(
        service={"telemetry": {"prometheus_port": None, "disable_telemetry_sharing": True}},
        client_auth=ClientAuth(jwks_uri=None, jwks=KEYS, audience=["powersync"]),
        network=PEERS.with_(ingress_controller=[], monitoring=None, jwks=None, telemetry=None),
    ),
    "clouds": INSTANCE.with_(
        source=ENTRA_SOURCE,
        storage=S3_STORAGE,
        network=PEERS.with_(
            source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")], ports=[1433, PortRange(first=11000, last=11999)]),
            object_storage=Destination(to=[CidrPeer(cidr="10.20.0.6/32")]),
            entra=Destination(to=INTERNET, ports=[80]),
            more_ingress=[ExtraRule(roles=["compact"], peers=[NamespacePeer(name="shop")], ports=[22])],
            more_egress=[ExtraRule(roles=["migrate"], peers=[NamespacePeer(name="shop")], ports=[3307])],
        ),
    ),
    "reporting": INSTANCE.with_(
        sentry=Sentry(dsn="http://public@errors.example.com/1"),
        network=PEERS.with_(sentry=Destination(to=[CidrPeer(cidr="10.20.0.6/32")])),
    ),
    "development": PowerSyncProps(
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        dev_postgres=DEV_POSTGRES,
        topology=Unified(),
        network=PEERS.with_(source=None, storage=None, api_server=None),
    ),
}

NOTHING: Reached = {}
DNS: Reached = {"CoreDNS": ["DNS", "DNS by UDP"]}
STORAGE: Reached = {"storage": ["Postgres"]}
BOTH: Reached = {"source": ["Postgres"], **STORAGE}
WORLD: Reached = {"internet": ["HTTPS"], "internet by IPv6": ["HTTPS"]}
ENTRA: Reached = {"internet": ["HTTP", "HTTPS"], "internet by IPv6": ["HTTP", "HTTPS"]}
API_SERVER: Reached = {"API server": ["HTTPS", "kubeadm"]}
SCRAPED: Reached = {"Prometheus": ["metrics"]}
SERVED: Reached = {"controller": ["API"], **SCRAPED}
REPLICA_SET: Reached = {"storage": ["Mongo", "other Mongo"]}
SENTRY: Reached = {"next to the source": ["HTTP"]}
POSTGRES: Reached = {"powersync postgres": ["Postgres"], "second powersync postgres": ["Postgres"]}
S3: Reached = {"next to the source": ["HTTPS"]}
CLOUDS: Reached = {"source": ["SQL Server", "redirected"], **REPLICA_SET, **S3}

MATRIX: dict[tuple[str, str], tuple[Reached, Reached]] = {
    # instance, role: incoming connections, outgoing connections
    ("split", "api"): (SERVED, DNS | BOTH | WORLD),
    ("split", "replication"): (SCRAPED, DNS | BOTH | WORLD),  # for usage data, not for keys
    ("split", "compact"): (NOTHING, DNS | STORAGE),
    ("split", "migrate"): (NOTHING, DNS | STORAGE | API_SERVER),
    ("unified", "unified"): (SERVED, DNS | BOTH | WORLD),
    ("unified", "compact"): (NOTHING, DNS | STORAGE),
    ("quiet", "api"): (NOTHING, DNS | BOTH),
    ("quiet", "replication"): (NOTHING, DNS | BOTH),
    ("quiet", "compact"): (NOTHING, DNS | STORAGE),
    ("quiet", "migrate"): (NOTHING, DNS | STORAGE | API_SERVER),
    ("clouds", "api"): (SERVED, DNS | CLOUDS | ENTRA),
    ("clouds", "replication"): (SCRAPED, DNS | CLOUDS | ENTRA),
    ("clouds", "compact"): ({"shop pod": ["SSH"]}, DNS | REPLICA_SET | S3),
    ("clouds", "migrate"): (NOTHING, DNS | REPLICA_SET | API_SERVER | {"shop pod": ["proxy"]}),
    ("reporting", "api"): (SERVED, DNS | BOTH | WORLD | SENTRY),
    ("reporting", "replication"): (SCRAPED, DNS | BOTH | WORLD | SENTRY),
    ("reporting", "compact"): (NOTHING, DNS | STORAGE | SENTRY),
    ("reporting", "migrate"): (NOTHING, DNS | STORAGE | API_SERVER | SENTRY),
    ("development", "unified"): (SERVED, DNS | WORLD | POSTGRES),
    ("development", "compact"): (NOTHING, DNS | POSTGRES),
}
"""All connections that are allowed. No other connection is allowed, in any direction, on any port."""


@cache
def world(name: str) -> World:
    """Return one of the instances, alone in its namespace."""
    return World(render_instances(powersync=INSTANCES[name]))


def render_instances(**instances: PowerSyncProps) -> list[Manifest]:
    """Render instances in one namespace."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    for name, props in instances.items():
        own = own_databases(name) if len(instances) > 1 else {}
        PowerSync(chart, name, props.with_(**own))
    return render(chart)


@pytest.mark.parametrize(("name", "role"), MATRIX)
def test_incoming_connections(name: str, role: str) -> None:
    """A role accepts only the connections in the table: replicators and API pods do not connect to each other."""
    assert world(name).is_reached_by(f"powersync {role}") == MATRIX[name, role][0]


@pytest.mark.parametrize(("name", "role"), MATRIX)
def test_outgoing_connections(name: str, role: str) -> None:
    """A role opens only the connections in the table, and none to the metadata server or to other pods."""
    assert world(name).reaches(f"powersync {role}") == MATRIX[name, role][1]


@pytest.mark.parametrize("name", INSTANCES)
def test_every_workload_is_in_the_table(name: str) -> None:
    """Every role of every instance is in the table, so that each one is tested."""
    workloads = {f"powersync {role}" for of, role in MATRIX if of == name}

    assert set(world(name).pods) - {"powersync postgres"} == workloads


def test_only_api_pods_fetch_the_keys() -> None:
    """If usage data is off, replicators cannot connect to the server of the keys."""
    props = INSTANCE.with_(
        service={"telemetry": {"disable_telemetry_sharing": True}}, network=PEERS.with_(telemetry=None)
    )
    quiet = World(render_instances(powersync=props))

    roles = [name for name in quiet.pods if "internet" in quiet.reaches(name)]
    assert roles == ["powersync api"]


OTHER_PEERS = NETWORK.with_(
    ingress_controller=[NamespacePeer(name="shop")],
    monitoring=[PodPeer(labels={"app.kubernetes.io/name": "whoami"}, namespace="traefik")],
    source=Destination(to=[CidrPeer(cidr="10.20.0.6/32")]),
    storage=Destination(to=[PodPeer(labels={"app": "storage"})]),
)
OTHER: Reached = {"next to the source": ["Postgres"], "pod with storage labels": ["Postgres"]}
NEIGHBOURING: dict[str, tuple[Reached, Reached]] = {
    "lists api": (SERVED, DNS | BOTH | WORLD),
    "lists replication": (SCRAPED, DNS | BOTH | WORLD),
    "lists compact": (NOTHING, DNS | STORAGE),
    "lists migrate": (NOTHING, DNS | STORAGE | API_SERVER),
    "tasks api": ({"shop pod": ["API"], "next to the controller": ["metrics"]}, DNS | OTHER | WORLD),
    "tasks replication": ({"next to the controller": ["metrics"]}, DNS | OTHER | WORLD),
    "tasks compact": (NOTHING, DNS | {"pod with storage labels": ["Postgres"]}),
    "tasks migrate": (NOTHING, DNS | {"pod with storage labels": ["Postgres"]} | API_SERVER),
}
"""Two instances of one namespace with different peers: as in the table above, without connections between them."""


@cache
def two_instances() -> World:
    """Return two instances in one namespace."""
    return World(render_instances(lists=INSTANCE.with_(network=PEERS), tasks=INSTANCE.with_(network=OTHER_PEERS)))


@pytest.mark.parametrize("name", NEIGHBOURING)
def test_instances_in_one_namespace_are_isolated(name: str) -> None:
    """The peers of one instance cannot connect to the other, and neither can its pods."""
    assert (two_instances().is_reached_by(name), two_instances().reaches(name)) == NEIGHBOURING[name]


def test_an_instance_without_policies_cannot_connect_to_one_with_policies() -> None:
    """Pods without policies are unrestricted, and are still not peers of the other instance."""
    neighbours = World(render_instances(lists=INSTANCE.with_(network=PEERS), tasks=INSTANCE))

    assert neighbours.is_reached_by("lists api") == SERVED


@pytest.mark.parametrize("name", [*INSTANCES, "full"])
def test_every_rule_has_peers_and_ports(name: str) -> None:
    """A rule without peers or ports would allow everything; each policy covers both directions."""
    policies = World(render_instances(powersync=FULL_NETWORKED)).policies if name == "full" else world(name).policies

    wide = [
        (policy["metadata"]["name"], rule)
        for policy in policies
        for rule in [*policy["spec"].get("ingress", []), *policy["spec"].get("egress", [])]
        if not rule.get("ports") or not (rule.get("from") or rule.get("to"))
    ]
    one_way = [policy for policy in policies if policy["spec"]["policyTypes"] != ["Ingress", "Egress"]]
    assert (wide, one_way) == ([], [])


def test_no_list_is_empty() -> None:
    """The API server removes empty lists, so that each apply would report a change."""
    policies = world("split").policies

    assert [policy for policy in policies if [] in policy["spec"].values()] == []


def test_policies_are_named_after_their_workloads() -> None:
    """Policies are named `<instance>-<role>`, like the Deployments and CronJobs."""
    names = [policy["metadata"]["name"] for policy in world("split").policies]

    assert names == ["powersync-api", "powersync-replication", "powersync-compact", "powersync-migrate"]


def policy_names(chart: Chart, network: NetworkProps, *roles: str, controller: Alb | None = None) -> list[str]:
    """Return the names of the policies for parts that the user has wired."""
    configuration = add_configuration(chart)
    ingress_props = [INGRESS.with_(controller=controller)] if controller and "api" in roles else []
    api = (
        PowerSyncApi(chart, "api", ApiProps(), configuration=configuration, ingresses=ingress_props)
        if "api" in roles
        else None
    )
    compact = CompactCron(chart, "compact", CompactProps(), configuration=configuration) if "compact" in roles else None
    ingresses = [StreamingIngress(chart, "ingress", props, api=api) for props in ingress_props if api]
    PowerSyncNetwork(chart, "network", network, api=api, compact=compact, ingresses=ingresses)
    return [policy["metadata"]["name"] for policy in World(render(chart)).policies]


def test_only_given_parts_have_a_policy(chart: Chart) -> None:
    """A compaction alone needs no ingress controller, and gets no policy of an API."""
    network = NetworkProps(storage=PEERS.storage)

    assert policy_names(chart, network, "compact") == ["powersync-compact"]


@pytest.mark.parametrize(
    ("network", "parts", "line"),
    [
        pytest.param(
            NetworkProps(),
            ("compact",),
            "network.storage: missing; needed by the compaction: give Destination(to=[...])",
            id="missing",
        ),
        pytest.param(
            NetworkProps(storage=PEERS.storage, source=PEERS.source),
            ("compact",),
            "network.source: is not needed by any workload; remove it",
            id="not-needed",
        ),
        pytest.param(
            PEERS.with_(api_server=None),
            ("api",),
            "network.ingress_controller: has no CidrPeer, but the proxies of Alb are not pods; add a CidrPeer for the "
            "subnets of the load balancer",
            id="controller-outside-the-cluster",
        ),
        pytest.param(
            NetworkProps(),
            (),
            "network: has no workloads; pass at least one of api, replication, compact, migrate",
            id="no-workload",
        ),
    ],
)
def test_parts_need_their_peers(chart: Chart, network: NetworkProps, parts: tuple[str, ...], line: str) -> None:
    """Parts that are wired by hand have the same checks as a whole instance, limited to the given parts."""
    with pytest.raises(ConfigError) as refused:
        policy_names(chart, network, *parts, controller=Alb(certificate_discovery=True))

    assert refused.value.lines == [line]


def test_parts_are_of_one_instance(chart: Chart) -> None:
    """Parts of two instances are refused, because the pods of one would stay unrestricted."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    other = CompactCron(chart, "compact", CompactProps(), configuration=add_configuration(chart, "other"))

    with pytest.raises(ConfigError) as refused:
        PowerSyncNetwork(chart, "network", PEERS, api=api, compact=other)

    rule = "belongs to instance other, but api belongs to instance powersync; pass parts of one instance"
    assert refused.value.lines == [f"network.compact: {rule}"]


@pytest.mark.parametrize(
    ("autoscaling", "monitoring", "consumer"),
    [(HpaAutoscaling(), None, "autoscaling"), (None, MonitoringProps(), "monitoring")],
    ids=["autoscaling", "monitoring"],
)
def test_metrics_that_are_used_need_a_scraper(
    chart: Chart, autoscaling: HpaAutoscaling | None, monitoring: MonitoringProps | None, consumer: str
) -> None:
    """The check also covers parts that are wired by hand."""
    configuration = add_configuration(chart)
    api = PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=configuration)
    watch = PowerSyncMonitoring(chart, "monitoring", monitoring, api=api) if monitoring else None

    with pytest.raises(ConfigError) as refused:
        PowerSyncNetwork(chart, "network", PEERS.with_(monitoring=[], api_server=None), api=api, monitoring=watch)

    rule = f"[] allows no peers, but {consumer} needs the metrics"
    assert refused.value.lines == [f"network.monitoring: {rule}; give the peers that scrape the pods"]

"""Who reaches whom, worked out from the rendered policies: every role, every neighbour, every port."""

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

from .manifests import Manifest, add_configuration, render
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

NOBODY: Reached = {}
DNS: Reached = {"CoreDNS": ["DNS", "DNS by UDP"]}
STORAGE: Reached = {"storage": ["Postgres"]}
BOTH: Reached = {"source": ["Postgres"], **STORAGE}
WORLD: Reached = {"internet": ["HTTPS"], "internet by IPv6": ["HTTPS"]}
ENTRA: Reached = {"internet": ["HTTP", "HTTPS"], "internet by IPv6": ["HTTP", "HTTPS"]}
API_SERVER: Reached = {"API server": ["HTTPS", "kubeadm"]}
SCRAPED: Reached = {"Prometheus": ["metrics"]}
SERVED: Reached = {"controller": ["API"], **SCRAPED}
REPLICA_SET: Reached = {"storage": ["Mongo", "other Mongo"]}
SENTRY: Reached = {"beside the source": ["HTTP"]}
POSTGRES: Reached = {"powersync postgres": ["Postgres"], "powersync postgres again": ["Postgres"]}
S3: Reached = {"beside the source": ["HTTPS"]}
CLOUDS: Reached = {"source": ["SQL Server", "redirected"], **REPLICA_SET, **S3}

MATRIX: dict[tuple[str, str], tuple[Reached, Reached]] = {
    # instance, role: who reaches it, whom it reaches
    ("split", "api"): (SERVED, DNS | BOTH | WORLD),
    ("split", "replication"): (SCRAPED, DNS | BOTH | WORLD),  # for usage data: keys alone would not let it
    ("split", "compact"): (NOBODY, DNS | STORAGE),
    ("split", "migrate"): (NOBODY, DNS | STORAGE | API_SERVER),
    ("unified", "unified"): (SERVED, DNS | BOTH | WORLD),
    ("unified", "compact"): (NOBODY, DNS | STORAGE),
    ("quiet", "api"): (NOBODY, DNS | BOTH),
    ("quiet", "replication"): (NOBODY, DNS | BOTH),
    ("quiet", "compact"): (NOBODY, DNS | STORAGE),
    ("quiet", "migrate"): (NOBODY, DNS | STORAGE | API_SERVER),
    ("clouds", "api"): (SERVED, DNS | CLOUDS | ENTRA),
    ("clouds", "replication"): (SCRAPED, DNS | CLOUDS | ENTRA),
    ("clouds", "compact"): ({"pod elsewhere": ["SSH"]}, DNS | REPLICA_SET | S3),
    ("clouds", "migrate"): (NOBODY, DNS | REPLICA_SET | API_SERVER | {"pod elsewhere": ["proxy"]}),
    ("reporting", "api"): (SERVED, DNS | BOTH | WORLD | SENTRY),
    ("reporting", "replication"): (SCRAPED, DNS | BOTH | WORLD | SENTRY),
    ("reporting", "compact"): (NOBODY, DNS | STORAGE | SENTRY),
    ("reporting", "migrate"): (NOBODY, DNS | STORAGE | API_SERVER | SENTRY),
    ("development", "unified"): (SERVED, DNS | WORLD | POSTGRES),
    ("development", "compact"): (NOBODY, DNS | POSTGRES),
}
"""All that is let through; nothing else is, to or from anybody, on any port."""


@cache
def world(name: str) -> World:
    """One of the instances, alone in its namespace."""
    return World(made(powersync=INSTANCES[name]))


def made(**instances: PowerSyncProps) -> list[Manifest]:
    """What is rendered of instances in one namespace."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    for name, props in instances.items():
        PowerSync(chart, name, props)
    return render(chart)


@pytest.mark.parametrize(("name", "role"), MATRIX)
def test_who_reaches_a_role(name: str, role: str) -> None:
    """Nobody but who is in the table, on no other port; replicators and the API do not talk to each other."""
    assert world(name).is_reached_by(f"powersync {role}") == MATRIX[name, role][0]


@pytest.mark.parametrize(("name", "role"), MATRIX)
def test_whom_a_role_reaches(name: str, role: str) -> None:
    """Nobody but who is in the table, on no other port: neither the metadata server nor the network around."""
    assert world(name).reaches(f"powersync {role}") == MATRIX[name, role][1]


@pytest.mark.parametrize("name", INSTANCES)
def test_every_workload_is_in_the_table(name: str) -> None:
    """A role of which the table says nothing would be one that nobody looks at."""
    workloads = {f"powersync {role}" for of, role in MATRIX if of == name}

    assert set(world(name).ours) - {"powersync postgres"} == workloads


def test_the_keys_are_the_apis() -> None:
    """Where usage data stays here, replicators have no way to where the keys are."""
    props = INSTANCE.with_(
        service={"telemetry": {"disable_telemetry_sharing": True}}, network=PEERS.with_(telemetry=None)
    )
    quiet = World(made(powersync=props))

    roles = [name for name in quiet.ours if "internet" in quiet.reaches(name)]
    assert roles == ["powersync api"]


OTHER_PEERS = NETWORK.with_(
    ingress_controller=[NamespacePeer(name="shop")],
    monitoring=[PodPeer(labels={"app.kubernetes.io/name": "whoami"}, namespace="traefik")],
    source=Destination(to=[CidrPeer(cidr="10.20.0.6/32")]),
    storage=Destination(to=[PodPeer(labels={"app": "storage"})]),
)
OTHER: Reached = {"beside the source": ["Postgres"], "storage's namesake": ["Postgres"]}
NEIGHBOURING: dict[str, tuple[Reached, Reached]] = {
    "lists api": (SERVED, DNS | BOTH | WORLD),
    "lists replication": (SCRAPED, DNS | BOTH | WORLD),
    "lists compact": (NOBODY, DNS | STORAGE),
    "lists migrate": (NOBODY, DNS | STORAGE | API_SERVER),
    "tasks api": ({"pod elsewhere": ["API"], "beside the controller": ["metrics"]}, DNS | OTHER | WORLD),
    "tasks replication": ({"beside the controller": ["metrics"]}, DNS | OTHER | WORLD),
    "tasks compact": (NOBODY, DNS | {"storage's namesake": ["Postgres"]}),
    "tasks migrate": (NOBODY, DNS | {"storage's namesake": ["Postgres"]} | API_SERVER),
}
"""Two instances of one namespace, with other peers each: as in the table above, and nothing between them."""


@cache
def two() -> World:
    """Two instances in one namespace."""
    return World(made(lists=INSTANCE.with_(network=PEERS), tasks=INSTANCE.with_(network=OTHER_PEERS)))


@pytest.mark.parametrize("name", NEIGHBOURING)
def test_instances_of_a_namespace_are_apart(name: str) -> None:
    """The peers of one open nothing of the other, and no pod of one reaches any of the other."""
    assert (two().is_reached_by(name), two().reaches(name)) == NEIGHBOURING[name]


def test_an_instance_without_policies_does_not_reach_one_with_them() -> None:
    """Its own pods are not held back, and still are nobody's peers."""
    neighbours = World(made(lists=INSTANCE.with_(network=PEERS), tasks=INSTANCE))

    assert neighbours.is_reached_by("lists api") == SERVED


@pytest.mark.parametrize("name", [*INSTANCES, "full"])
def test_no_rule_means_everybody(name: str) -> None:
    """A rule without peers or ports would let everything through; a policy is about both directions."""
    policies = World(made(powersync=FULL_NETWORKED)).policies if name == "full" else world(name).policies

    wide = [
        (policy["metadata"]["name"], rule)
        for policy in policies
        for rule in [*policy["spec"].get("ingress", []), *policy["spec"].get("egress", [])]
        if not rule.get("ports") or not (rule.get("from") or rule.get("to"))
    ]
    one_way = [policy for policy in policies if policy["spec"]["policyTypes"] != ["Ingress", "Egress"]]
    assert (wide, one_way) == ([], [])


def test_no_list_is_empty() -> None:
    """The API server drops empty lists, so that every apply would say that it has changed something."""
    policies = world("split").policies

    assert [policy for policy in policies if [] in policy["spec"].values()] == []


def test_policies_are_named_as_their_pods() -> None:
    """`<instance>-<role>`, like the Deployments and CronJobs."""
    names = [policy["metadata"]["name"] for policy in world("split").policies]

    assert names == ["powersync-api", "powersync-replication", "powersync-compact", "powersync-migrate"]


def stands_alone(chart: Chart, network: NetworkProps, *roles: str, controller: Alb | None = None) -> list[str]:
    """The names of the policies of a construct that the user has wired."""
    configuration = add_configuration(chart)
    opened = [INGRESS.with_(controller=controller)] if controller and "api" in roles else []
    api = (
        PowerSyncApi(chart, "api", ApiProps(), configuration=configuration, ingresses=opened)
        if "api" in roles
        else None
    )
    compact = CompactCron(chart, "compact", CompactProps(), configuration=configuration) if "compact" in roles else None
    ingresses = [StreamingIngress(chart, "ingress", props, api=api) for props in opened if api]
    PowerSyncNetwork(chart, "network", network, api=api, compact=compact, ingresses=ingresses)
    return [policy["metadata"]["name"] for policy in World(render(chart)).policies]


def test_only_what_is_given_has_a_policy(chart: Chart) -> None:
    """A compaction alone needs no ingress controller, and gets no policy of an API that is not there."""
    network = NetworkProps(storage=PEERS.storage)

    assert stands_alone(chart, network, "compact") == ["powersync-compact"]


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
            "network.ingress_controller: has no CidrPeer, and the proxies of Alb are not pods; give the subnets of the "
            "load balancer",
            id="a-controller-outside",
        ),
        pytest.param(
            NetworkProps(),
            (),
            "network: is for nothing; give at least one of api, replication, compact, migrate",
            id="no-workload",
        ),
    ],
)
def test_what_the_parts_need(chart: Chart, network: NetworkProps, parts: tuple[str, ...], line: str) -> None:
    """Wired by hand, the same is refused as in a whole instance, with a look at what is there alone."""
    with pytest.raises(ConfigError) as refused:
        stands_alone(chart, network, *parts, controller=Alb(certificate_discovery=True))

    assert refused.value.lines == [line]


def test_parts_are_of_one_instance(chart: Chart) -> None:
    """The pods of another would stay open."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    other = CompactCron(chart, "compact", CompactProps(), configuration=add_configuration(chart, "other"))

    with pytest.raises(ConfigError) as refused:
        PowerSyncNetwork(chart, "network", PEERS, api=api, compact=other)

    assert refused.value.lines == ["network.compact: is of other, and api is of powersync; give parts of one instance"]


@pytest.mark.parametrize(
    ("autoscaling", "monitoring", "consumer"),
    [(HpaAutoscaling(), None, "autoscaling"), (None, MonitoringProps(), "monitoring")],
    ids=["autoscaling", "monitoring"],
)
def test_somebody_scrapes_what_is_read(
    chart: Chart, autoscaling: HpaAutoscaling | None, monitoring: MonitoringProps | None, consumer: str
) -> None:
    """Also where the parts are wired by hand."""
    configuration = add_configuration(chart)
    api = PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=configuration)
    watch = PowerSyncMonitoring(chart, "monitoring", monitoring, api=api) if monitoring else None

    with pytest.raises(ConfigError) as refused:
        PowerSyncNetwork(chart, "network", PEERS.with_(monitoring=[], api_server=None), api=api, monitoring=watch)

    rule = f"[] lets nobody in, and {consumer} needs the metrics"
    assert refused.value.lines == [f"network.monitoring: {rule}; give the peers that scrape the pods"]

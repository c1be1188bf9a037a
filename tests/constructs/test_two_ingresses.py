"""Two ingresses of one instance: they share the Service and the pods, and have different names."""

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, PowerSync, PowerSyncApi, SecretRef, StreamingIngress, synth
from powersync_constructs.config import (
    Agic,
    ApiProps,
    EnvoyGateway,
    GatewayRef,
    GkeGateway,
    GkeIngress,
    IngressController,
    IngressProps,
    Traefik,
)
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.instance import INGRESS, INSTANCE

from .manifests import Manifest, add_configuration, label, own_databases, render, with_ingresses


def objects_of_ingresses(manifests: list[Manifest]) -> list[str]:
    """Return the objects of ingresses, such as `Ingress/powersync`."""
    found = [manifest for manifest in manifests if label(manifest, "component") == "ingress"]
    return [f"{each['kind']}/{each['metadata']['name']}" for each in found]


def two_ingresses(controller: IngressController) -> list[IngressProps]:
    """Return two ingresses with one controller and a different host each."""
    return [INGRESS.with_(controller=controller), IngressProps(host="powersync.internal", controller=controller)]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync.*ingress-nginx is archived")
def test_two_ingresses_share_no_name(chart: Chart, controller: str) -> None:
    """No object exists twice."""
    made = objects_of_ingresses(with_ingresses(chart, *two_ingresses(CONTROLLERS_AT_LEAST[controller])))

    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("controller", "names"),
    [
        (
            GkeIngress(),
            [
                *("Ingress/powersync", "FrontendConfig/powersync", "BackendConfig/powersync-api"),
                *("Ingress/powersync-internal", "FrontendConfig/powersync-internal"),
            ],
        ),
        (
            GkeGateway(gateways=[GatewayRef(name="public")]),
            [
                *("HTTPRoute/powersync", "GCPBackendPolicy/powersync-api", "HealthCheckPolicy/powersync-api"),
                *("GCPTrafficDistributionPolicy/powersync-api", "HTTPRoute/powersync-internal"),
            ],
        ),
        (
            EnvoyGateway(gateways=[GatewayRef(name="public")]),
            [
                *("HTTPRoute/powersync", "BackendTrafficPolicy/powersync"),
                *("HTTPRoute/powersync-internal", "BackendTrafficPolicy/powersync-internal"),
            ],
        ),
    ],
    ids=["gke", "gke-gateway", "envoy-gateway"],
)
def test_policies_of_the_service_exist_once(chart: Chart, controller: IngressController, names: list[str]) -> None:
    """A load balancer rejects two policies of one Service; each route has its own policies."""
    assert objects_of_ingresses(with_ingresses(chart, *two_ingresses(controller))) == names


def test_two_ingresses_with_one_name_are_refused(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither ingress is silently omitted."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    for host in ("a.example.com", "b.example.com"):
        controller = EnvoyGateway(gateways=[GatewayRef(name="public")])
        StreamingIngress(chart, host, IngressProps(host=host, controller=controller), api=api)

    with pytest.raises(SystemExit):
        synth(app)

    assert capsys.readouterr().err.startswith("HTTPRoute/powersync: is defined twice")


def test_internal_ingress_of_an_instance(chart: Chart) -> None:
    """An instance can have an ingress for administrators in addition to the ingress for clients."""
    props = INSTANCE.with_(
        ingress=INGRESS,
        internal_ingress=IngressProps(host="powersync.internal", expose_admin_api=True),
        service={"api": {"tokens": [SecretRef("powersync-admin", "token")]}},
    )

    PowerSync(chart, "powersync", props)

    paths = {
        each["metadata"]["name"]: [path["path"] for path in each["spec"]["rules"][0]["http"]["paths"]]
        for each in render(chart)
        if each["kind"] == "Ingress"
    }
    assert paths == {
        "powersync": ["/sync", "/write-checkpoint.json", "/write-checkpoint2.json"],
        "powersync-internal": ["/"],
    }


def test_each_ingress_has_its_own_certificate(chart: Chart) -> None:
    """In cert-manager one Ingress owns a Secret, and the hosts are different."""
    made = with_ingresses(chart, *two_ingresses(Traefik()))

    secrets = [each["spec"]["tls"][0]["secretName"] for each in made if each["kind"] == "Ingress"]
    assert secrets == ["powersync-tls", "powersync-internal-tls"]


SAME = "'powersync.example.com' is a host of another ingress on the same proxy, which would expose the paths of both"


@pytest.mark.parametrize(
    "controller",
    [
        Traefik(),
        EnvoyGateway(gateways=[GatewayRef(name="public", section_name="https")]),
        Agic(),
    ],
    ids=lambda controller: controller.type,
)
def test_one_host_on_one_proxy_is_refused(chart: Chart, controller: IngressController) -> None:
    """The proxy merges both ingresses, so that the admin API of one would be open on the other."""
    ingress = INGRESS.with_(controller=controller)

    with pytest.raises(ConfigError) as wired:
        with_ingresses(chart, ingress, ingress)
    with pytest.raises(ConfigError) as declared:
        INSTANCE.with_(ingress=ingress, internal_ingress=ingress)

    way_out = f"{SAME}; use another host"
    lines = [*wired.value.lines, *declared.value.lines]
    assert lines == [f"ingress.host: {way_out}", f"internal_ingress.host: {way_out}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Traefik(), Traefik(class_name="internal"), id="two-classes"),
        pytest.param(GkeIngress(), GkeIngress(internal=True), id="two-load-balancers"),
        pytest.param(Traefik(), EnvoyGateway(gateways=[GatewayRef(name="public")]), id="two-controllers"),
        pytest.param(
            EnvoyGateway(gateways=[GatewayRef(name="public")]),
            EnvoyGateway(gateways=[GatewayRef(name="inside")]),
            id="two-gateways",
        ),
    ],
)
def test_one_host_on_two_proxies_is_accepted(chart: Chart, one: IngressController, other: IngressController) -> None:
    """One name can lead to two proxies, inside and outside a network."""
    assert (
        len(objects_of_ingresses(with_ingresses(chart, INGRESS.with_(controller=one), INGRESS.with_(controller=other))))
        >= 2
    )


def test_a_class_annotation_is_refused(chart: Chart) -> None:
    """The API server rejects the old annotation together with an IngressClass."""
    old = INGRESS.with_(metadata={"annotations": {"kubernetes.io/ingress.class": "traefik"}})

    with pytest.raises(ConfigError, match=r"rejects 'kubernetes\.io/ingress\.class' together with ingressClassName"):
        with_ingresses(chart, old)


def test_one_host_of_two_ingresses_wired_by_hand_is_refused(chart: Chart) -> None:
    """Ingresses that the API was created without have the same check."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", INGRESS, api=api)

    with pytest.raises(ConfigError) as refused:
        StreamingIngress(chart, "internal", INGRESS, api=api, name="internal")

    assert refused.value.lines == [f"ingress.host: {SAME}; use another host"]


def test_ingresses_of_two_instances_are_separate(chart: Chart) -> None:
    """Ingresses of different instances are not compared."""
    for name in ("one", "two"):
        configuration = add_configuration(chart, name, service=own_databases(name))
        api = PowerSyncApi(chart, f"{name}-api", ApiProps(), configuration=configuration)
        StreamingIngress(chart, f"{name}-ingress", IngressProps(host=f"{name}.example.com"), api=api)

    assert objects_of_ingresses(render(chart)) == ["Ingress/one", "Ingress/two"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in-order", "reversed"])
def test_first_ingress_has_the_policies_of_the_service(chart: Chart, order: tuple[int, int]) -> None:
    """The order in the list of the API decides, and not the order of creation."""
    ingresses = two_ingresses(GkeIngress())
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=ingresses)

    made = {
        index: StreamingIngress(chart, f"ingress-{index}", ingresses[index], api=api, name=("public", "private")[index])
        for index in order
    }

    kinds = [[policy.kind for policy in made[index].policies] for index in (0, 1)]
    assert kinds == [["FrontendConfig", "BackendConfig"], ["FrontendConfig"]]

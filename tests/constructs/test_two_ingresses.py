"""Two ingress controllers of one instance: they share the Service and the pods, and no name."""

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

from .manifests import Manifest, add_configuration, label, opened, render


def of_controllers(manifests: list[Manifest]) -> list[str]:
    """The objects that controllers have brought along: `Ingress/powersync`."""
    found = [manifest for manifest in manifests if label(manifest, "component") == "ingress"]
    return [f"{each['kind']}/{each['metadata']['name']}" for each in found]


def two(controller: IngressController) -> list[IngressProps]:
    """Two controllers of one kind, with a host each."""
    return [INGRESS.with_(controller=controller), IngressProps(host="powersync.internal", controller=controller)]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync.*ingress-nginx is archived")
def test_two_ingresses_share_no_name(chart: Chart, controller: str) -> None:
    """Nothing is there twice."""
    made = of_controllers(opened(chart, *two(CONTROLLERS_AT_LEAST[controller])))

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
def test_what_is_the_services_is_there_once(chart: Chart, controller: IngressController, names: list[str]) -> None:
    """A load balancer refuses two policies of one Service; each route has its own."""
    assert of_controllers(opened(chart, *two(controller))) == names


def test_two_ingresses_of_one_name_are_refused(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither is silently left out."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    for host in ("a.example.com", "b.example.com"):
        controller = EnvoyGateway(gateways=[GatewayRef(name="public")])
        StreamingIngress(chart, host, IngressProps(host=host, controller=controller), api=api)

    with pytest.raises(SystemExit):
        synth(app)

    assert capsys.readouterr().err.startswith("HTTPRoute/powersync: is defined twice")


def test_internal_controller_of_an_instance(chart: Chart) -> None:
    """The administrators' one stands beside the clients'."""
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


def test_each_controller_has_a_certificate_of_its_own(chart: Chart) -> None:
    """cert-manager lets one Ingress own a Secret, and the hosts are others."""
    made = opened(chart, *two(Traefik()))

    secrets = [each["spec"]["tls"][0]["secretName"] for each in made if each["kind"] == "Ingress"]
    assert secrets == ["powersync-tls", "powersync-internal-tls"]


SAME = "'powersync.example.com' is a host of another ingress on the same proxy, which would open what either opens"


@pytest.mark.parametrize(
    "controller",
    [
        Traefik(),
        EnvoyGateway(gateways=[GatewayRef(name="public", section_name="https")]),
        Agic(),
    ],
    ids=lambda controller: controller.type,
)
def test_one_host_of_two_controllers_of_a_proxy_is_refused(chart: Chart, controller: IngressController) -> None:
    """The proxy takes both together, so that the second controller's admin API would be open on the first."""
    ingress = INGRESS.with_(controller=controller)

    with pytest.raises(ConfigError) as wired:
        opened(chart, ingress, ingress)
    with pytest.raises(ConfigError) as said:
        INSTANCE.with_(ingress=ingress, internal_ingress=ingress)

    way_out = f"{SAME}; give it another host"
    lines = [*wired.value.lines, *said.value.lines]
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
def test_one_host_of_two_proxies_is_taken(chart: Chart, one: IngressController, other: IngressController) -> None:
    """Inside and outside of a network one name may lead to two."""
    assert len(of_controllers(opened(chart, INGRESS.with_(controller=one), INGRESS.with_(controller=other)))) >= 2


def test_a_class_that_the_api_server_refuses(chart: Chart) -> None:
    """The annotation of old cannot stand beside the IngressClass."""
    old = INGRESS.with_(metadata={"annotations": {"kubernetes.io/ingress.class": "traefik"}})

    with pytest.raises(ConfigError, match="stands beside ingressClassName, which the API server refuses"):
        opened(chart, old)


def test_one_host_of_two_ingresses_that_the_pods_do_not_know(chart: Chart) -> None:
    """It is refused where they are wired by hand, too."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", INGRESS, api=api)

    with pytest.raises(ConfigError) as refused:
        StreamingIngress(chart, "internal", INGRESS, api=api, name="internal")

    assert refused.value.lines == [f"ingress.host: {SAME}; give it another host"]


def test_two_instances_have_their_ingresses_apart(chart: Chart) -> None:
    """Those of another instance are not compared."""
    for name in ("one", "two"):
        configuration = add_configuration(chart, name)
        api = PowerSyncApi(chart, f"{name}-api", ApiProps(), configuration=configuration)
        StreamingIngress(chart, f"{name}-ingress", IngressProps(host=f"{name}.example.com"), api=api)

    assert of_controllers(render(chart)) == ["Ingress/one", "Ingress/two"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in-order", "reversed"])
def test_policies_of_the_service_are_of_the_first_ingress(chart: Chart, order: tuple[int, int]) -> None:
    """Whichever is made first: the list that the API was made with decides."""
    ingresses = two(GkeIngress())
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=ingresses)

    made = {
        index: StreamingIngress(chart, f"ingress-{index}", ingresses[index], api=api, name=("public", "private")[index])
        for index in order
    }

    kinds = [[policy.kind for policy in made[index].policies] for index in (0, 1)]
    assert kinds == [["FrontendConfig", "BackendConfig"], ["FrontendConfig"]]

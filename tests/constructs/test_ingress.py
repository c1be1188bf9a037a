"""StreamingIngress: hosts, certificates and paths, and what an Ingress or a route says of them."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import PowerSyncApi, StreamingIngress, UnifiedPod
from powersync_constructs.config import AdditionalHost, ApiProps, ContourProxy, IngressProps, Tls, UnifiedProps
from powersync_constructs.config.ingress.base import IngressApiController
from powersync_constructs.config.ingress.gateway_api import GatewayApiController
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.instance import INGRESS

from .manifests import Manifest, add_configuration, label, opened, render, the

CLIENTS = [("Prefix", "/sync"), ("Exact", "/write-checkpoint.json"), ("Exact", "/write-checkpoint2.json")]
EVERYTHING = [("Prefix", "/")]
FIRST, SECOND, THIRD = "powersync.example.com", "tasks.example.com", "notes.example.com"
GATEWAY = {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "public"}
HOSTS = [AdditionalHost(host=SECOND), AdditionalHost(host=THIRD)]
MORE = [AdditionalHost(host=SECOND, secret_name="tasks-certificate"), AdditionalHost(host=THIRD)]

INGRESSES = [name for name, controller in CONTROLLERS_AT_LEAST.items() if isinstance(controller, IngressApiController)]
ROUTES = [name for name, controller in CONTROLLERS_AT_LEAST.items() if isinstance(controller, GatewayApiController)]
SECRETS = [name for name in INGRESSES if CONTROLLERS_AT_LEAST[name].reads_secrets]
KINDS = {"Ingress": INGRESSES, "HTTPRoute": ROUTES, "HTTPProxy": ["contour-proxy"]}

pytestmark = pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")


def rendered(chart: Chart, **changes: Any) -> list[Manifest]:
    """What is rendered of an ingress controller that differs from the least one."""
    return opened(chart, INGRESS.with_(**changes))


def ingress(chart: Chart, **changes: Any) -> Manifest:
    """The Ingress that is rendered."""
    return the(rendered(chart, **changes), "Ingress", "powersync")


def hosts_of(controller: Manifest) -> list[str]:
    """The hosts that an Ingress, a route or a proxy opens for."""
    spec = controller["spec"]
    match controller["kind"]:
        case "Ingress":
            return [rule["host"] for rule in spec["rules"]]
        case "HTTPRoute":
            return list(spec["hostnames"])
        case _:
            return [spec["virtualhost"]["fqdn"]]


def paths_of(controller: Manifest) -> list[tuple[str, str]]:
    """The kinds and paths that an Ingress, a route or a proxy lets through, for each of its hosts."""
    spec = controller["spec"]
    match controller["kind"]:
        case "Ingress":
            return [(path["pathType"], path["path"]) for rule in spec["rules"] for path in rule["http"]["paths"]]
        case "HTTPRoute":
            found = [match["path"] for rule in spec["rules"] for match in rule["matches"]]
            return [(path["type"].removeprefix("Path"), path["value"]) for path in found]
        case _:
            return [item for route in spec["routes"] for each in route["conditions"] for item in _path(each)]


def _path(condition: Manifest) -> list[tuple[str, str]]:
    return [(kind.capitalize(), path) for kind, path in condition.items()]


def kind_of(controller: str) -> str:
    """The kind of the object that opens."""
    return next(kind for kind, controllers in KINDS.items() if controller in controllers)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_clients_reach_what_they_ask_for(chart: Chart, controller: str) -> None:
    """What administrators and kubelets ask for is not on the host."""
    found = the(rendered(chart, controller=CONTROLLERS_AT_LEAST[controller]), kind_of(controller), "powersync")

    assert paths_of(found) == CLIENTS


@pytest.mark.filterwarnings("ignore:.*admin-api")
@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_administrators_reach_everything_when_asked(chart: Chart, controller: str) -> None:
    """A controller for administrators lets all through."""
    found = the(
        rendered(chart, controller=CONTROLLERS_AT_LEAST[controller], expose_admin_api=True),
        kind_of(controller),
        "powersync",
    )

    assert paths_of(found) == EVERYTHING


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_all_hosts_lead_to_the_instance(chart: Chart, controller: str) -> None:
    """Each host is opened for, and with the same paths."""
    made = rendered(chart, controller=CONTROLLERS_AT_LEAST[controller], additional_hosts=HOSTS)
    controllers = [each for each in made if each["kind"] == kind_of(controller) and not is_redirect(each)]

    assert [host for each in controllers for host in hosts_of(each)] == [FIRST, SECOND, THIRD]


def is_redirect(manifest: Manifest) -> bool:
    """Tell whether it is the route that sends to HTTPS."""
    return bool(manifest["metadata"]["name"].endswith("-redirect"))


@pytest.mark.parametrize("controller", INGRESSES)
def test_an_ingress_leads_to_the_service(chart: Chart, controller: str) -> None:
    """The Service's port is found by its name, on each path."""
    [rule] = ingress(chart, controller=CONTROLLERS_AT_LEAST[controller])["spec"]["rules"]

    backends = [path["backend"] for path in rule["http"]["paths"]]
    assert backends == [{"service": {"name": "powersync-api", "port": {"name": "http"}}}] * len(CLIENTS)


@pytest.mark.parametrize("controller", ROUTES)
def test_a_route_leads_to_the_service(chart: Chart, controller: str) -> None:
    """From the Gateway that was named."""
    spec = the(rendered(chart, controller=CONTROLLERS_AT_LEAST[controller]), "HTTPRoute", "powersync")["spec"]

    [rule] = spec["rules"]
    assert (spec["parentRefs"], rule["backendRefs"]) == (
        [{**GATEWAY, "sectionName": "https"}],
        [{"group": "", "kind": "Service", "name": "powersync-api", "port": 80, "weight": 1}],
    )


def test_a_proxy_leads_to_the_service(chart: Chart) -> None:
    """On each path, as Contour's own kind has it."""
    routes = the(rendered(chart, controller=ContourProxy()), "HTTPProxy")["spec"]["routes"]

    assert [route["services"] for route in routes] == [[{"name": "powersync-api", "port": 80}]] * len(CLIENTS)


def test_unified_pod_has_an_ingress_too(chart: Chart) -> None:
    """The Ingress leads to whichever pods serve."""
    unified = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", IngressProps(host=FIRST), api=unified)

    paths = the(render(chart), "Ingress")["spec"]["rules"][0]["http"]["paths"]

    assert {path["backend"]["service"]["name"] for path in paths} == {"powersync-unified"}


@pytest.mark.parametrize(
    ("changes", "tls"),
    [
        pytest.param({}, [{"hosts": [FIRST], "secretName": "powersync-tls"}], id="default"),
        pytest.param(
            {"tls": Tls(secret_name="certificate")}, [{"hosts": [FIRST], "secretName": "certificate"}], id="named"
        ),
        pytest.param({"tls": None}, None, id="none"),
        pytest.param({"host": SECOND}, [{"hosts": [SECOND], "secretName": "powersync-tls"}], id="another-host"),
        pytest.param(
            {"additional_hosts": MORE},
            [
                {"hosts": [FIRST, THIRD], "secretName": "powersync-tls"},
                {"hosts": [SECOND], "secretName": "tasks-certificate"},
            ],
            id="more-hosts",
        ),
    ],
)
def test_certificates(chart: Chart, changes: dict[str, Any], tls: object) -> None:
    """Hosts share the first one's certificate, but those that have their own."""
    assert ingress(chart, **changes)["spec"].get("tls") == tls


@pytest.mark.parametrize("controller", INGRESSES)
def test_an_ingress_names_a_secret_where_it_is_read(chart: Chart, controller: str) -> None:
    """A Secret beside the cloud's own certificates would be asked for and not be there."""
    assert ("tls" in ingress(chart, controller=CONTROLLERS_AT_LEAST[controller])["spec"]) is (controller in SECRETS)


def test_each_proxy_has_its_own_certificate(chart: Chart) -> None:
    """An HTTPProxy has one host, and the Secret of that."""
    made = rendered(chart, controller=ContourProxy(), additional_hosts=MORE)

    found = {
        each["metadata"]["name"]: each["spec"]["virtualhost"]["tls"]["secretName"]
        for each in made
        if each["kind"] == "HTTPProxy"
    }
    assert found == {"powersync": "powersync-tls", "powersync-2": "tasks-certificate", "powersync-3": "powersync-tls"}


@pytest.mark.parametrize("controller", SECRETS)
@pytest.mark.parametrize(
    ("tls", "annotation"),
    [
        (Tls(issuer="company"), ("cert-manager.io/issuer", "company")),
        (Tls(cluster_issuer="letsencrypt"), ("cert-manager.io/cluster-issuer", "letsencrypt")),
    ],
    ids=["issuer", "cluster-issuer"],
)
def test_cert_manager_makes_the_secret(chart: Chart, controller: str, tls: Tls, annotation: tuple[str, str]) -> None:
    """It goes by one annotation, whatever the controller."""
    annotations = ingress(chart, controller=CONTROLLERS_AT_LEAST[controller], tls=tls)["metadata"]["annotations"]

    assert {item for item in annotations.items() if item[0].startswith("cert-manager.io/")} == {annotation}


def test_gke_answers_the_challenge_itself(chart: Chart) -> None:
    """cert-manager's own Ingress for it would have another address."""
    annotations = ingress(chart, controller=CONTROLLERS_AT_LEAST["gke"], tls=Tls(issuer="company"))["metadata"][
        "annotations"
    ]

    assert annotations["acme.cert-manager.io/http01-edit-in-place"] == "true"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "traefik"),
        ({"controller": {"class_name": "public"}}, "public"),
        ({"controller": {"class_name": None}}, None),
    ],
    ids=["default", "given", "of-the-cluster"],
)
def test_class(chart: Chart, changes: dict[str, Any], name: str | None) -> None:
    """It is the controller's usual one, what the cluster calls it, or the cluster's default."""
    assert ingress(chart, **changes)["spec"].get("ingressClassName") == name


@pytest.mark.parametrize("controller", INGRESSES)
def test_class_is_said_once(chart: Chart, controller: str) -> None:
    """The API server refuses a new Ingress that has both the field and the old annotation."""
    made = ingress(chart, controller=CONTROLLERS_AT_LEAST[controller])

    annotation = made["metadata"].get("annotations", {}).get("kubernetes.io/ingress.class")
    assert annotation is None or "ingressClassName" not in made["spec"]


@pytest.mark.parametrize("controller", ROUTES)
def test_plain_http_is_sent_to_https(chart: Chart, controller: str) -> None:
    """A route of its own does it, on the listener without TLS and for the same hosts."""
    route = the(
        rendered(chart, controller=CONTROLLERS_AT_LEAST[controller], additional_hosts=HOSTS),
        "HTTPRoute",
        "powersync-redirect",
    )
    spec = route["spec"]

    [rule] = spec["rules"]
    assert (spec["parentRefs"], spec["hostnames"], paths_of(route), rule["filters"]) == (
        [{**GATEWAY, "sectionName": "http"}],
        [FIRST, SECOND, THIRD],
        EVERYTHING,
        [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}],
    )


@pytest.mark.parametrize("changes", [{"https_redirect": False}, {"tls": None}], ids=["off", "no-tls"])
def test_plain_http_is_left_alone(chart: Chart, changes: dict[str, Any]) -> None:
    """Where it is meant to be there, no route sends it away."""
    made = rendered(chart, controller=CONTROLLERS_AT_LEAST["envoy-gateway"], **changes)

    assert [each["metadata"]["name"] for each in made if each["kind"] == "HTTPRoute"] == ["powersync"]


def test_a_proxy_that_permits_plain_http(chart: Chart) -> None:
    """Contour sends it to HTTPS unless told otherwise."""
    routes = the(rendered(chart, controller=ContourProxy(), https_redirect=False), "HTTPProxy")["spec"]["routes"]

    assert [route.get("permitInsecure") for route in routes] == [True] * len(CLIENTS)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_labels_of_the_user(chart: Chart, controller: str) -> None:
    """Labels are added to ours, on all that the controller brings along."""
    made = rendered(
        chart, controller=CONTROLLERS_AT_LEAST[controller], metadata={"labels": {"example.com/public": "yes"}}
    )

    labels = [each["metadata"]["labels"] for each in made if label(each, "component") == "ingress"]
    assert {each.get("example.com/public") for each in labels} == {"yes"}


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_annotations_of_the_user(chart: Chart, controller: str) -> None:
    """Annotations are added to ours, on all that the controller brings along."""
    made = rendered(
        chart, controller=CONTROLLERS_AT_LEAST[controller], metadata={"annotations": {"example.com/a": "b"}}
    )

    found = [each["metadata"]["annotations"] for each in made if label(each, "component") == "ingress"]
    assert {each.get("example.com/a") for each in found} == {"b"}


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_made_objects_are_within_reach(chart: Chart, controller: str) -> None:
    """Each object of an ingress is in one of its attributes, as the Ingress, a route or a policy."""
    props = INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=[props])
    made = StreamingIngress(chart, "ingress", props, api=api)

    reached = [*([made.ingress] if made.ingress else []), *made.routes, *made.policies]
    rendered = [each for each in render(chart) if label(each, "component") == "ingress"]
    assert [(each.kind, each.name) for each in reached] == [
        (each["kind"], each["metadata"]["name"]) for each in rendered
    ]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_routes_are_what_leads_to_the_service(chart: Chart, controller: str) -> None:
    """An Ingress, or else HTTPRoutes or HTTPProxies; everything else is a policy."""
    props = INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=[props])

    made = StreamingIngress(chart, "ingress", props, api=api)

    kinds = {each.kind for each in made.routes}
    assert (made.ingress is None, kinds <= {"HTTPRoute", "HTTPProxy"}) == (bool(kinds), True)


@pytest.mark.parametrize(
    ("changes", "url"), [({}, f"https://{FIRST}"), ({"tls": None}, f"http://{FIRST}")], ids=["https", "http"]
)
def test_where_clients_find_the_instance(chart: Chart, changes: dict[str, Any], url: str) -> None:
    """Others wire by the URL and the hosts."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = StreamingIngress(chart, "ingress", INGRESS.with_(additional_hosts=HOSTS, **changes), api=api)

    assert (made.url, made.host, made.hosts) == (url, FIRST, (FIRST, SECOND, THIRD))

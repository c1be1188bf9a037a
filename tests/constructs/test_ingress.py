"""StreamingIngress: hosts, certificates and paths of an Ingress, a route or a proxy."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import PowerSyncApi, StreamingIngress, UnifiedPod
from powersync_constructs.config import AdditionalHost, ApiProps, ContourProxy, IngressProps, Tls, UnifiedProps
from powersync_constructs.config.ingress.base import IngressApiController
from powersync_constructs.config.ingress.gateway_api import GatewayApiController
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.instance import INGRESS

from .manifests import Manifest, add_configuration, label, render, the, with_ingresses

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
    """Render the smallest ingress with the given changes."""
    return with_ingresses(chart, INGRESS.with_(**changes))


def ingress(chart: Chart, **changes: Any) -> Manifest:
    """Return the rendered Ingress."""
    return the(rendered(chart, **changes), "Ingress", "powersync")


def hosts_of(made: Manifest) -> list[str]:
    """Return the hosts of an Ingress, a route or a proxy."""
    spec = made["spec"]
    match made["kind"]:
        case "Ingress":
            return [rule["host"] for rule in spec["rules"]]
        case "HTTPRoute":
            return list(spec["hostnames"])
        case _:
            return [spec["virtualhost"]["fqdn"]]


def paths_of(made: Manifest) -> list[tuple[str, str]]:
    """Return the types and values of the paths in an Ingress, a route or a proxy, for each of its hosts."""
    spec = made["spec"]
    match made["kind"]:
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
    """Return the kind of the object that routes to the Service."""
    return next(kind for kind, controllers in KINDS.items() if controller in controllers)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_hosts_have_only_the_paths_of_clients(chart: Chart, controller: str) -> None:
    """The paths for administrators and kubelets are not available on the host."""
    found = the(rendered(chart, controller=CONTROLLERS_AT_LEAST[controller]), kind_of(controller), "powersync")

    assert paths_of(found) == CLIENTS


@pytest.mark.filterwarnings("ignore:.*admin-api")
@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_admin_api_can_be_exposed(chart: Chart, controller: str) -> None:
    """With `expose_admin_api`, the host has all paths."""
    found = the(
        rendered(chart, controller=CONTROLLERS_AT_LEAST[controller], expose_admin_api=True),
        kind_of(controller),
        "powersync",
    )

    assert paths_of(found) == EVERYTHING


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_all_hosts_are_routed(chart: Chart, controller: str) -> None:
    """The first host and each additional host have a route."""
    made = rendered(chart, controller=CONTROLLERS_AT_LEAST[controller], additional_hosts=HOSTS)
    routes = [each for each in made if each["kind"] == kind_of(controller) and not is_redirect(each)]

    assert [host for each in routes for host in hosts_of(each)] == [FIRST, SECOND, THIRD]


def is_redirect(manifest: Manifest) -> bool:
    """Return whether the object is the route that redirects to HTTPS."""
    return bool(manifest["metadata"]["name"].endswith("-redirect"))


@pytest.mark.parametrize("controller", INGRESSES)
def test_an_ingress_routes_to_the_service(chart: Chart, controller: str) -> None:
    """Each path leads to the named port of the Service."""
    [rule] = ingress(chart, controller=CONTROLLERS_AT_LEAST[controller])["spec"]["rules"]

    backends = [path["backend"] for path in rule["http"]["paths"]]
    assert backends == [{"service": {"name": "powersync-api", "port": {"name": "http"}}}] * len(CLIENTS)


@pytest.mark.parametrize("controller", ROUTES)
def test_a_route_routes_to_the_service(chart: Chart, controller: str) -> None:
    """An HTTPRoute connects the given Gateway to the Service."""
    spec = the(rendered(chart, controller=CONTROLLERS_AT_LEAST[controller]), "HTTPRoute", "powersync")["spec"]

    [rule] = spec["rules"]
    assert (spec["parentRefs"], rule["backendRefs"]) == (
        [{**GATEWAY, "sectionName": "https"}],
        [{"group": "", "kind": "Service", "name": "powersync-api", "port": 80, "weight": 1}],
    )


def test_a_proxy_routes_to_the_service(chart: Chart) -> None:
    """Each path of an HTTPProxy leads to the Service."""
    routes = the(rendered(chart, controller=ContourProxy()), "HTTPProxy")["spec"]["routes"]

    assert [route["services"] for route in routes] == [[{"name": "powersync-api", "port": 80}]] * len(CLIENTS)


def test_unified_pod_can_have_an_ingress(chart: Chart) -> None:
    """The Ingress leads to the Service of the unified pod."""
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
    """Hosts share the certificate of the first host, except hosts with their own Secret."""
    assert ingress(chart, **changes)["spec"].get("tls") == tls


@pytest.mark.parametrize("controller", INGRESSES)
def test_an_ingress_names_a_secret_if_the_controller_reads_it(chart: Chart, controller: str) -> None:
    """With a controller that uses certificates of the cloud, the Secret would not exist."""
    assert ("tls" in ingress(chart, controller=CONTROLLERS_AT_LEAST[controller])["spec"]) is (controller in SECRETS)


def test_each_proxy_has_its_own_certificate(chart: Chart) -> None:
    """An HTTPProxy has one host, and the Secret of that host."""
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
def test_cert_manager_annotation(chart: Chart, controller: str, tls: Tls, annotation: tuple[str, str]) -> None:
    """An issuer sets one annotation, with any controller."""
    annotations = ingress(chart, controller=CONTROLLERS_AT_LEAST[controller], tls=tls)["metadata"]["annotations"]

    assert {item for item in annotations.items() if item[0].startswith("cert-manager.io/")} == {annotation}


def test_gke_uses_the_same_ingress_for_the_challenge(chart: Chart) -> None:
    """A second Ingress, which cert-manager would create for the challenge, would have another address."""
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
    ids=["default", "given", "default-of-the-cluster"],
)
def test_ingress_class(chart: Chart, changes: dict[str, Any], name: str | None) -> None:
    """The class is the usual one of the controller, the given one, or the default of the cluster."""
    assert ingress(chart, **changes)["spec"].get("ingressClassName") == name


@pytest.mark.parametrize("controller", INGRESSES)
def test_ingress_class_is_set_once(chart: Chart, controller: str) -> None:
    """The API server rejects a new Ingress that has both the field and the old annotation."""
    made = ingress(chart, controller=CONTROLLERS_AT_LEAST[controller])

    annotation = made["metadata"].get("annotations", {}).get("kubernetes.io/ingress.class")
    assert annotation is None or "ingressClassName" not in made["spec"]


@pytest.mark.parametrize("controller", ROUTES)
def test_http_is_redirected_to_https(chart: Chart, controller: str) -> None:
    """A separate route redirects all hosts from the listener without TLS."""
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
def test_http_is_not_redirected(chart: Chart, changes: dict[str, Any]) -> None:
    """With `https_redirect=False` or without TLS there is no route that redirects."""
    made = rendered(chart, controller=CONTROLLERS_AT_LEAST["envoy-gateway"], **changes)

    assert [each["metadata"]["name"] for each in made if each["kind"] == "HTTPRoute"] == ["powersync"]


def test_a_proxy_can_permit_http(chart: Chart) -> None:
    """Contour redirects to HTTPS by default."""
    routes = the(rendered(chart, controller=ContourProxy(), https_redirect=False), "HTTPProxy")["spec"]["routes"]

    assert [route.get("permitInsecure") for route in routes] == [True] * len(CLIENTS)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_labels_of_the_user(chart: Chart, controller: str) -> None:
    """All objects of the ingress have the labels of the user."""
    made = rendered(
        chart, controller=CONTROLLERS_AT_LEAST[controller], metadata={"labels": {"example.com/public": "yes"}}
    )

    labels = [each["metadata"]["labels"] for each in made if label(each, "component") == "ingress"]
    assert {each.get("example.com/public") for each in labels} == {"yes"}


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_annotations_of_the_user(chart: Chart, controller: str) -> None:
    """All objects of the ingress have the annotations of the user."""
    made = rendered(
        chart, controller=CONTROLLERS_AT_LEAST[controller], metadata={"annotations": {"example.com/a": "b"}}
    )

    found = [each["metadata"]["annotations"] for each in made if label(each, "component") == "ingress"]
    assert {each.get("example.com/a") for each in found} == {"b"}


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_objects_are_attributes(chart: Chart, controller: str) -> None:
    """Each object of an ingress is in one of the attributes `ingress`, `routes` and `policies`."""
    props = INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=[props])
    made = StreamingIngress(chart, "ingress", props, api=api)

    reached = [*([made.ingress] if made.ingress else []), *made.routes, *made.policies]
    rendered = [each for each in render(chart) if label(each, "component") == "ingress"]
    assert [(each.kind, each.name) for each in reached] == [
        (each["kind"], each["metadata"]["name"]) for each in rendered
    ]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_routes_are_http_routes_or_proxies(chart: Chart, controller: str) -> None:
    """`routes` has HTTPRoutes or HTTPProxies, and is empty if there is an Ingress."""
    props = INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=[props])

    made = StreamingIngress(chart, "ingress", props, api=api)

    kinds = {each.kind for each in made.routes}
    assert (made.ingress is None, kinds <= {"HTTPRoute", "HTTPProxy"}) == (bool(kinds), True)


@pytest.mark.parametrize(
    ("changes", "url"), [({}, f"https://{FIRST}"), ({"tls": None}, f"http://{FIRST}")], ids=["https", "http"]
)
def test_url_and_hosts(chart: Chart, changes: dict[str, Any], url: str) -> None:
    """`url`, `host` and `hosts` are the addresses for clients."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = StreamingIngress(chart, "ingress", INGRESS.with_(additional_hosts=HOSTS, **changes), api=api)

    assert (made.url, made.host, made.hosts) == (url, FIRST, (FIRST, SECOND, THIRD))

"""The ingress controllers: what each says about each property, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from powersync_constructs.config import (
    Agic,
    Alb,
    AwsGateway,
    ContourProxy,
    EnvoyGateway,
    GatewayRef,
    GkeIngress,
    IngressProps,
    Tls,
    Traefik,
)
from powersync_constructs.config.ingress.base import REQUIREMENTS, Controller, IngressApiController, Requirement
from powersync_constructs.config.ingress.controllers import CONTROLLERS
from tests.samples.controllers import CONTROLLERS_AT_LEAST, SITE

from .controllers_table import TABLE, Emitted
from .refusal import refusal, taken

HOST = "powersync.example.com"
SERVED: list[tuple[str, Requirement]] = [(controller, name) for controller, served in TABLE.items() for name in served]
BY_THE_INGRESS: tuple[Requirement, ...] = ("TLS", "admin API")
"""What an Ingress itself says: tests/constructs/test_ingress.py."""
BUILT_IN: list[tuple[str, Requirement]] = [
    (name, about)
    for name, controller in CONTROLLERS_AT_LEAST.items()
    for about in REQUIREMENTS
    if about not in TABLE[name] and not (isinstance(controller, IngressApiController) and about in BY_THE_INGRESS)
]
PLAIN_HTTP = replace(SITE, tls=None, redirect=False)
GATEWAY_CONTROLLERS = [controller for controller in CONTROLLERS if "gateways" in controller.model_fields]


def ids(rows: list[tuple[str, Requirement]]) -> list[str]:
    """Name a controller's property in a test's name."""
    return [f"{controller}-{name}" for controller, name in rows]


def annotations(controller: Controller) -> Emitted:
    """What the controller writes on the Ingress and the Service."""
    return {each.key: each.value for each in [*controller.settings(SITE), *controller.service_settings(SITE)]}


def field(spec: Any, path: list[str]) -> Any:
    """What stands at a path of a resource's spec; None where nothing does."""
    for key in path:
        spec = spec[int(key)] if isinstance(spec, list) else spec.get(key)
    return spec


def emitted_for(controller: Controller, name: Requirement, key: str) -> Any:
    """The annotation or the field that the controller emits for a property; None where there is none."""
    for setting in (*controller.settings(SITE), *controller.service_settings(SITE)):
        if name in setting.serves and setting.key == key:
            return setting.value
    kind, *path = key.split(".")
    for resource in controller.resources(SITE):
        if name in resource.serves and resource.kind == kind:
            return field(resource.spec, path)
    return None


@pytest.mark.parametrize(("controller", "name"), SERVED, ids=ids(SERVED))
def test_a_property_is_served(controller: str, name: Requirement) -> None:
    """By the annotations and fields that the controller knows for it."""
    served = TABLE[controller][name]

    assert {key: emitted_for(CONTROLLERS_AT_LEAST[controller], name, key) for key in served} == served


@pytest.mark.parametrize(("controller", "name"), BUILT_IN, ids=ids(BUILT_IN))
def test_what_is_not_emitted_is_told(controller: str, name: Requirement) -> None:
    """A note says what the controller has built in, or cannot do."""
    assert CONTROLLERS_AT_LEAST[controller].notes.get(name)


def test_the_table_has_every_controller() -> None:
    """A new controller is checked, or its test is missing here."""
    assert list(TABLE) == list(CONTROLLERS_AT_LEAST)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_the_table_has_every_annotation_and_resource(controller: str) -> None:
    """Nothing is emitted of which the table does not say what for."""
    made = CONTROLLERS_AT_LEAST[controller]
    told = {key for served in TABLE[controller].values() for key in served}

    kinds = {resource.kind for resource in made.resources(SITE)}

    assert (annotations(made).keys() | kinds) == {key if "/" in key else key.partition(".")[0] for key in told}


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_pods_sleep_as_long_as_the_controller_needs(controller: str) -> None:
    """Load balancers of clouds take longer than a proxy in the cluster to leave a pod alone."""
    slow = {"alb": 30, "aws-gateway": 30, "gke": 60, "gke-gateway": 60, "agic": 90}

    assert CONTROLLERS_AT_LEAST[controller].drain_seconds == slow.get(controller, 20)


def test_one_controller_is_at_its_end() -> None:
    """Nobody should begin with ingress-nginx any more."""
    assert [name for name, controller in CONTROLLERS_AT_LEAST.items() if controller.end_of_life] == ["ingress-nginx"]


def test_the_controller_is_traefik() -> None:
    """Where nothing is said, it is what small clusters come with."""
    assert IngressProps(host=HOST).controller == Traefik()


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"controller": Alb()},
            "ingress.controller.certificate_arns: missing; HTTPS needs a certificate of ACM: give its ARN, or "
            "certificate_discovery=True, or tls=None for plain HTTP",
            id="no-certificate",
        ),
        pytest.param(
            {"controller": Alb(certificate_discovery=True), "tls": Tls(issuer="letsencrypt")},
            "ingress.tls.issuer: 'letsencrypt' does not reach this controller: cert-manager reads Ingresses with a "
            "Secret alone; make a Certificate, or drop it",
            id="issuer-beside-acm",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "tls": Tls(cluster_issuer="letsencrypt"),
            },
            "ingress.tls.cluster_issuer: 'letsencrypt' does not reach this controller: cert-manager reads Ingresses "
            "with a Secret alone; make a Certificate, or drop it",
            id="issuer-for-a-gateway",
        ),
        pytest.param(
            {"controller": Alb(certificate_discovery=True), "tls": Tls(secret_name="certificate")},
            "ingress.tls.secret_name: 'certificate' is a Secret, and this controller has its certificate from the "
            "Gateway or the cloud; drop it",
            id="secret-beside-acm",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "additional_hosts": [{"host": "more.example.com", "secret_name": "certificate"}],
            },
            "ingress.additional_hosts: 'certificate' is a Secret, and this controller has its certificate from the "
            "Gateway or the cloud; drop it",
            id="secret-for-a-gateway",
        ),
        pytest.param(
            {"controller": Traefik(cert_resolver="letsencrypt"), "tls": Tls(issuer="company")},
            "ingress.tls.issuer: 'company' does not reach this controller: cert-manager reads Ingresses with a "
            "Secret alone; make a Certificate, or drop it",
            id="issuer-beside-a-resolver",
        ),
        pytest.param(
            {"controller": Traefik(cert_resolver="letsencrypt"), "tls": None},
            "ingress.controller.cert_resolver: is for HTTPS, and tls=None is plain HTTP; drop one of the two",
            id="resolver-without-tls",
        ),
        pytest.param(
            {"controller": Agic(certificate="sync"), "tls": None},
            "ingress.controller.certificate: is for HTTPS, and tls=None is plain HTTP; drop one of the two",
            id="certificate-without-tls",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "additional_hosts": [{"host": f"h{number}.example.com"} for number in range(16)],
            },
            "ingress.additional_hosts: has 16, and a route takes 16 hosts with the first; give the others an ingress "
            "of their own",
            id="more-hosts-than-a-route-takes",
        ),
        pytest.param(
            {"tls": {"issuer": "company", "cluster_issuer": "letsencrypt"}},
            "ingress.tls.cluster_issuer: 'letsencrypt' stands beside issuer; keep one of the two",
            id="both-issuers",
        ),
        pytest.param(
            {"host": "*.example.com"},
            "ingress.host: '*.example.com' is a wildcard, and clients must stay on one instance; give a host of "
            "its own",
            id="wildcard",
        ),
        pytest.param(
            {"additional_hosts": [{"host": "*.example.com"}]},
            "ingress.additional_hosts[0].host: '*.example.com' is a wildcard, and clients must stay on one instance; "
            "give a host of its own",
            id="another-wildcard",
        ),
        pytest.param(
            {"path": "/powersync"},
            "ingress.path: '/powersync' cannot be, since the service has no base path; give it a host of its own",
            id="path",
        ),
        pytest.param(
            {"additional_hosts": [{"host": HOST}]},
            "ingress.additional_hosts: 'powersync.example.com' is taken; choose another, or keep one of the two",
            id="equal-hosts",
        ),
    ],
)
def test_what_is_refused(fields: dict[str, Any], line: str) -> None:
    """What no client would get through, or would get lost in, is one line at construction."""
    assert refusal(IngressProps, **{"host": HOST, **fields}) == [line]


@pytest.mark.parametrize(
    ("controller", "fields", "line"),
    [
        pytest.param(
            EnvoyGateway,
            {
                "gateways": [GatewayRef(name="public")],
                "http_gateways": [GatewayRef(name="public", section_name="http")],
            },
            "http_gateways: 'public' is a listener of `gateways` too, where the longer path wins over the redirect; "
            "give each its `section_name`",
            id="every-listener",
        ),
        pytest.param(
            EnvoyGateway,
            {
                "gateways": [GatewayRef(name="public", section_name="https")],
                "http_gateways": [GatewayRef(name="public", section_name="https")],
            },
            "http_gateways: 'public' is a listener of `gateways` too, where the longer path wins over the redirect; "
            "give each its `section_name`",
            id="the-same-listener",
        ),
        pytest.param(
            AwsGateway,
            {"gateways": [GatewayRef(name="public", namespace="gateways")]},
            "gateways: 'gateways' would be another than the LoadBalancerConfiguration's, the instance's own; put the "
            "Gateway there, and drop the namespace",
            id="a-gateway-of-aws-elsewhere",
        ),
        pytest.param(
            GkeIngress,
            {"internal": True, "managed_certificates": ["sync"]},
            "managed_certificates: are for external load balancers alone, and this one is internal; use the Secret of "
            "`tls`",
            id="managed-certificates-inside",
        ),
        pytest.param(
            Alb,
            {"certificate_arns": ["YOUR_ARN"]},
            "certificate_arns[0]: 'YOUR_ARN' is no certificate's ARN; write it like "
            "arn:aws:acm:eu-west-1:123456789012:certificate/…",
            id="no-arn",
        ),
        pytest.param(
            Alb,
            {"ssl_policy": ""},
            "ssl_policy: '' is not a policy of the load balancer; write it like ELBSecurityPolicy-TLS13-1-2-2021-06",
            id="no-policy",
        ),
    ],
)
def test_what_a_controller_cannot_be(controller: type[Controller], fields: dict[str, Any], line: str) -> None:
    """What the controller would ignore, or open wider than it says."""
    assert refusal(controller, **fields) == [f"controller.{line}"]


@pytest.mark.parametrize("controller", GATEWAY_CONTROLLERS, ids=lambda controller: controller.__name__)
@pytest.mark.parametrize(
    ("fields", "rule"),
    [({}, "missing; it is …"), ({"gateways": []}, "is empty; give at least one, it is …")],
    ids=["none", "empty"],
)
def test_a_route_needs_a_gateway(controller: type[Controller], fields: dict[str, Any], rule: str) -> None:
    """A route without a parent is read by nobody."""
    assert refusal(controller, **fields) == [f"controller.gateways: {rule}"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"controller": Alb(), "tls": None}, id="alb-without-tls"),
        pytest.param({"controller": Alb(certificate_discovery=True)}, id="alb-with-a-certificate-to-be-found"),
        pytest.param({"controller": GkeIngress(), "tls": Tls(issuer="company")}, id="gke-with-an-issuer"),
        pytest.param({"controller": Agic(), "tls": Tls(cluster_issuer="company")}, id="agic-with-an-issuer"),
        pytest.param({"controller": ContourProxy(), "tls": Tls(secret_name="mine")}, id="proxy-with-a-secret"),
        pytest.param({"controller": {"type": "traefik"}}, id="by-its-type"),
    ],
)
def test_what_is_kept(fields: dict[str, Any]) -> None:
    """Each of these opens."""
    assert taken(IngressProps, host=HOST, **fields)


@pytest.mark.parametrize(
    "controller",
    [GkeIngress(managed_certificates=["sync"]), Agic(certificate="sync"), ContourProxy()],
    ids=lambda d: d.type,
)
def test_an_issuer_reaches_no_certificate_of_the_cloud(controller: Controller) -> None:
    """cert-manager would make a Secret that nobody reads."""
    lines = refusal(IngressProps, host=HOST, controller=controller, tls=Tls(issuer="company"))

    assert [line.partition(":")[0] for line in lines] == ["ingress.tls.issuer"]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_plain_http_sends_nobody_to_https(controller: str) -> None:
    """Without TLS nothing says that there is any."""
    made = CONTROLLERS_AT_LEAST[controller]
    said = {each.value.lower() for each in made.settings(PLAIN_HTTP) if "redirect" in each.serves}
    redirecting = {each.kind for each in made.resources(PLAIN_HTTP) if each.serves == ("redirect",)}

    assert said | redirecting <= {"false"}

"""The ingress controllers: how each meets the requirements of streams, and what is refused.

What each of them emits is in the snapshots of tests/constructs/test_snapshots.py, and what for in docs/ingress.md.
"""

import ast
from dataclasses import replace
from pathlib import Path
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
from powersync_constructs.config.ingress import base, gateway_api
from powersync_constructs.config.ingress.base import (
    REQUIREMENTS,
    Controller,
    IngressApiController,
    Requirement,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.controllers import controller_classes
from tests.samples.controllers import CONTEXT, CONTROLLERS_AT_LEAST, resources

from .refusal import refusal, taken

HOST = "powersync.example.com"
BY_THE_INGRESS: tuple[Requirement, ...] = ("TLS", "admin API")
"""What an Ingress itself says: tests/constructs/test_ingress.py."""
PLAIN_HTTP = replace(CONTEXT, tls=None, redirect=False)
GATEWAY_CONTROLLERS = [controller for controller in controller_classes() if "gateways" in controller.model_fields]


SHARED = ("__init__", "_needs", "base", "controllers", "gateway_api", "props")
FOLDER = Path(base.__file__).parent
VENDORS = sorted(path for path in FOLDER.glob("*.py") if path.stem not in SHARED)


def emitted(controller: Controller) -> list[Setting | Resource]:
    """All annotations and custom resources of a controller."""
    settings = [*controller.settings(CONTEXT), *controller.service_settings(CONTEXT.backend)]
    return [*settings, *resources(controller)]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_each_requirement_is_met_or_explained(controller: str) -> None:
    """By an annotation, by a custom resource, or by a note that says what is built in or not possible."""
    made = CONTROLLERS_AT_LEAST[controller]
    met = {name for each in emitted(made) for name in each.serves} | made.notes.keys()
    met |= set(BY_THE_INGRESS) if isinstance(made, IngressApiController) else set()

    assert REQUIREMENTS.keys() - met == set()


@pytest.mark.parametrize("controller", [name for name in CONTROLLERS_AT_LEAST if name != "generic"])
def test_everything_that_is_emitted_serves_a_requirement(controller: str) -> None:
    """Nothing is emitted of which docs/ingress.md cannot say what for."""
    assert [each for each in emitted(CONTROLLERS_AT_LEAST[controller]) if not each.serves] == []


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
            "ingress.tls.issuer: 'letsencrypt' does not reach this controller: cert-manager reads only Ingresses "
            "with a Secret; make a Certificate, or remove it",
            id="issuer-beside-acm",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "tls": Tls(cluster_issuer="letsencrypt"),
            },
            "ingress.tls.cluster_issuer: 'letsencrypt' does not reach this controller: cert-manager reads only "
            "Ingresses with a Secret; make a Certificate, or remove it",
            id="issuer-for-a-gateway",
        ),
        pytest.param(
            {"controller": Alb(certificate_discovery=True), "tls": Tls(secret_name="certificate")},
            "ingress.tls.secret_name: 'certificate' is a Secret, and this controller gets its certificate from the "
            "Gateway or the cloud; remove it",
            id="secret-beside-acm",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "additional_hosts": [{"host": "more.example.com", "secret_name": "certificate"}],
            },
            "ingress.additional_hosts: 'certificate' is a Secret, and this controller gets its certificate from the "
            "Gateway or the cloud; remove it",
            id="secret-for-a-gateway",
        ),
        pytest.param(
            {"controller": Traefik(cert_resolver="letsencrypt"), "tls": Tls(issuer="company")},
            "ingress.tls.issuer: 'company' does not reach this controller: cert-manager reads only Ingresses "
            "with a Secret; make a Certificate, or remove it",
            id="issuer-beside-a-resolver",
        ),
        pytest.param(
            {"controller": Traefik(cert_resolver="letsencrypt"), "tls": None},
            "ingress.controller.cert_resolver: is for HTTPS, and tls=None is plain HTTP; remove one of the two",
            id="resolver-without-tls",
        ),
        pytest.param(
            {"controller": Agic(certificate="sync"), "tls": None},
            "ingress.controller.certificate: is for HTTPS, and tls=None is plain HTTP; remove one of the two",
            id="certificate-without-tls",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "additional_hosts": [{"host": f"h{number}.example.com"} for number in range(16)],
            },
            "ingress.additional_hosts: has 16, and a route takes 16 hosts, the first one included; give the others "
            "an ingress of their own",
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
            "ingress.path: '/powersync' is not possible, since the service has no base path; give it its own host",
            id="path",
        ),
        pytest.param(
            {"additional_hosts": [{"host": HOST}]},
            "ingress.additional_hosts: 'powersync.example.com' is given twice; choose another, or keep one of the two",
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
            "Gateway there, and remove the namespace",
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
            "certificate_arns[0]: 'YOUR_ARN' is not a certificate's ARN; write it like "
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
    redirecting = {each.kind for each in resources(made, PLAIN_HTTP) if each.serves == ("redirect",)}

    assert said | redirecting <= {"false"}


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda path: path.stem)
def test_a_vendor_stands_alone(vendor: Path) -> None:
    """A vendor's module needs no other vendor's, so that an app loads only those that it uses."""
    tree = ast.parse(vendor.read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]

    known = {each for each in modules if each.startswith("powersync_constructs.config.ingress")}
    assert known <= {base.__name__, gateway_api.__name__}

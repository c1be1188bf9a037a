"""Ingress controllers: the requirements that each one meets, and the fields that are refused.

The snapshots of tests/constructs/test_snapshots.py show what each controller emits, and docs/ingress.md explains it.
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
from powersync_constructs.config.ingress import _streams, base, gateway_api
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

from .validation import accepts, errors_of

HOST = "powersync.example.com"
MET_BY_THE_INGRESS: tuple[Requirement, ...] = ("TLS", "admin API")
"""The requirements that an Ingress itself meets: tests/constructs/test_ingress.py."""
PLAIN_HTTP = replace(CONTEXT, tls=None, redirect=False)
GATEWAY_CONTROLLERS = [controller for controller in controller_classes() if "gateways" in controller.model_fields]


SHARED = ("__init__", "_needs", "base", "controllers", "gateway_api", "props")
FOLDER = Path(base.__file__).parent
VENDORS = sorted(path for path in FOLDER.glob("*.py") if path.stem not in SHARED)


def emitted(controller: Controller) -> list[Setting | Resource]:
    """Return all annotations and custom resources of a controller."""
    settings = [*controller.settings(CONTEXT), *controller.service_settings(CONTEXT.backend)]
    return [*settings, *resources(controller)]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_each_requirement_is_met_or_explained(controller: str) -> None:
    """An annotation or a custom resource meets each requirement, or a note explains it."""
    made = CONTROLLERS_AT_LEAST[controller]
    met = {name for each in emitted(made) for name in each.serves} | made.notes.keys()
    met |= set(MET_BY_THE_INGRESS) if isinstance(made, IngressApiController) else set()

    assert REQUIREMENTS.keys() - met == set()


@pytest.mark.parametrize("controller", [name for name in CONTROLLERS_AT_LEAST if name != "generic"])
def test_each_emitted_object_serves_a_requirement(controller: str) -> None:
    """docs/ingress.md can explain each emitted annotation and custom resource."""
    assert [each for each in emitted(CONTROLLERS_AT_LEAST[controller]) if not each.serves] == []


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_drain_time_depends_on_the_controller(controller: str) -> None:
    """Cloud load balancers take longer than a proxy in the cluster to stop sending requests to a pod."""
    slow = {"alb": 30, "aws-gateway": 30, "gke": 60, "gke-gateway": 60, "agic": 90}

    assert CONTROLLERS_AT_LEAST[controller].drain_seconds == slow.get(controller, 20)


def test_only_ingress_nginx_is_at_its_end_of_life() -> None:
    """Only ingress-nginx is at its end of life."""
    assert [name for name, controller in CONTROLLERS_AT_LEAST.items() if controller.end_of_life] == ["ingress-nginx"]


def test_default_controller_is_traefik() -> None:
    """The default controller is Traefik, which k3s includes."""
    assert IngressProps(host=HOST).controller == Traefik()


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"controller": Alb()},
            "ingress.controller.certificate_arns: missing; needed for HTTPS: give the ARN of a certificate, or "
            "certificate_discovery=True, or tls=None for plain HTTP",
            id="no-certificate",
        ),
        pytest.param(
            {"controller": Alb(certificate_discovery=True), "tls": Tls(issuer="letsencrypt")},
            "ingress.tls.issuer: 'letsencrypt' has no effect with this controller: an issuer needs an Ingress that "
            "names a Secret; remove it, and create a Certificate if you need one",
            id="issuer-with-acm",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "tls": Tls(cluster_issuer="letsencrypt"),
            },
            "ingress.tls.cluster_issuer: 'letsencrypt' has no effect with this controller: an issuer needs an "
            "Ingress that names a Secret; remove it, and create a Certificate if you need one",
            id="issuer-for-a-gateway",
        ),
        pytest.param(
            {"controller": Alb(certificate_discovery=True), "tls": Tls(secret_name="certificate")},
            "ingress.tls.secret_name: 'certificate' is a Secret, but the certificate of this controller is not in a "
            "Secret; remove `secret_name`",
            id="secret-with-acm",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "additional_hosts": [{"host": "more.example.com", "secret_name": "certificate"}],
            },
            "ingress.additional_hosts: 'certificate' is a Secret, but the certificate of this controller is not in a "
            "Secret; remove `secret_name`",
            id="secret-for-a-gateway",
        ),
        pytest.param(
            {"controller": Traefik(cert_resolver="letsencrypt"), "tls": Tls(issuer="company")},
            "ingress.tls.issuer: 'company' has no effect with this controller: an issuer needs an Ingress that "
            "names a Secret; remove it, and create a Certificate if you need one",
            id="issuer-with-a-resolver",
        ),
        pytest.param(
            {"controller": Traefik(cert_resolver="letsencrypt"), "tls": None},
            "ingress.controller.cert_resolver: is for HTTPS, but tls=None is for plain HTTP; remove one of the two",
            id="resolver-without-tls",
        ),
        pytest.param(
            {"controller": Agic(certificate="sync"), "tls": None},
            "ingress.controller.certificate: is for HTTPS, but tls=None is for plain HTTP; remove one of the two",
            id="certificate-without-tls",
        ),
        pytest.param(
            {
                "controller": EnvoyGateway(gateways=[GatewayRef(name="public")]),
                "additional_hosts": [{"host": f"h{number}.example.com"} for number in range(16)],
            },
            "ingress.additional_hosts: has 16 hosts, but a route allows 16 in total, including `host`; move some "
            "of them to another ingress",
            id="too-many-hosts",
        ),
        pytest.param(
            {"tls": {"issuer": "company", "cluster_issuer": "letsencrypt"}},
            "ingress.tls.cluster_issuer: 'letsencrypt' cannot be set together with issuer; remove one of the two",
            id="both-issuers",
        ),
        pytest.param(
            {"host": "*.example.com"},
            "ingress.host: '*.example.com' is a wildcard, but clients must stay on one instance; use one host name",
            id="wildcard",
        ),
        pytest.param(
            {"additional_hosts": [{"host": "*.example.com"}]},
            "ingress.additional_hosts[0].host: '*.example.com' is a wildcard, but clients must stay on one instance; "
            "use one host name",
            id="additional-wildcard",
        ),
        pytest.param(
            {"path": "/powersync"},
            "ingress.path: '/powersync' is not supported, since the service has no base path; use a separate host",
            id="base-path",
        ),
        pytest.param(
            {"additional_hosts": [{"host": HOST}]},
            "ingress.additional_hosts: 'powersync.example.com' occurs twice; change or remove one of them",
            id="duplicate-host",
        ),
    ],
)
def test_invalid_ingress_is_refused(fields: dict[str, Any], line: str) -> None:
    """Fields that would block clients, or that have no effect, are refused with a one-line error."""
    assert errors_of(IngressProps, **{"host": HOST, **fields}) == [line]


@pytest.mark.parametrize(
    ("controller", "fields", "line"),
    [
        pytest.param(
            EnvoyGateway,
            {
                "gateways": [GatewayRef(name="public")],
                "http_gateways": [GatewayRef(name="public", section_name="http")],
            },
            "http_gateways: 'public' can select a listener of `gateways`, where another route overrides the redirect; "
            "use `section_name` to select different listeners",
            id="all-listeners",
        ),
        pytest.param(
            EnvoyGateway,
            {
                "gateways": [GatewayRef(name="public", section_name="https")],
                "http_gateways": [GatewayRef(name="public", section_name="https")],
            },
            "http_gateways: 'public' can select a listener of `gateways`, where another route overrides the redirect; "
            "use `section_name` to select different listeners",
            id="same-listener",
        ),
        pytest.param(
            AwsGateway,
            {"gateways": [GatewayRef(name="public", namespace="gateways")]},
            "gateways: 'gateways' is not allowed: the Gateway must be in the instance's namespace; create it there, "
            "and remove `namespace`",
            id="aws-gateway-in-another-namespace",
        ),
        pytest.param(
            GkeIngress,
            {"internal": True, "managed_certificates": ["sync"]},
            "managed_certificates: are only for external load balancers, but internal is True; use the Secret of `tls`",
            id="managed-certificates-internal",
        ),
        pytest.param(
            Alb,
            {"certificate_arns": ["YOUR_ARN"]},
            "certificate_arns[0]: 'YOUR_ARN' is not the ARN of a certificate; write it like "
            "arn:aws:acm:eu-west-1:123456789012:certificate/…",
            id="invalid-arn",
        ),
        pytest.param(
            Alb,
            {"ssl_policy": ""},
            "ssl_policy: '' is not an ELB security policy; write it like ELBSecurityPolicy-TLS13-1-2-2021-06",
            id="empty-policy",
        ),
    ],
)
def test_invalid_controller_is_refused(controller: type[Controller], fields: dict[str, Any], line: str) -> None:
    """Fields that the controller would ignore, or that would expose more than configured, are refused."""
    assert errors_of(controller, **fields) == [f"controller.{line}"]


@pytest.mark.parametrize("controller", GATEWAY_CONTROLLERS, ids=lambda controller: controller.__name__)
@pytest.mark.parametrize(
    ("fields", "rule"),
    [({}, "missing; set it to …"), ({"gateways": []}, "is empty; add at least one item")],
    ids=["none", "empty"],
)
def test_route_without_a_gateway_is_refused(controller: type[Controller], fields: dict[str, Any], rule: str) -> None:
    """A route needs a parent Gateway, because no controller reads a route without one."""
    assert errors_of(controller, **fields) == [f"controller.gateways: {rule}"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"controller": Alb(), "tls": None}, id="alb-without-tls"),
        pytest.param({"controller": Alb(certificate_discovery=True)}, id="alb-with-certificate-discovery"),
        pytest.param({"controller": GkeIngress(), "tls": Tls(issuer="company")}, id="gke-with-an-issuer"),
        pytest.param({"controller": Agic(), "tls": Tls(cluster_issuer="company")}, id="agic-with-an-issuer"),
        pytest.param({"controller": ContourProxy(), "tls": Tls(secret_name="mine")}, id="proxy-with-a-secret"),
        pytest.param({"controller": {"type": "traefik"}}, id="mapping-with-a-type"),
    ],
)
def test_valid_ingress_is_accepted(fields: dict[str, Any]) -> None:
    """Each of these combinations is accepted."""
    assert accepts(IngressProps, host=HOST, **fields)


@pytest.mark.parametrize(
    "controller",
    [GkeIngress(managed_certificates=["sync"]), Agic(certificate="sync"), ContourProxy()],
    ids=lambda controller: controller.type,
)
def test_issuer_with_a_certificate_of_the_controller_is_refused(controller: Controller) -> None:
    """If the certificate does not come from a Secret, an issuer is refused, because it would have no effect."""
    lines = errors_of(IngressProps, host=HOST, controller=controller, tls=Tls(issuer="company"))

    assert [line.partition(":")[0] for line in lines] == ["ingress.tls.issuer"]


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
def test_plain_http_has_no_redirect(controller: str) -> None:
    """Without TLS, no controller redirects clients to HTTPS."""
    made = CONTROLLERS_AT_LEAST[controller]
    values = {each.value.lower() for each in made.settings(PLAIN_HTTP) if "redirect" in each.serves}
    redirecting = {each.kind for each in resources(made, PLAIN_HTTP) if each.serves == ("redirect",)}

    assert values | redirecting <= {"false"}


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda path: path.stem)
def test_vendor_module_is_independent(vendor: Path) -> None:
    """The module of a vendor imports no other vendor's module, so an app loads only the vendors that it uses."""
    tree = ast.parse(vendor.read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]

    known = {each for each in modules if each.startswith("powersync_constructs.config.ingress")}
    assert known <= {_streams.__name__, base.__name__, gateway_api.__name__}

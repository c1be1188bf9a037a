"""The front doors: what each says about each property, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from powersync_constructs.config import (
    Agic,
    Alb,
    AwsGateway,
    ContourProxy,
    EnvoyGateway,
    GkeIngress,
    IngressProps,
    Parent,
    Tls,
    Traefik,
)
from powersync_constructs.config.doors import DOORS
from powersync_constructs.config.doors._door import PROPERTIES, Door, IngressDoor, Property
from tests.samples.doors import DOORS_AT_LEAST, SITE

from .doors_table import TABLE, Emitted
from .refusal import refusal

HOST = "powersync.example.com"
SERVED: list[tuple[str, Property]] = [(door, name) for door, served in TABLE.items() for name in served]
BY_THE_INGRESS: tuple[Property, ...] = ("TLS", "admin API")
"""What an Ingress itself says: tests/constructs/test_ingress.py."""
BUILT_IN: list[tuple[str, Property]] = [
    (name, about)
    for name, door in DOORS_AT_LEAST.items()
    for about in PROPERTIES
    if about not in TABLE[name] and not (isinstance(door, IngressDoor) and about in BY_THE_INGRESS)
]
PLAIN_HTTP = replace(SITE, tls=None, redirect=False)
GATEWAY_DOORS = [door for door in DOORS if "parents" in door.model_fields]


def ids(rows: list[tuple[str, Property]]) -> list[str]:
    """Name a door's property in a test's name."""
    return [f"{door}-{name}" for door, name in rows]


def annotations(door: Door) -> Emitted:
    """What the door writes on the Ingress and the Service."""
    return {each.key: each.value for each in [*door.settings(SITE), *door.service_settings(SITE)]}


def field(spec: Any, path: list[str]) -> Any:
    """What stands at a path of a resource's spec; None where nothing does."""
    for key in path:
        spec = spec[int(key)] if isinstance(spec, list) else spec.get(key)
    return spec


def emitted_for(door: Door, name: Property, key: str) -> Any:
    """The annotation or the field that the door emits for a property; None where there is none."""
    for setting in (*door.settings(SITE), *door.service_settings(SITE)):
        if name in setting.serves and setting.key == key:
            return setting.value
    kind, *path = key.split(".")
    for resource in door.resources(SITE):
        if name in resource.serves and resource.kind == kind:
            return field(resource.spec, path)
    return None


@pytest.mark.parametrize(("door", "name"), SERVED, ids=ids(SERVED))
def test_a_property_is_served(door: str, name: Property) -> None:
    """By the annotations and fields that the controller knows for it."""
    served = TABLE[door][name]

    assert {key: emitted_for(DOORS_AT_LEAST[door], name, key) for key in served} == served


@pytest.mark.parametrize(("door", "name"), BUILT_IN, ids=ids(BUILT_IN))
def test_what_is_not_emitted_is_told(door: str, name: Property) -> None:
    """A note says what the controller has built in, or cannot do."""
    assert DOORS_AT_LEAST[door].notes.get(name)


def test_the_table_has_every_door() -> None:
    """A new door is checked, or its test is missing here."""
    assert list(TABLE) == list(DOORS_AT_LEAST)


@pytest.mark.parametrize("door", DOORS_AT_LEAST)
def test_the_table_has_every_annotation_and_resource(door: str) -> None:
    """Nothing is emitted of which the table does not say what for."""
    made = DOORS_AT_LEAST[door]
    told = {key for served in TABLE[door].values() for key in served}

    kinds = {resource.kind for resource in made.resources(SITE)}

    assert (annotations(made).keys() | kinds) == {key if "/" in key else key.partition(".")[0] for key in told}


@pytest.mark.parametrize("door", DOORS_AT_LEAST)
def test_pods_sleep_as_long_as_the_door_needs(door: str) -> None:
    """Load balancers of clouds take longer than a proxy in the cluster to leave a pod alone."""
    slow = {"alb": 30, "aws-gateway": 30, "gke": 60, "gke-gateway": 60, "agic": 90}

    assert DOORS_AT_LEAST[door].drain_seconds == slow.get(door, 20)


def test_one_door_is_at_its_end() -> None:
    """Nobody should begin with ingress-nginx any more."""
    assert [name for name, door in DOORS_AT_LEAST.items() if door.end_of_life] == ["ingress-nginx"]


def test_the_door_is_traefik() -> None:
    """Where nothing is said, it is what small clusters come with."""
    assert IngressProps(host=HOST).door == Traefik()


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"door": Alb()},
            "ingress.door.certificate_arns: missing; HTTPS needs a certificate of ACM: give its ARN, or "
            "certificate_discovery=True, or tls=None for plain HTTP",
            id="no-certificate",
        ),
        pytest.param(
            {"door": Alb(certificate_discovery=True), "tls": Tls(issuer="letsencrypt")},
            "ingress.tls.issuer: 'letsencrypt' does not reach this door: cert-manager reads Ingresses with a "
            "Secret alone; make a Certificate, or drop it",
            id="issuer-beside-acm",
        ),
        pytest.param(
            {"door": EnvoyGateway(parents=[Parent(name="public")]), "tls": Tls(cluster_issuer="letsencrypt")},
            "ingress.tls.cluster_issuer: 'letsencrypt' does not reach this door: cert-manager reads Ingresses "
            "with a Secret alone; make a Certificate, or drop it",
            id="issuer-for-a-gateway",
        ),
        pytest.param(
            {"door": Alb(certificate_discovery=True), "tls": Tls(secret_name="certificate")},
            "ingress.tls.secret_name: 'certificate' is a Secret, and this door has its certificate from the Gateway or "
            "the cloud; drop it",
            id="secret-beside-acm",
        ),
        pytest.param(
            {
                "door": EnvoyGateway(parents=[Parent(name="public")]),
                "more_hosts": [{"host": "more.example.com", "secret_name": "certificate"}],
            },
            "ingress.more_hosts: 'certificate' is a Secret, and this door has its certificate from the Gateway or the "
            "cloud; drop it",
            id="secret-for-a-gateway",
        ),
        pytest.param(
            {"door": Traefik(cert_resolver="letsencrypt"), "tls": Tls(issuer="company")},
            "ingress.tls.issuer: 'company' does not reach this door: cert-manager reads Ingresses with a Secret alone; "
            "make a Certificate, or drop it",
            id="issuer-beside-a-resolver",
        ),
        pytest.param(
            {"door": Traefik(cert_resolver="letsencrypt"), "tls": None},
            "ingress.door.cert_resolver: is for HTTPS, and tls=None is plain HTTP; drop one of the two",
            id="resolver-without-tls",
        ),
        pytest.param(
            {"door": Agic(certificate="sync"), "tls": None},
            "ingress.door.certificate: is for HTTPS, and tls=None is plain HTTP; drop one of the two",
            id="certificate-without-tls",
        ),
        pytest.param(
            {
                "door": EnvoyGateway(parents=[Parent(name="public")]),
                "more_hosts": [{"host": f"h{number}.example.com"} for number in range(16)],
            },
            "ingress.more_hosts: has 16, and a route takes 16 hosts with the first; give the others an ingress of "
            "their own",
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
            {"more_hosts": [{"host": "*.example.com"}]},
            "ingress.more_hosts[0].host: '*.example.com' is a wildcard, and clients must stay on one instance; "
            "give a host of its own",
            id="another-wildcard",
        ),
        pytest.param(
            {"path": "/powersync"},
            "ingress.path: '/powersync' cannot be, since the service has no base path; give it a host of its own",
            id="path",
        ),
        pytest.param(
            {"more_hosts": [{"host": HOST}]},
            "ingress.more_hosts: 'powersync.example.com' is taken; choose another, or keep one of the two",
            id="equal-hosts",
        ),
    ],
)
def test_what_is_refused(fields: dict[str, Any], line: str) -> None:
    """What no client would get through, or would get lost in, is one line at construction."""
    assert refusal(IngressProps, **{"host": HOST, **fields}) == [line]


@pytest.mark.parametrize(
    ("door", "fields", "line"),
    [
        pytest.param(
            EnvoyGateway,
            {"parents": [Parent(name="public")], "http_parents": [Parent(name="public", section="http")]},
            "http_parents: 'public' is a listener of `parents` too, where the longer path wins over the redirect; give "
            "each its `section`",
            id="every-listener",
        ),
        pytest.param(
            EnvoyGateway,
            {
                "parents": [Parent(name="public", section="https")],
                "http_parents": [Parent(name="public", section="https")],
            },
            "http_parents: 'public' is a listener of `parents` too, where the longer path wins over the redirect; give "
            "each its `section`",
            id="the-same-listener",
        ),
        pytest.param(
            AwsGateway,
            {"parents": [Parent(name="public", namespace="gateways")]},
            "parents: 'gateways' would be another than the LoadBalancerConfiguration's, the instance's own; put the "
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
def test_what_a_door_cannot_be(door: type[Door], fields: dict[str, Any], line: str) -> None:
    """What the controller would ignore, or open wider than it says."""
    assert refusal(door, **fields) == [f"door.{line}"]


@pytest.mark.parametrize("door", GATEWAY_DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize(
    ("fields", "rule"),
    [({}, "missing; it is …"), ({"parents": []}, "is empty; give at least one, it is …")],
    ids=["none", "empty"],
)
def test_a_route_needs_a_gateway(door: type[Door], fields: dict[str, Any], rule: str) -> None:
    """A route without a parent is read by nobody."""
    assert refusal(door, **fields) == [f"door.parents: {rule}"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"door": Alb(), "tls": None}, id="alb-without-tls"),
        pytest.param({"door": Alb(certificate_discovery=True)}, id="alb-with-a-certificate-to-be-found"),
        pytest.param({"door": GkeIngress(), "tls": Tls(issuer="company")}, id="gke-with-an-issuer"),
        pytest.param({"door": Agic(), "tls": Tls(cluster_issuer="company")}, id="agic-with-an-issuer"),
        pytest.param({"door": ContourProxy(), "tls": Tls(secret_name="mine")}, id="proxy-with-a-secret"),
        pytest.param({"door": {"type": "traefik"}}, id="by-its-type"),
    ],
)
def test_what_is_kept(fields: dict[str, Any]) -> None:
    """Each of these opens."""
    assert IngressProps(host=HOST, **fields).model_fields_set == {"host", *fields}


@pytest.mark.parametrize(
    "door", [GkeIngress(managed_certificates=["sync"]), Agic(certificate="sync"), ContourProxy()], ids=lambda d: d.type
)
def test_an_issuer_reaches_no_certificate_of_the_cloud(door: Door) -> None:
    """cert-manager would make a Secret that nobody reads."""
    lines = refusal(IngressProps, host=HOST, door=door, tls=Tls(issuer="company"))

    assert [line.partition(":")[0] for line in lines] == ["ingress.tls.issuer"]


@pytest.mark.parametrize("door", DOORS_AT_LEAST)
def test_plain_http_sends_nobody_to_https(door: str) -> None:
    """Without TLS nothing says that there is any."""
    made = DOORS_AT_LEAST[door]
    said = {each.value.lower() for each in made.settings(PLAIN_HTTP) if "redirect" in each.serves}
    redirecting = {each.kind for each in made.resources(PLAIN_HTTP) if each.serves == ("redirect",)}

    assert said | redirecting <= {"false"}

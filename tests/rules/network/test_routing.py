"""Routes have a known class, real hosts, and all paths of clients."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.routing import (
    all_client_paths_are_routed,
    controller_is_maintained,
    host_is_no_placeholder,
    ingress_has_a_known_class,
)
from tests.rules.manifests import app, manifest, of_instance
from tests.rules.pods import pods, service
from tests.rules.routes import http_route, ingress, openshift_route, proxy, served

CLASS = "kubernetes.io/ingress.class"
NGINX = {"nginx.ingress.kubernetes.io/proxy-read-timeout": "3600"}


def ingress_class(name: str, controller: str = "k8s.io/ingress-nginx") -> Manifest:
    """Return an IngressClass."""
    return manifest("IngressClass", name, namespace=None, group="networking.k8s.io", spec={"controller": controller})


@pytest.mark.parametrize(
    ("route", "fix", "severity"),
    [
        (ingress(ingressClassName="ingress-nginx"), "set ingressClassName: nginx, or add the IngressClass", "warning"),
        (ingress({CLASS: "ingress-nginx"}), "set ingressClassName: nginx, or add the IngressClass", "warning"),
        (ingress(ingressClassName="gce"), f"set the annotation {CLASS}: gce instead", "warning"),
        (ingress({CLASS: "nginx"}, ingressClassName="nginx"), "remove the annotation", "error"),
    ],
    ids=["project", "project-in-annotation", "gke", "twice"],
)
def test_unknown_class_is_reported(route: Manifest, fix: str, severity: str) -> None:
    """A class that no controller serves is a warning, and two classes are an error."""
    [found] = ingress_has_a_known_class.findings(served(route))

    assert (found.fix, found.severity) == (fix, severity)


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress(ingressClassName="nginx")], id="nginx"),
        pytest.param([ingress(ingressClassName="ingress-nginx"), ingress_class("ingress-nginx")], id="defined"),
        pytest.param([ingress({CLASS: "gce"})], id="gke"),
        pytest.param([ingress(ingressClassName="of-the-company")], id="own-class"),
        pytest.param([ingress()], id="default-class"),
        pytest.param([http_route()], id="no-ingress"),
    ],
)
def test_known_classes_are_not_reported(manifests: list[Manifest]) -> None:
    """A class is not reported if a controller may serve it."""
    assert ingress_has_a_known_class.findings(served(*manifests)) == []


@pytest.mark.parametrize(
    ("manifests", "findings"),
    [
        ([ingress(NGINX)], 1),
        ([ingress(ingressClassName="own"), ingress_class("own")], 1),
        ([of_instance(ingress(NGINX))], 0),
        ([ingress(NGINX, ingressClassName="traefik")], 0),
        ([ingress(ingressClassName="nginx")], 0),
    ],
    ids=["annotations", "class", "of-this-library", "traefik-reads-them-too", "unknown"],
)
def test_retired_controller_is_a_note(manifests: list[Manifest], findings: int) -> None:
    """ingress-nginx is reported if the manifests show that it serves the route."""
    assert len(controller_is_maintained.findings(served(*manifests))) == findings


@pytest.mark.parametrize(
    ("route", "shown"),
    [
        (ingress(host="YOUR_FQDN_HERE.example.com"), "'YOUR_FQDN_HERE.example.com' as a host"),
        (ingress(host="your-domain.com"), "'your-domain.com' as a host"),
        (ingress(tls=[{"secretName": "your-certificate-secret"}]), "'your-certificate-secret' as the Secret"),
        (proxy({"tls": {"secretName": "CHANGEME"}}), "'CHANGEME' as the Secret"),
    ],
)
def test_placeholder_is_reported(route: Manifest, shown: str) -> None:
    """A placeholder as a host or as a Secret is an error, and the finding shows it."""
    [found] = host_is_no_placeholder.findings(served(route))

    assert found.reason.startswith(f"has the placeholder {shown}")


@pytest.mark.parametrize("host", ["sync.example.com", "yours.example.com", "*.sync.dev", "todo.example.com", ""])
def test_real_hosts_are_not_reported(host: str) -> None:
    """A host that only looks similar to a placeholder is not reported."""
    assert host_is_no_placeholder.findings(served(ingress(host=host))) == []


@pytest.mark.parametrize(
    ("paths", "missing"),
    [
        (("/sync",), "/write-checkpoint2.json"),
        (("/write-checkpoint2.json",), "/sync/stream"),
        (("/api",), "/sync/stream and /write-checkpoint2.json"),
        (("/sync-api", "/write-checkpoint2.json"), "/sync/stream"),
        (("/sync", "/write-checkpoint.json"), "/write-checkpoint2.json"),
    ],
)
@pytest.mark.parametrize("kind", [ingress, http_route], ids=["Ingress", "HTTPRoute"])
def test_missing_client_path_is_reported(kind: Any, paths: tuple[str, ...], missing: str) -> None:
    """A path of clients that no route of the host has is an error."""
    [found] = all_client_paths_are_routed.findings(served(kind(paths=paths)))

    assert found.reason == f"does not route {missing} to the service"


@pytest.mark.parametrize(
    ("paths", "missing"),
    [
        ({"/": "Exact"}, "/sync/stream and /write-checkpoint2.json"),
        ({"/sync": "Exact", "/write-checkpoint2.json": "Exact"}, "/sync/stream"),
    ],
)
def test_exact_path_is_only_for_itself(paths: dict[str, str], missing: str) -> None:
    """A path with `pathType: Exact` does not route the paths below it."""
    route = ingress(paths=[*paths])
    for path in route["spec"]["rules"][0]["http"]["paths"]:
        path["pathType"] = paths[path["path"]]

    [found] = all_client_paths_are_routed.findings(served(route))

    assert found.reason == f"does not route {missing} to the service"


def test_prefix_of_the_route_can_be_rewritten() -> None:
    """The paths of the service have no prefix, so the fix also names the prefix of the route."""
    [found] = all_client_paths_are_routed.findings(served(ingress(paths=["/powersync"])))

    assert found.fix == "add /sync/stream and /write-checkpoint2.json, or rewrite the prefix /powersync to /"


def test_paths_of_another_host_do_not_count() -> None:
    """Each host of an Ingress needs all paths, unless it has no path to the service."""
    both, third = ingress(paths=["/sync"]), ingress(paths=["/api"], host="other.example.com")
    both["spec"]["rules"] += ingress(paths=["/write-checkpoint2.json"], host="b.example.com")["spec"]["rules"]
    third["spec"]["rules"][0]["http"]["paths"][0]["backend"] = {"service": {"name": "website"}}
    both["spec"]["rules"] += third["spec"]["rules"]

    found = [each.reason for each in all_client_paths_are_routed.findings(served(both))]

    assert found == [f"does not route {path} to the service" for path in ("/write-checkpoint2.json", "/sync/stream")]


def test_routes_of_openshift_count_together() -> None:
    """A Route of OpenShift has one path, so a host can need several Routes."""
    sync, checkpoint = openshift_route(path="/sync"), openshift_route(path="/write-checkpoint2.json")

    assert all_client_paths_are_routed.findings(served(sync, checkpoint)) == []
    assert len(all_client_paths_are_routed.findings(served(sync))) == 1


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(ingress(paths=["/"]), id="all-paths"),
        pytest.param(openshift_route(), id="openshift"),
        pytest.param(ingress(paths=["/sync/stream", "/write-checkpoint2.json"]), id="exact-paths"),
        pytest.param(ingress(paths=["/sync/*", "/write-checkpoint2.json"]), id="wildcard-of-aws"),
        pytest.param(
            openshift_route({"haproxy.router.openshift.io/rewrite-target": "/"}, path="/powersync"), id="router"
        ),
        pytest.param(ingress(paths=["/(.*)"]), id="regular-expression"),
        pytest.param(
            http_route(matches=[{"path": {"type": "RegularExpression", "value": "/s.*"}}]), id="expression-of-a-route"
        ),
        pytest.param(ingress({"nginx.ingress.kubernetes.io/rewrite-target": "/$1"}, ["/powersync"]), id="rewrite"),
        pytest.param(http_route(["/powersync"], filters=[{"type": "URLRewrite"}]), id="rewrite-of-a-route"),
        pytest.param(proxy(), id="proxy-without-conditions"),
        pytest.param(
            ingress({"traefik.ingress.kubernetes.io/router.middlewares": "sync-strip@kubernetescrd"}, ["/powersync"]),
            id="middleware-elsewhere",
        ),
        pytest.param(ingress({"konghq.com/strip-path": "true"}, ["/powersync"]), id="stripped-path"),
        pytest.param(ingress({"appgw.ingress.kubernetes.io/backend-path-prefix": "/"}, ["/powersync"]), id="prefix"),
    ],
)
def test_routed_client_paths_are_not_reported(route: Manifest) -> None:
    """A host is not reported if its routes have all paths, or if they may change paths."""
    assert all_client_paths_are_routed.findings(served(route)) == []


def test_routes_of_a_host_count_together() -> None:
    """Two Ingresses of a host may share the paths, but not those of two hosts, or of two charts."""
    first, second = ingress(paths=["/sync"]), ingress(paths=["/write-checkpoint2.json"])
    other = ingress(paths=["/write-checkpoint2.json"], host="other.example.com")
    backend = [service({"port": 80}), *pods()]

    assert all_client_paths_are_routed.findings(served(first, second)) == []
    assert len(all_client_paths_are_routed.findings(served(first, other))) == 2
    assert len(all_client_paths_are_routed.findings(app({"a": [first, *backend], "b": [second, *backend]}))) == 2


def test_host_of_the_admin_api_is_not_reported() -> None:
    """A host without any path of clients is not reported if another host has all of them."""
    admin = ingress(paths=["/api"], host="admin.example.com")

    assert all_client_paths_are_routed.findings(served(ingress(), admin)) == []
    assert len(all_client_paths_are_routed.findings(served(admin))) == 1

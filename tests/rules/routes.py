"""Routes to the API pods for the tests of the rules about ingress controllers."""

from collections.abc import Mapping, Sequence
from typing import Any

from powersync_constructs.rules import Manifest
from powersync_constructs.rules._lib.objects import Objects
from tests.rules.manifests import annotated, manifest, objects
from tests.rules.pods import pods, service

CLIENT_PATHS = ("/sync", "/write-checkpoint.json", "/write-checkpoint2.json")
GATEWAY_API = "gateway.networking.k8s.io"
ROUTE = {"kind": "HTTPRoute", "name": "sync"}
SERVICE = {"kind": "Service", "name": "sync"}


def ingress(
    annotations: Mapping[str, str] | None = None,
    paths: Sequence[str] = CLIENT_PATHS,
    host: str = "sync.example.com",
    **spec: Any,
) -> Manifest:
    """Return an Ingress that sends the paths of a host to the Service."""
    backend = {"service": {"name": "sync", "port": {"number": 80}}}
    rules = [{"host": host, "http": {"paths": [{"path": path, "backend": backend} for path in paths]}}]
    made = manifest("Ingress", "sync", group="networking.k8s.io", spec={"rules": rules, **spec})
    return annotated(made, annotations or {})


def http_route(paths: Sequence[str] = CLIENT_PATHS, gateway: str = "public", **rule: Any) -> Manifest:
    """Return an HTTPRoute that sends the paths of a host to the Service. The fields are those of its rule."""
    matches = [{"path": {"type": "PathPrefix", "value": path}} for path in paths]
    rules = [{"matches": matches, "backendRefs": [{"name": "sync", "port": 80}], **rule}]
    spec = {"parentRefs": [{"name": gateway}], "hostnames": ["sync.example.com"], "rules": rules}
    return manifest("HTTPRoute", "sync", group=GATEWAY_API, spec=spec)


def proxy(virtual_host: Mapping[str, Any] | None = None, **route: Any) -> Manifest:
    """Return an HTTPProxy of Contour with one route, which has these fields."""
    routes = [{"services": [{"name": "sync", "port": 80}], **route}]
    spec = {"virtualhost": {"fqdn": "sync.example.com", **(virtual_host or {})}, "routes": routes}
    return manifest("HTTPProxy", "sync", group="projectcontour.io", spec=spec)


def ingress_route(*entry_points: str, **route: Any) -> Manifest:
    """Return an IngressRoute of Traefik with one route, which has these fields."""
    match = "Host(`sync.example.com`)"
    routes = [{"match": match, "services": [{"name": "sync", "port": 80}], **route}]
    spec = {"entryPoints": [*entry_points], "routes": routes}
    return manifest("IngressRoute", "sync", group="traefik.io", spec=spec)


def virtual_server(**upstream: Any) -> Manifest:
    """Return a VirtualServer of F5 NGINX Ingress Controller with one upstream, which has these fields."""
    upstreams = [{"name": "sync", "service": "sync", "port": 80, **upstream}]
    routes = [{"path": "/", "action": {"pass": "sync"}}]
    spec = {"host": "sync.example.com", "upstreams": upstreams, "routes": routes}
    return manifest("VirtualServer", "sync", group="k8s.nginx.org", spec=spec)


def openshift_route(annotations: Mapping[str, str] | None = None, **spec: Any) -> Manifest:
    """Return a Route of OpenShift with TLS and without cookies, with these fields and annotations."""
    fields = {"host": "sync.example.com", "to": {"kind": "Service", "name": "sync"}, "tls": {"termination": "edge"}}
    made = manifest("Route", "sync", group="route.openshift.io", spec={**fields, **spec})
    return annotated(made, {"haproxy.router.openshift.io/disable_cookies": "true", **(annotations or {})})


def gateway(class_name: str, *protocols: str) -> Manifest:
    """Return the Gateway of an HTTPRoute, with a listener for each protocol."""
    listeners = [{"name": protocol.lower(), "protocol": protocol} for protocol in protocols]
    return manifest(
        "Gateway", "public", group=GATEWAY_API, spec={"gatewayClassName": class_name, "listeners": listeners}
    )


def policy(kind: str, target: Mapping[str, str], group: str = "", **spec: Any) -> Manifest:
    """Return a policy for a route, a Gateway or a Service."""
    return manifest(kind, "sync", group=group, spec={"targetRefs": [target], **spec})


def served(*manifests: Manifest, service_annotations: Mapping[str, str] | None = None, **fields: Any) -> Objects:
    """Return these objects with the Service and the API pods. The fields are those of the pods."""
    made = annotated(service({"name": "http", "port": 80, "targetPort": 8080}), service_annotations or {})
    return objects(*manifests, made, *pods(**fields))

"""The hosts, paths and Services of each kind of route are read."""

from typing import Any

import pytest

from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.routes import Backend, backends_of, hosts_of


def route(kind: str, **spec: Any) -> KubeObject:
    """Return a route."""
    return KubeObject({"kind": kind, "metadata": {"name": "a"}, "spec": spec})


SERVICE = {"name": "sync", "port": 80}
INGRESS = route(
    "Ingress",
    defaultBackend={"service": {"name": "other", "port": {"name": "http"}}},
    rules=[
        {
            "host": "a.example.com",
            "http": {"paths": [{"path": "/sync", "backend": {"service": {"name": "sync", "port": {"number": 80}}}}]},
        }
    ],
)
HTTP_ROUTE = route(
    "HTTPRoute",
    hostnames=["a.example.com"],
    rules=[{"matches": [{"path": {"value": "/sync"}}], "backendRefs": [{**SERVICE, "namespace": "data"}]}],
)
HTTP_PROXY = route(
    "HTTPProxy",
    virtualhost={"fqdn": "a.example.com"},
    routes=[
        {"conditions": [{"prefix": "/sync"}, {"header": {"name": "x"}}], "services": [SERVICE]},
        {"conditions": [{"exact": "/write-checkpoint2.json"}], "services": [SERVICE]},
        {"services": [SERVICE]},
    ],
)
INGRESS_ROUTE = route(
    "IngressRoute",
    routes=[
        {"match": "Host(`a.example.com`, `b.example.com`) && PathPrefix(`/sync`)", "services": [SERVICE]},
        {"match": 'Host("a.example.com")', "services": [{**SERVICE, "namespace": "data"}]},
    ],
)
VIRTUAL_SERVER = route(
    "VirtualServer",
    host="a.example.com",
    upstreams=[{"name": "up", "service": "sync", "port": 80}],
    routes=[
        {"path": "/sync", "action": {"pass": "up"}},
        {"path": "=/write-checkpoint2.json", "action": {"proxy": {"upstream": "up"}}},
        {"path": "/", "action": {"return": {"code": 404}}},
    ],
)
VIRTUAL_SERVICE = route(
    "VirtualService",
    hosts=["a.example.com"],
    http=[
        {
            "match": [{"uri": {"prefix": "/sync"}}, {"uri": {"exact": "/write-checkpoint2.json"}}],
            "route": [{"destination": {"host": "sync.data.svc.cluster.local", "port": {"number": 80}}}],
        },
        {"route": [{"destination": {"host": "sync"}}]},
    ],
)


@pytest.mark.parametrize(
    ("each", "backends"),
    [
        (INGRESS, [Backend("", "other", "http", "/"), Backend("", "sync", 80, "/sync")]),
        (HTTP_ROUTE, [Backend("data", "sync", 80, "/sync")]),
        (HTTP_PROXY, [Backend("", "sync", 80, path) for path in ("/sync", "/write-checkpoint2.json", "/")]),
        (INGRESS_ROUTE, [Backend("", "sync", 80, "/sync"), Backend("data", "sync", 80, "/")]),
        (VIRTUAL_SERVER, [Backend("", "sync", 80, path) for path in ("/sync", "/write-checkpoint2.json")]),
        (
            VIRTUAL_SERVICE,
            [
                Backend("data", "sync", 80, "/sync"),
                Backend("data", "sync", 80, "/write-checkpoint2.json"),
                Backend("", "sync", None, "/"),
            ],
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, KubeObject) else None,
)
def test_backends_are_read(each: KubeObject, backends: list[Backend]) -> None:
    """A backend is a Service, its port, and the path for which it gets the requests."""
    assert [*backends_of(each)] == backends


@pytest.mark.parametrize(
    "each",
    [INGRESS, HTTP_ROUTE, HTTP_PROXY, INGRESS_ROUTE, VIRTUAL_SERVER, VIRTUAL_SERVICE],
    ids=lambda each: each.kind,
)
def test_hosts_are_read(each: KubeObject) -> None:
    """The first host is the same in all kinds of routes of this test."""
    assert next(hosts_of(each)) == "a.example.com"


def test_object_of_another_kind_routes_nothing() -> None:
    """An object that is not a route has neither backends nor hosts."""
    each = route("Service", rules=[{"host": "a.example.com"}])

    assert [*backends_of(each), *hosts_of(each)] == []

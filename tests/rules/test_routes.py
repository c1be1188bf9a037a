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
            "http": {
                "paths": [
                    {"path": "/sync", "backend": {"service": {"name": "sync", "port": {"number": 80}}}},
                    {"path": "/", "pathType": "Exact", "backend": {"service": {"name": "sync"}}},
                ]
            },
        }
    ],
)
HTTP_ROUTE = route(
    "HTTPRoute",
    hostnames=["a.example.com", "b.example.com"],
    rules=[
        {"matches": [{"path": {"value": "/sync"}}], "backendRefs": [{**SERVICE, "namespace": "data"}]},
        {"matches": [{"path": {"type": "Exact", "value": "/api"}}], "filters": [{"type": "RequestRedirect"}]},
    ],
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
        {"match": "Path(`/sync/stream`) || PathRegexp(`^/(a|b)`) && !PathPrefix('/api')", "services": [SERVICE]},
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
        {"path": "~ ^/write", "action": {"pass": "up"}},
    ],
)
VIRTUAL_SERVICE = route(
    "VirtualService",
    hosts=["a.example.com"],
    http=[
        {
            "match": [
                {"uri": {"prefix": "/sync"}},
                {"uri": {"exact": "/write-checkpoint2.json"}},
                {"uri": {"regex": "/w.*"}},
            ],
            "route": [{"destination": {"host": "sync.data.svc.cluster.local", "port": {"number": 80}}}],
        },
        {"route": [{"destination": {"host": "sync"}}]},
    ],
)
ROUTE = route(
    "Route",
    host="a.example.com",
    path="/sync",
    to={"kind": "Service", "name": "sync"},
    alternateBackends=[{"kind": "Service", "name": "next", "weight": 10}],
    port={"targetPort": "http"},
)
A, B = "a.example.com", "b.example.com"
CHECKPOINT = "/write-checkpoint2.json"


@pytest.mark.parametrize(
    ("each", "backends"),
    [
        (
            INGRESS,
            [
                Backend("", "other", "http", "/"),
                Backend("", "sync", 80, "/sync", A),
                Backend("", "sync", None, "/", A, is_exact=True),
            ],
        ),
        (
            HTTP_ROUTE,
            [
                *(Backend("data", "sync", 80, "/sync", host) for host in (A, B)),
                *(Backend("", "", None, "/api", host, is_exact=True) for host in (A, B)),
            ],
        ),
        (
            HTTP_PROXY,
            [
                Backend("", "sync", 80, "/sync", A),
                Backend("", "sync", 80, CHECKPOINT, A, is_exact=True),
                Backend("", "sync", 80, "/", A),
            ],
        ),
        (
            INGRESS_ROUTE,
            [
                *(Backend("", "sync", 80, "/sync", host) for host in (A, B)),
                Backend("data", "sync", 80, "/", A),
                Backend("", "sync", 80, "/sync/stream", is_exact=True),
                Backend("", "sync", 80, "~^/(a|b)"),
                Backend("", "", None, "/api"),
            ],
        ),
        (
            VIRTUAL_SERVER,
            [
                Backend("", "sync", 80, "/sync", A),
                Backend("", "sync", 80, CHECKPOINT, A, is_exact=True),
                Backend("", "", None, "/", A),
                Backend("", "sync", 80, "~ ^/write", A),
            ],
        ),
        (
            VIRTUAL_SERVICE,
            [
                Backend("data", "sync", 80, "/sync", A),
                Backend("data", "sync", 80, CHECKPOINT, A, is_exact=True),
                Backend("data", "sync", 80, "~/w.*", A),
                Backend("", "sync", None, "/", A),
            ],
        ),
        (ROUTE, [Backend("", name, "http", "/sync", A) for name in ("sync", "next")]),
    ],
    ids=lambda value: value.kind if isinstance(value, KubeObject) else None,
)
def test_backends_are_read(each: KubeObject, backends: list[Backend]) -> None:
    """A backend is a Service, its port, and the path and the host for which it gets the requests."""
    assert [*backends_of(each)] == backends


@pytest.mark.parametrize(
    "each",
    [INGRESS, HTTP_ROUTE, HTTP_PROXY, INGRESS_ROUTE, VIRTUAL_SERVER, VIRTUAL_SERVICE, ROUTE],
    ids=lambda each: each.kind,
)
def test_hosts_are_read(each: KubeObject) -> None:
    """The first host is the same in all kinds of routes of this test."""
    assert next(hosts_of(each)) == "a.example.com"


@pytest.mark.parametrize(
    ("prefix", "is_exact", "gets"),
    [
        ("/", False, True),
        ("/*", False, True),
        ("/sync", False, True),
        ("/sync/", False, True),
        ("/sync/stream", False, True),
        ("/sync/stream", True, True),
        ("/sync", True, False),
        ("/", True, False),
        ("/sy", False, False),
        ("/sync/stream/more", False, False),
    ],
)
def test_path_of_a_request_is_compared(prefix: str, is_exact: bool, gets: bool) -> None:
    """A backend gets the requests for its path and, unless it is exact, for the paths below it."""
    assert Backend("", "sync", 80, prefix, is_exact=is_exact).gets("/sync/stream") is gets


def test_object_of_another_kind_routes_nothing() -> None:
    """An object that is not a route has neither backends nor hosts."""
    each = route("Service", rules=[{"host": "a.example.com"}])

    assert [*backends_of(each), *hosts_of(each)] == []

"""Ingress controllers keep streams open."""

from collections.abc import Mapping
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.timeouts import idle_streams_stay_open, streams_have_no_response_timeout
from tests.rules.manifests import annotated, finding, manifest, objects
from tests.rules.pods import pods
from tests.rules.routes import (
    GATEWAY_API,
    ROUTE,
    SERVICE,
    gateway,
    http_route,
    ingress,
    openshift_route,
    policy,
    proxy,
    served,
)

ENVOY = "gateway.envoyproxy.io"
GKE = {"kubernetes.io/ingress.class": "gce"}
OPENSHIFT = "haproxy.router.openshift.io"
CONTOUR = "projectcontour.io/response-timeout"


def envoy_policy(**timeouts: str) -> Manifest:
    """Return a policy of Envoy Gateway for the route, with these timeouts."""
    return policy("BackendTrafficPolicy", ROUTE, ENVOY, timeout={"http": timeouts})


def virtual_service(**rule: Any) -> Manifest:
    """Return a VirtualService of Istio with one rule."""
    rules = [{"route": [{"destination": {"host": "sync.sync.svc.cluster.local"}}], **rule}]
    return manifest("VirtualService", "sync", group="networking.istio.io", spec={"http": rules})


@pytest.mark.parametrize(
    ("manifests", "where", "reason"),
    [
        ([http_route(timeouts={"request": "1h"})], "HTTPRoute/sync", "ends every stream after 1h (timeouts.request)"),
        (
            [http_route(timeouts={"request": "0s", "backendRequest": "90s"})],
            "HTTPRoute/sync",
            "ends every stream after 90s (timeouts.backendRequest)",
        ),
        ([ingress({CONTOUR: "5m"})], "Ingress/sync", f"ends every stream after 5m ({CONTOUR})"),
        (
            [proxy(timeoutPolicy={"response": "60s"})],
            "HTTPProxy/sync",
            "ends every stream after 1m (timeoutPolicy.response)",
        ),
        (
            [http_route(timeouts={"request": "0s"}), envoy_policy(maxStreamDuration="30m")],
            "BackendTrafficPolicy/sync",
            "ends every stream after 30m (timeout.http.maxStreamDuration)",
        ),
        (
            [http_route(), policy("GCPBackendPolicy", SERVICE, "networking.gke.io", default={"timeoutSec": 86399})],
            "GCPBackendPolicy/sync",
            "ends every stream after 86399s (default.timeoutSec)",
        ),
        ([virtual_service(timeout="15s")], "VirtualService/sync", "ends every stream after 15s (timeout)"),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" in value else None,
)
def test_short_response_timeout_is_reported(manifests: list[Manifest], where: str, reason: str) -> None:
    """A timeout of less than a day is reported, with its setting, wherever it is set."""
    [found] = streams_have_no_response_timeout.findings(served(*manifests))

    assert (found.where, found.reason, found.severity) == (where, reason, "warning")


@pytest.mark.parametrize(
    ("manifests", "seconds", "severity"),
    [
        ([ingress(ingressClassName="contour")], 15, "warning"),
        ([proxy()], 15, "warning"),
        ([http_route(), gateway("eg")], 15, "note"),
        ([http_route(), gateway("gke-l7-global-external-managed")], 30, "note"),
        ([http_route(), gateway("azure-alb-external")], 60, "note"),
        ([http_route(), policy("BackendConfigPolicy", SERVICE, "gateway.kgateway.dev")], 15, "note"),
    ],
    ids=["contour", "proxy", "envoy-gateway", "gke-gateway", "azure-gateway", "kgateway"],
)
def test_default_of_the_controller_is_reported(manifests: list[Manifest], seconds: int, severity: str) -> None:
    """A short default is reported. It is a note if a policy of another origin may set another timeout."""
    [found] = streams_have_no_response_timeout.findings(served(*manifests))

    reason = f"does not set a response timeout, so the controller ends every stream after {seconds}s"
    assert (found.reason, found.severity) == (reason, severity)


def test_default_of_google_is_reported_for_the_service() -> None:
    """With GKE, a BackendConfig of the Service sets the timeout, so the finding is about the Service."""
    [found] = streams_have_no_response_timeout.findings(served(ingress(GKE)))

    reason = "does not set a response timeout, so the controller ends every stream after 30s"
    fix = "create a BackendConfig with timeoutSec: 86400, and name it in the annotation of the Service"
    assert found == finding("response-timeout", "warning", "Service/sync", reason, fix)


def backend_config(**spec: Any) -> list[Manifest]:
    """Return an Ingress of GKE, and the BackendConfig that the Service names."""
    return [ingress(GKE), manifest("BackendConfig", "sync", group="cloud.google.com", spec=spec)]


@pytest.mark.parametrize(
    ("manifests", "annotations"),
    [
        pytest.param([http_route(timeouts={"request": "0s"}), gateway("eg")], {}, id="off"),
        pytest.param([http_route(timeouts={"request": "24h"})], {}, id="a-day"),
        pytest.param([http_route()], {}, id="unknown-controller"),
        pytest.param([http_route(timeouts={"request": "10s"}), gateway("traefik")], {}, id="ignored-timeout"),
        pytest.param([http_route(timeouts={"request": "10s"}), gateway("kong")], {}, id="ignored-by-kong"),
        pytest.param([http_route(), gateway("eg"), envoy_policy(requestTimeout="0s")], {}, id="policy"),
        pytest.param([ingress({CONTOUR: "infinity"}, ingressClassName="contour")], {}, id="infinity"),
        pytest.param([ingress(ingressClassName="nginx")], {}, id="nginx"),
        pytest.param([ingress(ingressClassName="azure-application-gateway")], {}, id="agic-has-an-idle-timeout"),
        pytest.param([proxy(timeoutPolicy={"response": "infinity"})], {}, id="proxy"),
        pytest.param(backend_config(timeoutSec=86400), {"default": "sync"}, id="backend-config"),
        pytest.param([ingress(GKE)], {"default": "of-another-repository"}, id="backend-config-elsewhere"),
        pytest.param([virtual_service()], {}, id="istio-has-no-timeout"),
    ],
)
def test_long_response_timeouts_are_not_reported(manifests: list[Manifest], annotations: Mapping[str, str]) -> None:
    """A timeout is not reported if it is off, long enough, ignored by the controller, or not known."""
    on_service = {"cloud.google.com/backend-config": str(annotations).replace("'", '"')} if annotations else {}

    assert streams_have_no_response_timeout.findings(served(*manifests, service_annotations=on_service)) == []


def test_route_to_other_pods_is_not_reported() -> None:
    """A rule of an HTTPRoute for another Service, and a route to replicators, may have a timeout."""
    other = {"backendRefs": [{"name": "other", "port": 80}], "timeouts": {"request": "5s"}}
    route = http_route(timeouts={"request": "0s"})
    both = {**route, "spec": {**route["spec"], "rules": [*route["spec"]["rules"], other]}}
    replicators = pods("replication", labels={"app": "api"})

    assert streams_have_no_response_timeout.findings(served(both)) == []
    assert (
        streams_have_no_response_timeout.findings(objects(http_route(timeouts={"request": "5s"}), *replicators)) == []
    )


def test_path_leads_to_the_timeout() -> None:
    """The path of a finding leads to the field in the manifest."""
    [found] = streams_have_no_response_timeout.findings(served(http_route(timeouts={"request": "1h"})))

    assert found.path == ("spec", "rules", 0, "timeouts", "request")


NGINX = "nginx.ingress.kubernetes.io/proxy-read-timeout"
ALB = "alb.ingress.kubernetes.io/load-balancer-attributes"
AGIC = "appgw.ingress.kubernetes.io/request-timeout"


@pytest.mark.parametrize(
    ("manifests", "reason"),
    [
        ([ingress({NGINX: "29"})], f"ends a stream that is silent for 29s ({NGINX})"),
        ([ingress({AGIC: "10"})], f"ends a stream that is silent for 10s ({AGIC})"),
        ([ingress({"nginx.org/proxy-read-timeout": "15s"})], "ends a stream that is silent for 15s"),
        ([ingress({"konghq.com/read-timeout": "10000"})], "ends a stream that is silent for 10s"),
        ([ingress({"haproxy.org/timeout-server": "5000"})], "ends a stream that is silent for 5s"),
        (
            [ingress({ALB: "routing.http2.enabled=true,idle_timeout.timeout_seconds=10"})],
            "ends a stream that is silent for 10s (idle_timeout.timeout_seconds)",
        ),
        ([openshift_route({f"{OPENSHIFT}/timeout": "20s"})], f"ends a stream that is silent for 20s ({OPENSHIFT}/time"),
        ([openshift_route({f"{OPENSHIFT}/timeout-tunnel": "5000"})], "ends a stream that is silent for 5s"),
        ([proxy(timeoutPolicy={"response": "infinity", "idle": "20s"})], "ends a stream that is silent for 20s"),
        ([http_route(), policy("ProxySettingsPolicy", ROUTE, timeout={"read": "2s"})], "ends a stream that is silent"),
        (
            [
                http_route(),
                policy(
                    "ClientTrafficPolicy",
                    {"kind": "Gateway", "name": "public"},
                    ENVOY,
                    timeout={"http": {"streamIdleTimeout": "1s"}},
                ),
            ],
            "ends a stream that is silent for 1s",
        ),
    ],
    ids=[
        "nginx",
        "agic",
        "f5",
        "kong",
        "haproxy",
        "alb",
        "openshift",
        "openshift-tunnel",
        "contour",
        "nginx-gateway",
        "envoy-gateway",
    ],
)
def test_short_idle_timeout_is_reported(manifests: list[Manifest], reason: str) -> None:
    """A timeout that ends before the next line of an idle stream is an error."""
    [found] = idle_streams_stay_open.findings(served(*manifests))

    assert found.reason.startswith(reason)
    assert found.severity == "error"


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress({"nginx.ingress.kubernetes.io/proxy-send-timeout": "5"})], id="only-while-sending"),
        pytest.param([ingress({NGINX: "30"})], id="long-enough"),
        pytest.param([ingress({NGINX: "5"}, ingressClassName="traefik")], id="annotation-of-another-controller"),
        pytest.param([ingress({NGINX: "forever"})], id="not-a-duration"),
        pytest.param([ingress()], id="default"),
        pytest.param([openshift_route({f"{OPENSHIFT}/timeout": "30s"})], id="openshift-default"),
        pytest.param([openshift_route({f"{OPENSHIFT}/timeout": "0"})], id="openshift-ignores-zero"),
        pytest.param([ingress({ALB: "idle_timeout.timeout_seconds=60"})], id="alb"),
        pytest.param([http_route(), envoy_policy(streamIdleTimeout="0s")], id="off"),
        pytest.param([annotated(manifest("Ingress", "other"), {NGINX: "5"})], id="route-to-nothing"),
        pytest.param([policy("ProxySettingsPolicy", ROUTE, timeout={"read": "2s"})], id="policy-of-no-route"),
    ],
)
def test_long_idle_timeouts_are_not_reported(manifests: list[Manifest]) -> None:
    """An idle timeout of 30 s or more is not reported."""
    assert idle_streams_stay_open.findings(served(*manifests)) == []


def test_policy_of_another_namespace_is_not_reported() -> None:
    """A policy applies only to routes of its own namespace."""
    other = manifest(
        "ProxySettingsPolicy",
        "sync",
        namespace="other",
        group=GATEWAY_API,
        spec={"targetRefs": [ROUTE], "timeout": {"read": "2s"}},
    )

    assert idle_streams_stay_open.findings(served(http_route(), other)) == []


def test_timeout_of_short_responses_is_not_reported() -> None:
    """A response timeout matters only for the paths of streams."""
    backends = {"services": [{"name": "sync", "port": 80}]}
    routes = [
        {"conditions": [{"prefix": "/sync"}], "timeoutPolicy": {"response": "infinity"}, **backends},
        {"conditions": [{"prefix": "/write-checkpoint2.json"}], **backends},
        {"conditions": [{"prefix": "/write-checkpoint.json"}], "timeoutPolicy": {"response": "30s"}, **backends},
    ]
    made = manifest("HTTPProxy", "sync", spec={"virtualhost": {"fqdn": "sync.example.com"}, "routes": routes})

    assert streams_have_no_response_timeout.findings(served(made)) == []
    short = http_route(["/write-checkpoint.json", "/write-checkpoint2.json"], timeouts={"request": "30s"})
    assert streams_have_no_response_timeout.findings(served(short)) == []

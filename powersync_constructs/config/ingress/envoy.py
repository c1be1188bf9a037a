"""The Gateway API implementations that use Envoy. All of them apply the route's `timeouts`."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from powersync_constructs.config.ingress._streams import ENVOY_STREAMS, LIVENESS_PATH
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    Backend,
    IngressContext,
    Requirement,
    Resource,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_HEALTH: dict[str, Any] = {
    "interval": f"{CHECK_INTERVAL}s",
    "timeout": f"{CHECK_TIMEOUT}s",
    "unhealthyThreshold": CHECK_FAILURES,
    "healthyThreshold": 1,
    "http": {"path": LIVENESS_PATH},
}
"""Envoy's active health check, for controllers that can configure it."""
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in",
    "inactivity timers": (
        "depends on the controller: off with the route's `timeouts`, or several minutes; "
        "the service sends data every 20 s"
    ),
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "WebSocket": "built in",
    "TLS": "set on the Gateway",
    "health check": "by pod readiness",
    "draining": "a terminating pod gets no new streams",
}


class EnvoyGateway(GatewayApiController):
    """Envoy Gateway. A BackendTrafficPolicy on the route raises the circuit breaker limit of 1024 streams."""

    type: Literal["envoy-gateway"] = "envoy-gateway"
    """The type of the controller, which selects this class in a mapping."""

    notes: ClassVar[Mapping[Requirement, str]] = {key: note for key, note in _BUILT_IN.items() if key != "health check"}

    def policies(self, context: IngressContext) -> list[Resource]:
        """Return the BackendTrafficPolicy: more streams, least-request balancing, and a health check of the pods."""
        limits = ("maxConnections", "maxParallelRequests", "maxPendingRequests")
        spec: dict[str, Any] = {
            "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": context.name}],
            "circuitBreaker": dict.fromkeys(limits, ENVOY_STREAMS),
            "loadBalancer": {"type": "LeastRequest"},
            "healthCheck": {"active": {"type": "HTTP", **_HEALTH}},
        }
        serves: tuple[Requirement, ...] = ("balancing", "health check")
        return [Resource(serves, ENVOY_GATEWAY, "BackendTrafficPolicy", context.name, spec)]


class IstioGateway(GatewayApiController):
    """Istio. It needs no policy: by default, it has no circuit breaker and uses least-request balancing.

    If the API pods have a sidecar, annotate the pods with
    `proxy.istio.io/config: '{"terminationDrainDuration": "60s"}'`. Otherwise the sidecar of a terminating pod ends
    streams after 5 s.
    """

    type: Literal["istio"] = "istio"
    """The type of the controller, which selects this class in a mapping."""

    notes: ClassVar[Mapping[Requirement, str]] = {**_BUILT_IN, "balancing": "built in (`LEAST_REQUEST`)"}


class CiliumGateway(GatewayApiController):
    """Cilium. It applies the route's timeouts, and has no policy for the other requirements.

    The limit is 1024 streams per node. To raise the limit, configure Cilium itself (in Cilium 1.20 with
    `envoy.clusterMaxRequests` and `envoy.clusterMaxConnections` of the Helm chart).
    """

    type: Literal["cilium"] = "cilium"
    """The type of the controller, which selects this class in a mapping."""

    has_no_peer: ClassVar[bool] = True
    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "balancing": "round robin; at most 1024 streams per node, unless you raise the limit in Cilium itself",
    }


class Kgateway(GatewayApiController):
    """Kgateway. A BackendConfigPolicy on the Service raises the circuit breaker limit of 1024 streams."""

    type: Literal["kgateway"] = "kgateway"
    """The type of the controller, which selects this class in a mapping."""

    notes: ClassVar[Mapping[Requirement, str]] = {key: note for key, note in _BUILT_IN.items() if key != "health check"}

    def service_policies(self, backend: Backend) -> list[Resource]:
        """Return the BackendConfigPolicy: more streams, least-request balancing, and a health check of the pods."""
        limits = ("maxConnections", "maxRequests", "maxPendingRequests")
        spec: dict[str, Any] = {
            "targetRefs": [{"group": "", "kind": "Service", "name": backend.service}],
            "circuitBreakers": dict.fromkeys(limits, ENVOY_STREAMS),
            "loadBalancer": {"leastRequest": {"choiceCount": 2}},
            "healthCheck": _HEALTH,
        }
        serves: tuple[Requirement, ...] = ("balancing", "health check")
        return [Resource(serves, KGATEWAY, "BackendConfigPolicy", backend.service, spec)]


ENVOY_GATEWAY = "gateway.envoyproxy.io/v1alpha1"
"""Envoy Gateway 1.2 and newer: in 1.1, a policy removed the route's timeouts (envoyproxy/gateway#4091, #4426)."""
KGATEWAY = "gateway.kgateway.dev/v1alpha1"
"""Kgateway 2.2 and newer, whose BackendConfigPolicy has `circuitBreakers`."""

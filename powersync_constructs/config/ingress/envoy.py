"""The Gateway API's implementations on Envoy, all of which obey the route's `timeouts`."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    ENVOY_STREAMS,
    LIVENESS_PATH,
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
"""How Envoy asks the pods by itself, where it can be told."""
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in",
    "inactivity timers": "off with the route's `timeouts`, or minutes, of which the service needs 20 s",
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "WebSocket": "built in",
    "TLS": "at the Gateway",
    "health check": "by the pods' readiness",
    "draining": "a pod that goes is left out at once",
}


class EnvoyGateway(GatewayApiController):
    """Envoy Gateway: a BackendTrafficPolicy on the route, since its circuit breakers end at 1024 streams."""

    type: Literal["envoy-gateway"] = Field(default="envoy-gateway", description="the controller")

    notes: ClassVar[Mapping[Requirement, str]] = {key: note for key, note in _BUILT_IN.items() if key != "health check"}

    def policies(self, context: IngressContext) -> list[Resource]:
        """More streams than 1024, least requests, and asking the pods."""
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
    """Istio. It needs no policy: no circuit breaker, and least requests by itself.

    Where API pods have a sidecar, annotate them with
    `proxy.istio.io/config: '{"terminationDrainDuration": "60s"}'`, or it ends streams after 5 s.
    """

    type: Literal["istio"] = Field(default="istio", description="the controller")

    notes: ClassVar[Mapping[Requirement, str]] = {**_BUILT_IN, "balancing": "built in (`LEAST_REQUEST`)"}


class CiliumGateway(GatewayApiController):
    """Cilium. The route's timeouts are obeyed, and it has no policy for the rest.

    1024 streams a node are the most, unless Cilium itself is told otherwise (1.20: `envoy.clusterMaxRequests` and
    `envoy.clusterMaxConnections` of its Helm chart).
    """

    type: Literal["cilium"] = Field(default="cilium", description="the controller")

    has_no_peer: ClassVar[bool] = True
    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "balancing": "round robin, and 1024 streams a node, unless Cilium itself is told otherwise",
    }


class Kgateway(GatewayApiController):
    """Kgateway: a BackendConfigPolicy on the Service, since its circuit breakers end at 1024 streams."""

    type: Literal["kgateway"] = Field(default="kgateway", description="the controller")

    notes: ClassVar[Mapping[Requirement, str]] = {key: note for key, note in _BUILT_IN.items() if key != "health check"}

    def service_policies(self, backend: Backend) -> list[Resource]:
        """More streams than 1024, least requests, and asking the pods."""
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
"""Envoy Gateway 1.2 and newer: in 1.1 a policy wiped the route's timeouts (envoyproxy/gateway#4091, #4426)."""
KGATEWAY = "gateway.kgateway.dev/v1alpha1"
"""Kgateway 2.2 and newer, whose BackendConfigPolicy has `circuitBreakers`."""

"""Application Gateway (AGIC, with Ingress), and Application Gateway for Containers (with the Gateway API)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from powersync_constructs.config.core._types import LabelName, ObjectName
from powersync_constructs.config.ingress._streams import DAY, LIVENESS_PATH
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    Backend,
    Controller,
    IngressClassController,
    IngressContext,
    Requirement,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController


class Agic(IngressClassController):
    """Application Gateway, configured by its Ingress controller (AGIC).

    The gateway can take minutes to stop sending requests to a terminating pod. Therefore the AGIC documentation
    recommends a long sleep (minimize-downtime-during-deployments.md). By default, the gateway buffers responses. An
    annotation cannot turn this off. Set `enableResponseBuffering: false` in the global configuration of the gateway.
    """

    type: Literal["agic"] = "agic"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "azure-application-gateway"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""
    certificate: LabelName | None = None
    """The name of a certificate on the gateway, used instead of the Secret of `tls`."""

    drain_seconds: ClassVar[int] = 90
    source_addresses: ClassVar[str | None] = "the subnet of the gateway"
    notes: ClassVar[Mapping[Requirement, str]] = {
        "buffering": "on by default; to turn it off, set `enableResponseBuffering: false` on the gateway itself",
        "absolute timers": "none: `request-timeout` limits only the time until the next data of a response",
        "HTTP/2": "set on the gateway itself (`enableHttp2`), with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "balancing": "round robin, the only algorithm of the gateway",
    }

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret."""
        return self.certificate is None

    @property
    def own_certificate(self) -> str | None:
        """The name of the field with a certificate on the gateway. None if the field is not set."""
        return "certificate" if self.certificate is not None else None

    def is_shared_with(self, other: Controller) -> bool:
        """Return whether the other controller is AGIC too, because all Ingresses of AGIC share one gateway."""
        return isinstance(other, Agic)

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: a day until the next data, draining, and a health check of the pods."""
        prefix = "appgw.ingress.kubernetes.io"
        made = [
            Setting(("inactivity timers",), f"{prefix}/request-timeout", str(DAY)),
            Setting(("draining",), f"{prefix}/connection-draining", "true"),
            Setting(("draining",), f"{prefix}/connection-draining-timeout", "60"),
            Setting(("health check",), f"{prefix}/health-probe-path", LIVENESS_PATH),
            Setting(("health check",), f"{prefix}/health-probe-port", str(context.backend.pod_port)),
            Setting(("health check",), f"{prefix}/health-probe-status-codes", "200"),
            Setting(("redirect",), f"{prefix}/ssl-redirect", str(context.redirect).lower()),
        ]
        if context.tls is not None and self.certificate is not None:
            made.append(Setting(("TLS",), f"{prefix}/appgw-ssl-certificate", self.certificate))
        return made


class AzureGateway(GatewayApiController):
    """Application Gateway for Containers, with a RoutePolicy and a HealthCheckPolicy.

    Without the RoutePolicy, ALB Controller 1.10 ends a response after one minute. AKS includes this version up to
    Kubernetes 1.35. Since ALB Controller 1.11, the timeouts of the route take precedence over the RoutePolicy. Both
    have the same value.
    """

    type: Literal["azure-gateway"] = "azure-gateway"
    """The type of the controller, which selects this class in a mapping."""

    source_addresses: ClassVar[str | None] = "the subnet that the gateway is associated with"
    notes: ClassVar[Mapping[Requirement, str]] = {
        "buffering": "built in",
        "inactivity timers": "5 minutes; the service sends data every 20 s",
        "HTTP/2": "built in, with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "TLS": "set on the Gateway",
        "balancing": "round robin, unless you add a BackendLoadBalancingPolicy with `least-request`",
        "draining": "a terminating pod gets no new streams",
    }

    def policies(self, context: IngressContext) -> list[Resource]:
        """Return the RoutePolicy, which turns off the response timeout."""
        route = {"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": context.name}
        spec = {"targetRef": route, "default": {"timeouts": {"routeTimeout": "0s"}}}
        return [Resource(("absolute timers",), AZURE_GATEWAY, "RoutePolicy", context.name, spec)]

    def service_policies(self, backend: Backend) -> list[Resource]:
        """Return the HealthCheckPolicy."""
        spec: dict[str, Any] = {
            "targetRef": {"group": "", "kind": "Service", "name": backend.service},
            "default": {
                "interval": f"{CHECK_INTERVAL}s",
                "timeout": f"{CHECK_TIMEOUT}s",
                "healthyThreshold": 1,
                "unhealthyThreshold": CHECK_FAILURES,
                "port": backend.pod_port,
                "http": {"path": LIVENESS_PATH, "match": {"statusCodes": [{"start": 200, "end": 200}]}},
            },
        }
        return [Resource(("health check",), AZURE_GATEWAY, "HealthCheckPolicy", backend.service, spec)]


AZURE_GATEWAY = "alb.networking.azure.io/v1"
"""ALB Controller 1.6.7 and newer, which accept "0s" as no timeout. The controller installs the CRDs."""

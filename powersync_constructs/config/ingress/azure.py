"""Azure's two gateways: Application Gateway by AGIC, and Application Gateway for Containers by the Gateway API."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from powersync_constructs.config.core._types import LabelName, ObjectName
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    DAY,
    LIVENESS_PATH,
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
    """Application Gateway by its Ingress Controller.

    Pods sleep 90 s, as its documentation wants (minimize-downtime-during-deployments.md), since it takes up to minutes
    to leave a pod alone. It buffers responses unless the gateway itself is told not to, which no annotation can say
    (`enableResponseBuffering: false` of its global configuration, in ARM).
    """

    type: Literal["agic"] = Field(default="agic", description="the controller")
    class_name: ObjectName | None = Field(
        default="azure-application-gateway", description="the IngressClass; the cluster's own if None"
    )
    certificate: LabelName | None = Field(
        default=None, description="a certificate of the gateway's, instead of the Secret of `tls`"
    )

    drain_seconds: ClassVar[int] = 90
    source_addresses: ClassVar[str | None] = "the subnet of the gateway"
    notes: ClassVar[Mapping[Requirement, str]] = {
        "buffering": "on, and not to be said here: `enableResponseBuffering: false` at the gateway itself",
        "inactivity timers": "none: `request-timeout` is all that it has",
        "HTTP/2": "at the gateway itself (`enableHttp2`), with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "balancing": "round robin; it has no other",
    }

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret."""
        return self.certificate is None

    @property
    def own_certificate(self) -> str | None:
        """The field with the gateway's."""
        return "certificate" if self.certificate is not None else None

    def is_shared_with(self, other: Controller) -> bool:
        """All Ingresses share one gateway."""
        return isinstance(other, Agic)

    def settings(self, context: IngressContext) -> list[Setting]:
        """A day for a response, draining, and asking the pods."""
        prefix = "appgw.ingress.kubernetes.io"
        made = [
            Setting(("absolute timers",), f"{prefix}/request-timeout", str(DAY)),
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
    """Application Gateway for Containers: a RoutePolicy, since a route ends after a minute, and a HealthCheckPolicy.

    Since ALB Controller 1.11 the route's own timeouts come first, and say the same; the policy is for 1.10, which AKS
    brings along up to Kubernetes 1.35.
    """

    type: Literal["azure-gateway"] = Field(default="azure-gateway", description="the controller")

    source_addresses: ClassVar[str | None] = "the subnet that the gateway is associated with"
    notes: ClassVar[Mapping[Requirement, str]] = {
        "buffering": "built in",
        "inactivity timers": "5 minutes, of which the service needs 20 s",
        "HTTP/2": "built in, with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "TLS": "at the Gateway",
        "balancing": "round robin, unless a BackendLoadBalancingPolicy of yours says `least-request`",
        "draining": "a pod that goes is left out at once",
    }

    def policies(self, context: IngressContext) -> list[Resource]:
        """No end of a response."""
        route = {"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": context.name}
        spec = {"targetRef": route, "default": {"timeouts": {"routeTimeout": "0s"}}}
        return [Resource(("absolute timers",), AZURE_GATEWAY, "RoutePolicy", context.name, spec)]

    def service_policies(self, backend: Backend) -> list[Resource]:
        """How the pods' health is asked for."""
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
"""ALB Controller 1.6.7 and newer, which take "0s" for as long as a response wants; the controller installs it."""

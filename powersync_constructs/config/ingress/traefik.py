"""Traefik, by Ingress and by the Gateway API. It buffers nothing and has no timer of its own for a response."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from powersync_constructs.config.core._types import FrozenList, LabelName, ObjectName
from powersync_constructs.config.ingress.base import IngressClassController, IngressContext, Requirement, Setting
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in, unless a `buffering` middleware is attached",
    "absolute timers": "none: `writeTimeout` of the entry point is off",
    "inactivity timers": "`idleTimeout` of the entry point is 180 s, of which the service needs 20",
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "WebSocket": "built in",
    "redirect": "of the entry point: `web.http.redirections.entryPoint`, in Traefik's own configuration",
    "health check": "by the pods' readiness",
    "balancing": "weighted round robin; an Ingress cannot choose another",
    "draining": "a pod that goes is left out at once",
}


class Traefik(IngressClassController):
    """Traefik by an Ingress."""

    type: Literal["traefik"] = Field(default="traefik", description="the controller")
    class_name: ObjectName | None = Field(default="traefik", description="the IngressClass; the cluster's own if None")
    entry_points: FrozenList[LabelName] = Field(
        default=(), description="the entry points. Default: `websecure`, or `web` without TLS"
    )
    cert_resolver: LabelName | None = Field(default=None, description="the resolver of Traefik that gets certificates")

    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret."""
        return self.cert_resolver is None

    @property
    def own_certificate(self) -> str | None:
        """The field with the resolver that gets it."""
        return "cert_resolver" if self.cert_resolver is not None else None

    def settings(self, context: IngressContext) -> list[Setting]:
        """Which entry points, and TLS there."""
        prefix = "traefik.ingress.kubernetes.io/router"
        secure = context.tls is not None
        entry_points = ",".join(self.entry_points) or ("websecure" if secure else "web")
        made = [Setting(("TLS",), f"{prefix}.entrypoints", entry_points)]
        if secure:
            made.append(Setting(("TLS",), f"{prefix}.tls", "true"))
        if self.cert_resolver is not None:
            made.append(Setting(("TLS",), f"{prefix}.tls.certresolver", self.cert_resolver))
        return made


class TraefikGateway(GatewayApiController):
    """Traefik by the Gateway API. It needs no policy, and ignores the route's timeouts, having none itself."""

    type: Literal["traefik-gateway"] = Field(default="traefik-gateway", description="the controller")

    notes: ClassVar[Mapping[Requirement, str]] = {**_BUILT_IN, "TLS": "at the Gateway"}

"""Traefik, with Ingress and with the Gateway API. By default, it does not buffer and has no response timeout."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from powersync_constructs.config.core._types import FrozenList, LabelName, ObjectName
from powersync_constructs.config.ingress.base import IngressClassController, IngressContext, Requirement, Setting
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in, unless a `buffering` middleware is attached",
    "absolute timers": "none: `writeTimeout` of the entry point is off by default",
    "inactivity timers": "`idleTimeout` of the entry point is 180 s; the service sends data every 20 s",
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "WebSocket": "built in",
    "redirect": "set on the entry point: `web.http.redirections.entryPoint` in Traefik's own configuration",
    "health check": "by pod readiness",
    "balancing": "weighted round robin, which the library does not change",
    "draining": "a terminating pod gets no new streams",
}


class Traefik(IngressClassController):
    """Traefik, configured by an Ingress."""

    type: Literal["traefik"] = "traefik"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "traefik"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""
    entry_points: FrozenList[LabelName] = ()
    """The names of the Traefik entry points. Default: `websecure`, or `web` without TLS."""
    cert_resolver: LabelName | None = None
    """The name of the Traefik certificate resolver for the certificate. Used instead of the Secret of `tls`."""

    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret."""
        return self.cert_resolver is None

    @property
    def own_certificate(self) -> str | None:
        """The name of the field with a certificate resolver. None if the field is not set."""
        return "cert_resolver" if self.cert_resolver is not None else None

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: the entry points, TLS, and the certificate resolver."""
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
    """Traefik, configured by the Gateway API. It needs no policy.

    It ignores the timeouts of the route. By default, it has no response timeout.
    """

    type: Literal["traefik-gateway"] = "traefik-gateway"
    """The type of the controller, which selects this class in a mapping."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "TLS": "set on the Gateway",
        "redirect": "alternatively, `web.http.redirections.entryPoint` in Traefik's own configuration",
    }

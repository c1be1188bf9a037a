"""The controllers that use nginx."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.ingress._streams import HOUR
from powersync_constructs.config.ingress.base import (
    IngressClassController,
    IngressContext,
    Requirement,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_RELOAD = "none, but a reload ends streams after `worker-shutdown-timeout` (in the ConfigMap)"


class IngressNginx(IngressClassController):
    """The community project ingress-nginx, for existing clusters.

    It is archived, and has had no security fixes since March 2026.
    """

    type: Literal["ingress-nginx"] = "ingress-nginx"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "nginx"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""

    end_of_life: ClassVar[str | None] = "ingress-nginx is archived and has had no security fixes since March 2026"
    notes: ClassVar[Mapping[Requirement, str]] = {
        "absolute timers": _RELOAD,
        "HTTP/2": "built in (`use-http2`), with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "health check": "by pod readiness",
        "balancing": "round robin; the controller does not support least connections",
        "draining": "a terminating pod gets no new streams; no reload is needed",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: an inactivity timeout of an hour, and no buffering.

        Buffering is off by default. The annotation keeps it off even if the ConfigMap of the controller turns it on.
        """
        prefix = "nginx.ingress.kubernetes.io"
        return [
            Setting(("buffering",), f"{prefix}/proxy-buffering", "off"),
            Setting(("inactivity timers",), f"{prefix}/proxy-read-timeout", str(HOUR)),
            Setting(("inactivity timers",), f"{prefix}/proxy-send-timeout", str(HOUR)),
            Setting(("redirect",), f"{prefix}/ssl-redirect", str(context.redirect).lower()),
        ]


class F5Nginx(IngressClassController):
    """F5 NGINX Ingress Controller. By default, it buffers responses and does not support WebSocket."""

    type: Literal["f5-nginx"] = "f5-nginx"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "nginx"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        "absolute timers": _RELOAD,
        "HTTP/2": 'off by default; to turn it on, set `http2: "True"` in the controller\'s ConfigMap',
        "health check": "by pod readiness",
        "balancing": "built in (`random two least_conn`)",
        "draining": "a terminating pod gets no new streams after a reload of nginx",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: no buffering, an inactivity timeout of an hour, and WebSocket for the Service.

        A host can belong to only one Ingress, so cert-manager must add the ACME challenge to this Ingress.
        """
        issued = context.tls is not None and context.tls.issued_by is not None
        return [
            *([Setting(("TLS",), "acme.cert-manager.io/http01-edit-in-place", "true")] if issued else []),
            Setting(("buffering",), "nginx.org/proxy-buffering", "False"),
            Setting(("inactivity timers",), "nginx.org/proxy-read-timeout", f"{HOUR}s"),
            Setting(("inactivity timers",), "nginx.org/proxy-send-timeout", f"{HOUR}s"),
            Setting(("WebSocket",), "nginx.org/websocket-services", context.backend.service),
            Setting(("redirect",), "nginx.org/ssl-redirect", str(context.redirect)),
        ]


class NginxGateway(GatewayApiController):
    """NGINX Gateway Fabric, with a ProxySettingsPolicy on the route. Without the policy, it buffers responses.

    NGINX Gateway Fabric ignores the timeouts of the route.
    """

    type: Literal["nginx-gateway"] = "nginx-gateway"
    """The type of the controller, which selects this class in a mapping."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        "HTTP/2": "built in, with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "TLS": "set on the Gateway",
        "health check": "by pod readiness",
        "balancing": "built in (`random two least_conn`)",
        "draining": "a terminating pod gets no new streams after a reload of nginx",
    }

    def policies(self, context: IngressContext) -> list[Resource]:
        """Return the ProxySettingsPolicy: no buffering, and an inactivity timeout of an hour."""
        target = {"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": context.name}
        spec: dict[str, Any] = {
            "targetRefs": [target],
            "buffering": {"disable": True},
            "timeout": {"read": f"{HOUR}s", "send": f"{HOUR}s"},
        }
        serves: tuple[Requirement, ...] = ("buffering", "inactivity timers")
        return [Resource(serves, NGINX_GATEWAY, "ProxySettingsPolicy", context.name, spec)]


NGINX_GATEWAY = "gateway.nginx.org/v1alpha1"
"""NGINX Gateway Fabric 2.6 and newer, whose ProxySettingsPolicy has `timeout`."""

"""The controllers that render nginx."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.ingress.base import (
    HOUR,
    IngressClassController,
    IngressContext,
    Requirement,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_RELOAD = "none but the end of old workers after a reload: `worker-shutdown-timeout` in the controller's ConfigMap"


class IngressNginx(IngressClassController):
    """The community's ingress-nginx, for those who still have it: archived, without security fixes since March 2026."""

    type: Literal["ingress-nginx"] = Field(default="ingress-nginx", description="the controller")
    class_name: ObjectName | None = Field(default="nginx", description="the IngressClass; the cluster's own if None")

    end_of_life: ClassVar[str | None] = "ingress-nginx is archived and has had no security fixes since March 2026"
    notes: ClassVar[Mapping[Requirement, str]] = {
        "absolute timers": _RELOAD,
        "HTTP/2": "built in (`use-http2`), with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "health check": "by the pods' readiness",
        "balancing": "round robin; it has no least connections",
        "draining": "a pod that goes is left out at once, without a reload",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """No buffering (its own default, set explicitly in case a ConfigMap changes it), and an hour of silence."""
        prefix = "nginx.ingress.kubernetes.io"
        return [
            Setting(("buffering",), f"{prefix}/proxy-buffering", "off"),
            Setting(("inactivity timers",), f"{prefix}/proxy-read-timeout", str(HOUR)),
            Setting(("inactivity timers",), f"{prefix}/proxy-send-timeout", str(HOUR)),
            Setting(("redirect",), f"{prefix}/ssl-redirect", str(context.redirect).lower()),
        ]


class F5Nginx(IngressClassController):
    """F5 NGINX Ingress Controller, which buffers and knows no WebSocket unless told."""

    type: Literal["f5-nginx"] = Field(default="f5-nginx", description="the controller")
    class_name: ObjectName | None = Field(default="nginx", description="the IngressClass; the cluster's own if None")

    notes: ClassVar[Mapping[Requirement, str]] = {
        "absolute timers": _RELOAD,
        "HTTP/2": 'off, and not to be said in an Ingress: `http2: "True"` in the controller\'s ConfigMap',
        "health check": "by the pods' readiness",
        "balancing": "built in (`random two least_conn`)",
        "draining": "a pod that goes is left out; each such change reloads nginx",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """No buffering, an hour of silence, and WebSockets to the Service.

        One Ingress owns a host, so that cert-manager must answer the ACME challenge in this one.
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
    """NGINX Gateway Fabric: a ProxySettingsPolicy on the route, since it buffers and ignores the route's timeouts."""

    type: Literal["nginx-gateway"] = Field(default="nginx-gateway", description="the controller")

    notes: ClassVar[Mapping[Requirement, str]] = {
        "HTTP/2": "built in, with HTTP/1.1 to the pods",
        "WebSocket": "built in",
        "TLS": "at the Gateway",
        "health check": "by the pods' readiness",
        "balancing": "built in (`random two least_conn`)",
        "draining": "a pod that goes is left out; each such change reloads nginx",
    }

    def policies(self, context: IngressContext) -> list[Resource]:
        """No buffering, and an hour of silence."""
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

"""Contour, with Ingress and with its own HTTPProxy. By default, its Envoy ends a response after 15 s."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.ingress._streams import ENVOY_STREAMS, LIVENESS_PATH
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

_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in",
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "draining": "a terminating pod gets no new streams",
}


def _unlimited() -> list[Setting]:
    limits = ("max-connections", "max-requests", "max-pending-requests")
    return [Setting(("balancing",), f"projectcontour.io/{limit}", str(ENVOY_STREAMS)) for limit in limits]


class Contour(IngressClassController):
    """Contour, configured by an Ingress."""

    type: Literal["contour"] = "contour"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "contour"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "inactivity timers": "`stream-idle-timeout` of Contour is 5 minutes; the service sends data every 20 s",
        "health check": "by pod readiness; an Ingress cannot configure health checks",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: no response timeout, WebSocket, and the redirect to HTTPS."""
        paths = ",".join(path for _, path in context.paths)
        return [
            Setting(("absolute timers",), "projectcontour.io/response-timeout", "infinity"),
            Setting(("WebSocket",), "projectcontour.io/websocket-routes", paths),
            Setting(("redirect",), "ingress.kubernetes.io/force-ssl-redirect", str(context.redirect).lower()),
        ]

    def service_settings(self, backend: Backend) -> list[Setting]:
        """Return the annotations that raise the limit of 1024 streams."""
        return _unlimited()


class ContourProxy(Controller):
    """Contour, configured by one HTTPProxy per host."""

    type: Literal["contour-proxy"] = "contour-proxy"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = None
    """The `ingressClassName` of the HTTPProxies. Default: the default class of the controller."""

    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @property
    def reads_secrets(self) -> bool:
        """Always True: each HTTPProxy names the Secret of its host."""
        return True

    def service_settings(self, backend: Backend) -> list[Setting]:
        """Return the annotations that raise the limit of 1024 streams."""
        return _unlimited()

    def routes(self, context: IngressContext) -> list[Resource]:
        """Return one HTTPProxy per host."""
        serves: tuple[Requirement, ...] = (
            *("absolute timers", "inactivity timers", "WebSocket", "TLS", "redirect", "health check", "balancing"),
            "admin API",
        )
        names = [context.name, *(f"{context.name}-{number}" for number in range(2, len(context.hosts) + 1))]
        return [
            Resource(serves, PROJECT_CONTOUR, "HTTPProxy", name, self._spec(context, host))
            for name, host in zip(names, context.hosts, strict=True)
        ]

    def _spec(self, context: IngressContext, host: str) -> dict[str, Any]:
        virtual_host: dict[str, Any] = {"fqdn": host}
        if context.tls is not None:
            virtual_host["tls"] = {"secretName": context.secrets[host]}
        made = {"virtualhost": virtual_host, "routes": [self._route(context, *path) for path in context.paths]}
        return made if self.class_name is None else {"ingressClassName": self.class_name, **made}

    def _route(self, context: IngressContext, kind: str, path: str) -> dict[str, Any]:
        return {
            "conditions": [{"prefix" if kind == "Prefix" else "exact": path}],
            "services": [{"name": context.backend.service, "port": context.backend.port}],
            "enableWebsockets": True,
            "timeoutPolicy": {"response": "infinity", "idle": "1h"},
            "loadBalancerPolicy": {"strategy": "WeightedLeastRequest"},
            "healthCheckPolicy": {
                "path": LIVENESS_PATH,
                "intervalSeconds": CHECK_INTERVAL,
                "timeoutSeconds": CHECK_TIMEOUT,
                "unhealthyThresholdCount": CHECK_FAILURES,
                "healthyThresholdCount": 1,
            },
            **({"permitInsecure": True} if context.tls is not None and not context.redirect else {}),
        }


PROJECT_CONTOUR = "projectcontour.io/v1"
"""Contour 1.25 and newer, which support exact paths."""

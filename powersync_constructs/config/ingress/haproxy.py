"""The two controllers that render HAProxy. Neither buffers responses."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.ingress.base import (
    CHECK_INTERVAL,
    HOUR,
    LIVENESS_PATH,
    IngressClassController,
    IngressContext,
    Requirement,
    Setting,
)

_CHECK = f"GET {LIVENESS_PATH}"
"""Both controllers pass it to `option httpchk`, which otherwise uses OPTIONS; the service answers that with 400."""
_INTERVAL = f"{CHECK_INTERVAL}s"
"""Between two checks, and how long each may take."""
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in: HAProxy hands on what it has",
    "HTTP/2": "built in (ALPN), with HTTP/1.1 to the pods",
    "WebSocket": "built in, with an hour of silence (`timeout-tunnel`)",
    "draining": "a pod that goes is left out without a reload",
}


class HaproxyTechnologies(IngressClassController):
    """The ingress controller of HAProxy Technologies."""

    type: Literal["haproxy-technologies"] = Field(default="haproxy-technologies", description="the controller")
    class_name: ObjectName | None = Field(default="haproxy", description="the IngressClass; the cluster's own if None")

    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "absolute timers": "none but `hard-stop-after` after a reload, 30 minutes, in the controller's ConfigMap",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """An hour of silence, asking the pods, and least connections."""
        return [
            Setting(("inactivity timers",), "haproxy.org/timeout-server", f"{HOUR}s"),
            Setting(("health check",), "haproxy.org/check", "true"),
            Setting(("health check",), "haproxy.org/check-http", _CHECK),
            Setting(("health check",), "haproxy.org/check-interval", _INTERVAL),
            Setting(("balancing",), "haproxy.org/load-balance", "leastconn"),
            Setting(("redirect",), "haproxy.org/ssl-redirect", str(context.redirect).lower()),
        ]


class HaproxyIngress(IngressClassController):
    """The community's haproxy-ingress."""

    type: Literal["haproxy-ingress"] = Field(default="haproxy-ingress", description="the controller")
    class_name: ObjectName | None = Field(default="haproxy", description="the IngressClass; the cluster's own if None")

    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "absolute timers": "none but `timeout-stop` after a reload, 10 minutes, in the controller's ConfigMap",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """An hour of silence, asking the pods, and least connections."""
        prefix = "haproxy-ingress.github.io"
        return [
            Setting(("inactivity timers",), f"{prefix}/timeout-server", f"{HOUR}s"),
            Setting(("inactivity timers", "WebSocket"), f"{prefix}/timeout-tunnel", f"{HOUR}s"),
            Setting(("health check",), f"{prefix}/health-check-uri", _CHECK),
            Setting(("health check",), f"{prefix}/health-check-interval", _INTERVAL),
            Setting(("balancing",), f"{prefix}/balance-algorithm", "leastconn"),
            Setting(("redirect",), f"{prefix}/ssl-redirect", str(context.redirect).lower()),
        ]

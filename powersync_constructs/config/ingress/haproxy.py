"""The two controllers that use HAProxy. Neither buffers responses."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.ingress._streams import HOUR, LIVENESS_PATH
from powersync_constructs.config.ingress.base import (
    CHECK_INTERVAL,
    IngressClassController,
    IngressContext,
    Requirement,
    Setting,
)

_CHECK = f"GET {LIVENESS_PATH}"
"""The request of the health check. By default, `option httpchk` sends OPTIONS, which the service answers with 400."""
_INTERVAL = f"{CHECK_INTERVAL}s"
"""The time between two checks, which is also the timeout of a check."""
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in: HAProxy does not buffer responses",
    "HTTP/2": "built in (ALPN), with HTTP/1.1 to the pods",
    "WebSocket": "built in, with an inactivity timeout of an hour (`timeout-tunnel`)",
    "draining": "a terminating pod gets no new streams; no reload is needed",
}


class HaproxyTechnologies(IngressClassController):
    """The ingress controller of HAProxy Technologies."""

    type: Literal["haproxy-technologies"] = "haproxy-technologies"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "haproxy"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "absolute timers": "none, but a reload ends streams after 30 minutes (`hard-stop-after` in the ConfigMap)",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: an inactivity timeout of an hour, a health check, and least-connections balancing."""
        return [
            Setting(("inactivity timers",), "haproxy.org/timeout-server", f"{HOUR}s"),
            Setting(("health check",), "haproxy.org/check", "true"),
            Setting(("health check",), "haproxy.org/check-http", _CHECK),
            Setting(("health check",), "haproxy.org/check-interval", _INTERVAL),
            Setting(("balancing",), "haproxy.org/load-balance", "leastconn"),
            Setting(("redirect",), "haproxy.org/ssl-redirect", str(context.redirect).lower()),
        ]


class HaproxyIngress(IngressClassController):
    """The community project haproxy-ingress."""

    type: Literal["haproxy-ingress"] = "haproxy-ingress"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "haproxy"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "absolute timers": "none, but a reload ends streams after 10 minutes (`timeout-stop` in the ConfigMap)",
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: an inactivity timeout of an hour, a health check, and least-connections balancing."""
        prefix = "haproxy-ingress.github.io"
        return [
            Setting(("inactivity timers",), f"{prefix}/timeout-server", f"{HOUR}s"),
            Setting(("inactivity timers", "WebSocket"), f"{prefix}/timeout-tunnel", f"{HOUR}s"),
            Setting(("health check",), f"{prefix}/health-check-uri", _CHECK),
            Setting(("health check",), f"{prefix}/health-check-interval", _INTERVAL),
            Setting(("balancing",), f"{prefix}/balance-algorithm", "leastconn"),
            Setting(("redirect",), f"{prefix}/ssl-redirect", str(context.redirect).lower()),
        ]

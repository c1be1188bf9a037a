"""Google's load balancers, by Ingress and by the Gateway API. They end every response after 30 s unless told."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import FrozenList, ObjectName
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    DAY,
    LIVENESS_PATH,
    Backend,
    IngressApiController,
    IngressContext,
    Requirement,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_DRAIN = 60
"""Seconds until a network endpoint group has let a pod go."""
_RANGES = "130.211.0.0/22 and 35.191.0.0/16, and the proxy-only subnet of a regional or internal load balancer"
_CHECK = {
    "checkIntervalSec": CHECK_INTERVAL,
    "timeoutSec": CHECK_TIMEOUT,
    "healthyThreshold": 1,
    "unhealthyThreshold": CHECK_FAILURES,
}
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in",
    "inactivity timers": "none: `timeoutSec` is the whole life of a stream",
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "WebSocket": "built in, ended by `timeoutSec` too",
}


class GkeIngress(IngressApiController):
    """GKE's Ingress, with a BackendConfig on the Service and a FrontendConfig for the redirect."""

    type: Literal["gke"] = Field(default="gke", description="the controller")
    internal: StrictBool = Field(default=False, description="whether the load balancer is for the network alone")
    managed_certificates: FrozenList[ObjectName] = Field(
        default=(), description="ManagedCertificates, instead of the Secret of `tls`"
    )
    static_ip: ObjectName | None = Field(default=None, description="the name of a reserved address")

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _RANGES
    notes: ClassVar[Mapping[Requirement, str]] = {**_BUILT_IN, "balancing": "round robin in a zone; it has no other"}

    @model_validator(mode="after")
    def _is_outside_for_managed_certificates(self) -> Self:
        if self.internal and self.managed_certificates:
            rule = "are for external load balancers alone, and this one is internal"
            raise config_error("managed_certificates", f"{rule}; use the Secret of `tls`")
        return self

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret."""
        return not self.managed_certificates

    @property
    def own_certificate(self) -> str | None:
        """The field with the ManagedCertificates."""
        return "managed_certificates" if self.managed_certificates else None

    def settings(self, context: IngressContext) -> list[Setting]:
        """The class, which this controller reads from an annotation, the certificates, and the redirect."""
        made = [Setting(("TLS",), "kubernetes.io/ingress.class", "gce-internal" if self.internal else "gce")]
        if self.static_ip is not None:
            where = "regional" if self.internal else "global"
            made.append(Setting(("TLS",), f"kubernetes.io/ingress.{where}-static-ip-name", self.static_ip))
        if context.tls is None:
            return made
        if (
            context.tls.issued_by is not None and not self.internal
        ):  # a second Ingress for the challenge would be a second address
            made.append(Setting(("TLS",), "acme.cert-manager.io/http01-edit-in-place", "true"))
        if self.managed_certificates:
            names = ",".join(self.managed_certificates)
            made.append(Setting(("TLS",), "networking.gke.io/managed-certificates", names))
        if context.redirect and not self.internal:
            made.append(Setting(("redirect",), "networking.gke.io/v1beta1.FrontendConfig", context.name))
        else:
            made.append(Setting(("redirect",), "kubernetes.io/ingress.allow-http", "false"))
        return made

    def service_settings(self, backend: Backend) -> list[Setting]:
        """Straight to the pods, by the BackendConfig."""
        return [
            Setting(("draining",), "cloud.google.com/neg", '{"ingress": true}'),
            Setting(("absolute timers",), "cloud.google.com/backend-config", f'{{"default": "{backend.service}"}}'),
        ]

    def policies(self, context: IngressContext) -> list[Resource]:
        """How the load balancer treats plain HTTP."""
        if context.tls is None or not context.redirect or self.internal:
            return []
        spec = {"redirectToHttps": {"enabled": True}}
        return [Resource(("redirect",), FRONTEND_CONFIG, "FrontendConfig", context.name, spec)]

    def service_policies(self, backend: Backend) -> list[Resource]:
        """How the load balancer treats the pods."""
        spec: dict[str, Any] = {
            "timeoutSec": DAY,
            "connectionDraining": {"drainingTimeoutSec": _DRAIN},
            "healthCheck": {"type": "HTTP", "requestPath": LIVENESS_PATH, "port": backend.pod_port, **_CHECK},
        }
        serves: tuple[Requirement, ...] = ("absolute timers", "draining", "health check")
        return [Resource(serves, BACKEND_CONFIG, "BackendConfig", backend.service, spec)]


class GkeGateway(GatewayApiController):
    """GKE by the Gateway API: a GCPBackendPolicy and a HealthCheckPolicy, since a route with timeouts is refused.

    The GCPTrafficDistributionPolicy is for load balancers on Envoy: of the GatewayClasses take one that ends in
    `-managed`, or `gke-l7-rilb`, and not the classic `gke-l7-gxlb`.
    """

    type: Literal["gke-gateway"] = Field(default="gke-gateway", description="the controller")

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _RANGES
    takes_timeouts: ClassVar[bool] = False
    notes: ClassVar[Mapping[Requirement, str]] = {**_BUILT_IN, "TLS": "at the Gateway"}

    def service_policies(self, backend: Backend) -> list[Resource]:
        """The three policies of the Service."""
        target = {"group": "", "kind": "Service", "name": backend.service}
        treatment = {"timeoutSec": DAY, "connectionDraining": {"drainingTimeoutSec": _DRAIN}}
        http = {"requestPath": LIVENESS_PATH, "port": backend.pod_port}
        check = {**_CHECK, "config": {"type": "HTTP", "httpHealthCheck": http}}
        treatment_policy = {"default": treatment, "targetRef": target}
        check_policy = {"default": check, "targetRef": target}
        spread_policy = {"default": {"localityLbAlgorithm": "LEAST_REQUEST"}, "targetRefs": [target]}
        return [
            _policy(("absolute timers", "draining"), "GCPBackendPolicy", backend, treatment_policy),
            _policy(("health check",), "HealthCheckPolicy", backend, check_policy),
            _policy(("balancing",), "GCPTrafficDistributionPolicy", backend, spread_policy),
        ]


def _policy(serves: tuple[Requirement, ...], kind: str, backend: Backend, spec: Mapping[str, Any]) -> Resource:
    return Resource(serves, GKE_NETWORKING, kind, backend.service, spec)


BACKEND_CONFIG = "cloud.google.com/v1"
"""Every GKE, which installs it by itself."""
FRONTEND_CONFIG = "networking.gke.io/v1beta1"
"""Every GKE, which installs it by itself."""
GKE_NETWORKING = "networking.gke.io/v1"
"""GKE 1.31.1 and newer, which has the GCPTrafficDistributionPolicy, too, where the Gateway API is enabled."""

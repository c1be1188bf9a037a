"""Google's load balancers, with Ingress and with the Gateway API. By default, they end every response after 30 s."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import FrozenList, ObjectName
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress._streams import DAY, LIVENESS_PATH
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    Backend,
    IngressApiController,
    IngressContext,
    Requirement,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_DRAIN = 60
"""Seconds until a network endpoint group has removed a pod."""
_RANGES = "130.211.0.0/22 and 35.191.0.0/16, and the proxy-only subnet of a regional or internal load balancer"
_CHECK = {
    "checkIntervalSec": CHECK_INTERVAL,
    "timeoutSec": CHECK_TIMEOUT,
    "healthyThreshold": 1,
    "unhealthyThreshold": CHECK_FAILURES,
}
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in",
    "inactivity timers": "none: `timeoutSec` limits the whole duration of a stream",
    "HTTP/2": "built in, with HTTP/1.1 to the pods",
    "WebSocket": "built in; `timeoutSec` limits the duration of a connection too",
}


class GkeIngress(IngressApiController):
    """GKE, configured by an Ingress, with a BackendConfig on the Service and a FrontendConfig for the redirect."""

    type: Literal["gke"] = "gke"
    """The type of the controller, which selects this class in a mapping."""
    internal: StrictBool = False
    """Whether the load balancer is reachable only inside the network."""
    managed_certificates: FrozenList[ObjectName] = ()
    """The names of ManagedCertificates, used instead of the Secret of `tls`. Only for external load balancers."""
    static_ip: ObjectName | None = None
    """The name of a reserved IP address: global, or regional if `internal` is True. Default: an ephemeral address."""

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _RANGES
    notes: ClassVar[Mapping[Requirement, str]] = {
        **_BUILT_IN,
        "balancing": "round robin within a zone, the only algorithm with an Ingress",
    }

    @model_validator(mode="after")
    def _check_managed_certificates(self) -> Self:
        if self.internal and self.managed_certificates:
            rule = "are only for external load balancers, but internal is True"
            raise config_error("managed_certificates", f"{rule}; use the Secret of `tls`")
        return self

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret."""
        return not self.managed_certificates

    @property
    def own_certificate(self) -> str | None:
        """The name of the field with ManagedCertificates. None if the field is not set."""
        return "managed_certificates" if self.managed_certificates else None

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations: certificates, redirect, and class (GKE reads the class only from an annotation)."""
        made = [Setting(("TLS",), "kubernetes.io/ingress.class", "gce-internal" if self.internal else "gce")]
        if self.static_ip is not None:
            where = "regional" if self.internal else "global"
            made.append(Setting(("TLS",), f"kubernetes.io/ingress.{where}-static-ip-name", self.static_ip))
        if context.tls is None:
            return made
        # A second Ingress for the ACME challenge would have a second address.
        if context.tls.issued_by is not None and not self.internal:
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
        """Return the annotations: container-native load balancing (NEG), and the BackendConfig."""
        return [
            Setting(("draining",), "cloud.google.com/neg", '{"ingress": true}'),
            Setting(("absolute timers",), "cloud.google.com/backend-config", f'{{"default": "{backend.service}"}}'),
        ]

    def policies(self, context: IngressContext) -> list[Resource]:
        """Return the FrontendConfig, which redirects plain HTTP to HTTPS."""
        if context.tls is None or not context.redirect or self.internal:
            return []
        spec = {"redirectToHttps": {"enabled": True}}
        return [Resource(("redirect",), FRONTEND_CONFIG, "FrontendConfig", context.name, spec)]

    def service_policies(self, backend: Backend) -> list[Resource]:
        """Return the BackendConfig: timeout, draining and health check."""
        spec: dict[str, Any] = {
            "timeoutSec": DAY,
            "connectionDraining": {"drainingTimeoutSec": _DRAIN},
            "healthCheck": {"type": "HTTP", "requestPath": LIVENESS_PATH, "port": backend.pod_port, **_CHECK},
        }
        serves: tuple[Requirement, ...] = ("absolute timers", "draining", "health check")
        return [Resource(serves, BACKEND_CONFIG, "BackendConfig", backend.service, spec)]


class GkeGateway(GatewayApiController):
    """GKE, configured by the Gateway API. A GCPBackendPolicy sets the timeout, since GKE rejects a route with timeouts.

    The GCPTrafficDistributionPolicy needs a load balancer that uses Envoy. Choose a GatewayClass whose name
    ends in `-managed`, or `gke-l7-rilb`. Do not use `gke-l7-gxlb`, the classic load balancer.
    """

    type: Literal["gke-gateway"] = "gke-gateway"
    """The type of the controller, which selects this class in a mapping."""

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _RANGES
    takes_timeouts: ClassVar[bool] = False
    notes: ClassVar[Mapping[Requirement, str]] = {**_BUILT_IN, "TLS": "set on the Gateway"}

    def service_policies(self, backend: Backend) -> list[Resource]:
        """Return the three policies of the Service."""
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
"""Available in every GKE cluster, because GKE installs the CRD."""
FRONTEND_CONFIG = "networking.gke.io/v1beta1"
"""Available in every GKE cluster, because GKE installs the CRD."""
GKE_NETWORKING = "networking.gke.io/v1"
"""GKE 1.31.1 and newer, with the Gateway API enabled. Older versions have no GCPTrafficDistributionPolicy."""

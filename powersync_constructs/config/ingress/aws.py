"""The AWS Load Balancer Controller, with Ingress and with the Gateway API. Its load balancers do not buffer."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import FrozenList, ObjectName, matching
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress._streams import HOUR, LIVENESS_PATH
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    Backend,
    IngressClassController,
    IngressContext,
    Requirement,
    Resource,
    Setting,
    Tls,
)
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_DRAIN = 30
"""Seconds until the load balancer sends no new clients to a terminating pod (deregistration in the ECS guide)."""
_SUBNETS = "the subnets of the load balancer"
_LOAD_BALANCER = {"idle_timeout.timeout_seconds": str(HOUR), "routing.http2.enabled": "true"}
_TARGET_GROUP = {
    "deregistration_delay.timeout_seconds": "60",
    "load_balancing.algorithm.type": "least_outstanding_requests",
}
_TLS = "ELBSecurityPolicy-TLS13-1-2-2021-06"


CertificateArn = Annotated[
    StrictStr,
    matching(
        r"arn:[a-z-]+:(acm|iam):[a-z0-9-]*:[0-9]{12}:[A-Za-z0-9/_.-]+",
        "is not the ARN of a certificate; write it like arn:aws:acm:eu-west-1:123456789012:certificate/…",
    ),
]
"""The ARN of a certificate in ACM or IAM."""
SslPolicy = Annotated[
    StrictStr,
    matching(r"ELBSecurityPolicy-[A-Za-z0-9-]+", f"is not an ELB security policy; write it like {_TLS}"),
]
"""An ELB security policy, which sets the accepted TLS versions and ciphers."""
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in: the load balancer does not buffer",
    "absolute timers": "none: the load balancer does not limit the duration of a stream",
    "WebSocket": "built in",
}


def _attributes(given: Mapping[str, str]) -> str:
    return ",".join(f"{key}={value}" for key, value in given.items())


class Alb(IngressClassController):
    """An Application Load Balancer, configured by an Ingress. Its certificate is in ACM or IAM, not in a Secret.

    To make new pods wait for the load balancer during a rollout, set the label
    `elbv2.k8s.aws/pod-readiness-gate-inject: enabled` on the Namespace.
    """

    type: Literal["alb"] = "alb"
    """The type of the controller, which selects this class in a mapping."""
    class_name: ObjectName | None = "alb"
    """The name of the IngressClass. None selects the cluster's default IngressClass."""
    scheme: Literal["internet-facing", "internal"] = "internet-facing"
    """Whether the load balancer is public (`internet-facing`) or reachable only inside the network (`internal`)."""
    certificate_arns: FrozenList[CertificateArn] = ()
    """The ARNs of the certificates in ACM or IAM. Required for HTTPS, unless `certificate_discovery` is True."""
    certificate_discovery: StrictBool = False
    """Whether the controller searches ACM for certificates of the hosts."""
    ssl_policy: SslPolicy = _TLS
    """The ELB security policy, which sets the TLS versions and ciphers. The controller's own default is from 2016."""

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _SUBNETS
    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @property
    def reads_secrets(self) -> bool:
        """Always False: the certificates are in ACM or IAM."""
        return False

    @property
    def own_certificate(self) -> str | None:
        """The name of the field with certificates in ACM or IAM. None if the field is not set."""
        return "certificate_arns" if self.certificate_arns else None

    def check(self, tls: Tls | None) -> None:
        """Run the inherited checks, and raise ConfigError for HTTPS without a certificate."""
        super().check(tls)
        if tls is not None and not self.certificate_arns and not self.certificate_discovery:
            rule = "missing; needed for HTTPS: give the ARN of a certificate, or certificate_discovery=True"
            raise config_error("controller.certificate_arns", f"{rule}, or tls=None for plain HTTP")

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations that configure the load balancer, its listeners and its target group."""
        made: list[tuple[tuple[Requirement, ...], str, str]] = [
            (("inactivity timers", "HTTP/2"), "load-balancer-attributes", _attributes(_LOAD_BALANCER)),
            (("balancing", "draining"), "target-group-attributes", _attributes(_TARGET_GROUP)),
            (("draining",), "target-type", "ip"),
            (("HTTP/2",), "backend-protocol-version", "HTTP1"),
            (("health check",), "healthcheck-path", LIVENESS_PATH),
            (("health check",), "healthcheck-interval-seconds", str(CHECK_INTERVAL)),
            (("health check",), "healthcheck-timeout-seconds", str(CHECK_TIMEOUT)),
            (("health check",), "healthy-threshold-count", "2"),
            (("health check",), "unhealthy-threshold-count", str(CHECK_FAILURES)),
            (("health check",), "success-codes", "200"),
            (("TLS",), "scheme", self.scheme),
            *self._listeners(context),
        ]
        return [Setting(serves, f"alb.ingress.kubernetes.io/{key}", value) for serves, key, value in made]

    def _listeners(self, context: IngressContext) -> list[tuple[tuple[Requirement, ...], str, str]]:
        if context.tls is None:
            return [(("TLS",), "listen-ports", '[{"HTTP":80}]')]
        ports = '[{"HTTP":80},{"HTTPS":443}]' if context.redirect else '[{"HTTPS":443}]'
        made: list[tuple[tuple[Requirement, ...], str, str]] = [
            (("TLS", "redirect"), "listen-ports", ports),
            (("TLS",), "ssl-policy", self.ssl_policy),
        ]
        if context.redirect:
            made.append((("redirect",), "ssl-redirect", "443"))
        if self.certificate_arns:
            made.append((("TLS",), "certificate-arn", ",".join(self.certificate_arns)))
        return made


class AwsGateway(GatewayApiController):
    """An Application Load Balancer, configured by the Gateway API.

    The Gateway must reference the LoadBalancerConfiguration in `infrastructure.parametersRef`. Otherwise the
    configuration has no effect. Both must be in the same namespace. A Gateway can reference only one
    LoadBalancerConfiguration. The LoadBalancerConfiguration also contains what the Gateway cannot set: the certificates
    (the controller ignores `certificateRefs` of the Gateway) and whether the load balancer is public. The
    TargetGroupConfiguration needs no reference, because it contains the name of the Service. The controller ignores the
    timeouts of the route, and the load balancer has no such timeouts.
    """

    type: Literal["aws-gateway"] = "aws-gateway"
    """The type of the controller, which selects this class in a mapping."""
    scheme: Literal["internet-facing", "internal"] = "internet-facing"
    """Whether the load balancer is public (`internet-facing`) or reachable only inside the network (`internal`)."""
    certificate_arns: FrozenList[CertificateArn] = ()
    """The ARNs of the certificates in ACM or IAM. The first certificate is for clients that send no host name (SNI).
    Default: the controller searches ACM for certificates of the hosts.
    """
    ssl_policy: SslPolicy = _TLS
    """The ELB security policy, which sets the TLS versions and ciphers. The controller's own default is from 2016."""

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _SUBNETS
    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @model_validator(mode="after")
    def _check_gateway_namespaces(self) -> Self:
        for parent in (*self.gateways, *self.http_gateways):
            if parent.namespace is not None:
                rule = f"'{parent.namespace}' is not allowed: the Gateway must be in the instance's namespace"
                raise config_error("gateways", f"{rule}; create it there, and remove `namespace`")
        return self

    @property
    def own_certificate(self) -> str | None:
        """The name of the field with certificates in ACM or IAM. None if the field is not set."""
        return "certificate_arns" if self.certificate_arns else None

    def policies(self, context: IngressContext) -> list[Resource]:
        """Return the LoadBalancerConfiguration."""
        spec = {
            "scheme": self.scheme,
            "loadBalancerAttributes": _key_values(_LOAD_BALANCER),
            **({"listenerConfigurations": [self._listener()]} if context.tls is not None else {}),
        }
        serves: tuple[Requirement, ...] = ("inactivity timers", "HTTP/2", "TLS")
        return [Resource(serves, AWS_GATEWAY, "LoadBalancerConfiguration", context.name, spec)]

    def service_policies(self, backend: Backend) -> list[Resource]:
        """Return the TargetGroupConfiguration."""
        health = {
            "healthCheckProtocol": "HTTP",
            "healthCheckPath": LIVENESS_PATH,
            "healthCheckInterval": CHECK_INTERVAL,
            "healthCheckTimeout": CHECK_TIMEOUT,
            "healthyThresholdCount": 2,
            "unhealthyThresholdCount": CHECK_FAILURES,
            "matcher": {"httpCode": "200"},
        }
        spec: dict[str, Any] = {
            "targetReference": {"name": backend.service},
            "defaultConfiguration": {
                "targetType": "ip",
                "protocolVersion": "HTTP1",
                "healthCheckConfig": health,
                "targetGroupAttributes": _key_values(_TARGET_GROUP),
            },
        }
        serves: tuple[Requirement, ...] = ("health check", "balancing", "draining", "HTTP/2")
        return [Resource(serves, AWS_GATEWAY, "TargetGroupConfiguration", backend.service, spec)]

    def _listener(self) -> dict[str, Any]:
        listener: dict[str, Any] = {"protocolPort": "HTTPS:443", "sslPolicy": self.ssl_policy}
        if self.certificate_arns:
            listener["defaultCertificate"] = self.certificate_arns[0]
        if self.certificate_arns[1:]:
            listener["certificates"] = list(self.certificate_arns[1:])
        return listener


def _key_values(given: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in given.items()]


AWS_GATEWAY = "gateway.k8s.aws/v1"
"""AWS Load Balancer Controller 3.5 and newer. Older releases have only v1beta1."""

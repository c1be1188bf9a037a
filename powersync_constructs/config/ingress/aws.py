"""The AWS Load Balancer Controller, by Ingress and by the Gateway API. Its load balancers buffer nothing."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._types import FrozenList, ObjectName, matching
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.base import (
    CHECK_FAILURES,
    CHECK_INTERVAL,
    CHECK_TIMEOUT,
    HOUR,
    LIVENESS_PATH,
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
"""Seconds until the load balancer has heard that a pod goes (the ECS guide's deregistration)."""
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
        "is not a certificate's ARN; write it like arn:aws:acm:eu-west-1:123456789012:certificate/…",
    ),
]
"""The ARN of a certificate of ACM or IAM."""
SslPolicy = Annotated[
    StrictStr,
    matching(r"ELBSecurityPolicy-[A-Za-z0-9-]+", f"is not a policy of the load balancer; write it like {_TLS}"),
]
"""A policy of ELB: which versions of TLS and which ciphers."""
_BUILT_IN: dict[Requirement, str] = {
    "buffering": "built in: the load balancer hands on what it has",
    "absolute timers": "none",
    "WebSocket": "built in",
}


def _attributes(given: Mapping[str, str]) -> str:
    return ",".join(f"{key}={value}" for key, value in given.items())


class Alb(IngressClassController):
    """An Application Load Balancer by an Ingress. Its certificate is ACM's, not a Secret.

    Pods of a roll-out wait for the load balancer where the Namespace has the label
    `elbv2.k8s.aws/pod-readiness-gate-inject: enabled`.
    """

    type: Literal["alb"] = Field(default="alb", description="the controller")
    class_name: ObjectName | None = Field(default="alb", description="the IngressClass; the cluster's own if None")
    scheme: Literal["internet-facing", "internal"] = Field(
        default="internet-facing", description="whether the load balancer is for everybody, or for the network alone"
    )
    certificate_arns: FrozenList[CertificateArn] = Field(default=(), description="the certificates of ACM")
    certificate_discovery: StrictBool = Field(default=False, description="whether ACM is searched for the hosts' own")
    ssl_policy: SslPolicy = Field(default=_TLS, description="which versions of TLS; the controller's is of 2016")

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _SUBNETS
    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @property
    def reads_secrets(self) -> bool:
        """Never: ACM has the certificates."""
        return False

    @property
    def own_certificate(self) -> str | None:
        """The field with those of ACM."""
        return "certificate_arns" if self.certificate_arns else None

    def check(self, tls: Tls | None) -> None:
        """Raise ConfigError for HTTPS without a certificate of ACM."""
        super().check(tls)
        if tls is not None and not self.certificate_arns and not self.certificate_discovery:
            rule = "missing; HTTPS needs a certificate of ACM: give its ARN, or certificate_discovery=True"
            raise config_error("controller.certificate_arns", f"{rule}, or tls=None for plain HTTP")

    def settings(self, context: IngressContext) -> list[Setting]:
        """How the load balancer and its target group are made."""
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
    """An Application Load Balancer by the Gateway API.

    The Gateway must name the LoadBalancerConfiguration in its `infrastructure.parametersRef`, or it has no effect; both
    must be in one namespace, and a Gateway names no more than one. It also says what the Gateway cannot: certificates
    (its `certificateRefs` are ignored) and whether the load balancer is for everybody. The TargetGroupConfiguration
    finds the Service by itself. The route's timeouts are ignored, and there is none.
    """

    type: Literal["aws-gateway"] = Field(default="aws-gateway", description="the controller")
    scheme: Literal["internet-facing", "internal"] = Field(
        default="internet-facing", description="whether the load balancer is for everybody, or for the network alone"
    )
    certificate_arns: FrozenList[CertificateArn] = Field(
        default=(), description="the certificates of ACM, the first for clients that name no host; else ACM is searched"
    )
    ssl_policy: SslPolicy = Field(default=_TLS, description="which versions of TLS; the controller's is of 2016")

    drain_seconds: ClassVar[int] = _DRAIN
    source_addresses: ClassVar[str | None] = _SUBNETS
    notes: ClassVar[Mapping[Requirement, str]] = _BUILT_IN

    @model_validator(mode="after")
    def _stands_beside_its_gateway(self) -> Self:
        for parent in (*self.gateways, *self.http_gateways):
            if parent.namespace is not None:
                rule = f"'{parent.namespace}' would be another than the LoadBalancerConfiguration's, the instance's own"
                raise config_error("gateways", f"{rule}; put the Gateway there, and remove the namespace")
        return self

    @property
    def own_certificate(self) -> str | None:
        """The field with those of ACM."""
        return "certificate_arns" if self.certificate_arns else None

    def policies(self, context: IngressContext) -> list[Resource]:
        """How the load balancer is made."""
        spec = {
            "scheme": self.scheme,
            "loadBalancerAttributes": _key_values(_LOAD_BALANCER),
            **({"listenerConfigurations": [self._listener()]} if context.tls is not None else {}),
        }
        serves: tuple[Requirement, ...] = ("inactivity timers", "HTTP/2", "TLS")
        return [Resource(serves, AWS_GATEWAY, "LoadBalancerConfiguration", context.name, spec)]

    def service_policies(self, backend: Backend) -> list[Resource]:
        """How the load balancer's target group is made."""
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
"""AWS Load Balancer Controller 3.5 and newer; older ones have v1beta1 alone."""

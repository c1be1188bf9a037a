"""Minimal and full samples of every ingress controller."""

from typing import Any

from powersync_constructs.config import GatewayRef, Tls
from powersync_constructs.config.ingress._streams import CLIENT_PATHS
from powersync_constructs.config.ingress.base import (
    Backend,
    Controller,
    IngressClassController,
    IngressContext,
    Resource,
)
from powersync_constructs.config.ingress.controllers import IngressController, controller_classes
from powersync_constructs.config.ingress.gateway_api import GatewayApiController

_GATEWAY: dict[str, Any] = {
    "gateways": [GatewayRef(name="public", section_name="https")],
    "http_gateways": [GatewayRef(name="public", section_name="http")],
}
_ARN = "arn:aws:acm:eu-west-1:123456789012:certificate/ab-cd"
_NEEDED: dict[str, dict[str, Any]] = {"alb": {"certificate_arns": [_ARN]}}
_MORE: dict[str, dict[str, Any]] = {
    "traefik": {"entry_points": ["public", "partners"], "cert_resolver": "letsencrypt"},
    "contour-proxy": {"class_name": "public"},
    "alb": {"scheme": "internal", "ssl_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06"},
    "gke": {"managed_certificates": ["sync"], "static_ip": "sync-address"},
    "aws-gateway": {
        "scheme": "internal",
        "certificate_arns": [_ARN, f"{_ARN}-ef"],
        "ssl_policy": "ELBSecurityPolicy-TLS13-1-3-2021-06",
    },
    "agic": {"certificate": "company-wildcard"},
    "generic": {"annotations": {"example.com/stream-timeout": "24h"}},
}

CONTROLLERS_AT_LEAST: dict[str, IngressController] = {}
"""One minimal controller of each kind, by its type."""
FULL_CONTROLLERS: dict[str, IngressController] = {}
"""The same controllers with every field set."""
for _controller in controller_classes():
    _type = _controller.model_fields["type"].default
    _least = _GATEWAY if issubclass(_controller, GatewayApiController) else _NEEDED.get(_type, {})
    _class: dict[str, Any] = {"class_name": "public"} if issubclass(_controller, IngressClassController) else {}
    CONTROLLERS_AT_LEAST[_type] = _controller(**_least)
    FULL_CONTROLLERS[_type] = _controller(**_least, **_class, **_MORE.get(_type, {}))

CONTEXT = IngressContext(
    name="powersync",
    backend=Backend(service="powersync-api", port=80, pod_port=8080),
    secrets={"powersync.example.com": "powersync-tls"},
    paths=CLIENT_PATHS,
    tls=Tls(),
    redirect=True,
)
"""The ingress of these controllers."""


def resources(controller: Controller, context: IngressContext = CONTEXT) -> list[Resource]:
    """Return all custom resources of a controller that has only this ingress."""
    shared = controller.service_policies(context.backend)
    return [*controller.routes(context), *controller.policies(context), *shared]

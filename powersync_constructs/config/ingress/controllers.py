"""All ingress controllers. A class is imported only when an app uses it, because an app uses only a few of them."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BeforeValidator

from powersync_constructs.config.ingress.base import Controller

if TYPE_CHECKING:
    from powersync_constructs.config.ingress.aws import Alb, AwsGateway
    from powersync_constructs.config.ingress.azure import Agic, AzureGateway
    from powersync_constructs.config.ingress.contour import Contour, ContourProxy
    from powersync_constructs.config.ingress.envoy import CiliumGateway, EnvoyGateway, IstioGateway, Kgateway
    from powersync_constructs.config.ingress.generic import GenericIngress
    from powersync_constructs.config.ingress.google import GkeGateway, GkeIngress
    from powersync_constructs.config.ingress.haproxy import HaproxyIngress, HaproxyTechnologies
    from powersync_constructs.config.ingress.nginx import F5Nginx, IngressNginx, NginxGateway
    from powersync_constructs.config.ingress.traefik import Traefik, TraefikGateway

_CLASSES = {
    "traefik": "traefik.Traefik",
    "haproxy-technologies": "haproxy.HaproxyTechnologies",
    "haproxy-ingress": "haproxy.HaproxyIngress",
    "contour": "contour.Contour",
    "contour-proxy": "contour.ContourProxy",
    "f5-nginx": "nginx.F5Nginx",
    "ingress-nginx": "nginx.IngressNginx",
    "alb": "aws.Alb",
    "gke": "google.GkeIngress",
    "agic": "azure.Agic",
    "generic": "generic.GenericIngress",
    "envoy-gateway": "envoy.EnvoyGateway",
    "istio": "envoy.IstioGateway",
    "cilium": "envoy.CiliumGateway",
    "kgateway": "envoy.Kgateway",
    "nginx-gateway": "nginx.NginxGateway",
    "traefik-gateway": "traefik.TraefikGateway",
    "aws-gateway": "aws.AwsGateway",
    "gke-gateway": "google.GkeGateway",
    "azure-gateway": "azure.AzureGateway",
}
"""The module and class of each `type`, in the order of the documentation."""


def controller_classes() -> "list[type[IngressController]]":
    """Return the classes of all controllers, in the order of the documentation."""
    return [_class_of(type_) for type_ in _CLASSES]


def _class_of(type_: str) -> "type[IngressController]":
    module, _, name = _CLASSES[type_].partition(".")
    found: type[IngressController] = getattr(import_module(f"{__package__}.{module}"), name)
    return found


def _from_mapping(value: Any) -> Any:
    """Create the controller that a mapping describes."""
    if not isinstance(value, Mapping):
        return value
    names = ", ".join(repr(type_) for type_ in _CLASSES)
    if "type" not in value:
        raise ValueError(f"has no 'type'; set it to one of {names}")
    if value["type"] not in _CLASSES:
        raise ValueError(f"has a type that is not one of {names}; use one of these")
    return _class_of(value["type"])(**value)


if TYPE_CHECKING:
    IngressController: TypeAlias = (
        Traefik
        | HaproxyTechnologies
        | HaproxyIngress
        | Contour
        | ContourProxy
        | F5Nginx
        | IngressNginx
        | Alb
        | GkeIngress
        | Agic
        | GenericIngress
        | EnvoyGateway
        | IstioGateway
        | CiliumGateway
        | Kgateway
        | NginxGateway
        | TraefikGateway
        | AwsGateway
        | GkeGateway
        | AzureGateway
    )
    """Any ingress controller."""
else:
    IngressController = Annotated[Controller, BeforeValidator(_from_mapping)]

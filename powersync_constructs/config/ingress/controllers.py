"""The ingress controllers: what each controller needs so that streams last for hours."""

from typing import Annotated

from pydantic import Field

from powersync_constructs.config.ingress.aws import Alb, AwsGateway
from powersync_constructs.config.ingress.azure import Agic, AzureGateway
from powersync_constructs.config.ingress.base import Tls
from powersync_constructs.config.ingress.contour import Contour, ContourProxy
from powersync_constructs.config.ingress.envoy import CiliumGateway, EnvoyGateway, IstioGateway, Kgateway
from powersync_constructs.config.ingress.gateway_api import GatewayRef
from powersync_constructs.config.ingress.generic import GenericIngress
from powersync_constructs.config.ingress.google import GkeGateway, GkeIngress
from powersync_constructs.config.ingress.haproxy import HaproxyIngress, HaproxyTechnologies
from powersync_constructs.config.ingress.nginx import F5Nginx, IngressNginx, NginxGateway
from powersync_constructs.config.ingress.traefik import Traefik, TraefikGateway

CONTROLLERS = (
    *(Traefik, HaproxyTechnologies, HaproxyIngress, Contour, ContourProxy, F5Nginx, IngressNginx),
    *(Alb, GkeIngress, Agic, GenericIngress),
    *(EnvoyGateway, IstioGateway, CiliumGateway, Kgateway, NginxGateway, TraefikGateway),
    *(AwsGateway, GkeGateway, AzureGateway),
)
"""All of them, in the order of the documentation."""

IngressController = Annotated[
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
    | AzureGateway,
    Field(discriminator="type"),
]
"""One of them."""

__all__ = [
    "CONTROLLERS",
    "Agic",
    "Alb",
    "AwsGateway",
    "AzureGateway",
    "CiliumGateway",
    "Contour",
    "ContourProxy",
    "EnvoyGateway",
    "F5Nginx",
    "GatewayRef",
    "GenericIngress",
    "GkeGateway",
    "GkeIngress",
    "HaproxyIngress",
    "HaproxyTechnologies",
    "IngressController",
    "IngressNginx",
    "IstioGateway",
    "Kgateway",
    "NginxGateway",
    "Tls",
    "Traefik",
    "TraefikGateway",
]

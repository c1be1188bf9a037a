"""The front doors: what each controller needs so that streams last for hours."""

from typing import Annotated

from pydantic import Field

from powersync_constructs.config.doors._door import Parent, Tls
from powersync_constructs.config.doors.aws import Alb, AwsGateway
from powersync_constructs.config.doors.azure import Agic, AzureGateway
from powersync_constructs.config.doors.contour import Contour, ContourProxy
from powersync_constructs.config.doors.envoy import CiliumGateway, EnvoyGateway, IstioGateway, Kgateway
from powersync_constructs.config.doors.generic import Generic
from powersync_constructs.config.doors.google import GkeGateway, GkeIngress
from powersync_constructs.config.doors.haproxy import HaproxyIngress, HaproxyTechnologies
from powersync_constructs.config.doors.nginx import F5Nginx, IngressNginx, NginxGateway
from powersync_constructs.config.doors.traefik import Traefik, TraefikGateway

DOORS = (
    *(Traefik, HaproxyTechnologies, HaproxyIngress, Contour, ContourProxy, F5Nginx, IngressNginx),
    *(Alb, GkeIngress, Agic, Generic),
    *(EnvoyGateway, IstioGateway, CiliumGateway, Kgateway, NginxGateway, TraefikGateway),
    *(AwsGateway, GkeGateway, AzureGateway),
)
"""All of them, in the order of the documentation."""

FrontDoor = Annotated[
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
    | Generic
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
    "DOORS",
    "Agic",
    "Alb",
    "AwsGateway",
    "AzureGateway",
    "CiliumGateway",
    "Contour",
    "ContourProxy",
    "EnvoyGateway",
    "F5Nginx",
    "FrontDoor",
    "Generic",
    "GkeGateway",
    "GkeIngress",
    "HaproxyIngress",
    "HaproxyTechnologies",
    "IngressNginx",
    "IstioGateway",
    "Kgateway",
    "NginxGateway",
    "Parent",
    "Tls",
    "Traefik",
    "TraefikGateway",
]

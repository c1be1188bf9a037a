"""The least and the most that can be said of every front door."""

from typing import Any

from powersync_constructs.config import Parent, Tls
from powersync_constructs.config.doors import DOORS, FrontDoor
from powersync_constructs.config.doors._door import CLIENT_PATHS, ClassDoor, RouteDoor, Site

_GATEWAY: dict[str, Any] = {
    "parents": [Parent(name="public", section="https")],
    "http_parents": [Parent(name="public", section="http")],
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

DOORS_AT_LEAST: dict[str, FrontDoor] = {}
"""One door of each kind, by its type."""
FULL_DOORS: dict[str, FrontDoor] = {}
"""The same, with all that can be said."""
for _door in DOORS:
    _type = _door.model_fields["type"].default
    _least = _GATEWAY if issubclass(_door, RouteDoor) else _NEEDED.get(_type, {})
    _class: dict[str, Any] = {"class_name": "public"} if issubclass(_door, ClassDoor) else {}
    DOORS_AT_LEAST[_type] = _door(**_least)
    FULL_DOORS[_type] = _door(**_least, **_class, **_MORE.get(_type, {}))

SITE = Site(
    name="powersync",
    service="powersync-api",
    service_port=80,
    pod_port=8080,
    secrets={"powersync.example.com": "powersync-tls"},
    paths=CLIENT_PATHS,
    tls=Tls(),
    redirect=True,
)
"""Where they stand."""

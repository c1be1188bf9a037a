"""The configuration that each controller makes of our annotations, as far as streams are concerned.

Every annotation of ours has to be known here. In the timers of streams a second is a millisecond: an hour of silence
lasts 3.6 s.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

from powersync_constructs.config import F5Nginx, HaproxyIngress, HaproxyTechnologies, IngressNginx
from powersync_constructs.config.ingress.base import IngressApiController, Requirement
from tests.samples.controllers import CONTEXT

Program = Literal["nginx", "haproxy"]
Directives = Mapping[str, str]

_PLAIN = replace(CONTEXT, tls=None, redirect=False)
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_UPGRADE = {"proxy_set_header Upgrade": "$http_upgrade", "proxy_set_header Connection": "$connection_upgrade"}


class Proxy(NamedTuple):
    """What a controller runs, what it says to that by default, and what it makes of an annotation's value."""

    program: Program
    defaults: Directives
    annotations: Mapping[str, Callable[[str], Directives]]


def _becomes(directive: str, read: Callable[[str], str] = str) -> Callable[[str], Directives]:
    """An annotation that becomes one directive, its value read so."""
    return lambda value: {directive: read(value)}


def _scaled(time: str) -> str:
    """A thousandth of `3600s` or `1h`; a number without its unit is an error, lest it is taken for milliseconds."""
    return f"{int(time[:-1]) * _SECONDS[time[-1]]}ms"


def _scaled_seconds(number: str) -> str:
    return _scaled(f"{number}s")


def _on_or_off(truth: str) -> str:
    return {"True": "on", "False": "off"}[truth]


def _websockets_to(services: str) -> Directives:
    return _UPGRADE if _PLAIN.backend.service in services.split(",") else {}


def _no_redirect(value: str) -> Directives:
    return {"false": {}}[value.lower()]


def _check(value: str) -> Directives:
    """Checks are as frequent as HAProxy's own, every 2 s, but a fiftieth of that, so that no test waits for them."""
    return {"true": {"default-server": "check inter 40ms"}}[value]


def _check_every(interval: str) -> Directives:
    return {"default-server": f"check inter {int(interval.removesuffix('s')) * 20}ms"}


PROXIES: Mapping[type[IngressApiController], Proxy] = {
    # Its own default is no buffering: here somebody has changed that in the ConfigMap.
    IngressNginx: Proxy(
        "nginx",
        {"proxy_buffering": "on", "proxy_read_timeout": _scaled("60s"), **_UPGRADE},
        {
            "nginx.ingress.kubernetes.io/proxy-buffering": _becomes("proxy_buffering"),
            "nginx.ingress.kubernetes.io/proxy-read-timeout": _becomes("proxy_read_timeout", _scaled_seconds),
            "nginx.ingress.kubernetes.io/proxy-send-timeout": _becomes("proxy_send_timeout", _scaled_seconds),
            "nginx.ingress.kubernetes.io/ssl-redirect": _no_redirect,
        },
    ),
    F5Nginx: Proxy(
        "nginx",
        {"proxy_buffering": "on", "proxy_read_timeout": _scaled("60s")},
        {
            "nginx.org/proxy-buffering": _becomes("proxy_buffering", _on_or_off),
            "nginx.org/proxy-read-timeout": _becomes("proxy_read_timeout", _scaled),
            "nginx.org/proxy-send-timeout": _becomes("proxy_send_timeout", _scaled),
            "nginx.org/websocket-services": _websockets_to,
            "nginx.org/ssl-redirect": _no_redirect,
        },
    ),
    HaproxyTechnologies: Proxy(
        "haproxy",
        {"timeout server": _scaled("50s"), "timeout tunnel": _scaled("1h")},
        {
            "haproxy.org/timeout-server": _becomes("timeout server", _scaled),
            "haproxy.org/check": _check,
            "haproxy.org/check-http": _becomes("option httpchk"),
            "haproxy.org/check-interval": _check_every,
            "haproxy.org/load-balance": _becomes("balance"),
            "haproxy.org/ssl-redirect": _no_redirect,
        },
    ),
    # Its own default is an hour for WebSockets: here somebody has changed that in the ConfigMap.
    HaproxyIngress: Proxy(
        "haproxy",
        {"timeout server": _scaled("50s"), "timeout tunnel": _scaled("50s"), **_check("true")},
        {
            "haproxy-ingress.github.io/timeout-server": _becomes("timeout server", _scaled),
            "haproxy-ingress.github.io/timeout-tunnel": _becomes("timeout tunnel", _scaled),
            "haproxy-ingress.github.io/health-check-uri": _becomes("option httpchk"),
            "haproxy-ingress.github.io/health-check-interval": _check_every,
            "haproxy-ingress.github.io/balance-algorithm": _becomes("balance"),
            "haproxy-ingress.github.io/ssl-redirect": _no_redirect,
        },
    ),
}

_NGINX = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
    map $http_upgrade $connection_upgrade {
        default upgrade;
        '' close;
    }
    server {
        listen unix:%(entrance)s;
        location / {
            proxy_pass http://127.0.0.1:%(port)d;
            proxy_http_version 1.1;
            %(directives)s
        }
    }
}
"""
_HAPROXY = """
defaults
    mode http
    timeout connect 5s
    timeout http-request 5s
    timeout client 50ms
frontend controller
    bind unix@%(entrance)s
    default_backend pods
backend pods
    %(directives)s
    server pod 127.0.0.1:%(port)d
"""
_TEMPLATES: Mapping[Program, tuple[str, str]] = {"nginx": (_NGINX, ";\n            "), "haproxy": (_HAPROXY, "\n    ")}


def render(controller: IngressApiController, without: Requirement | None, entrance: Path, port: int) -> str:
    """Write what the controller's controller would, without the settings that serve one property."""
    proxy = PROXIES[type(controller)]
    directives = dict(proxy.defaults)
    for setting in controller.settings(_PLAIN):
        if without not in setting.serves:
            directives |= proxy.annotations[setting.key](setting.value)
    template, end = _TEMPLATES[proxy.program]
    lines = "".join(f"{directive} {value}{end}" for directive, value in directives.items())
    return template % {"entrance": entrance, "port": port, "directives": lines}

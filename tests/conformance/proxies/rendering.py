"""The proxy configuration that each controller generates from our annotations, as far as it affects streams.

Every annotation that we set must be listed here. Timeouts of streams are scaled to a thousandth: an hour without data
takes 3.6 s.
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
    """The proxy that a controller runs, its default directives, and the directives that each annotation generates."""

    program: Program
    defaults: Directives
    annotations: Mapping[str, Callable[[str], Directives]]


def _becomes(directive: str, read: Callable[[str], str] = str) -> Callable[[str], Directives]:
    """Return a converter from an annotation to one directive. `read` converts the value."""
    return lambda value: {directive: read(value)}


def _scaled(time: str) -> str:
    """Return a thousandth of a time such as `3600s` or `1h`.

    A number without a unit is an error, because it could be interpreted as milliseconds.
    """
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
    """Return the directive for HAProxy's default check interval of 2 s, scaled to a fiftieth so that tests are fast."""
    return {"true": {"default-server": "check inter 40ms"}}[value]


def _check_every(interval: str) -> Directives:
    return {"default-server": f"check inter {int(interval.removesuffix('s')) * 20}ms"}


PROXIES: Mapping[type[IngressApiController], Proxy] = {
    # The default is no buffering. These defaults simulate a ConfigMap that enables it.
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
    # The default is one hour for WebSockets. These defaults simulate a ConfigMap that shortens it.
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
    """Return the proxy configuration that the controller would generate, without the settings for one property."""
    proxy = PROXIES[type(controller)]
    directives = dict(proxy.defaults)
    for setting in controller.settings(_PLAIN):
        if without not in setting.serves:
            directives |= proxy.annotations[setting.key](setting.value)
    template, end = _TEMPLATES[proxy.program]
    lines = "".join(f"{directive} {value}{end}" for directive, value in directives.items())
    return template % {"entrance": entrance, "port": port, "directives": lines}

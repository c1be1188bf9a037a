"""What each ingress controller emits, and what for. Whatever is not in the table is built into the controller."""

from typing import Any

from powersync_constructs.config.ingress.base import Requirement

Emitted = dict[str, Any]
"""Annotations, and fields of custom resources: `HTTPRoute.rules.0.timeouts`."""

_ROUTE: dict[Requirement, Emitted] = {
    "absolute timers": {"HTTPRoute.rules.0.timeouts": {"request": "0s"}},
    "redirect": {
        "HTTPRoute.rules.0.filters.0.requestRedirect": {"scheme": "https", "statusCode": 301},
        "HTTPRoute.parentRefs.0.sectionName": "http",
    },
    "admin API": {
        "HTTPRoute.rules.0.matches": [
            {"path": {"type": "PathPrefix", "value": "/sync"}},
            {"path": {"type": "Exact", "value": "/write-checkpoint.json"}},
            {"path": {"type": "Exact", "value": "/write-checkpoint2.json"}},
        ]
    },
}
_CONTOUR: Emitted = {
    "projectcontour.io/max-connections": "100000",
    "projectcontour.io/max-requests": "100000",
    "projectcontour.io/max-pending-requests": "100000",
}

TABLE: dict[str, dict[Requirement, Emitted]] = {
    "traefik": {
        "TLS": {
            "traefik.ingress.kubernetes.io/router.entrypoints": "websecure",
            "traefik.ingress.kubernetes.io/router.tls": "true",
        },
    },
    "haproxy-technologies": {
        "inactivity timers": {"haproxy.org/timeout-server": "3600s"},
        "redirect": {"haproxy.org/ssl-redirect": "true"},
        "health check": {
            "haproxy.org/check": "true",
            "haproxy.org/check-http": "GET /probes/liveness",
            "haproxy.org/check-interval": "15s",
        },
        "balancing": {"haproxy.org/load-balance": "leastconn"},
    },
    "haproxy-ingress": {
        "inactivity timers": {
            "haproxy-ingress.github.io/timeout-server": "3600s",
            "haproxy-ingress.github.io/timeout-tunnel": "3600s",
        },
        "WebSocket": {"haproxy-ingress.github.io/timeout-tunnel": "3600s"},
        "redirect": {"haproxy-ingress.github.io/ssl-redirect": "true"},
        "health check": {
            "haproxy-ingress.github.io/health-check-uri": "GET /probes/liveness",
            "haproxy-ingress.github.io/health-check-interval": "15s",
        },
        "balancing": {"haproxy-ingress.github.io/balance-algorithm": "leastconn"},
    },
    "contour": {
        "absolute timers": {"projectcontour.io/response-timeout": "infinity"},
        "WebSocket": {
            "projectcontour.io/websocket-routes": "/sync,/write-checkpoint.json,/write-checkpoint2.json",
        },
        "redirect": {"ingress.kubernetes.io/force-ssl-redirect": "true"},
        "balancing": _CONTOUR,
    },
    "contour-proxy": {
        "absolute timers": {"HTTPProxy.routes.0.timeoutPolicy.response": "infinity"},
        "inactivity timers": {"HTTPProxy.routes.0.timeoutPolicy.idle": "1h"},
        "WebSocket": {"HTTPProxy.routes.0.enableWebsockets": True},
        "TLS": {"HTTPProxy.virtualhost": {"fqdn": "powersync.example.com", "tls": {"secretName": "powersync-tls"}}},
        "redirect": {"HTTPProxy.routes.0.permitInsecure": None},
        "health check": {"HTTPProxy.routes.0.healthCheckPolicy.path": "/probes/liveness"},
        "balancing": {"HTTPProxy.routes.0.loadBalancerPolicy": {"strategy": "WeightedLeastRequest"}, **_CONTOUR},
        "admin API": {
            "HTTPProxy.routes.0.conditions": [{"prefix": "/sync"}],
            "HTTPProxy.routes.1.conditions": [{"exact": "/write-checkpoint.json"}],
            "HTTPProxy.routes.2.conditions": [{"exact": "/write-checkpoint2.json"}],
        },
    },
    "f5-nginx": {
        "buffering": {"nginx.org/proxy-buffering": "False"},
        "inactivity timers": {"nginx.org/proxy-read-timeout": "3600s", "nginx.org/proxy-send-timeout": "3600s"},
        "WebSocket": {"nginx.org/websocket-services": "powersync-api"},
        "redirect": {"nginx.org/ssl-redirect": "True"},
    },
    "ingress-nginx": {
        "buffering": {"nginx.ingress.kubernetes.io/proxy-buffering": "off"},
        "inactivity timers": {
            "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
            "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
        },
        "redirect": {"nginx.ingress.kubernetes.io/ssl-redirect": "true"},
    },
    "alb": {
        "inactivity timers": {
            "alb.ingress.kubernetes.io/load-balancer-attributes": (
                "idle_timeout.timeout_seconds=3600,routing.http2.enabled=true"
            ),
        },
        "HTTP/2": {
            "alb.ingress.kubernetes.io/load-balancer-attributes": (
                "idle_timeout.timeout_seconds=3600,routing.http2.enabled=true"
            ),
            "alb.ingress.kubernetes.io/backend-protocol-version": "HTTP1",
        },
        "TLS": {
            "alb.ingress.kubernetes.io/scheme": "internet-facing",
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
            "alb.ingress.kubernetes.io/ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:eu-west-1:123456789012:certificate/ab-cd",
        },
        "redirect": {
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
            "alb.ingress.kubernetes.io/ssl-redirect": "443",
        },
        "health check": {
            "alb.ingress.kubernetes.io/healthcheck-path": "/probes/liveness",
            "alb.ingress.kubernetes.io/healthcheck-interval-seconds": "15",
            "alb.ingress.kubernetes.io/healthcheck-timeout-seconds": "10",
            "alb.ingress.kubernetes.io/healthy-threshold-count": "2",
            "alb.ingress.kubernetes.io/unhealthy-threshold-count": "3",
            "alb.ingress.kubernetes.io/success-codes": "200",
        },
        "balancing": {
            "alb.ingress.kubernetes.io/target-group-attributes": (
                "deregistration_delay.timeout_seconds=60,load_balancing.algorithm.type=least_outstanding_requests"
            ),
        },
        "draining": {
            "alb.ingress.kubernetes.io/target-group-attributes": (
                "deregistration_delay.timeout_seconds=60,load_balancing.algorithm.type=least_outstanding_requests"
            ),
            "alb.ingress.kubernetes.io/target-type": "ip",
        },
    },
    "gke": {
        "absolute timers": {
            "cloud.google.com/backend-config": '{"default": "powersync-api"}',
            "BackendConfig.timeoutSec": 86400,
        },
        "TLS": {"kubernetes.io/ingress.class": "gce"},
        "redirect": {
            "networking.gke.io/v1beta1.FrontendConfig": "powersync",
            "FrontendConfig.redirectToHttps": {"enabled": True},
        },
        "health check": {
            "BackendConfig.healthCheck.type": "HTTP",
            "BackendConfig.healthCheck.requestPath": "/probes/liveness",
            "BackendConfig.healthCheck.port": 8080,
        },
        "draining": {
            "cloud.google.com/neg": '{"ingress": true}',
            "BackendConfig.connectionDraining.drainingTimeoutSec": 60,
        },
    },
    "agic": {
        "absolute timers": {"appgw.ingress.kubernetes.io/request-timeout": "86400"},
        "redirect": {"appgw.ingress.kubernetes.io/ssl-redirect": "true"},
        "health check": {
            "appgw.ingress.kubernetes.io/health-probe-path": "/probes/liveness",
            "appgw.ingress.kubernetes.io/health-probe-port": "8080",
            "appgw.ingress.kubernetes.io/health-probe-status-codes": "200",
        },
        "draining": {
            "appgw.ingress.kubernetes.io/connection-draining": "true",
            "appgw.ingress.kubernetes.io/connection-draining-timeout": "60",
        },
    },
    "generic": {},
    "envoy-gateway": {
        **_ROUTE,
        "health check": {
            "BackendTrafficPolicy.targetRefs.0.name": "powersync",
            "BackendTrafficPolicy.healthCheck.active.type": "HTTP",
            "BackendTrafficPolicy.healthCheck.active.http": {"path": "/probes/liveness"},
        },
        "balancing": {
            "BackendTrafficPolicy.loadBalancer.type": "LeastRequest",
            "BackendTrafficPolicy.circuitBreaker": {
                "maxConnections": 100000,
                "maxParallelRequests": 100000,
                "maxPendingRequests": 100000,
            },
        },
    },
    "istio": _ROUTE,
    "cilium": _ROUTE,
    "kgateway": {
        **_ROUTE,
        "health check": {
            "BackendConfigPolicy.targetRefs.0.name": "powersync-api",
            "BackendConfigPolicy.healthCheck.http": {"path": "/probes/liveness"},
        },
        "balancing": {
            "BackendConfigPolicy.loadBalancer": {"leastRequest": {"choiceCount": 2}},
            "BackendConfigPolicy.circuitBreakers": {
                "maxConnections": 100000,
                "maxRequests": 100000,
                "maxPendingRequests": 100000,
            },
        },
    },
    "nginx-gateway": {
        **_ROUTE,
        "buffering": {
            "ProxySettingsPolicy.targetRefs.0.name": "powersync",
            "ProxySettingsPolicy.buffering.disable": True,
        },
        "inactivity timers": {"ProxySettingsPolicy.timeout": {"read": "3600s", "send": "3600s"}},
    },
    "traefik-gateway": _ROUTE,
    "aws-gateway": {
        **_ROUTE,
        "TLS": {
            "LoadBalancerConfiguration.scheme": "internet-facing",
            "LoadBalancerConfiguration.listenerConfigurations": [
                {"protocolPort": "HTTPS:443", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06"}
            ],
        },
        "inactivity timers": {
            "LoadBalancerConfiguration.loadBalancerAttributes.0": {
                "key": "idle_timeout.timeout_seconds",
                "value": "3600",
            },
        },
        "HTTP/2": {
            "LoadBalancerConfiguration.loadBalancerAttributes.1": {"key": "routing.http2.enabled", "value": "true"},
            "TargetGroupConfiguration.defaultConfiguration.protocolVersion": "HTTP1",
        },
        "health check": {
            "TargetGroupConfiguration.targetReference.name": "powersync-api",
            "TargetGroupConfiguration.defaultConfiguration.healthCheckConfig.healthCheckPath": "/probes/liveness",
        },
        "balancing": {
            "TargetGroupConfiguration.defaultConfiguration.targetGroupAttributes.1": {
                "key": "load_balancing.algorithm.type",
                "value": "least_outstanding_requests",
            },
        },
        "draining": {
            "TargetGroupConfiguration.defaultConfiguration.targetType": "ip",
            "TargetGroupConfiguration.defaultConfiguration.targetGroupAttributes.0": {
                "key": "deregistration_delay.timeout_seconds",
                "value": "60",
            },
        },
    },
    "gke-gateway": {
        **_ROUTE,
        "absolute timers": {
            "GCPBackendPolicy.targetRef": {"group": "", "kind": "Service", "name": "powersync-api"},
            "GCPBackendPolicy.default.timeoutSec": 86400,
        },
        "health check": {
            "HealthCheckPolicy.targetRef": {"group": "", "kind": "Service", "name": "powersync-api"},
            "HealthCheckPolicy.default.config.type": "HTTP",
            "HealthCheckPolicy.default.config.httpHealthCheck": {"requestPath": "/probes/liveness", "port": 8080},
        },
        "balancing": {
            "GCPTrafficDistributionPolicy.targetRefs": [{"group": "", "kind": "Service", "name": "powersync-api"}],
            "GCPTrafficDistributionPolicy.default.localityLbAlgorithm": "LEAST_REQUEST",
        },
        "draining": {"GCPBackendPolicy.default.connectionDraining.drainingTimeoutSec": 60},
    },
    "azure-gateway": {
        **_ROUTE,
        "absolute timers": {
            **_ROUTE["absolute timers"],
            "RoutePolicy.targetRef.name": "powersync",
            "RoutePolicy.default.timeouts.routeTimeout": "0s",
        },
        "health check": {
            "HealthCheckPolicy.targetRef": {"group": "", "kind": "Service", "name": "powersync-api"},
            "HealthCheckPolicy.default.http.path": "/probes/liveness",
            "HealthCheckPolicy.default.port": 8080,
        },
    },
}

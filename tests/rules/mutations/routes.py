"""Mistakes in routes, in the settings of ingress controllers, and in their policies."""

from collections.abc import Mapping, Sequence
from typing import Any

from .mutation import Change, Manifests, add, delete, found, mutation, put, remove, service_yaml

INGRESS, SERVICE = "Ingress/powersync", "Service/powersync-api"
PATHS = ("/sync", "/write-checkpoint.json", "/write-checkpoint2.json")
ENVOY = "gateway.envoyproxy.io/v1alpha1"


def controller(name: str, annotations: Mapping[str, str]) -> Change:
    """Let another controller serve the Ingress, with these annotations."""

    def change(manifests: Manifests) -> None:
        ingress = found(manifests, INGRESS)
        ingress["spec"]["ingressClassName"] = name
        ingress["metadata"]["annotations"] = dict(annotations)

    return change


def nginx(setting: str, value: str) -> Change:
    """Let ingress-nginx serve the Ingress, with one setting."""
    return controller("nginx", {f"nginx.ingress.kubernetes.io/{setting}": value})


def alb(**changed: str) -> Change:
    """Let the AWS Load Balancer Controller serve the Ingress. In the names of the settings, `_` stands for a dash."""
    settings = {"healthcheck-path": "/probes/liveness", "scheme": "internal", "certificate-arn": "arn"}
    settings |= {name.replace("_", "-"): value for name, value in changed.items()}
    return controller("alb", {f"alb.ingress.kubernetes.io/{name}": value for name, value in settings.items()})


def http_route(rule: Mapping[str, Any]) -> Change:
    """Replace the Ingress by an HTTPRoute whose rule has these fields too."""
    matches = [{"path": {"type": "PathPrefix", "value": path}} for path in PATHS]
    backends = [{"name": "powersync-api", "port": 80}]
    return replaced(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        {
            "parentRefs": [{"name": "public"}],
            "hostnames": ["powersync.example.com"],
            "rules": [{"matches": matches, "backendRefs": backends, **rule}],
        },
    )


def proxy(**fields: Any) -> Change:
    """Replace the Ingress by an HTTPProxy whose routes have these fields instead of the correct ones."""
    correct = {"enableWebsockets": True, "timeoutPolicy": {"response": "infinity"}}
    routes: Sequence[Mapping[str, Any]] = [
        {
            "conditions": [{"prefix": path}],
            "services": [{"name": "powersync-api", "port": 80}],
            **correct,
            **fields,
        }
        for path in PATHS
    ]
    virtual_host = {"fqdn": "powersync.example.com", "tls": {"secretName": "powersync-tls"}}
    return replaced("projectcontour.io/v1", "HTTPProxy", {"virtualhost": virtual_host, "routes": routes})


def openshift(annotations: Mapping[str, str] | None = None, **fields: Any) -> Change:
    """Replace the Ingress by a Route of OpenShift with these fields and annotations."""
    service = {"kind": "Service", "name": "powersync-api"}
    spec = {"host": "powersync.example.com", "to": service, "path": "/sync", "tls": {"termination": "edge"}, **fields}

    def change(manifests: Manifests) -> None:
        replaced("route.openshift.io/v1", "Route", spec)(manifests)
        policy("route.openshift.io/v1", "Route", {**spec, "path": "/write-checkpoint2.json"}, "checkpoint")(manifests)
        cookies = {"haproxy.router.openshift.io/disable_cookies": "true"}
        found(manifests, "Route/checkpoint")["metadata"]["annotations"] = cookies
        found(manifests, "Route/powersync")["metadata"]["annotations"] = {**cookies, **(annotations or {})}

    return change


def replaced(api_version: str, kind: str, spec: Mapping[str, Any]) -> Change:
    """Replace the Ingress by another kind of route."""

    def change(manifests: Manifests) -> None:
        delete(INGRESS)(manifests)
        policy(api_version, kind, spec)(manifests)

    return change


def policy(api_version: str, kind: str, spec: Mapping[str, Any], name: str = "powersync") -> Change:
    """Add a policy or a route, by default with the name of the instance."""
    metadata = {"name": name, "namespace": "powersync"}
    return add({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec})


def for_route(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the spec of a policy for the HTTPRoute."""
    return {"targetRefs": [{"kind": "HTTPRoute", "name": "powersync"}], **spec}


def middleware(spec: Mapping[str, Any]) -> tuple[Change, Change]:
    """Add a middleware to Traefik's route."""
    reference = "powersync-powersync@kubernetescrd"
    return (
        put(INGRESS, "metadata.annotations.traefik~ingress~kubernetes~io/router~middlewares", reference),
        policy("traefik.io/v1alpha1", "Middleware", spec),
    )


CONTOUR = {"projectcontour.io/response-timeout": "infinity", "projectcontour.io/websocket-routes": "/sync"}
AZURE = {"appgw.ingress.kubernetes.io/request-timeout": "10"}
CIRCUIT = {"circuitBreaker": {"maxConnections": 100, "maxParallelRequests": 100_000}}

MUTATIONS = [
    mutation("PS702", "timeout-of-a-route", http_route({"timeouts": {"request": "3600s"}})),
    mutation("PS702", "default-of-contour", controller("contour", {"projectcontour.io/websocket-routes": "/sync"})),
    mutation("PS702", "default-of-a-proxy", proxy(timeoutPolicy={"idle": "1h"})),
    mutation("PS702", "timeout-of-a-proxy", proxy(timeoutPolicy={"response": "60s"})),
    mutation(
        "PS702",
        "default-of-google",
        controller("gce", {}),
        remove(INGRESS, "spec.ingressClassName"),
        put(INGRESS, "metadata.annotations.kubernetes~io/ingress~class", "gce"),
    ),
    mutation(
        "PS702",
        "timeout-of-google",
        http_route({}),
        policy(
            "networking.gke.io/v1",
            "GCPBackendPolicy",
            {"targetRef": {"kind": "Service", "name": "powersync-api"}, "default": {"timeoutSec": 60}},
        ),
        also="PS713",
    ),
    mutation(
        "PS702",
        "timeout-of-envoy-gateway",
        http_route({"timeouts": {"request": "0s"}}),
        policy(ENVOY, "BackendTrafficPolicy", for_route({"timeout": {"http": {"maxStreamDuration": "1h"}}})),
    ),
    mutation("PS703", "short-read-timeout", nginx("proxy-read-timeout", "20"), also="PS708"),
    mutation("PS703", "short-timeout-of-azure", controller("azure-application-gateway", AZURE)),
    mutation("PS703", "short-timeout-of-haproxy", controller("haproxy", {"haproxy.org/timeout-server": "10s"})),
    mutation("PS703", "short-timeout-of-aws", alb(load_balancer_attributes="idle_timeout.timeout_seconds=15")),
    mutation("PS703", "short-timeout-of-openshift", openshift({"haproxy.router.openshift.io/timeout": "15s"})),
    mutation(
        "PS703",
        "short-timeout-of-nginx-gateway",
        http_route({}),
        policy("gateway.nginx.org/v1alpha1", "ProxySettingsPolicy", for_route({"timeout": {"read": "10s"}})),
    ),
    mutation("PS704", "buffering-of-nginx", nginx("proxy-buffering", "on"), also="PS708"),
    mutation("PS704", "buffering-middleware", *middleware({"buffering": {"maxResponseBodyBytes": 1000}})),
    mutation(
        "PS704",
        "header-ignored-in-a-snippet",
        nginx("configuration-snippet", "proxy_ignore_headers X-Accel-Buffering;"),
        also="PS708",
    ),
    mutation("PS705", "no-websocket-with-f5", controller("nginx", {"nginx.org/proxy-buffering": "False"})),
    mutation(
        "PS705", "no-websocket-with-contour", controller("contour", {"projectcontour.io/response-timeout": "infinity"})
    ),
    mutation("PS705", "no-websocket-in-a-proxy", proxy(enableWebsockets=False)),
    mutation("PS706", "tls-to-the-pods", nginx("backend-protocol", "HTTPS"), also="PS708"),
    mutation("PS706", "tls-with-openshift", openshift(tls={"termination": "reencrypt"})),
    mutation("PS706", "http2-with-aws", alb(backend_protocol_version="HTTP2")),
    mutation("PS706", "http2-of-the-service", put(SERVICE, "spec.ports.0.appProtocol", "kubernetes.io/h2c")),
    mutation("PS707", "project-as-class", controller("ingress-nginx", {})),
    mutation("PS707", "class-twice", put(INGRESS, "metadata.annotations.kubernetes~io/ingress~class", "traefik")),
    mutation("PS708", "retired-controller", nginx("proxy-read-timeout", "3600")),
    mutation("PS709", "placeholder-host", put(INGRESS, "spec.rules.0.host", "YOUR_FQDN_HERE.example.com")),
    mutation("PS709", "placeholder-secret", put(INGRESS, "spec.tls.0.secretName", "your-certificate-secret")),
    mutation("PS710", "connections-per-address", nginx("limit-connections", "10"), also="PS708"),
    mutation("PS710", "limiting-middleware", *middleware({"inFlightReq": {"amount": 10}})),
    mutation(
        "PS711",
        "low-circuit-breaker",
        http_route({"timeouts": {"request": "0s"}}),
        policy(ENVOY, "BackendTrafficPolicy", for_route(CIRCUIT)),
    ),
    mutation(
        "PS711",
        "low-limit-of-contour",
        controller("contour", CONTOUR),
        put(SERVICE, "metadata.annotations.projectcontour~io/max-requests", "100"),
    ),
    mutation(
        "PS711",
        "many-streams-through-one-envoy",
        controller("contour", CONTOUR),
        service_yaml("client_auth:\n", "api:\n  parameters:\n    max_concurrent_connections: 2000\nclient_auth:\n"),
    ),
    mutation("PS712", "cookie", nginx("affinity", "cookie"), also="PS708"),
    mutation("PS712", "cookie-of-openshift", openshift({"haproxy.router.openshift.io/disable_cookies": "false"})),
    mutation("PS712", "affinity-of-the-service", put(SERVICE, "spec.sessionAffinity", "ClientIP")),
    mutation("PS713", "health-check-of-the-root", alb(healthcheck_path="/")),
    mutation(
        "PS713",
        "health-check-of-an-own-path",
        http_route({}),
        policy(
            "alb.networking.azure.io/v1",
            "HealthCheckPolicy",
            {"targetRef": {"kind": "Service", "name": "powersync-api"}, "default": {"http": {"path": "/health"}}},
        ),
        policy(
            "alb.networking.azure.io/v1",
            "RoutePolicy",
            {"targetRef": {"kind": "HTTPRoute", "name": "powersync"}, "default": {"timeouts": {"routeTimeout": "0s"}}},
        ),
    ),
    mutation("PS714", "basic-login", nginx("auth-type", "basic"), also="PS708"),
    mutation("PS714", "login-middleware", *middleware({"basicAuth": {"secret": "users"}})),
    mutation("PS715", "no-write-checkpoints", remove(INGRESS, "spec.rules.0.http.paths.2")),
    mutation(
        "PS715",
        "exact-path",
        put(INGRESS, "spec.rules.0.http.paths.0.pathType", "Exact"),
    ),
    mutation("PS715", "only-the-admin-api", put(INGRESS, "spec.rules.0.http.paths.0.path", "/api/sync")),
    mutation(
        "PS716",
        "plain-http",
        put(INGRESS, "metadata.annotations", {"traefik.ingress.kubernetes.io/router.entrypoints": "web"}),
        remove(INGRESS, "spec.tls"),
    ),
    mutation("PS716", "plain-route-of-openshift", openshift(tls=None)),
    mutation(
        "PS716",
        "plain-load-balancer",
        alb(),
        remove(INGRESS, "spec.tls"),
        remove(INGRESS, "metadata.annotations.alb~ingress~kubernetes~io/certificate-arn"),
    ),
]

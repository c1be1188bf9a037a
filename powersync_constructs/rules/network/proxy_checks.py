"""Rules about what ingress controllers check: the health of the pods, and the login of clients."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import Path, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._middlewares import middlewares_of
from powersync_constructs.rules.network._proxy_settings import (
    AUTHENTICATION,
    HEALTH_CHECKS,
    violation_of,
    wrong_settings,
)
from powersync_constructs.rules.network._served_routes import (
    BACKEND_CONFIG,
    LOOKS_AT,
    ServedRoute,
    served_routes,
)

_ANNOTATIONS: Path = ("metadata", "annotations")
_ALB_CHECK = "alb.ingress.kubernetes.io/healthcheck-path"
_AGIC_CHECK = "appgw.ingress.kubernetes.io/health-probe-path"
_CHECKING_POLICIES = {"aws-gateway": "TargetGroupConfiguration", "gke-gateway": "HealthCheckPolicy"}
"""The policy with the health check, by controller. The controllers ignore the readiness probe."""


@rule(
    "PS713",
    "health-check-path",
    "warning",
    "note",
    looks_at=f"{LOOKS_AT}, and their Services",
    fix="Set the path of the health check to `/probes/liveness`.",
    scope="app",
)
def health_checks_use_a_probe(objects: Objects) -> Iterator[Violation]:
    """The health check of a load balancer requests a path that the service answers with 200.

    These paths are `/probes/startup`, `/probes/readiness` and `/probes/liveness`, with the method GET. The service
    answers `/` with 404. If the checks fail, the load balancers of Google and Azure answer every request with 502. AWS
    sends requests to all pods, including those that are not ready.

    With the Gateway API, a missing health check is a note, because a policy that is not in the manifests may set one.
    """
    for route in served_routes(objects):
        for found in wrong_settings(route, HEALTH_CHECKS):
            yield violation_of(found)
        if route.controller == "alb" and not any(_ALB_CHECK in each.annotations for each in route.settings):
            reason = "does not set the path of the health check, so the load balancer requests /, which gets 404"
            yield Violation(route.object, reason, f"set the annotation {_ALB_CHECK}: /probes/liveness", _ANNOTATIONS)
        if route.controller in ("gke", "agic") and not _sets_check(route) and not _derives_check(route):
            reason = "has no health check for its pods, so the load balancer requests /, which gets 404"
            fix = "set the path of the health check to /probes/liveness, or use an HTTP readiness probe"
            yield Violation(route.object, reason, fix)
        policy = _CHECKING_POLICIES.get(route.controller)
        if policy and all(each.kind != policy for each in route.policies):
            reason = f"has no {policy} for its Service, so the load balancer requests /, which gets 404"
            fix = f"create a {policy} for the Service, with the path /probes/liveness"
            yield Violation(route.object, reason, fix, severity="note")


@rule(
    "PS714",
    "login-at-controller",
    "error",
    looks_at=LOOKS_AT,
    fix="Remove the login from the route.",
    scope="app",
)
def controller_asks_for_no_login(objects: Objects) -> Iterator[Violation]:
    """The ingress controller does not ask clients of the service for a login.

    Each request of a client carries its token in the `Authorization` header. A login of the controller needs the same
    header, or a cookie of a browser, which clients of the service do not have.
    """
    for route in served_routes(objects):
        for found in wrong_settings(route, AUTHENTICATION):
            yield violation_of(found)
        for middleware in middlewares_of(route, objects):
            for kind in ("basicAuth", "digestAuth"):
                if kind in middleware.spec:
                    reason = (
                        f"asks the clients of {route.object} for a login, but their Authorization header has a token"
                    )
                    yield Violation(middleware, reason, "remove it from the route", ("spec", kind))


def _sets_check(route: ServedRoute) -> bool:
    """Return whether a health check is configured, or may be configured in an object that is not in the manifests."""
    if any(_AGIC_CHECK in each.annotations for each in route.settings):
        return True
    configs = [policy for policy in route.policies if policy.kind == "BackendConfig"]
    named = any(BACKEND_CONFIG in each.annotations for each in route.services)
    return any("healthCheck" in config.spec for config in configs) or (named and not configs)


def _derives_check(route: ServedRoute) -> bool:
    """Return whether the controller derives the health check from an HTTP readiness probe."""
    return any(mapping(each.spec, "readinessProbe", "httpGet") for each in route.containers)

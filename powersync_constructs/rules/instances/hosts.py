"""Rules about hosts."""

import re
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import ROUTES, Backend, backends_of, hosts_of
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.instances._claims import Claim, conflicts

_CLIENT_PATHS = re.compile(r"/|/sync(/.*)?|/write-checkpoint.*")
"""The path prefixes that are part of what clients request. The controller must remove any other prefix."""


@rule(
    "PS901",
    "host-of-one-instance",
    "error",
    "warning",
    looks_at="Ingresses, HTTPRoutes and other routes to the service",
    fix="Give each instance its own host.",
    scope="app",
)
def host_is_of_one_instance(objects: Objects) -> Iterator[Violation]:
    """A host belongs to one instance.

    A client cannot continue its sync at another instance. Two instances can share a host only if each has its own path
    prefix, like `/orders`, which the ingress controller removes.

    The hosts of TLS settings do not count: a certificate can be for hosts of several instances. If the instances are in
    two charts, the finding is a warning, because the host can move from one cluster to another.
    """
    fix = "give each instance its own host"
    for conflict in conflicts(_claims(objects)):
        reason = f"uses {conflict.second.shown}, which {conflict.other} also uses"
        yield Violation(conflict.second.by, reason, fix, severity=conflict.severity)


def _claims(objects: Objects) -> Iterator[Claim]:
    for each in objects.of_kind(*ROUTES):
        if instance := instance_of(each, objects):
            backends = [*_backends(each, objects)]
            for host in hosts_of(each):
                paths = sorted({_path(backend) for backend in backends if backend.host in ("", host)})
                keys = tuple((host.lower(), path) for path in (paths if backends else ["/"]))
                yield Claim(each, instance, keys, shown=f"host {host}")


def _backends(route: KubeObject, objects: Objects) -> Iterator[Backend]:
    """Yield the backends of a route whose pods run the service."""
    for backend in backends_of(route):
        service = objects.get("Service", backend.namespace or route.namespace, backend.name, near=route)
        if service is not None and any(map(objects.services_in, objects.pods_of_service(service))):
            yield backend


def _path(backend: Backend) -> str:
    """Return the path prefix under which a route serves the instance; `/` for the paths of clients themselves."""
    prefix = backend.prefix.removesuffix("*")
    return "/" if _CLIENT_PATHS.fullmatch(prefix) else prefix

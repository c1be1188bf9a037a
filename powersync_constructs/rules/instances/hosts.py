"""Rules about hosts."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import ROUTES, hosts_of
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.instances._claims import Claim, conflicts


@rule(
    "PS901",
    "host-of-one-instance",
    "error",
    "warning",
    looks_at="Ingresses, HTTPRoutes and HTTPProxies that send requests to the service",
    fix="Give each instance its own host.",
    scope="app",
)
def host_is_of_one_instance(objects: Objects) -> Iterator[Violation]:
    """A host belongs to one instance.

    A client cannot continue its sync at another instance.

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
            yield from (Claim(each, instance, (host.lower(),), shown=f"host {host}") for host in hosts_of(each))

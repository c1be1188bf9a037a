"""Rules about the times of probes."""

from collections.abc import Iterator

from powersync_constructs.config.pods._shutdown import DEFAULT_GRACE_SECONDS
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.configurations import configuration_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.served import served_by
from powersync_constructs.rules._lib.service_containers import SERVING, ServiceContainer
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.containers._probes import probes_of

_LATEST_ANSWER = 5.3
"""Seconds until a pod answered a probe while 150 clients made their first sync (measured on service 1.25)."""
_OUTAGE = 120
"""Seconds of a database outage that replicators should survive. Measured: when databases did not answer for 90 s, a
liveness probe of 30 s restarted the replicators, and one of 300 s did not.
"""
_LOCK_WAIT = 180
"""Seconds for which a process waits for the migration lock (AbstractMigrationAgent.ts:32)."""
_CONNECT = 30
"""Seconds after which the service itself ends if it cannot connect to MongoDB (MongoStorageProvider.ts:51)."""


@rule(
    "PS220",
    "probe-timeout",
    "warning",
    looks_at="HTTP liveness and readiness probes of API pods and unified pods",
    fix="Set `timeoutSeconds` to 10 or more.",
)
def probe_timeout_is_enough(objects: Objects) -> Iterator[Violation]:
    """HTTP probes have a timeout that a busy pod can meet.

    While many clients make their first sync, the service answers late: after 2.3 s with 50 clients, and after 5.3 s
    with 150 clients. With the default timeout of 1 s, the kubelet restarted a busy pod twice in two minutes. All
    clients lost their connections and started again (measured on service 1.25).
    """
    for container in objects.workloads(*SERVING):
        for probe in probes_of(container, "liveness", "readiness"):
            timeout = probe.seconds("timeoutSeconds")
            if probe.http is not None and timeout < _LATEST_ANSWER:
                reason = f"has a {probe} with a timeout of {timeout} s, but a busy pod needs up to {_LATEST_ANSWER} s"
                yield Violation(container.object, reason, path=(*probe.path, "timeoutSeconds"))


@rule(
    "PS221",
    "liveness-survives-an-outage",
    "warning",
    looks_at="HTTP liveness probes of replicators and unified pods",
    fix="Set `periodSeconds` to 20 and `failureThreshold` to 15, which gives 5 minutes.",
)
def liveness_survives_an_outage(objects: Objects) -> Iterator[Violation]:
    """A short outage of a database does not restart the replicators.

    `/probes/liveness` returns status 400 if the replication loop has waited for a database for 10 s (probes.ts:45-48).
    A restart does not repair the database, and the back-off between restarts delays the replication. The product of
    `failureThreshold` and `periodSeconds` must be at least 120 s.
    """
    for container in objects.workloads("replication", "unified"):
        for probe in probes_of(container, "liveness"):
            if probe.http is not None and probe.budget < _OUTAGE:
                reason = f"has a liveness probe that fails after {probe.budget} s without an answer from a database"
                yield Violation(container.object, reason, path=probe.path)


@rule(
    "PS226",
    "liveness-grace",
    "note",
    looks_at="liveness probes of API pods, replicators and unified pods",
    fix="Set `terminationGracePeriodSeconds` of the liveness probe to 10.",
)
def liveness_has_its_own_grace(objects: Objects) -> Iterator[Violation]:
    """If the pods have a long termination grace period, the liveness probe has a shorter one.

    A process that hangs does not drain its clients, so the grace period only delays the restart. Measured with a grace
    period of 60 s: a stopped process was back after 93 s, of which 60 s were the grace period.
    """
    field = "terminationGracePeriodSeconds"
    for container in objects.workloads():
        grace = container.object.pod.get(field)
        for probe in probes_of(container, "liveness"):
            if isinstance(grace, int) and grace > DEFAULT_GRACE_SECONDS and field not in probe.spec:
                reason = f"waits {grace} s before it restarts a process that hangs"
                yield Violation(container.object, reason, path=probe.path)


@rule(
    "PS222",
    "time-to-start",
    "warning",
    looks_at="startup and liveness probes of API pods, replicators and unified pods",
    fix="Add a startup probe with `periodSeconds: 5` and `failureThreshold: 120`, which gives 10 minutes.",
)
def there_is_time_to_start(objects: Objects) -> Iterator[Violation]:
    """The probes leave enough time for the start of the service.

    The ports are closed until the service has started. A pod that migrates the bucket storage at start waits up to 180
    s for the migration lock, and then migrates. If the kubelet kills it, the lock stays for up to 60 s. A pod that does
    not migrate waits up to 30 s for a connection if its bucket storage is in MongoDB.

    The available time is `initialDelaySeconds` plus `failureThreshold` times `periodSeconds` of the startup probe, or
    of the liveness probe if there is no startup probe.
    """
    for container in objects.workloads():
        probe = next(probes_of(container, "startup", "liveness"), None)
        needed, why = _needed(container, objects)
        time = probe.seconds("initialDelaySeconds") + probe.budget if probe else needed
        if probe and time < needed:
            reason = f"is killed by its {probe} if it does not start within {time} s, but {why}"
            fix = "set periodSeconds to 5 and failureThreshold to 120" if probe.kind == "startup" else ""
            yield Violation(container.object, reason, fix, probe.path)


def _needed(container: ServiceContainer, objects: Objects) -> tuple[int, str]:
    """Return the seconds that the start can take, and why."""
    served = served_by(container, objects)
    if served and served.migrates_at_start:
        return _LOCK_WAIT, f"it waits up to {_LOCK_WAIT} s for the migration lock"
    configuration = configuration_of(container, objects)
    if configuration and configuration.value(configuration.storage, "type") == "postgresql":
        return 0, ""
    return _CONNECT, f"a connection to MongoDB takes up to {_CONNECT} s"

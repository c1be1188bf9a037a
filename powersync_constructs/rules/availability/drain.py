"""Rules about pods that terminate."""

import re
from collections.abc import Iterator

from powersync_constructs.config.pods._shutdown import DEFAULT_GRACE_SECONDS, EXIT_SECONDS
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import applied_workloads, number
from powersync_constructs.rules._lib.service_containers import SERVING, ServiceContainer
from powersync_constructs.rules._rule import rule

_GRACE = "terminationGracePeriodSeconds"
_SLEEP_SECONDS = 20
_SLEEP = re.compile(r"(?:.*[\s;&/])?sleep\s+(?P<number>\d{1,6})(?P<unit>[smh]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


@rule(
    "PS402",
    "grace-period",
    "warning",
    looks_at="API pods, replicators and unified pods",
    fix=f"Set `terminationGracePeriodSeconds` to at least {EXIT_SECONDS} seconds more than the preStop sleep.",
)
def grace_period_is_long_enough(objects: Objects) -> Iterator[Violation]:
    """The grace period of a pod covers the preStop sleep and the time that the service takes to exit.

    After SIGTERM, the service takes up to 30 seconds to exit, for example because a client keeps a WebSocket open
    (termination-handler.ts). The grace period begins before the preStop sleep. When the grace period ends, the kubelet
    kills the container. A killed replicator does not release its lock, so the standby takes over after up to 65 seconds
    instead of 5.
    """
    for container in applied_workloads(objects):
        grace = _grace_seconds(container)
        sleep = pre_stop_seconds(container) or 0
        if grace is not None and grace < sleep + EXIT_SECONDS:
            is_set = _GRACE in container.object.pod
            needs = f"{sleep} s for the preStop sleep and {EXIT_SECONDS} s" if sleep else f"{EXIT_SECONDS} s"
            reason = f"has a grace period of {grace} s{'' if is_set else ' (the default)'}, but needs {needs} to exit"
            fix = f"set {_GRACE} to {sleep + EXIT_SECONDS + 10}"
            path = container.object.pod_path
            yield Violation(container.object, reason, fix, (*path, _GRACE) if is_set else path)


@rule(
    "PS403",
    "pre-stop-sleep",
    "warning",
    looks_at="workloads that serve clients, and the Services that send requests to them",
    fix=f"Add a preStop sleep of {_SLEEP_SECONDS} seconds, or longer behind a cloud load balancer. Set `{_GRACE}` to"
    " 40 seconds more than the sleep.",
)
def serving_pods_sleep_before_they_stop(objects: Objects) -> Iterator[Violation]:
    """A pod that serves clients sleeps before it stops.

    The service is ready until SIGTERM, and then disconnects all clients (RouterEngine.shutDown). Kubernetes removes the
    pod from the Service at the same time as it stops the containers. Without a preStop sleep, the ingress controller
    can therefore send clients to a pod that no longer accepts connections. A sleep of 20 seconds is enough for most
    ingress controllers. An AWS Application Load Balancer needs 30, and a Google load balancer 60.
    """
    reached = {id(pods) for service in objects.of_kind("Service") for pods in objects.pods_of_service(service)}
    for container in applied_workloads(objects, *SERVING):
        if id(container.object) in reached and not pre_stop_seconds(container) and not _has_other_hook(container):
            reason = "has no preStop sleep, so load balancers send clients to pods that have already stopped"
            fix = f"add lifecycle.preStop.sleep.seconds: {_SLEEP_SECONDS} to container '{container.name}'"
            grace = _grace_seconds(container)
            if grace is not None and grace < _SLEEP_SECONDS + EXIT_SECONDS:
                fix += f", and set {_GRACE} to {_SLEEP_SECONDS + EXIT_SECONDS + 10}"
            yield Violation(container.object, reason, fix, (*container.path, "lifecycle"))


def _grace_seconds(container: ServiceContainer) -> int | None:
    return number(container.object.pod.get(_GRACE, DEFAULT_GRACE_SECONDS))


def pre_stop_seconds(container: ServiceContainer) -> int | None:
    """Return the seconds that a container sleeps before it gets SIGTERM; None if that is not known."""
    hook = mapping(container.spec, "lifecycle", "preStop")
    if action := mapping(hook, "sleep"):
        return number(action.get("seconds"))
    command = mapping(hook, "exec").get("command")
    written = " ".join(map(text, command)).strip() if isinstance(command, list) else ""
    found = _SLEEP.fullmatch(written) if len(written) < 200 else None
    return int(found["number"]) * _UNITS[found["unit"]] if found else None


def _has_other_hook(container: ServiceContainer) -> bool:
    """Whether a preStop hook takes a time that its manifest does not show."""
    hook = mapping(container.spec, "lifecycle", "preStop")
    return bool(hook) and "sleep" not in hook and pre_stop_seconds(container) is None

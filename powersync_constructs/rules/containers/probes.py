"""Rules about HTTP probes, and about the probes that a container must have."""

from collections.abc import Iterator

from powersync_constructs.config.pods._reserved import METRICS_PATH, PROBES_PATH
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.pod_ports import listed, number_in, open_ports
from powersync_constructs.rules._lib.served import Served, served_by
from powersync_constructs.rules._lib.service_containers import SERVING, Role
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.containers._probes import KINDS, Probe, probes_of

_PATHS = tuple(f"{PROBES_PATH}/{kind}" for kind in KINDS)
"""The paths of the probes on the API port."""
_ENDING: tuple[Role, ...] = ("compact", "migrate", "teardown", "test-connection")
"""The commands that end by themselves."""


@rule(
    "PS211",
    "probe-port",
    "error",
    looks_at="probes of the containers that run the service",
    fix="Set `port` of the probe to `port` in service.yaml, or to the name of this port.",
)
def probe_port_exists(objects: Objects) -> Iterator[Violation]:
    """The port of a probe is a port of the service.

    If nothing listens on the port, the probe fails: the kubelet restarts the container again and again, or the pod is
    never ready.
    """
    for probe in _probes(objects):
        container, port = probe.container, probe.port
        number = number_in(container.spec, port) if port is not None else None
        served = served_by(container, objects)
        if isinstance(port, str) and number is None:
            reason = f"has a {probe} for port '{port}', but container '{container.name}' has no such port"
        elif isinstance(port, int) and served and not _listens(port, served, probe, objects):
            reason = f"has a {probe} for port {port}, but the service uses {listed(served.configured)}"
        else:
            continue
        yield Violation(container.object, reason, path=probe.path)


def _listens(port: int, served: Served, probe: Probe, objects: Objects) -> bool:
    ports = open_ports(probe.container.object, objects)
    return port in served.configured or ports is None or port in ports


@rule(
    "PS212",
    "http-probe-is-answered",
    "error",
    looks_at="HTTP and TCP probes of API pods, replicators and unified pods",
    fix="Set `healthcheck.probes.use_http: true` in service.yaml.",
)
def http_probe_is_answered(objects: Objects) -> Iterator[Violation]:
    """The service answers HTTP probes in each container that has them.

    Without `healthcheck.probes` in service.yaml, only API pods and unified pods answer HTTP probes: a replicator does
    not open the API port. If service.yaml contains `healthcheck.probes`, even as an empty mapping, the service answers
    HTTP probes only with `use_http: true` (CoreModule.ts:108-158).
    """
    for probe in _probes(objects):
        container = probe.container
        served = served_by(container, objects)
        number = number_in(container.spec, probe.port) if probe.port is not None else None
        if not served or number != served.api_port:
            continue
        if served.has_http_probes or (probe.http is None and served.opens_api_port):
            continue
        cause = "sets healthcheck.probes without use_http" if served.chooses_probes else "does not set use_http"
        effect = "the service does not answer it" if served.opens_api_port else "a replicator does not open this port"
        reason = f"has a {probe} for port {number}, but {effect}, because service.yaml {cause}"
        yield Violation(container.object, reason, path=probe.path)


@rule(
    "PS213",
    "probe-request",
    "error",
    looks_at="HTTP and gRPC probes of API pods, replicators and unified pods",
    fix="Use `httpGet` with the path `/probes/startup`, `/probes/liveness` or `/probes/readiness`, and no `scheme`.",
)
def probe_request_is_known(objects: Objects) -> Iterator[Violation]:
    """A probe sends a request that the service can answer with success.

    The service answers `/probes/startup`, `/probes/liveness` and `/probes/readiness` (routes/endpoints/probes.ts) with
    HTTP/1.1. It has neither TLS nor gRPC, and any other path gets status 404.
    """
    for probe in _probes(objects):
        if reason := _unanswered(probe, served_by(probe.container, objects)):
            yield Violation(probe.container.object, f"has a {probe} {reason}", path=probe.path)


def _unanswered(probe: Probe, served: Served | None) -> str:
    """Return why the service does not answer a probe; empty if it does, or if another container answers."""
    if mapping(probe.spec, "grpc"):
        return "with gRPC, which the service does not have"
    if probe.http is None or probe.port is None:
        return ""
    number = number_in(probe.container.spec, probe.port)
    if served is not None and number not in served.configured:
        return ""
    if text(probe.http.get("scheme")).upper() == "HTTPS":
        return "with HTTPS, but the service has no TLS"
    path = "/" + text(probe.http.get("path")).partition("?")[0].removeprefix("/")
    is_api = served is not None and number == served.api_port
    known = _PATHS if is_api else (*_PATHS, METRICS_PATH)
    return "" if path in known else f"for the path {path}, which the service does not have"


@rule(
    "PS214",
    "probes-of-jobs",
    "warning",
    looks_at="containers that run `migrate`, `compact`, `teardown` or `test-connection`",
    fix="Remove the startup probe and the liveness probe.",
)
def jobs_have_no_probes(objects: Objects) -> Iterator[Violation]:
    """A container that ends by itself has no startup probe and no liveness probe.

    These commands never report that they have started, and `migrate` opens no port. If the probe fails, the kubelet
    kills the container, possibly in the middle of a migration.
    """
    for container in objects.services(*_ENDING):
        for probe in probes_of(container, "startup", "liveness"):
            reason = f"has a {probe}, but '{container.role}' does not report its state to probes"
            yield Violation(container.object, reason, path=probe.path)


@rule(
    "PS215",
    "has-probes",
    "warning",
    "note",
    looks_at="API pods, replicators and unified pods",
    fix="Add HTTP probes: `/probes/readiness` and `/probes/liveness` on the API port.",
)
def workload_has_probes(objects: Objects) -> Iterator[Violation]:
    """API pods have a readiness probe, and all long-running pods have a liveness probe.

    The API port is closed until the service has connected to its bucket storage. Without a readiness probe, a new pod
    gets requests before that, and a rollout stops old pods too early.

    Without a liveness probe, the kubelet never restarts a process that hangs. This finding is a note.
    """
    for container in objects.workloads():
        kinds = {probe.kind for probe in probes_of(container)}
        if container.role in SERVING and "readiness" not in kinds:
            reason = "has no readiness probe, so its pods get requests before the service listens"
            fix = f"add a readiness probe for {PROBES_PATH}/readiness"
            yield Violation(container.object, reason, fix, container.path)
        if "liveness" not in kinds:
            reason = "has no liveness probe, so the kubelet does not restart a process that hangs"
            fix = f"add a liveness probe for {PROBES_PATH}/liveness"
            yield Violation(container.object, reason, fix, container.path, severity="note")


def _probes(objects: Objects) -> Iterator[Probe]:
    for container in objects.workloads():
        yield from probes_of(container)

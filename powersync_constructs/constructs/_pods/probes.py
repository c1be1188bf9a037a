"""The startup, liveness and readiness probes of long-running pods."""

from powersync_constructs.config.pods._reserved import HTTP_PORT, PROBE_FILES, PROBES_PATH
from powersync_constructs.config.pods.probes import ProbeSettings, ProbeTimes
from powersync_constructs.constructs._lib.kplus import cached, int_or_string, k8s

_FRESH = ["sh", "-c", f'test -n "$(find {PROBE_FILES.path}/poll -mmin -1)"']


@cached
def probes(settings: ProbeSettings, *, http: bool) -> tuple[k8s.Probe, k8s.Probe, k8s.Probe]:
    """Return the startup, liveness and readiness probe.

    Without HTTP, the probes check whether `.probes/poll` was written within the last minute. The service rewrites this
    file every 5 s. It never removes `ready` or `startup`, so the existence of these files shows nothing.
    """
    startup = _probe("startup", settings.startup, http=http)
    liveness = _probe("liveness", settings.liveness, http=http, grace_seconds=settings.liveness_grace_seconds)
    return startup, liveness, _probe("readiness", settings.readiness, http=http)


def _probe(name: str, times: ProbeTimes, *, http: bool, grace_seconds: int | None = None) -> k8s.Probe:
    return k8s.Probe(
        http_get=k8s.HttpGetAction(path=f"{PROBES_PATH}/{name}", port=int_or_string(HTTP_PORT)) if http else None,
        exec=None if http else k8s.ExecAction(command=_FRESH),
        period_seconds=times.period_seconds,
        timeout_seconds=times.timeout_seconds,
        failure_threshold=times.failure_threshold,
        termination_grace_period_seconds=grace_seconds,
    )

"""Rules about the timeouts of ingress controllers."""

from collections.abc import Iterator

from powersync_constructs.config.core._durations import go_duration
from powersync_constructs.config.ingress._streams import DAY, KEEPALIVE
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._served_routes import LOOKS_AT, served_routes
from powersync_constructs.rules.network._timers import default_timeouts, timers_of

_LONGEST_PAUSE = 30
"""The seconds that a stream may be silent: 20 s ±10 % between two lines, and some time for a busy pod. After 30 s,
a client ends a WebSocket itself (WebSocketSupport.ts of powersync-js)."""


@rule(
    "PS702",
    "response-timeout",
    "warning",
    "note",
    looks_at=LOOKS_AT,
    fix="Switch off the response timeout of the ingress controller, or set it to 24 hours.",
    scope="app",
)
def streams_have_no_response_timeout(objects: Objects) -> Iterator[Violation]:
    """The ingress controller does not end a stream within 24 hours.

    A client reads one response for as long as its token is valid, which is up to a day (KeyStore.ts). A timeout for the
    whole response ends the stream, even if data flows: after 15 s by default with Envoy, and after 30 s with the load
    balancers of Google. The client then connects again, by default 5 s later. WebSocket connections often continue, so
    only some clients have the problem.

    For a default timeout, the finding is a note if a policy that is not in the manifests may set another timeout.
    """
    for route in served_routes(objects):
        for timer in timers_of(route, "absolute"):
            if timer.seconds < DAY:
                reason = f"ends every stream after {_shown(timer.seconds)} ({timer.name})"
                yield Violation(timer.object, reason, f"set {timer.name} to {timer.off}", timer.path)
        for default in default_timeouts(route):
            reason = f"does not set a response timeout, so the controller ends every stream after {default.seconds}s"
            severity: Severity | None = None if default.is_certain else "note"
            yield Violation(default.object, reason, default.fix, default.path, severity)


@rule(
    "PS703",
    "idle-timeout",
    "error",
    looks_at=LOOKS_AT,
    fix="Set the inactivity timeout of the ingress controller to one hour.",
    scope="app",
)
def idle_streams_stay_open(objects: Objects) -> Iterator[Violation]:
    """The ingress controller keeps a silent stream open for at least 30 s.

    On an idle stream, the service sends a line every 20 s ±10 % (sync/util.ts), and WebSocket clients send their
    keepalives as often. The defaults of the controllers, which are 30 s or more, are long enough.
    """
    for route in served_routes(objects):
        for timer in timers_of(route, "inactivity"):
            if timer.seconds < _LONGEST_PAUSE:
                pause = f"the service sends a line only every {KEEPALIVE} s"
                reason = f"ends a stream that is silent for {_shown(timer.seconds)} ({timer.name}), but {pause}"
                yield Violation(timer.object, reason, f"set {timer.name} to {timer.off}", timer.path)


def _shown(seconds: float) -> str:
    return go_duration(int(seconds)) if seconds == int(seconds) else f"{seconds:g}s"

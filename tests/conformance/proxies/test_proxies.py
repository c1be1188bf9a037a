"""Our settings keep streams and WebSockets open and unbuffered in a real nginx and a real HAProxy."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import NamedTuple

import pytest

from powersync_constructs.config import F5Nginx, HaproxyIngress, HaproxyTechnologies, IngressNginx
from powersync_constructs.config.ingress.base import IngressApiController, Requirement

from .client import Outcome, converse, stream, stream_unframed
from .pod import Pod, run_pod
from .proxy import run_proxy
from .rendering import PROXIES, render

pytestmark = pytest.mark.xdist_group("proxies")  # the exchanges of one process run concurrently


class Exchange(NamedTuple):
    """An exchange of a client through a controller, optionally without the settings for one property."""

    controller: type[IngressApiController]
    act: Callable[[Path], Outcome]
    without: Requirement | None = None

    def __str__(self) -> str:
        return "-".join(filter(None, (self.controller.__name__, self.act.__name__, self.without)))


WITH_OUR_SETTINGS = [Exchange(controller, act) for controller in PROXIES for act in (stream, stream_unframed, converse)]
WITHOUT_A_SETTING: Mapping[Exchange, Outcome] = {
    Exchange(IngressNginx, stream_unframed, "buffering"): "late",
    Exchange(IngressNginx, stream, "inactivity timers"): "cut",
    Exchange(IngressNginx, converse, "inactivity timers"): "cut",
    Exchange(F5Nginx, stream_unframed, "buffering"): "late",
    Exchange(F5Nginx, stream, "inactivity timers"): "cut",
    Exchange(F5Nginx, converse, "inactivity timers"): "cut",
    Exchange(F5Nginx, converse, "WebSocket"): "refused",
    Exchange(HaproxyTechnologies, stream, "inactivity timers"): "cut",
    Exchange(HaproxyIngress, stream, "inactivity timers"): "cut",
    Exchange(HaproxyIngress, converse, "WebSocket"): "cut",
}
HAPROXIES = [controller for controller, proxy in PROXIES.items() if proxy.program == "haproxy"]


@contextmanager
def open_controller(
    controller: type[IngressApiController], without: Requirement | None, folder: Path, probe_seconds: float = 0
) -> Iterator[tuple[Path, Pod]]:
    """Run a pod, and a proxy in front of it."""
    entrance = folder / "socket"
    with run_pod(probe_seconds) as pod:
        configuration = render(controller(), without, entrance, pod.server_port)
        with run_proxy(PROXIES[controller].program, configuration, folder, entrance):
            yield entrance, pod


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[Exchange, "Future[Outcome]"]]:
    """The outcomes of all exchanges. They run concurrently, because each one waits for several seconds."""

    def carry_out(exchange: Exchange, folder: Path) -> Outcome:
        with open_controller(exchange.controller, exchange.without, folder) as (entrance, _):
            return exchange.act(entrance)

    exchanges = [*WITH_OUR_SETTINGS, *WITHOUT_A_SETTING]
    with ThreadPoolExecutor(len(exchanges)) as pool:
        yield {each: pool.submit(carry_out, each, tmp_path_factory.mktemp("controller")) for each in exchanges}


@pytest.mark.parametrize("exchange", WITH_OUR_SETTINGS, ids=str)
def test_an_exchange_completes_with_our_settings(
    outcomes: Mapping[Exchange, "Future[Outcome]"], exchange: Exchange
) -> None:
    """With our settings, each line arrives before the next is sent, despite pauses beyond the default timeouts."""
    assert outcomes[exchange].result() == "whole"


@pytest.mark.parametrize(("exchange", "outcome"), WITHOUT_A_SETTING.items(), ids=str)
def test_an_exchange_fails_without_the_setting(
    outcomes: Mapping[Exchange, "Future[Outcome]"], exchange: Exchange, outcome: Outcome
) -> None:
    """Without the settings for one property, the exchange fails in the expected way."""
    assert outcomes[exchange].result() == outcome


@pytest.mark.parametrize("controller", HAPROXIES)
def test_haproxy_checks_the_liveness_of_pods(controller: type[IngressApiController], tmp_path: Path) -> None:
    """HAProxy checks the liveness of pods with a request that the service answers."""
    with open_controller(controller, None, tmp_path) as (_, pod):
        probe = pod.probes.get(timeout=10)

    assert probe == "GET /probes/liveness"


@pytest.mark.parametrize("controller", HAPROXIES)
def test_haproxy_keeps_a_busy_pod(controller: type[IngressApiController], tmp_path: Path) -> None:
    """HAProxy keeps a pod whose probes take 5 s (here a fiftieth of that), longer than its default timeout."""
    with open_controller(controller, None, tmp_path, probe_seconds=0.1) as (entrance, pod):
        for _ in range(6):
            pod.probes.get(timeout=10)

        assert stream(entrance) == "whole"


@pytest.mark.parametrize("controller", HAPROXIES)
def test_haproxy_does_not_check_pods_without_the_settings(
    controller: type[IngressApiController], tmp_path: Path
) -> None:
    """Without the settings for health checks, HAProxy does not check the pods."""
    with open_controller(controller, "health check", tmp_path) as (_, pod), pytest.raises(Empty):
        pod.probes.get(timeout=0.5)

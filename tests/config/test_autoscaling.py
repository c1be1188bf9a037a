"""How many API pods there are: what both autoscalers take, and what KEDA takes beside that."""

from typing import Any

import pytest

from powersync_constructs import prometheus_adapter_rule
from powersync_constructs.config import ApiProps, HpaAutoscaling, KedaAuthentication, KedaAutoscaling
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests import CHECKOUT

from .refusal import refusal, taken

PROMETHEUS: dict[str, Any] = {"prometheus_url": "http://prometheus.monitoring.svc:9090"}
KEDA = KedaAutoscaling(**PROMETHEUS)
BOTH = pytest.mark.parametrize(
    ("model", "said"), [(HpaAutoscaling, {}), (KedaAutoscaling, PROMETHEUS)], ids=["hpa", "keda"]
)


@BOTH
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"min_replicas": 3, "max_replicas": 3}, id="as-many-as-few"),
        pytest.param({"min_replicas": 1}, id="from-one"),
        pytest.param({"cpu_percent": None}, id="on-connections-alone"),
    ],
)
def test_what_goes_together(model: type[Autoscaling], said: dict[str, Any], fields: dict[str, Any]) -> None:
    """Each of these is taken as it is."""
    assert taken(model, **said, **fields)


@pytest.mark.parametrize("model", [HpaAutoscaling, KedaAutoscaling])
def test_cpu_alone_needs_no_metric_of_ours(model: type[Autoscaling]) -> None:
    """The cluster knows CPU by itself: neither Prometheus nor a port for metrics is asked for."""
    model(connections=None).check_service(200, None)


@BOTH
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"min_replicas": 11},
            "autoscaling.min_replicas: 11 is above max_replicas 10; lower it",
            id="least-above-most",
        ),
        pytest.param(
            {"min_replicas": 0},
            "autoscaling.min_replicas: 0 should be greater than or equal to 1; it is …",
            id="from-none",
        ),
        pytest.param(
            {"connections": None, "cpu_percent": None},
            "autoscaling.connections: None beside cpu_percent None leaves nothing to scale on; give one of them",
            id="nothing-to-scale-on",
        ),
        pytest.param(
            {"cpu_percent": 101},
            "autoscaling.cpu_percent: 101 should be less than or equal to 100; it is …",
            id="more-cpu-than-asked-for",
        ),
    ],
)
def test_what_does_not_go_together(
    model: type[Autoscaling], said: dict[str, Any], fields: dict[str, Any], line: str
) -> None:
    """What would never scale, or not as it says, is refused with the way out."""
    assert refusal(model, **said, **fields) == [line]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {},
            "prometheus_url: missing; give Prometheus, or connections=None to scale on CPU alone",
            id="no-prometheus",
        ),
        pytest.param(
            {"prometheus_url": "prometheus:9090"},
            "prometheus_url: 'prometheus:9090' is no http:// or https:// URL; correct it",
            id="no-url",
        ),
        pytest.param(
            {"prometheus_url": "http://admin:c4n4ry@prometheus:9090"},
            "prometheus_url: a URL with a password would stand in the manifests; leave it out",
            id="a-password",
        ),
        pytest.param(
            {**PROMETHEUS, "connections": None},
            "prometheus_url: is for connections, which are None; drop it, or give connections",
            id="prometheus-for-nothing",
        ),
        pytest.param(
            {"connections": None, "fallback_replicas": 3},
            "fallback_replicas: is for connections, which are None; drop it, or give connections",
            id="nothing-to-fall-back-from",
        ),
        pytest.param(
            {"connections": None, "fallback_after_failures": 5},
            "fallback_after_failures: is for connections, which are None; drop it, or give connections",
            id="nothing-that-could-fail",
        ),
        pytest.param(
            {**PROMETHEUS, "fallback_replicas": 11},
            "fallback_replicas: 11 is not between min_replicas 2 and max_replicas 10; choose one that is",
            id="fallback-above-the-most",
        ),
        pytest.param(
            {**PROMETHEUS, "fallback_replicas": 1},
            "fallback_replicas: 1 is not between min_replicas 2 and max_replicas 10; choose one that is",
            id="fallback-below-the-least",
        ),
    ],
)
def test_what_keda_cannot_do(fields: dict[str, Any], line: str) -> None:
    """It asks Prometheus, and falls back to a number of pods within the bounds."""
    assert refusal(KedaAutoscaling, **fields) == [f"autoscaling.{line}"]


def test_keda_logs_in_as_prometheus_wants() -> None:
    """In ways that KEDA knows."""
    (line,) = refusal(KedaAuthentication, name="prometheus", modes=["password"])

    assert line.startswith("authentication.modes[0]: 'password' is not one of 'basic', 'bearer', 'tls' or 'custom'")


@pytest.mark.parametrize(("given", "fewest"), [(None, 2), (5, 5)])
def test_fewest_without_prometheus(given: int | None, fewest: int) -> None:
    """As few as ever, unless told otherwise."""
    assert KEDA.with_(fallback_replicas=given).fewest_without_prometheus == fewest


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(connections=181), KEDA.with_(connections=181)])
def test_pods_are_not_full_before_there_are_more(autoscaling: Autoscaling) -> None:
    """An aim below the limit of a process is taken."""
    autoscaling.check_service(200, 9464)


@pytest.mark.parametrize("connections", [80, 81])
@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA])
def test_an_aim_that_is_never_passed(autoscaling: Autoscaling, connections: int) -> None:
    """A full pod refuses clients, and so never has more of them than it takes."""
    aim = autoscaling.with_(connections=connections)

    lines = refusal(aim.check_service, max_concurrent_connections=80, prometheus_port=9464)

    rule = f"{connections} is not 10 % below the 80 streams that a process takes"
    way_out = "aim at less, or raise max_concurrent_connections"
    assert lines == [f"autoscaling.connections: {rule}; {way_out}"]


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA])
def test_connections_are_a_metric(autoscaling: Autoscaling) -> None:
    """Without a port for it, nothing could say how many there are."""
    lines = refusal(autoscaling.check_service, max_concurrent_connections=200, prometheus_port=None)

    rule = "80 is a metric, and telemetry.prometheus_port is None; give the port, or connections=None"
    assert lines == [f"autoscaling.connections: {rule}"]


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA])
def test_an_autoscaler_owns_the_replicas(autoscaling: Autoscaling) -> None:
    """A number beside it would be set again by every apply."""
    lines = refusal(ApiProps, replicas=2, autoscaling=autoscaling)

    assert lines == ["api.replicas: 2 beside autoscaling would be reset by every apply; drop one"]


def test_both_autoscalers_cannot_be_said() -> None:
    """There is one place for one autoscaler."""
    (line,) = refusal(ApiProps, autoscaling=[HpaAutoscaling(), KEDA])

    assert line.startswith("api.autoscaling: ")


def test_prometheus_adapter_rule_needs_no_instance() -> None:
    """One rule serves the connections of every pod in the cluster, as a gauge, which has no rate."""
    rule = prometheus_adapter_rule()

    assert 'powersync_concurrent_connections{namespace!="",pod!=""}' in rule
    assert "rate(" not in rule


def test_prometheus_adapter_rule_is_on_the_page() -> None:
    """Who reads docs/autoscaling.md has the rule as the function prints it."""
    page = (CHECKOUT / "docs" / "autoscaling.md").read_text(encoding="utf-8")

    assert f"```yml\n{prometheus_adapter_rule()}```" in page

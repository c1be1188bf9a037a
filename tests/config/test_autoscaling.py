"""Props of the API autoscalers: the fields of both kinds, and those of KEDA."""

from typing import Any

import pytest

from powersync_constructs import prometheus_adapter_rule
from powersync_constructs.config import ApiProps, HpaAutoscaling, KedaAuthentication, KedaAutoscaling
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests import CHECKOUT

from .validation import accepts, errors_of

PROMETHEUS: dict[str, Any] = {"prometheus_url": "http://prometheus.monitoring.svc:9090"}
KEDA = KedaAutoscaling(**PROMETHEUS)
BOTH = pytest.mark.parametrize(
    ("model", "required"), [(HpaAutoscaling, {}), (KedaAutoscaling, PROMETHEUS)], ids=["hpa", "keda"]
)


@BOTH
@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="defaults"),
        pytest.param({"min_replicas": 3, "max_replicas": 3}, id="min-equals-max"),
        pytest.param({"min_replicas": 1}, id="min-of-1"),
        pytest.param({"cpu_percent": None}, id="connections-only"),
    ],
)
def test_valid_fields_are_accepted(model: type[Autoscaling], required: dict[str, Any], fields: dict[str, Any]) -> None:
    """Both autoscalers accept these fields."""
    assert accepts(model, **required, **fields)


@pytest.mark.parametrize("model", [HpaAutoscaling, KedaAutoscaling])
def test_cpu_alone_needs_no_prometheus(model: type[Autoscaling]) -> None:
    """Scaling on CPU alone needs neither Prometheus nor a metrics port, because Kubernetes measures the CPU."""
    model(connections=None).check_service(200, None)


@BOTH
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"min_replicas": 11},
            "autoscaling.min_replicas: 11 is more than max_replicas 10; use a lower value",
            id="min-above-max",
        ),
        pytest.param(
            {"min_replicas": 0},
            "autoscaling.min_replicas: 0 should be greater than or equal to 1; set it to …",
            id="min-of-0",
        ),
        pytest.param(
            {"connections": None, "cpu_percent": None},
            "autoscaling.connections: None with cpu_percent=None leaves no metric to scale on; set one of the two",
            id="no-metric",
        ),
        pytest.param(
            {"cpu_percent": 101},
            "autoscaling.cpu_percent: 101 should be less than or equal to 100; set it to …",
            id="cpu-above-100-percent",
        ),
    ],
)
def test_invalid_fields_are_refused(
    model: type[Autoscaling], required: dict[str, Any], fields: dict[str, Any], line: str
) -> None:
    """Fields with which an autoscaler cannot scale as configured are refused, and the error has a way out."""
    assert errors_of(model, **required, **fields) == [line]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {},
            "prometheus_url: missing; give the URL of Prometheus, or connections=None to scale on CPU alone",
            id="no-prometheus",
        ),
        pytest.param(
            {"prometheus_url": "prometheus:9090"},
            "prometheus_url: 'prometheus:9090' is not an http:// or https:// URL; correct it",
            id="invalid-url",
        ),
        pytest.param(
            {"prometheus_url": "http://admin:c4n4ry@prometheus:9090"},
            "prometheus_url: contains a secret, which the manifests would show; remove it from the URL",
            id="password-in-the-url",
        ),
        pytest.param(
            {**PROMETHEUS, "connections": None},
            "prometheus_url: is only for scaling on connections, which is off; remove it, or set connections",
            id="prometheus-without-connections",
        ),
        pytest.param(
            {"connections": None, "fallback_replicas": 3},
            "fallback_replicas: is only for scaling on connections, which is off; remove it, or set connections",
            id="fallback-without-connections",
        ),
        pytest.param(
            {"connections": None, "fallback_after_failures": 5},
            "fallback_after_failures: is only for scaling on connections, which is off; remove it, or set connections",
            id="failures-without-connections",
        ),
        pytest.param(
            {**PROMETHEUS, "fallback_replicas": 11},
            "fallback_replicas: 11 is not between min_replicas 2 and max_replicas 10; use a number in this range",
            id="fallback-above-max",
        ),
        pytest.param(
            {**PROMETHEUS, "fallback_replicas": 1},
            "fallback_replicas: 1 is not between min_replicas 2 and max_replicas 10; use a number in this range",
            id="fallback-below-min",
        ),
    ],
)
def test_invalid_keda_fields_are_refused(fields: dict[str, Any], line: str) -> None:
    """KEDA needs a Prometheus URL without a password, and fallback replicas between the minimum and the maximum."""
    assert errors_of(KedaAutoscaling, **fields) == [f"autoscaling.{line}"]


def test_unknown_keda_auth_mode_is_refused() -> None:
    """Only the authentication modes that KEDA supports are accepted."""
    (line,) = errors_of(KedaAuthentication, name="prometheus", modes=["password"])

    assert line.startswith("authentication.modes[0]: 'password' is not one of 'basic', 'bearer', 'tls' or 'custom'")


@pytest.mark.parametrize(("given", "lowest"), [(None, 2), (5, 5)])
def test_lowest_replicas_without_prometheus(given: int | None, lowest: int) -> None:
    """While Prometheus fails, the lowest number of pods is `fallback_replicas`, and by default `min_replicas`."""
    assert KEDA.with_(fallback_replicas=given).fewest_without_prometheus == lowest


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(connections=181), KEDA.with_(connections=181)])
def test_target_below_the_connection_limit_is_accepted(autoscaling: Autoscaling) -> None:
    """A target is accepted if the target plus 10 % is below the connection limit of a process."""
    autoscaling.check_service(200, 9464)


@pytest.mark.parametrize("connections", [80, 81])
@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA])
def test_target_near_the_connection_limit_is_refused(autoscaling: Autoscaling, connections: int) -> None:
    """A target near the connection limit is refused, because a full pod rejects clients before scaling starts."""
    target = autoscaling.with_(connections=connections)

    lines = errors_of(target.check_service, max_concurrent_connections=80, prometheus_port=9464)

    rule = f"{connections} plus 10 % is not below max_concurrent_connections 80"
    way_out = "lower the target, or raise max_concurrent_connections"
    assert lines == [f"autoscaling.connections: {rule}; {way_out}"]


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA])
def test_connections_need_the_metrics_port(autoscaling: Autoscaling) -> None:
    """Scaling on connections needs the Prometheus port, because the number of connections is a metric."""
    lines = errors_of(autoscaling.check_service, max_concurrent_connections=200, prometheus_port=None)

    rule = "80 needs metrics, but telemetry.prometheus_port is None; set the port, or connections=None"
    assert lines == [f"autoscaling.connections: {rule}"]


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA])
def test_replicas_with_an_autoscaler_are_refused(autoscaling: Autoscaling) -> None:
    """`replicas` with an autoscaler is refused, because every apply would reset the number of pods."""
    lines = errors_of(ApiProps, replicas=2, autoscaling=autoscaling)

    assert lines == ["api.replicas: 2 would undo all scaling at every apply; remove replicas or autoscaling"]


def test_two_autoscalers_are_refused() -> None:
    """The field takes one autoscaler, and not a list."""
    (line,) = errors_of(ApiProps, autoscaling=[HpaAutoscaling(), KEDA])

    assert line.startswith("api.autoscaling: ")


def test_prometheus_adapter_rule_covers_all_pods() -> None:
    """One rule covers the connections of all pods in the cluster. It has no rate(), because the metric is a gauge."""
    rule = prometheus_adapter_rule()

    assert 'powersync_concurrent_connections{namespace!="",pod!=""}' in rule
    assert "rate(" not in rule


def test_prometheus_adapter_rule_is_on_the_page() -> None:
    """docs/autoscaling.md shows the rule as the function returns it."""
    page = (CHECKOUT / "docs" / "autoscaling.md").read_text(encoding="utf-8")

    assert f"```yml\n{prometheus_adapter_rule()}```" in page

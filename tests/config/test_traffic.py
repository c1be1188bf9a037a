"""What stands before the API pods and what makes more of them: the Service and the autoscaler."""

from typing import Any

import pytest

from powersync_constructs.config import HpaAutoscaling, ServiceProps
from powersync_constructs.config._base import Props

from .refusal import refusal


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(ServiceProps, {}, id="cluster-ip"),
        pytest.param(ServiceProps, {"type": "NodePort", "node_port": 30080}, id="node-port"),
        pytest.param(
            ServiceProps,
            {
                "type": "LoadBalancer",
                "load_balancer_class": "service.k8s.aws/nlb",
                "load_balancer_source_ranges": ["203.0.113.0/24"],
                "external_traffic_policy": "Local",
            },
            id="load-balancer",
        ),
        pytest.param(HpaAutoscaling, {"min_replicas": 3, "max_replicas": 3}, id="as-many-as-few"),
        pytest.param(HpaAutoscaling, {"connections": None}, id="on-cpu-alone"),
        pytest.param(HpaAutoscaling, {"cpu_percent": None}, id="on-connections-alone"),
    ],
)
def test_what_goes_together(model: type[Props], fields: dict[str, Any]) -> None:
    """Each of these is taken as it is."""
    assert model(**fields).model_fields_set == set(fields)


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            HpaAutoscaling,
            {"min_replicas": 11},
            "autoscaling.min_replicas: 11 is above max_replicas 10; lower it",
            id="least-above-most",
        ),
        pytest.param(
            HpaAutoscaling,
            {"connections": None, "cpu_percent": None},
            "autoscaling.connections: None beside cpu_percent None leaves nothing to scale on; give one of them",
            id="nothing-to-scale-on",
        ),
        pytest.param(
            HpaAutoscaling,
            {"cpu_percent": 101},
            "autoscaling.cpu_percent: 101 should be less than or equal to 100; it is …",
            id="more-cpu-than-asked-for",
        ),
        pytest.param(
            ServiceProps,
            {"load_balancer_class": "example.com/x"},
            "service.load_balancer_class: goes only with type LoadBalancer, not ClusterIP; set it, or drop the field",
            id="class-without-a-load-balancer",
        ),
        pytest.param(
            ServiceProps,
            {"type": "NodePort", "load_balancer_source_ranges": ["10.0.0.0/8"]},
            "service.load_balancer_source_ranges: goes only with type LoadBalancer, not NodePort; set it, or drop the "
            "field",
            id="ranges-without-a-load-balancer",
        ),
        pytest.param(
            ServiceProps,
            {"type": "LoadBalancer", "load_balancer_source_ranges": ["local"]},
            "service.load_balancer_source_ranges[0]: 'local' is not a range of addresses; write it like 10.0.0.0/8",
            id="local-is-no-range-here",
        ),
        pytest.param(
            ServiceProps,
            {"node_port": 30080},
            "service.node_port: does not go with type ClusterIP; choose another type, or drop the field",
            id="node-port-of-a-cluster-ip",
        ),
        pytest.param(
            ServiceProps,
            {"external_traffic_policy": "Local"},
            "service.external_traffic_policy: does not go with type ClusterIP; choose another type, or drop the field",
            id="policy-of-a-cluster-ip",
        ),
    ],
)
def test_what_does_not_go_together(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """What the API server refuses, or what would not do what it says, is refused with the way out."""
    assert refusal(model, **fields) == [line]


@pytest.mark.parametrize("autoscaling", [HpaAutoscaling(connections=199), HpaAutoscaling(connections=None)])
def test_pods_are_not_full_before_there_are_more(autoscaling: HpaAutoscaling) -> None:
    """An aim below the limit of a process is taken, and none at all."""
    autoscaling.check_service(200, 9464)


def test_an_aim_at_the_limit_is_never_passed() -> None:
    """A full pod refuses clients, and so never has more of them than it takes."""
    lines = refusal(HpaAutoscaling().check_service, max_concurrent_connections=80, prometheus_port=9464)

    rule = "80 is not below the 80 streams that a process takes; aim at less, or raise max_concurrent_connections"
    assert lines == [f"api.autoscaling.connections: {rule}"]


def test_connections_are_a_metric() -> None:
    """Without a port for it, nothing could say how many there are."""
    lines = refusal(HpaAutoscaling().check_service, max_concurrent_connections=200, prometheus_port=None)

    rule = "80 is a metric, and telemetry.prometheus_port is None; give the port, or connections=None"
    assert lines == [f"api.autoscaling.connections: {rule}"]


def test_cpu_needs_no_metric_of_ours() -> None:
    """The cluster knows it by itself."""
    HpaAutoscaling(connections=None).check_service(200, None)

"""What stands before the API pods: the Service."""

from typing import Any

import pytest

from powersync_constructs.config import ServiceProps

from .refusal import refusal, taken


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="cluster-ip"),
        pytest.param({"type": "NodePort", "node_port": 30080}, id="node-port"),
        pytest.param(
            {
                "type": "LoadBalancer",
                "load_balancer_class": "service.k8s.aws/nlb",
                "load_balancer_source_ranges": ["203.0.113.0/24"],
                "external_traffic_policy": "Local",
            },
            id="load-balancer",
        ),
    ],
)
def test_what_goes_together(fields: dict[str, Any]) -> None:
    """Each of these is taken as it is."""
    assert taken(ServiceProps, **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"load_balancer_class": "example.com/x"},
            "service.load_balancer_class: goes only with type LoadBalancer, not ClusterIP; set it, or drop the field",
            id="class-without-a-load-balancer",
        ),
        pytest.param(
            {"type": "NodePort", "load_balancer_source_ranges": ["10.0.0.0/8"]},
            "service.load_balancer_source_ranges: goes only with type LoadBalancer, not NodePort; set it, or drop the "
            "field",
            id="ranges-without-a-load-balancer",
        ),
        pytest.param(
            {"type": "LoadBalancer", "load_balancer_source_ranges": ["local"]},
            "service.load_balancer_source_ranges[0]: 'local' is not a range of addresses; write it like 10.0.0.0/8",
            id="local-is-no-range-here",
        ),
        pytest.param(
            {"node_port": 30080},
            "service.node_port: does not go with type ClusterIP; choose another type, or drop the field",
            id="node-port-of-a-cluster-ip",
        ),
        pytest.param(
            {"external_traffic_policy": "Local"},
            "service.external_traffic_policy: does not go with type ClusterIP; choose another type, or drop the field",
            id="policy-of-a-cluster-ip",
        ),
    ],
)
def test_what_does_not_go_together(fields: dict[str, Any], line: str) -> None:
    """What the API server refuses, or what would not do what it says, is refused with the way out."""
    assert refusal(ServiceProps, **fields) == [line]

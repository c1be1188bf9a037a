"""The Service of the API pods."""

from typing import Any

import pytest

from powersync_constructs.config import ServiceProps

from .validation import accepts, errors_of


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
def test_valid_service_is_accepted(fields: dict[str, Any]) -> None:
    """Each of these combinations is accepted."""
    assert accepts(ServiceProps, **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"load_balancer_class": "example.com/x"},
            "service.load_balancer_class: needs type LoadBalancer, not ClusterIP; change the type, or remove the field",
            id="class-without-a-load-balancer",
        ),
        pytest.param(
            {"type": "NodePort", "load_balancer_source_ranges": ["10.0.0.0/8"]},
            "service.load_balancer_source_ranges: needs type LoadBalancer, not NodePort; change the type, or remove "
            "the field",
            id="ranges-without-a-load-balancer",
        ),
        pytest.param(
            {"type": "LoadBalancer", "load_balancer_source_ranges": ["local"]},
            "service.load_balancer_source_ranges[0]: 'local' is not a CIDR range; write it like 10.0.0.0/8",
            id="local-as-a-range",
        ),
        pytest.param(
            {"node_port": 30080},
            "service.node_port: does not work with type ClusterIP; use another type, or remove the field",
            id="node-port-of-a-cluster-ip",
        ),
        pytest.param(
            {"external_traffic_policy": "Local"},
            "service.external_traffic_policy: does not work with type ClusterIP; use another type, or remove the field",
            id="policy-of-a-cluster-ip",
        ),
    ],
)
def test_invalid_service_is_refused(fields: dict[str, Any], line: str) -> None:
    """Fields that the API server refuses, or that have no effect, are refused with a way out."""
    assert errors_of(ServiceProps, **fields) == [line]

"""The query of KEDA returns the connections of one instance only."""

import pytest
from cdk8s import App

from powersync_constructs.config import KedaAutoscaling, MonitoringProps

from .instances import HEALTHY, NAMESPACE, NO_PODS, OVERLOADED, highly_available, rendered
from .server import Prometheus

pytestmark = pytest.mark.xdist_group("prometheus")


def keda_query(name: str) -> str:
    """Return the query in the ScaledObject of an instance."""
    keda = KedaAutoscaling(prometheus_url="http://prometheus:9090")
    made = rendered(App(), name, highly_available(MonitoringProps(), keda))
    [query] = [each["metadata"]["query"] for each in made.scaled_object["spec"]["triggers"] if each["type"] != "cpu"]
    return str(query)


@pytest.mark.parametrize("name", [HEALTHY, OVERLOADED])
def test_keda_counts_the_instances_own_connections(prometheus: Prometheus, name: str) -> None:
    """The query returns one number: the sum over exactly the pods that the PodMonitor selects."""
    scraped = prometheus.query(f'sum(powersync_concurrent_connections{{job="{NAMESPACE}/{name}"}})')

    counted = prometheus.query(keda_query(name))

    assert [sample.value for sample in counted] == [scraped[0].value] != [0]


def test_the_query_of_keda_is_empty_without_pods(prometheus: Prometheus) -> None:
    """For an instance without pods, the result is empty instead of 0, so KEDA treats it as a failure."""
    assert prometheus.query(keda_query(NO_PODS)) == []

"""What KEDA asks Prometheus for are the connections of one instance alone."""

import pytest
from cdk8s import App

from powersync_constructs.config import KedaAutoscaling, MonitoringProps

from .instances import BUSY, HEALTHY, NAMESPACE, NOBODY, highly_available, rendered
from .server import Prometheus

pytestmark = pytest.mark.xdist_group("prometheus")


def question(name: str) -> str:
    """The query in the ScaledObject of an instance."""
    keda = KedaAutoscaling(prometheus_url="http://prometheus:9090")
    made = rendered(App(), name, highly_available(MonitoringProps(), keda))
    [query] = [each["metadata"]["query"] for each in made.scaled_object["spec"]["triggers"] if each["type"] != "cpu"]
    return str(query)


@pytest.mark.parametrize("name", [HEALTHY, BUSY])
def test_keda_counts_the_instances_own_connections(prometheus: Prometheus, name: str) -> None:
    """All that its PodMonitor scrapes and nothing else, in one number, as KEDA wants it."""
    scraped = prometheus.query(f'sum(powersync_concurrent_connections{{job="{NAMESPACE}/{name}"}})')

    counted = prometheus.query(question(name))

    assert [sample.value for sample in counted] == [scraped[0].value] != [0]


def test_keda_gets_no_answer_for_pods_that_are_gone(prometheus: Prometheus) -> None:
    """No answer at all, which KEDA takes for a failure, rather than 0; neighbours do not count."""
    assert prometheus.query(question(NOBODY)) == []

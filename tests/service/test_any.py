"""Whatever validates is written, read back as it was said, and taken by the service. The same examples in every run."""

from hypothesis import HealthCheck, given, settings

from powersync_constructs.config import ServiceConfig
from powersync_constructs.config.service_yaml import render
from tests.judges import Judges

from .reading import environment, expected
from .strategies import services


@given(service=services())
@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_service_yaml_reads_back_equal(judges: Judges, service: ServiceConfig) -> None:
    """What is said is what the service has after reading, with nothing that it would refuse."""
    document = judges.read_service_yaml(render(service), environment(service))

    assert document == expected(service)
    assert judges.config_problems(document) == []

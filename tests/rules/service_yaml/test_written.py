"""The library finds no mistake in any service.yaml that it writes."""

from hypothesis import given, settings

from powersync_constructs.config import ServiceConfig
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules._service_yaml import decode, read
from tests.strategies.service import services


@given(services())
@settings(max_examples=settings().max_examples // 10)
def test_written_file_has_no_problem(service: ServiceConfig) -> None:
    """The props accept only what the service accepts. The keys of `extra` are not checked."""
    document = read(render(service))

    assert document.problems == ()
    assert [problem for problem in decode(document, NEWEST) if problem.is_certain] == []

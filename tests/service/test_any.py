"""Any valid service.yaml is read back unchanged and accepted by the service.

`make test` uses the same examples in every run, `make fuzz` uses many others.
"""

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from powersync_constructs.config import ServiceConfig
from powersync_constructs.config.service._service_yaml import render
from tests.judges import Judges
from tests.strategies.service import services
from tests.strategies.texts import HOSTILE

from .reading import environment, expected, unknown_keys


def test_any_service_yaml_reads_back_equal(judges: Judges) -> None:
    """The service reads and accepts exactly the values of the models, all hostile texts included."""
    seen: set[str] = set()

    @given(service=services())
    @settings(max_examples=settings().max_examples // 2)
    def reads_back_equal(service: ServiceConfig) -> None:
        document = judges.read_service_yaml(render(service), environment(service))
        seen.update(texts(document))

        assert document == expected(service)
        assert set(judges.config_problems(document)) == {f"{key}: unknown key" for key in unknown_keys(service)}

    reads_back_equal()
    assert len(seen.intersection(HOSTILE)) > len(HOSTILE) // 2


def texts(value: Any) -> Iterator[str]:
    """Yield all texts of a document, including keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts([*value, *value.values()])
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)

"""service.yaml with secrets in it, as it is put into a Secret: the service reads the same without their variables."""

import pytest
from hypothesis import given, settings

from powersync_constructs.config import SecretRef, SecretValue, ServiceConfig
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service._variables import secret_values
from tests.judges import Judges
from tests.samples.configuration import SERVICE, full_service
from tests.samples.databases import FULL_SOURCES, SOURCE
from tests.strategies.service import services
from tests.strategies.texts import HOSTILE

from .reading import environment, expected


def read_inside(judges: Judges, service: ServiceConfig) -> object:
    """The document that the service has, of the variables those alone that are references."""
    values = secret_values(service)
    beside = {name: value for name, value in environment(service).items() if name not in values}
    return judges.read_service_yaml(render(service, values), beside)


@pytest.mark.parametrize("source", FULL_SOURCES)
def test_everything_reads_back_equal(judges: Judges, source: str) -> None:
    """What is said is what the service has, whichever way a secret comes."""
    service = full_service(source, "mongodb")

    assert read_inside(judges, service) == expected(service)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_secret_stays_itself(judges: Judges, text: str) -> None:
    """No text of a secret can end its place in the file."""
    service = SERVICE.with_(source=SOURCE.with_(password=SecretValue(text), cacert=SecretValue(f"{text}\n{text}")))

    assert read_inside(judges, service) == expected(service)


def test_any_service_yaml_reads_back_equal(judges: Judges) -> None:
    """Whatever validates; `make fuzz` tries more of it."""

    @given(service=services())
    @settings(max_examples=settings().max_examples // 6)
    def reads_back_equal(service: ServiceConfig) -> None:
        assert read_inside(judges, service) == expected(service)

    reads_back_equal()


def test_a_reference_stays_one() -> None:
    """A Secret of somebody else's is read by the pods alone, also where its neighbour stands in the file."""
    service = SERVICE.with_(source=SOURCE.with_(username=SecretRef("a", "b"), password=SecretValue("inside")))

    text = render(service, secret_values(service))

    assert 'username: !env "PS_SOURCE_USERNAME"\n      password: "inside"\n' in text

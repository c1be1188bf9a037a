"""A service.yaml that contains its secrets, as it is stored in a Secret, is read without their variables."""

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
    """Return the document that the service reads, with only the variables of Secret references."""
    values = secret_values(service)
    others = {name: value for name, value in environment(service).items() if name not in values}
    return judges.read_service_yaml(render(service, values), others)


@pytest.mark.parametrize("source", FULL_SOURCES)
def test_everything_reads_back_equal(judges: Judges, source: str) -> None:
    """The service reads exactly the values of the models, whether a secret is in the file or in a variable."""
    service = full_service(source, "mongodb")

    assert read_inside(judges, service) == expected(service)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_secret_is_unchanged(judges: Judges, text: str) -> None:
    """No text of a secret can end its scalar in the file."""
    service = SERVICE.with_(source=SOURCE.with_(password=SecretValue(text), cacert=SecretValue(f"{text}\n{text}")))

    assert read_inside(judges, service) == expected(service)


def test_any_service_yaml_reads_back_equal(judges: Judges) -> None:
    """Any valid service.yaml reads back unchanged; `make fuzz` tries more examples."""

    @given(service=services())
    @settings(max_examples=settings().max_examples // 6)
    def reads_back_equal(service: ServiceConfig) -> None:
        assert read_inside(judges, service) == expected(service)

    reads_back_equal()


def test_reference_stays_a_variable() -> None:
    """A Secret reference stays a variable, even next to a secret that is in the file."""
    service = SERVICE.with_(source=SOURCE.with_(username=SecretRef("a", "b"), password=SecretValue("inside")))

    text = render(service, secret_values(service))

    assert 'username: !env "PS_SOURCE_USERNAME"\n      password: "inside"\n' in text

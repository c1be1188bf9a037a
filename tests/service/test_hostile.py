"""The service reads texts unchanged that YAML, JavaScript or a shell could interpret."""

import pytest

from powersync_constructs.config import SecretRef, SecretValue, ServiceConfig
from powersync_constructs.config.core._interpolation import interpolation_in
from powersync_constructs.config.service._service_yaml import render
from tests.judges import Judges
from tests.samples.configuration import SERVICE
from tests.samples.databases import CLIENT_AUTH, SOURCE
from tests.strategies.service import LONG_CHAIN
from tests.strategies.texts import HOSTILE

from .reading import environment, expected

PEM = "-----BEGIN CERTIFICATE-----\r\nMIIB+/==\n  x: y # z\n-----END CERTIFICATE-----\n\n"
KEYS = [*HOSTILE, "", "y", "n", "Yes", "ON", "0", "-1", "1.0", "a.b", "a-b", "caf\u00e9", "__proto__"]


def read_back(judges: Judges, service: ServiceConfig) -> object:
    """Return the document that the service reads."""
    return judges.read_service_yaml(render(service), environment(service))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_is_unchanged(judges: Judges, text: str) -> None:
    """A text is read unchanged as a value in a mapping, a list, a field and a secret.

    A field for a name accepts no variable of another tool.
    """
    name = text if interpolation_in(text) is None else "name"
    service = SERVICE.with_(
        source=SOURCE.with_(tag=name, username=name, password=SecretValue(text)),
        client_auth=CLIENT_AUTH.with_(audience=[name, "powersync", name]),
        metadata={"text": text},
        parameters={"text": text},
    )

    assert read_back(judges, service) == expected(service)


@pytest.mark.parametrize("key", KEYS, ids=ascii)
def test_key_is_unchanged(judges: Judges, key: str) -> None:
    """A key is read unchanged in both mappings with user-defined keys."""
    service = SERVICE.with_(metadata={"a": "1", key: "2", "z": "3"}, parameters={key: 1, "z": True})

    assert read_back(judges, service) == expected(service)


@pytest.mark.parametrize(
    "number", [0, -1, 2**53 - 1, -(2**53) + 1, 0.1, -0.5, 1e-7, 1.5e300, 5e-324, 1e16, 100.0, True, False]
)
def test_number_is_unchanged(judges: Judges, number: float) -> None:
    """JavaScript reads a number as PyYAML writes it, and a boolean stays a boolean."""
    document = judges.read_service_yaml(render(SERVICE.with_(parameters={"n": number})), environment(SERVICE))

    assert document["parameters"]["n"] == number
    assert isinstance(document["parameters"]["n"], bool) is isinstance(number, bool)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=ascii)
def test_pem_keeps_its_lines(judges: Judges, line_end: str) -> None:
    """A certificate keeps its line breaks."""
    pem = PEM.replace("\r\n", "\n").replace("\n", line_end)
    service = SERVICE.with_(
        source=SOURCE.with_(cacert=pem, client_certificate=pem, client_private_key=SecretValue(pem))
    )

    assert read_back(judges, service) == expected(service)


def test_long_chain_is_unchanged(judges: Judges) -> None:
    """A bundle of 100 kB, as large as the bundles of cloud providers, is read unchanged."""
    service = SERVICE.with_(source=SOURCE.with_(cacert=LONG_CHAIN))

    assert read_back(judges, service) == expected(service)


def test_text_that_looks_like_a_variable_is_unchanged(judges: Judges) -> None:
    """A text that looks like an `!env` tag stays a text."""
    service = SERVICE.with_(metadata={"a": "!env PS_SOURCE_PASSWORD b", "b": 'x"\n    c: !env "PS_SOURCE_PASSWORD'})

    document = judges.read_service_yaml(render(service), environment(service))

    assert document["metadata"] == service.metadata


def test_secret_may_contain_any_text(judges: Judges) -> None:
    """The content of a Secret is read unchanged: service.yaml has only the name of its variable."""
    service = SERVICE.with_(source=SOURCE.with_(password=SecretRef("database", "password")))
    hostile = "\n".join(HOSTILE)

    document = judges.read_service_yaml(render(service), {**environment(service), "PS_SOURCE_PASSWORD": hostile})

    assert document["replication"]["connections"][0]["password"] == hostile

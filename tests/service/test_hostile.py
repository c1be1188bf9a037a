"""Texts that YAML, JavaScript or a shell could take for something else reach the service as they were said."""

import pytest

from powersync_constructs.config import SecretRef, SecretValue, ServiceConfig
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
    """The document that the service has."""
    return judges.read_service_yaml(render(service), environment(service))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_text_stays_itself(judges: Judges, text: str) -> None:
    """As a value in a mapping, in a list and in a field, and as a secret."""
    service = SERVICE.with_(
        source=SOURCE.with_(tag=text, username=text, password=SecretValue(text)),
        client_auth=CLIENT_AUTH.with_(audience=[text, "powersync", text]),
        metadata={"text": text},
        parameters={"text": text},
    )

    assert read_back(judges, service) == expected(service)


@pytest.mark.parametrize("key", KEYS, ids=ascii)
def test_a_key_stays_itself(judges: Judges, key: str) -> None:
    """Of the two mappings whose keys are the user's, beside keys that are plain."""
    service = SERVICE.with_(metadata={"a": "1", key: "2", "z": "3"}, parameters={key: 1, "z": True})

    assert read_back(judges, service) == expected(service)


@pytest.mark.parametrize(
    "number", [0, -1, 2**53 - 1, -(2**53) + 1, 0.1, -0.5, 1e-7, 1.5e300, 5e-324, 1e16, 100.0, True, False]
)
def test_a_number_stays_itself(judges: Judges, number: float) -> None:
    """PyYAML's way to write it is JavaScript's way to read it, and a boolean is none."""
    document = judges.read_service_yaml(render(SERVICE.with_(parameters={"n": number})), environment(SERVICE))

    assert document["parameters"]["n"] == number
    assert isinstance(document["parameters"]["n"], bool) is isinstance(number, bool)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=ascii)
def test_pem_text_keeps_its_lines(judges: Judges, line_end: str) -> None:
    """A certificate is many lines, and none of them may be folded."""
    pem = PEM.replace("\r\n", "\n").replace("\n", line_end)
    service = SERVICE.with_(
        source=SOURCE.with_(cacert=pem, client_certificate=pem, client_private_key=SecretValue(pem))
    )

    assert read_back(judges, service) == expected(service)


def test_a_long_chain_stays_itself(judges: Judges) -> None:
    """A cloud provider's bundle of certificates has 100 kB."""
    service = SERVICE.with_(source=SOURCE.with_(cacert=LONG_CHAIN))

    assert read_back(judges, service) == expected(service)


def test_a_text_that_looks_like_a_variable_is_none(judges: Judges) -> None:
    """Only the tag makes a variable, and a text has none."""
    service = SERVICE.with_(metadata={"a": "!env PS_SOURCE_PASSWORD", "b": 'x"\n    c: !env "PS_SOURCE_PASSWORD'})

    document = judges.read_service_yaml(render(service), environment(service))

    assert document["metadata"] == service.metadata


def test_a_secret_may_hold_anything(judges: Judges) -> None:
    """The file has only its name."""
    service = SERVICE.with_(source=SOURCE.with_(password=SecretRef("database", "password")))
    hostile = "\n".join(HOSTILE)

    document = judges.read_service_yaml(render(service), {**environment(service), "PS_SOURCE_PASSWORD": hostile})

    assert document["replication"]["connections"][0]["password"] == hostile

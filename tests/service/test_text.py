"""The form of the text: nothing in it leaves a reader a choice."""

import re
from collections.abc import Iterator

import pytest
import yaml

from powersync_constructs.config import SecretValue, ServiceConfig
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service._variables import variables
from tests.samples.configuration import SERVICE, full_service
from tests.samples.databases import FULL_SOURCES, FULL_STORAGES
from tests.service.reading import environment
from tests.strategies.texts import HOSTILE

SPITEFUL = SERVICE.with_(
    metadata=dict.fromkeys(HOSTILE, "a"),
    parameters={**{f"p{index}": text for index, text in enumerate(HOSTILE)}, "n": 1, "f": 1e-7, "b": False},
)
SERVICES = [
    pytest.param(SERVICE, id="least"),
    pytest.param(SPITEFUL, id="hostile"),
    *(pytest.param(full_service(name, "postgresql"), id=name) for name in FULL_SOURCES),
    *(pytest.param(full_service("postgresql", name), id=f"{name}-storage") for name in FULL_STORAGES),
]


def scalars(node: yaml.Node | None, *, is_key: bool = False) -> Iterator[tuple[yaml.ScalarNode, bool]]:
    """Every scalar of a document, and whether it is a key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from scalars(key, is_key=True)
            yield from scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars(item)
    elif isinstance(node, yaml.ScalarNode):
        yield node, is_key


def all_scalars(service: ServiceConfig) -> list[tuple[yaml.ScalarNode, bool]]:
    """Every scalar of a service.yaml."""
    return list(scalars(yaml.compose(render(service), Loader=yaml.SafeLoader)))


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_not_quoted_is_a_number_or_a_boolean(service: ServiceConfig) -> None:
    """Every text is double-quoted, the names of variables among them."""
    plain = [node.value for node, is_key in all_scalars(service) if not is_key and node.style != '"']

    assert [text for text in plain if not re.fullmatch(r"true|false|-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?", text)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_key_that_is_not_quoted_is_a_word(service: ServiceConfig) -> None:
    """And none that an older YAML takes for a boolean."""
    plain = [node.value for node, is_key in all_scalars(service) if is_key and node.style != '"']

    words = re.compile(r"[a-z][A-Za-z_]*")
    assert [key for key in plain if not words.fullmatch(key) or key in {"y", "n", "yes", "no", "on", "off"}] == []


@pytest.mark.parametrize("service", SERVICES)
def test_there_are_no_anchors(service: ServiceConfig) -> None:
    """What stands twice is written twice."""
    events = yaml.parse(render(service), Loader=yaml.SafeLoader)

    assert [event for event in events if getattr(event, "anchor", None) is not None] == []


@pytest.mark.parametrize("service", SERVICES)
def test_there_are_no_nulls(service: ServiceConfig) -> None:
    """The service refuses a null where it takes nothing at all."""
    tags = [node.tag for node, _ in all_scalars(service)]

    assert "tag:yaml.org,2002:null" not in tags


@pytest.mark.parametrize("service", SERVICES)
def test_the_only_tag_is_that_of_variables(service: ServiceConfig) -> None:
    """One for each secret."""
    named = [node.value.partition("::")[0] for node, _ in all_scalars(service) if node.tag == "!env"]

    assert named == list(dict.fromkeys(named))
    assert set(named) == set(environment(service))


@pytest.mark.parametrize("service", SERVICES)
def test_no_secret_stands_in_it(service: ServiceConfig) -> None:
    """Only the names of the variables that hold them."""
    text = render(service)

    assert [
        value for value in variables(service).values() if isinstance(value, SecretValue) and value.value in text
    ] == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_line_is_one(service: ServiceConfig) -> None:
    """No text is folded, and no character could end a line for another reader."""
    text = render(service)

    assert text.splitlines() == text[:-1].split("\n")


@pytest.mark.parametrize("service", SERVICES)
def test_the_type_of_a_database_comes_first(service: ServiceConfig) -> None:
    """As a person would write it."""
    document = yaml.compose(render(service), Loader=yaml.SafeLoader)

    assert isinstance(document, yaml.MappingNode)
    assert [key.value for key, _ in document.value][:3] == ["replication", "storage", "client_auth"]
    assert document.value[1][1].value[0][0].value == "type"

"""The text of service.yaml has only one interpretation for every YAML reader."""

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

HOSTILE_SERVICE = SERVICE.with_(
    metadata=dict.fromkeys(HOSTILE, "a"),
    parameters={**{f"p{index}": text for index, text in enumerate(HOSTILE)}, "n": 1, "f": 1e-7, "b": False},
)
SERVICES = [
    pytest.param(SERVICE, id="minimal"),
    pytest.param(HOSTILE_SERVICE, id="hostile"),
    *(pytest.param(full_service(name, "postgresql"), id=name) for name in FULL_SOURCES),
    *(pytest.param(full_service("postgresql", name), id=f"{name}-storage") for name in FULL_STORAGES),
]


def scalars(node: yaml.Node | None, *, is_key: bool = False) -> Iterator[tuple[yaml.ScalarNode, bool]]:
    """Yield every scalar of a document, and whether it is a key."""
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
    """Return every scalar of a service.yaml, and whether it is a key."""
    return list(scalars(yaml.compose(render(service), Loader=yaml.SafeLoader)))


@pytest.mark.parametrize("service", SERVICES)
def test_unquoted_values_are_numbers_or_booleans(service: ServiceConfig) -> None:
    """Every text is double-quoted, including the names of variables."""
    plain = [node.value for node, is_key in all_scalars(service) if not is_key and node.style != '"']

    assert [text for text in plain if not re.fullmatch(r"true|false|-?[0-9]+(\.[0-9]+)?(e[+-][0-9]+)?", text)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_unquoted_keys_are_words(service: ServiceConfig) -> None:
    """An unquoted key is a word that YAML 1.1 does not read as a boolean."""
    plain = [node.value for node, is_key in all_scalars(service) if is_key and node.style != '"']

    words = re.compile(r"[a-z][A-Za-z_]*")
    assert [key for key in plain if not words.fullmatch(key) or key in {"y", "n", "yes", "no", "on", "off"}] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_anchors(service: ServiceConfig) -> None:
    """A repeated value is written in full, without an anchor."""
    events = yaml.parse(render(service), Loader=yaml.SafeLoader)

    assert [event for event in events if getattr(event, "anchor", None) is not None] == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_nulls(service: ServiceConfig) -> None:
    """No value is null: the service refuses null for an optional field."""
    tags = [node.tag for node, _ in all_scalars(service)]

    assert "tag:yaml.org,2002:null" not in tags


@pytest.mark.parametrize("service", SERVICES)
def test_each_variable_has_one_tag(service: ServiceConfig) -> None:
    """Each variable has exactly one `!env` tag."""
    named = [node.value.partition("::")[0] for node, _ in all_scalars(service) if node.tag == "!env"]

    assert named == list(dict.fromkeys(named))
    assert set(named) == set(environment(service))


@pytest.mark.parametrize("service", SERVICES)
def test_text_has_no_secret(service: ServiceConfig) -> None:
    """The text has the names of the variables, but no secret."""
    text = render(service)

    assert [
        value for value in variables(service).values() if isinstance(value, SecretValue) and value.value in text
    ] == []


@pytest.mark.parametrize("service", SERVICES)
def test_lines_are_the_same_for_every_reader(service: ServiceConfig) -> None:
    """No text is folded, and no character ends a line in another reader."""
    text = render(service)

    assert text.splitlines() == text[:-1].split("\n")


@pytest.mark.parametrize("service", SERVICES)
def test_databases_come_first_and_begin_with_their_type(service: ServiceConfig) -> None:
    """The sections come in this order, and `type` is the first key of the storage."""
    document = yaml.compose(render(service), Loader=yaml.SafeLoader)

    assert isinstance(document, yaml.MappingNode)
    assert [key.value for key, _ in document.value][:3] == ["replication", "storage", "client_auth"]
    assert document.value[1][1].value[0][0].value == "type"

"""Editors show the descriptions, the fields and the attributes: pyright's language server is asked, as editors do."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import powersync_constructs
from powersync_constructs import config
from powersync_constructs.config import ApiProps
from powersync_constructs.config.core._docstrings import declarations
from tests import CHECKOUT

from .language_server import LanguageServer

pytestmark = pytest.mark.xdist_group("editor")  # one server checks the library once

APP = CHECKOUT / "tests" / "app" / "user_app.py"
TEXT = APP.read_text(encoding="utf-8")
KEYWORDS = {
    "ApiProps": ["replicas", "max_surge", "drain", "resources"],
    "Drain": ["sleep_seconds"],
    "Resources": ["memory_limit"],
    "PostgresSource": ["hostname", "database", "username", "sslmode"],
    "IngressProps": ["host", "controller"],
    "ReplicationProps": ["strategy"],
}
ATTRIBUTES = {
    ("made", "PowerSync"): ["api", "ingress", "configuration"],
    ("pods", "PowerSyncApi"): ["deployment", "service", "pdb", "autoscaler"],
    ("route", "StreamingIngress"): ["routes", "host"],
    ("api", "ApiProps"): ["max_surge"],
}


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    """A server in the checkout, with the app open."""
    with LanguageServer(["pyright-langserver", "--stdio"], CHECKOUT) as started:
        started.open(APP)
        yield started


def _without_line_breaks(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("model", "name"), [(model, name) for model, names in KEYWORDS.items() for name in names])
def test_hover_over_a_keyword_shows_the_description(server: LanguageServer, model: str, name: str) -> None:
    """The description of the field appears, and its type."""
    call = re.search(rf"= ?{model}\(", TEXT)
    assert call

    shown = server.hover(TEXT[call.start() : TEXT.index(f"{name}=", call.start())], name)

    declared = declarations(getattr(config, model))[name]
    assert f"(variable) {name}: " in shown
    assert declared.description in _without_line_breaks(shown)


@pytest.mark.parametrize(
    ("variable", "kind", "name"), [(*of, name) for of, names in ATTRIBUTES.items() for name in names]
)
def test_hover_over_an_attribute_shows_the_description(
    server: LanguageServer, variable: str, kind: str, name: str
) -> None:
    """The docstring of the attribute appears."""
    shown = server.hover(f"{variable}.", name)

    owner = getattr(powersync_constructs, kind, None) or getattr(config, kind)
    assert declarations(owner)[name].description in _without_line_breaks(shown)


def test_hover_over_a_constructor_names_our_error(server: LanguageServer) -> None:
    """A wrong value raises ConfigError, and not the ValidationError of pydantic."""
    shown = server.hover("api = ", "ApiProps")

    assert "ConfigError" in shown
    assert "ValidationError" not in shown


def test_completion_lists_the_fields(server: LanguageServer) -> None:
    """The fields that the call does not set yet come before all other names."""
    fields = [f"{name}=" for name in ApiProps.__pydantic_fields__ if name not in KEYWORDS["ApiProps"]]

    shown = server.completions("ApiProps(")

    assert set(shown[: len(fields)]) == set(fields)


def test_signature_help_lists_the_fields(server: LanguageServer) -> None:
    """Each field appears with its type and its default."""
    shown = server.signature("network = NetworkProps(\n")

    for name, declared in declarations(config.NetworkProps).items():
        if name in config.NetworkProps.__pydantic_fields__:
            assert f"{name}: {declared.type}" in shown.replace('"', "'")


@pytest.mark.parametrize("app", [APP, *sorted(CHECKOUT.glob("examples/*/*.py"))], ids=lambda app: app.parent.name)
def test_editor_reports_no_problem(server: LanguageServer, app: Path) -> None:
    """The types of an app are right, also for `list[IngressController]` and other annotations of a user."""
    assert server.problems(app) == []

"""The pages of docs/reference describe every public name, and are as `make pages` writes them."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest

import powersync_constructs
from powersync_constructs import config
from powersync_constructs.cli._program import url_of_rule
from powersync_constructs.config.alerts import ALERTS
from powersync_constructs.config.core._documentation import field_declarations
from powersync_constructs.rules import RULES, Rule
from tests import CHECKOUT
from tests.reference.examples_of import examples
from tests.reference.links import PAGES as LINKING, without_link
from tests.reference.models import is_same_field, own_fields
from tests.reference.pages import FOLDER, pages
from tests.reference.source import models, places

pytestmark = pytest.mark.xdist_group("reference")

FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md"))
WITHOUT_EXAMPLE = {"ConfigError", "EnvRef", "FindingWarning", "pem_from_file", "synth"}
"""The errors, the base of all references, and the functions that read a file or end the app."""
MODULES = {"config", "presets"}

made = cache(pages)


@cache
def headings() -> Counter[tuple[str, str]]:
    """The names in the headings, by page."""
    found = {file: re.findall(r"^##+ `([\w.-]+)`$", text, re.MULTILINE) for file, text in made().items()}
    return Counter((file, heading) for file, names in found.items() for heading in names)


@pytest.mark.parametrize("file", FILES)
def test_page_is_up_to_date(file: str) -> None:
    """The file has the content that the source gives it. If not, run `make pages`."""
    assert (FOLDER / file).read_text(encoding="utf-8") == made().get(file)


@pytest.mark.parametrize("file", FILES)
def test_page_shows_no_internal_value(file: str) -> None:
    """A default is a value that a user can write."""
    assert re.findall(r"PydanticUndefined|<factory>|object at 0x|<function", made()[file]) == []


def test_presets_show_their_own_defaults() -> None:
    """Without an argument, `dev` has neither TLS nor compaction, although the props of an instance have both."""
    dev = made()["instance.md"].partition("\n## `presets.dev`\n")[2].partition("\n## ")[0]

    defaults = dict(re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|", dev, re.MULTILINE))
    assert {name: defaults[name] for name in ("tls", "compact", "host", "controller", "source")} == {
        "tls": "`None`",
        "compact": "`None`",
        "host": "`None`",
        "controller": "`Traefik()`",
        "source": "`None`",
    }


def test_no_other_page_is_left() -> None:
    """The folder has only the pages that `make pages` writes."""
    assert set(FILES) == set(made())


def test_every_public_name_has_one_section() -> None:
    """Each class, function and type that users import has exactly one heading in the reference."""
    names = {*dir(config), *dir(powersync_constructs), "presets.dev", "presets.ha"} - MODULES
    count = Counter(heading for _, heading in headings().elements())

    assert {name: count[name] for name in names if count[name] != 1} == {}


def test_every_link_leads_to_a_section() -> None:
    """The target of each link on a page exists: another page, or a heading."""
    anchors = {
        f"{page}#{re.sub(r'[^a-z0-9_ -]', '', heading.lower()).replace(' ', '-')}"
        for page, text in made().items()
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    links = {
        (page, normpath(join(dirname(page), path)) if path else page, anchor)
        for page, text in made().items()
        for path, _, anchor in (target.partition("#") for target in re.findall(r"\]\((?!https://)([^)]*)\)", text))
    }

    missing = {
        (page, path, anchor)
        for page, path, anchor in links
        if not path.startswith("../")  # tests/app/test_readme.py follows links to other pages
        and (f"{path}#{anchor}" not in anchors if anchor else path not in made())
    }
    assert missing == set()
    assert set(places().values()) <= anchors


@pytest.mark.parametrize("name", [name for name in dir(config) if name in models()])
def test_every_field_is_described_once(name: str) -> None:
    """A field has a row in the section of its model, or the section names the base that describes it."""
    page, _, _ = places()[name].partition("#")
    section = made()[page].partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]

    rows = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    for base, inherited_names in re.findall(r"^\[`(\w+)`\].* describes these fields: (.*)\.$", section, re.MULTILINE):
        for field in re.findall(r"`(\w+)`", inherited_names):
            assert is_same_field(models()[name], models()[base], field)
    inherited = re.findall(r"`(\w+)`", " ".join(re.findall(r"describes these fields: (.*)\.$", section, re.MULTILINE)))
    assert rows == own_fields(models()[name])
    assert sorted([*rows, *inherited]) == sorted(models()[name].__pydantic_fields__)


@pytest.mark.parametrize("name", sorted(models()))
def test_every_type_of_a_field_has_a_link(name: str) -> None:
    """Each type in the annotation of a field is a section of the reference, or a word like `string`."""
    texts = [declaration.type for declaration in field_declarations(models()[name]).values()]

    names = {each.id for text in texts for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Name)}
    types = {each for each in names if each[0].isupper() and not each.isupper()}
    assert types - set(places()) <= {
        *("Annotated", "BeforeValidator", "Field", "FrozenList", "FrozenMap", "Literal", "OrEnv", "OrExisting"),
        *("FromEnv", "Since"),
        *("StrictBool", "StrictFloat", "StrictInt", "StrictStr"),
    }


def test_every_name_has_an_example() -> None:
    """Each class and function is called in a module of tests/reference/examples, which has run."""
    public = {**{name: getattr(config, name) for name in dir(config)}, **vars(powersync_constructs)}
    callable_names = {name for name, each in public.items() if callable(each) and name in places()}
    types = {name for name in callable_names if places()[name].startswith("types.md")}

    assert callable_names - types - set(examples()) == WITHOUT_EXAMPLE


@pytest.mark.parametrize("page", LINKING, ids=lambda page: page.name)
def test_first_mention_of_a_name_is_a_link(page: Path) -> None:
    """A page links each class to its section where it first names it. If not, run `make pages`."""
    assert without_link(page) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_page(rule: Rule) -> None:
    """The address of a finding is the page of its rule, which the table of all rules links to."""
    page = url_of_rule(rule.id).partition("/docs/reference/")[2]

    assert made()[page].startswith(f"# {rule.id} {rule.name}\n")
    assert f"| [{rule.id}]({rule.id}.md) | `{rule.name}` |" in made()["rules/README.md"]


def test_every_alert_is_described() -> None:
    """The page of alerts has each alert, with each of its levels."""
    page = made()["metrics-and-alerts.md"]

    sections = {name: page.partition(f"\n### `{name}`\n")[2].partition("\n### ")[0] for name in ALERTS}
    assert {
        name: tuple(re.findall(r"^Severity (\w+)", text, re.MULTILINE)) for name, text in sections.items()
    } == ALERTS


@pytest.mark.parametrize("provider", ["MySQL", "SQL Server", "Convex", "MongoDB", "Postgres"])
def test_every_source_database_is_found(provider: str) -> None:
    """A search for the name of a database finds the page of source databases."""
    assert provider in (CHECKOUT / "docs" / "reference" / "sources.md").read_text(encoding="utf-8")

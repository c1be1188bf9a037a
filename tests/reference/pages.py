"""The pages of the reference. `make pages` writes them, and tests/app/test_reference.py compares them."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import powersync_constructs
from powersync_constructs import ConfigError, FindingWarning, config, testing
from powersync_constructs.config.core._docstrings import Declaration, attributes

from .annotations import in_words
from .constructs import PRESETS, construct_section, constructs, function_section, preset_section
from .examples_of import examples
from .families import CONSTRUCTS, FAMILIES, METRICS, RELEASES, RULES, TESTING, TYPES, Family
from .metrics import metrics
from .models import cells, code, section, table
from .releases import releases
from .rules import rule_pages
from .source import aliases, link, models, module_of, places, used_names

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
_NOTICE = "<!-- `make pages` writes this page from the source. Edit the docstrings instead. -->"


def pages() -> dict[str, str]:
    """The content of each page, by the name of its file."""
    made = {
        "README.md": _index(),
        **{family.file: _page(family, _family(family)) for family in FAMILIES},
        CONSTRUCTS.file: _page(CONSTRUCTS, _constructs()),
        TYPES.file: _page(TYPES, [_types()]),
        TESTING.file: _page(TESTING, _testing()),
        METRICS.file: _page(METRICS, metrics()),
        RELEASES.file: _page(RELEASES, releases()),
        **rule_pages(_NOTICE),
    }
    return dict(sorted(made.items()))


def _page(family: Family, sections: Iterator[str] | list[str]) -> str:
    imports = f"Import these names {family.imports}.\n\n" if family.imports else ""
    guide = f" For the use of these names, see [the guide](../{family.guide})." if family.guide else ""
    return "\n".join(
        [f"# {family.title}\n\n{_NOTICE}\n\n{family.about}{guide}\n\n{imports}".rstrip() + "\n", *sections]
    )


def _family(family: Family) -> Iterator[str]:
    """The sections of the models and functions of a page, in the order of the source."""
    if family.file == "instance.md":
        yield from (preset_section(name, preset, family.file) for name, preset in PRESETS.items())
    for module in family.modules:
        yield from (_section(name, thing, family.file) for name, thing in _defined_in(module))


def _defined_in(module: str) -> list[tuple[str, Any]]:
    """The public classes and functions of a module, in the order of its source."""
    public = {**{name: getattr(config, name) for name in dir(config)}, **_functions(), **models()}
    found = {
        name: thing
        for name, thing in public.items()
        if (isinstance(thing, type) or inspect.isfunction(thing)) and module_of(thing) == module
    }
    return sorted(found.items(), key=lambda item: inspect.getsourcelines(item[1])[1])


def _functions() -> dict[str, Callable[..., Any]]:
    found = {name: getattr(powersync_constructs, name) for name in dir(powersync_constructs)}
    return {name: each for name, each in found.items() if inspect.isfunction(each)}


def _section(name: str, thing: Any, page: str) -> str:
    if name in models():
        return section(models()[name], page)
    if inspect.isfunction(thing):
        return function_section(name, thing)
    return _reference(name, thing, page)


def _reference(name: str, reference: type, page: str) -> str:
    """The section of a class that is not a model, such as `SecretRef`."""
    text = inspect.getdoc(reference) or ""
    shown = [code(examples()[name])] if name in examples() else []
    rows = [
        cells(f"`{each}`", in_words(declared.type, page), declared.description) for each, declared in _parts(reference)
    ]
    fields = [table("Field", "Type", "Description", rows=rows)] if rows else []
    return "\n\n".join([f"## `{name}`", text, *shown, *fields]) + "\n"


def _parts(reference: type) -> list[tuple[str, Declaration]]:
    """The public attributes, without those of the class itself."""
    return [
        (name, declared)
        for name, declared in attributes(reference).items()
        if declared.description and not declared.type.startswith("ClassVar")
    ]


def _constructs() -> Iterator[str]:
    yield from map(construct_section, constructs())
    yield from (_reference(each.__name__, each, CONSTRUCTS.file) for each in (ConfigError, FindingWarning))
    for name, function in _functions().items():
        if function.__module__.startswith("powersync_constructs.constructs."):
            yield function_section(name, function)


def _testing() -> Iterator[str]:
    yield from (_section(name, getattr(testing, name), TESTING.file) for name in dir(testing))


def _types() -> str:
    return "\n".join(
        f"## `{name}`\n\n{alias.description}\n"
        + ("" if name.isupper() else f"\nType: {in_words(alias.definition, TYPES.file)}.\n")
        for name, alias in sorted(aliases().items())
        if name in used_names()
    )


def _index() -> str:
    """The list of pages, and an index of all names."""
    families = [*FAMILIES, CONSTRUCTS, TYPES, RULES, TESTING, METRICS, RELEASES]
    rows = [cells(f"[{each.title}]({each.file})", each.about) for each in families]
    public = {*dir(config), *models(), *PRESETS}
    names = sorted(
        {name for name in places() if name in public or not places()[name].startswith(TYPES.file)}, key=str.lower
    )
    about = (
        "These pages describe every public class and its fields. The column Manifest lists the places in the "
        "manifests that a field sets. Your editor shows the same descriptions when you hover over a class or a field, "
        "and `help(ApiProps)` prints them."
    )
    index = ", ".join(link(name, "README.md") for name in names)
    parts = ["# Reference", _NOTICE, about, table("Page", "Content", rows=rows), "## All names", index]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    for file, text in pages().items():
        (FOLDER / file).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / file).write_text(text, encoding="utf-8")

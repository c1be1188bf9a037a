"""The names of the library: the models, the types of fields, and the page and heading that describe each name."""

import ast
import inspect
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

import powersync_constructs
from powersync_constructs import config, testing
from powersync_constructs.config.core._docstrings import with_docstrings
from powersync_constructs.config.core._documentation import field_declarations
from powersync_constructs.config.core._model import Props

from .families import CONSTRUCTS, FAMILIES, TESTING, TYPES

_PACKAGE = Path(inspect.getfile(config)).parent
CONFIG = "powersync_constructs.config."


class Alias(NamedTuple):
    """A name of a type of fields."""

    definition: ast.expr
    description: str


def module_of(thing: type | FunctionType) -> str:
    """The module of a class or function, below `powersync_constructs.config`."""
    return thing.__module__.removeprefix(CONFIG)


@cache
def aliases() -> dict[str, Alias]:
    """The names of types that are not classes, in the order of their modules."""
    return {name: alias for name, alias in _assigned().items() if alias.description and name[0].isupper()}


def _is_type(name: str) -> bool:
    return name in dir(config) or (name.strip("_")[:1].isupper() and not name.isupper())


def definition_of(name: str) -> ast.expr | None:
    """The definition of a private type, which the pages show in place of its name."""
    return _assigned()[name].definition if name.startswith("_") and name in _assigned() else None


@cache
def _assigned() -> dict[str, Alias]:
    """Every type and public constant that a module assigns, also for type checkers only."""
    found: dict[str, Alias] = {}
    for path in sorted(_PACKAGE.rglob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        nested = [statement for each in body if isinstance(each, ast.If) for statement in each.body]
        for statement, text in [*with_docstrings(body), *with_docstrings(nested)]:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ) if _is_type(name) and (text or name not in found):
                    assert name not in found or not found[name].description, f"two types have the name {name}"
                    found[name] = Alias(value, text)
    return found


@cache
def models() -> dict[str, type[Props]]:
    """The models that a page describes, by name: the public ones, and the public bases of public ones."""
    public = [each for name in dir(config) if isinstance(each := getattr(config, name), type)]
    described = {
        base
        for each in public
        for base in each.__mro__
        if issubclass(base, Props) and base is not Props and not base.__name__.startswith("_")
    }
    return {model.__name__: model for model in described}


@cache
def used_names() -> frozenset[str]:
    """The public names, the names in the annotations of fields, and the names in the definitions of these."""
    texts = [each.type for model in models().values() for each in field_declarations(model).values()]
    pending = {name for text in texts for name in _names(ast.parse(text, mode="eval"))} | set(dir(config))
    pending -= {"FrozenList", "FrozenMap", "OrEnv", "OrExisting"}  # the pages write these types in words
    found: set[str] = set()
    while pending:
        name = pending.pop()
        found.add(name)
        if name in aliases():
            pending |= _names(aliases()[name].definition) - found
    return frozenset(found)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


@cache
def places() -> dict[str, str]:
    """The page and heading of each name, relative to the folder of the reference."""
    found = {name: f"{TYPES.file}#{name.lower()}" for name in aliases() if name in used_names()}
    pages = {module: family.file for family in FAMILIES for module in family.modules}
    for name in [*dir(config), *models()]:
        thing = models().get(name) or getattr(config, name)
        module = getattr(thing, "__module__", "").removeprefix(CONFIG)
        if (isinstance(thing, type) or inspect.isfunction(thing)) and module in pages:
            found[name] = f"{pages[module]}#{name.lower()}"
    found |= {name: f"{TESTING.file}#{name.lower()}" for name in dir(testing)}
    found |= {f"presets.{name}": f"{FAMILIES[0].file}#presets{name}" for name in ("dev", "ha")}
    for name in dir(powersync_constructs):
        thing = getattr(powersync_constructs, name)
        if callable(thing):
            found.setdefault(name, f"{pages.get(module_of(thing), CONSTRUCTS.file)}#{name.lower()}")
    return found


def link(name: str, page: str) -> str:
    """A name as code, with a link to its description if there is one."""
    place = places().get(name)
    return f"[`{name}`]({place.removeprefix(page)})" if place else f"`{name}`"

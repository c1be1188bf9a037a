"""The section of a construct: what it creates, an example, its arguments, its attributes and its objects."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from cdk8s import ApiObject
from constructs import Construct

import powersync_constructs
from powersync_constructs import presets
from powersync_constructs.config import PowerSyncProps
from powersync_constructs.config.core._docstrings import attributes, own_docstring
from powersync_constructs.config.core._documentation import as_written, field_declarations
from powersync_constructs.config.core._model import Props

from .annotations import in_words
from .examples_of import examples
from .families import CONSTRUCTS
from .models import cells, code, table

PAGE = CONSTRUCTS.file


def constructs() -> list[type[Construct]]:
    """The constructs, in the order of `powersync_constructs/__init__.pyi`."""
    found = [getattr(powersync_constructs, name) for name in dir(powersync_constructs)]
    return [each for each in found if isinstance(each, type) and issubclass(each, Construct)]


def construct_section(construct: type[Construct]) -> str:
    """The section of a construct."""
    name = construct.__name__
    text, _, _ = own_docstring(construct).partition("\n\nAttributes:")
    parts = [
        f"## `{name}`",
        text,
        code(examples()[name]),
        code(_signature(name, construct.__init__)),
        *_tables(construct),
    ]
    return "\n\n".join(parts) + "\n"


def function_section(name: str, function: Callable[..., Any]) -> str:
    """The section of a function."""
    text = inspect.getdoc(function) or ""
    shown = [code(examples()[name])] if name in examples() else []
    return "\n\n".join([f"## `{name}`", text, *shown, code(_signature(name, function))]) + "\n"


def _signature(name: str, function: Callable[..., Any]) -> str:
    """The parameters as the source writes them, one in a line."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    arguments = tree.args
    arguments.args = [each for each in arguments.args if each.arg != "self"]
    result = f" -> {ast.unparse(tree.returns)}" if tree.returns and name[0].islower() else ""
    lines = _lines(arguments)
    return f"{name}(\n{lines}){result}" if lines else f"{name}(){result}"


def _lines(arguments: ast.arguments) -> str:
    required = len(arguments.args) - len(arguments.defaults)
    positional = zip(arguments.args, [*[None] * required, *arguments.defaults], strict=True)
    keywords = list(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
    star = [f"*{ast.unparse(arguments.vararg)}"] if arguments.vararg else ["*"] if keywords else []
    texts = [*map(_argument, positional), *star, *map(_argument, keywords)]
    return "".join(f"    {text},\n" for text in texts)


def _argument(argument: tuple[ast.arg, ast.expr | None]) -> str:
    name, default = argument
    shown = "" if default is None else f" = {ast.unparse(default)}"
    return ast.unparse(name) + re.sub(r"= _\w+$", "= ...", shown)


def _tables(construct: type[Construct]) -> Iterator[str]:
    rows = [
        cells(f"`{name}`", in_words(declared.type, PAGE), declared.description)
        for name, declared in attributes(construct).items()
    ]
    yield table("Attribute", "Type", "Description", rows=rows)
    objects = created(construct)
    if objects:
        yield "The example creates: " + ", ".join(f"`{each}`" for each in objects) + "."


@cache
def _made() -> list[ApiObject]:
    example = import_module(f"{__package__}.examples.constructs")
    return [
        each
        for chart in (example.chart, example.parts, example.development, example.flux)
        for each in chart.node.find_all()
        if isinstance(each, ApiObject)
    ]


def created(construct: type[Construct]) -> list[str]:
    """The objects that the example of a construct creates, without those of the constructs inside it."""
    return [f"{each.kind}/{each.name}" for each in _made() if type(_owner(each)) is construct]


def _owner(made: ApiObject) -> object:
    """The nearest construct of this library around an object."""
    scopes = reversed([scope for scope in made.node.scopes if type(scope) in constructs()])
    return next(iter(scopes), None)


def preset_section(name: str, preset: Callable[..., PowerSyncProps], page: str) -> str:
    """The section of a preset, with a row for each argument: an argument sets a field of the props."""
    made = _with_defaults(preset)
    rows = []
    for argument, parameter in inspect.signature(preset).parameters.items():
        props, field = _field_of(made, argument)
        text = _TEXTS.get(argument) or field_declarations(type(props))[field].description
        if parameter.default is parameter.empty:
            shown, text = "required", text.partition(" Default: ")[0]
        else:
            shown = f"`{as_written(None if argument in _GIVEN else getattr(props, field))}`"
        rows.append(cells(f"`{argument}`", in_words(_annotation(preset, argument), page), shown, text))
    arguments = table("Argument", "Type", "Default", "Description", rows=rows)
    return "\n\n".join([f"## `{name}`", inspect.getdoc(preset) or "", code(examples()[name]), arguments]) + "\n"


_TEXTS = {
    "client_auth": "The authentication of clients, which verifies their tokens.",
    "service": "The other settings of service.yaml.",
}
"""The descriptions of arguments that accept less than the field of this name."""
_GIVEN = ("host", "postgres")
"""The optional arguments that `_with_defaults` gives. Their default is None."""


def _with_defaults(preset: Callable[..., PowerSyncProps]) -> PowerSyncProps:
    """The props of a preset that gets its required arguments, and a host and a database if these are optional."""
    example = import_module(f"{__package__}.examples.constructs")
    given = {
        "host": "sync.example.com",
        "postgres": example.POSTGRES,
        "source": example.SOURCE,
        "storage": example.STORAGE,
        "client_auth": example.CLIENT_AUTH,
        "sync_config": example.SYNC_CONFIG,
    }
    parameters = inspect.signature(preset).parameters
    wanted = {name for name, each in parameters.items() if each.default is each.empty or name in _GIVEN}
    return preset(**{name: value for name, value in given.items() if name in wanted})


def _field_of(made: PowerSyncProps, argument: str) -> tuple[Props, str]:
    """The model in the props of a preset, and its field, that an argument sets."""
    field = {"postgres": "dev_postgres"}.get(argument, argument)
    parts: list[Props | None] = [made, made.ingress, made.topology, getattr(made.topology, "api", None)]
    return next((part, field) for part in parts if part and field in type(part).__pydantic_fields__)


def _annotation(function: Callable[..., Any], argument: str) -> str:
    tree = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    [found] = [each.annotation for each in tree.args.kwonlyargs if each.arg == argument]
    return ast.unparse(found) if found else ""


PRESETS = {f"presets.{name}": getattr(presets, name) for name in ("dev", "ha")}

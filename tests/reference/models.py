"""The section of a model: what it is, an example, and a row for each field."""

import inspect
import re
from collections.abc import Iterable, Iterator
from typing import get_args

from powersync_constructs.config.core._docstrings import own_docstring
from powersync_constructs.config.core._documentation import as_written, field_declarations
from powersync_constructs.config.core._fields import metadata_of
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import Since
from powersync_constructs.config.ingress.base import Controller
from powersync_constructs.config.ingress.controllers import controller_classes

from .annotations import in_words
from .effects import EFFECTS, EVERYWHERE, FILE_OF_SERVICE, VARIABLE
from .examples_of import examples
from .source import link, models

_MOST_PLACES = 20
"""The most places in service.yaml that the row of a field lists."""
POD = "pod template"
"""The pod template of a Deployment, a Job or a CronJob."""


def section(model: type[Props], page: str) -> str:
    """The section of a model on a page."""
    return "\n\n".join([f"## `{model.__name__}`", own_docstring(model), *_parts(model, page)]) + "\n"


def _parts(model: type[Props], page: str) -> Iterator[str]:
    if model.__name__ in examples():
        yield code(examples()[model.__name__])
    rows = [_row(model, name, page) for name in own_fields(model)]
    if rows:
        yield table("Field", "Type", "Default", "Description", "Manifest", rows=rows)
    yield from (_inherited(base, names, page) for base, names in inherited_fields(model).items())
    for name, member in vars(model).items():
        if isinstance(member, classmethod) and name.startswith("from_"):
            yield f"`{model.__name__}.{name}{inspect.signature(getattr(model, name))}`: {inspect.getdoc(member)}"


def own_fields(model: type[Props]) -> list[str]:
    """The fields that the section of a model lists: those that no section of a base lists, or with another default."""
    listed = {name for names in inherited_fields(model).values() for name in names}
    return [name for name in model.__pydantic_fields__ if name not in listed]


def inherited_fields(model: type[Props]) -> dict[type[Props], list[str]]:
    """The fields that the sections of the bases list, by base."""
    found: dict[type[Props], list[str]] = {}
    for name in model.__pydantic_fields__:
        bases = [base for base in model.__mro__[1:] if issubclass(base, Props) and base in models().values()]
        having = [base for base in bases if name in base.__pydantic_fields__]
        if having and is_same_field(model, having[0], name):
            owner = next(base for base in having if name in own_fields(base))
            found.setdefault(owner, []).append(name)
    return found


def is_same_field(model: type[Props], base: type[Props], name: str) -> bool:
    """Whether a model inherits a field unchanged: with the declaration and the default of the base."""
    fields = [each.__pydantic_fields__[name] for each in (model, base)]
    defaults = [field.get_default(call_default_factory=True) for field in fields]
    return defaults[0] == defaults[1] and field_declarations(model)[name] == field_declarations(base)[name]


def _inherited(base: type[Props], names: list[str], page: str) -> str:
    return f"{link(base.__name__, page)} describes these fields: {', '.join(f'`{name}`' for name in names)}."


def _row(model: type[Props], name: str, page: str) -> str:
    field, declaration = model.__pydantic_fields__[name], field_declarations(model)[name]
    default = "required" if field.is_required() else f"`{as_written(field.get_default(call_default_factory=True))}`"
    since = metadata_of(model, name, Since)
    text = declaration.description
    if since is not None and f"service {since.version}" not in text:
        text += f" Requires service {since.version}."
    return cells(f"`{name}`", in_words(declaration.type, page), default, text, _manifest(model, name))


def _manifest(model: type[Props], name: str) -> str:
    """The places in the manifests that the field sets. For a base, those of all models that inherit the field.

    A field that accepts several models has the places of each of them, so its row has only those in service.yaml.
    """
    own = EFFECTS.get(f"{model.__name__}.{name}", [])
    of_descendants = (EFFECTS.get(f"{each.__name__}.{name}", []) for each in _descendants(model))
    found = own or list(dict.fromkeys(_in_pod(effect) for effects in of_descendants for effect in effects))
    in_file = [effect for effect in found if effect.startswith(FILE_OF_SERVICE)]
    if len(in_file) > _MOST_PLACES:
        found = [FILE_OF_SERVICE, *(effect for effect in found if effect not in in_file)]
    is_choice = len(_models_in(model.__pydantic_fields__[name].annotation)) > 1
    return "<br>".join(_place(effect) for effect in found if not is_choice or effect.startswith(FILE_OF_SERVICE))


def _models_in(annotation: object) -> set[type[Props]]:
    """The models that a field accepts. `Controller` represents all ingress controllers."""
    if annotation is Controller:
        return set(controller_classes())
    if isinstance(annotation, type) and issubclass(annotation, Props):
        return {annotation}
    return {model for part in get_args(annotation) for model in _models_in(part)}


def _descendants(model: type[Props]) -> Iterator[type[Props]]:
    for each in model.__subclasses__():
        yield each
        yield from _descendants(each)


def _in_pod(effect: str) -> str:
    """A place in the pod template of any kind of workload."""
    return re.sub(r"^(Deployment spec|Job spec|CronJob spec\.jobTemplate\.spec)\.template\.", f"{POD} ", effect)


def _place(effect: str) -> str:
    """The kind of object, and the path in it as code."""
    for kind in (EVERYWHERE, VARIABLE, POD):
        if effect.startswith(kind):
            path = effect.removeprefix(kind).strip()
            return f"{kind} `{path}`" if path else kind
    kind, _, path = effect.partition(" ")
    return f"{kind} `{path}`" if path else kind


def table(*columns: str, rows: Iterable[str]) -> str:
    """A table of rows that `cells` returns."""
    return "\n".join([cells(*columns), "|---" * len(columns) + "|", *rows])


def cells(*texts: str) -> str:
    """A row of a table."""
    return "| " + " | ".join(" ".join(text.split()).replace("|", "\\|") for text in texts) + " |"


def code(text: str) -> str:
    """A block of Python."""
    return f"```python\n{text}\n```"

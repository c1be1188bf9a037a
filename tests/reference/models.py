"""The section of a model: what it is, an example, and a row for each field."""

from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._docstrings import own_docstring
from powersync_constructs.config.core._documentation import as_written, field_declarations
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import Since, metadata_of

from .annotations import in_words
from .effects import EFFECTS, EVERYWHERE
from .examples_of import examples
from .source import link, models


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


def own_fields(model: type[Props]) -> list[str]:
    """The fields that the section of a model lists: those that no section of a base lists, or with another default."""
    listed = {name for names in inherited_fields(model).values() for name in names}
    return [name for name in model.__pydantic_fields__ if name not in listed]


def inherited_fields(model: type[Props]) -> dict[type[Props], list[str]]:
    """The fields that the sections of the bases list, by base."""
    found: dict[type[Props], list[str]] = {}
    for name, field in model.__pydantic_fields__.items():
        bases = [base for base in model.__mro__[1:] if issubclass(base, Props) and base in models().values()]
        of = [base for base in bases if name in base.__pydantic_fields__]
        if of and field.annotation == of[0].__pydantic_fields__[name].annotation and _same_default(model, of[0], name):
            owner = next(base for base in reversed(of) if name in own_fields(base))
            found.setdefault(owner, []).append(name)
    return found


def _same_default(model: type[Props], base: type[Props], name: str) -> bool:
    field, inherited = model.__pydantic_fields__[name], base.__pydantic_fields__[name]
    defaults = [each.get_default(call_default_factory=True) for each in (field, inherited)]
    return defaults[0] == defaults[1] and field_declarations(model)[name] == field_declarations(base)[name]


def _inherited(base: type[Props], names: list[str], page: str) -> str:
    return f"{link(base.__name__, page)} describes these fields: {', '.join(f'`{name}`' for name in names)}."


def _row(model: type[Props], name: str, page: str) -> str:
    field, declaration = model.__pydantic_fields__[name], field_declarations(model)[name]
    default = "required" if field.is_required() else f"`{as_written(field.get_default(call_default_factory=True))}`"
    since = metadata_of(model, name, Since)
    text = declaration.description + (f" Requires service {since.version}." if since is not None else "")
    return cells(f"`{name}`", in_words(declaration.type, page), default, text, _manifest(model, name))


def _manifest(model: type[Props], name: str) -> str:
    """The places in the manifests that the field sets, as tests/constructs/test_effects.py found them."""
    found = (EFFECTS.get(f"{each.__name__}.{name}") for each in (model, *_descendants(model)))
    return "<br>".join(_place(effect) for effect in next(filter(None, found), []))


def _descendants(model: type[Props]) -> Iterator[type[Props]]:
    for each in model.__subclasses__():
        yield each
        yield from _descendants(each)


def _place(effect: str) -> str:
    """The kind of object, and the path in it as code."""
    kind, _, path = effect.removeprefix(EVERYWHERE).partition(" ")
    kind = EVERYWHERE if effect.startswith(EVERYWHERE) else kind
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

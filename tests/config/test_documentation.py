"""A model documents itself: descriptions, `help()`, the signature and the JSON schema come from the docstrings."""

import inspect
import pydoc
from typing import Any

import pytest
from pydantic import BaseModel, Field, StrictBool, create_model

from powersync_constructs.config import ApiProps, ConfigError, DisruptionBudget, ProbeSettings, Resources, ServiceProps
from powersync_constructs.config.core._documentation import as_written, summary
from powersync_constructs.config.core._model import Props

from .test_models import PROPS

FIELDS = [pytest.param(model, name, id=f"{model.__name__}.{name}") for model in PROPS for name in model.model_fields]
QUESTIONS = ("How ", "What ", "When ", "Where ", "Which ", "Who ", "Whose ", "Why ", "If ")


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_every_field_has_a_description(model: type[BaseModel], name: str) -> None:
    """The description has a capital first letter and ends with a full stop, and errors can quote its first sentence."""
    description = model.model_fields[name].description or ""

    assert description[:1].isupper() or description.startswith("`")
    assert description.endswith((".", ".)"))
    assert not description.startswith(QUESTIONS)


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_the_signature_has_the_fields(model: type[BaseModel]) -> None:
    """Each field is a keyword. A required field has no default."""
    parameters = inspect.signature(model).parameters

    assert list(parameters) == list(model.model_fields)
    for name, field in model.model_fields.items():
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert (parameters[name].default is inspect.Parameter.empty) == field.is_required()


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_help_shows_the_fields_and_nothing_of_pydantic(model: type[BaseModel]) -> None:
    """Each field appears with its type and description. The members of every pydantic model do not appear."""
    shown = " ".join(pydoc.plain(pydoc.render_doc(model)).replace("|", " ").split())

    for name, field in model.model_fields.items():
        assert f" {name}: " in shown
        assert " ".join(str(field.description).replace("|", " ").split()) in shown
    assert "model_dump" not in shown
    assert "ValidationError" not in shown


def test_help_shows_types_and_defaults() -> None:
    """A default is shown as a user writes it."""
    shown = pydoc.plain(pydoc.render_doc(ApiProps))

    assert "max_surge: PercentOrCount = '100%'" in shown
    assert "resources: Resources = Resources()" in shown


def test_a_value_is_written_with_the_fields_that_differ() -> None:
    """Defaults, also those of nested models, do not appear."""
    api = ApiProps(replicas=3, resources=Resources(memory="2Gi"), env_from=[])

    assert as_written(api) == "ApiProps(resources=Resources(memory='2Gi'), replicas=3)"


def test_the_json_schema_has_the_descriptions() -> None:
    """The description of a model is its docstring, without the fields."""
    schema = ServiceProps.model_json_schema()

    assert schema["description"] == inspect.cleandoc(ServiceProps.__dict__["__doc__"])
    assert schema["properties"]["port"]["description"] == ServiceProps.model_fields["port"].description


def test_the_json_schema_describes_nested_models() -> None:
    """A nested model has all its fields, also as a member of a union."""
    properties = ApiProps.model_json_schema()["properties"]

    [budget, _] = properties["pdb"]["anyOf"]
    assert budget["properties"].keys() == DisruptionBudget.model_fields.keys()
    assert properties["probes"]["properties"].keys() == ProbeSettings.model_fields.keys()


class Described(Props):
    """A model of a user."""

    count: int
    """The number of things. A second sentence."""
    name: str = Field(description="The name of the thing.")
    url: str = ""
    """URL of the thing."""
    delay: int = 0
    """Seconds to wait."""
    enabled: StrictBool = False
    """Whether the thing is enabled."""


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("count", "the number of things"),
        ("name", "the name of the thing"),
        ("url", "URL of the thing"),
        ("delay", "the seconds to wait"),
    ],
)
def test_errors_quote_the_first_sentence(field: str, expected: str) -> None:
    """The first letter of the quoted sentence is lower case, unless the sentence begins with an abbreviation."""
    assert summary(Described, field) == expected


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"name": "a"}, "described.count: missing; set it to the number of things"),
        ({"count": 1, "name": 2}, "described.name: 2 is not a string; set it to the name of the thing"),
        (
            {"count": 1, "name": "a", "enabled": "?"},
            "described.enabled: '?' is not True or False; set it to True or False",
        ),
    ],
)
def test_a_wrong_value_is_explained_by_the_description(fields: dict[str, object], line: str) -> None:
    """The way out is an instruction that names the field's meaning."""
    with pytest.raises(ConfigError) as raised:
        Described(**fields)  # type: ignore[arg-type]

    assert raised.value.lines == [line]


class Outer:
    """A class around a model."""

    class Described(Props):
        """A model with the name of another one."""

        count: int
        """The number of other things."""


def test_a_nested_class_has_its_own_descriptions() -> None:
    """Two classes of a module can have the same name."""
    assert summary(Outer.Described, "count") == "the number of other things"


class OneReplica(ApiProps):
    """A user's model with another default."""

    replicas: int | None = 1


def test_a_changed_default_keeps_the_description() -> None:
    """A field that is declared again without a docstring has the description of the base."""
    assert summary(OneReplica, "replicas") == summary(ApiProps, "replicas")
    assert "replicas: int | None = 1" in pydoc.plain(pydoc.render_doc(OneReplica))


def test_a_model_without_source_has_the_types_of_its_fields() -> None:
    """In a REPL, there is no source to read. Errors and `help()` still work."""
    namespace: dict[str, Any] = {"Props": Props, "__name__": "repl"}
    exec("class Typed(Props):\n    count: int", namespace)
    typed: Any = namespace["Typed"]

    with pytest.raises(ConfigError) as refused:
        typed()

    assert refused.value.lines == ["typed.count: missing; see the documentation of the field"]
    assert "count: int" in pydoc.plain(pydoc.render_doc(typed))


def test_the_json_schema_accepts_an_alias() -> None:
    """A user's field with an alias does not fail."""
    aliased = create_model("Aliased", __base__=Props, count=(int, Field(alias="number")))

    assert list(aliased.model_json_schema()["properties"]) == ["number"]

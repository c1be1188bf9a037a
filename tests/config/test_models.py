"""What holds of every model, and of the package as a whole."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from copy import copy, deepcopy
from types import MappingProxyType
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from powersync_constructs import config
from powersync_constructs.config import (
    ApiProps,
    ConfigError,
    DisruptionBudget,
    MongoStorage,
    ObjectMetadata,
    PostgresSource,
    PostgresStorage,
    PowerSyncProps,
    ProbeSettings,
    ServiceSettings,
    VolumeMount,
)
from powersync_constructs.config.core._model import Props
from tests import CHECKOUT
from tests.samples.configuration import CONFIGURATION
from tests.samples.instance import EVERYTHING, INSTANCE


def subclasses(model: type[Props]) -> Iterator[type[Props]]:
    """The models of the library, the abstract ones among them."""
    for nested in model.__subclasses__():
        if nested.__module__.startswith("powersync_constructs."):
            yield nested
            yield from subclasses(nested)


PROPS = sorted({model for model in subclasses(Props) if not model.__name__.startswith("_")}, key=lambda m: m.__name__)
FIELDS = [pytest.param(model, name, id=f"{model.__name__}.{name}") for model in PROPS for name in model.model_fields]
ABSTRACT = {
    *("MongoConnection", "PostgresConnection", "ReplicatedProps", "ServingProps", "SharedProps", "WorkloadProps"),
    *("OperatorDatabase", "CloudNativePgProps"),
    *("Controller", "IngressApiController", "IngressClassController", "GatewayApiController"),
}


def instances(value: object) -> Iterator[Props]:
    """Every model in a sample, itself among them."""
    if isinstance(value, Props):
        yield value
        for name in type(value).model_fields:
            yield from instances(getattr(value, name))
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from instances(item)


EXAMPLES = {type(found): found for sample in EVERYTHING for found in instances(sample)}


@pytest.mark.parametrize(("model", "name"), FIELDS)
def test_every_field_has_a_description(model: type[BaseModel], name: str) -> None:
    """It begins small and ends without a stop, since an error goes on with it (`missing; it is the host`)."""
    description = model.model_fields[name].description

    assert description
    assert not description.endswith((".", " "))
    assert not description.startswith(("A ", "The "))


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_every_model_has_a_docstring(model: type[BaseModel]) -> None:
    """One sentence that says what it is."""
    assert model.__dict__["__doc__"]


def test_the_samples_have_every_model() -> None:
    """Whatever is checked of examples is checked of all models that can be made."""
    assert {model.__name__ for model in PROPS} - {model.__name__ for model in EXAMPLES} == ABSTRACT


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: type(example).__name__)
def test_a_model_is_frozen(example: Props) -> None:
    """A field cannot be changed, and the line says what to do instead."""
    name = next(iter(type(example).model_fields))

    with pytest.raises(ConfigError, match=f"{name}: cannot be changed; make a copy: with_"):
        setattr(example, name, None)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: type(example).__name__)
def test_a_slip_in_a_name_is_refused_with_the_close_one(example: Props) -> None:
    """There are no unknown fields: each would be a setting without effect."""
    name = max(type(example).model_fields, key=len)

    with pytest.raises(ConfigError) as refused:
        example.with_(**{f"{name}x": None})

    assert refused.value.lines[-1].endswith(f"{name}x: no such field; use {name}")


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: type(example).__name__)
def test_a_model_equals_a_copy_of_it(example: Props) -> None:
    """`with_` without changes checks again, and changes nothing."""
    assert example.with_() == example


@pytest.mark.parametrize(
    "copied", [copy, deepcopy, lambda props: pickle.loads(pickle.dumps(props))], ids=["copy", "deepcopy", "pickle"]
)
def test_a_mapping_can_be_copied(copied: Callable[[object], ObjectMetadata]) -> None:
    """By itself and with the model that it is part of: it is equal, has the same hash, and stays frozen."""
    props = ObjectMetadata(labels={"example.com/team": "sync"})

    both = [copied(props).labels, copied(props.labels)]

    assert [(labels, hash(labels), type(labels)) for labels in both] == [
        (props.labels, hash(props.labels), type(props.labels))
    ] * 2


def test_a_mapping_is_the_same_in_any_order() -> None:
    """Equal models are written equally."""
    labels = {"b": "1", "a": "2"}

    assert repr(ObjectMetadata(labels=labels)) == repr(ObjectMetadata(labels=dict(sorted(labels.items()))))


@pytest.mark.parametrize("number", [1, 1.0])
def test_a_number_is_no_boolean(number: float) -> None:
    """Python takes them for equal, and service.yaml does not."""
    one, other = (ServiceSettings(parameters={"a": value}) for value in (number, True))

    assert (one == other, one != other) == (False, True)
    assert (one.parameters == other.parameters, one.parameters != other.parameters) == (False, True)


WRONG: dict[str, Callable[[], object]] = {
    "model_copy": lambda: INSTANCE.model_copy(update={"instance": 7}),
    "copy": lambda: INSTANCE.copy(update={"instance": 7}),
    "model_validate": lambda: PowerSyncProps.model_validate({"instance": 7}),
    "model_validate_json": lambda: PowerSyncProps.model_validate_json('{"instance": 7}'),
    "model_construct": ObjectMetadata.model_construct,
    "setattr": lambda: setattr(INSTANCE, "instance", "a"),
    "delattr": lambda: delattr(INSTANCE, "instance"),
}


@pytest.mark.parametrize("build", WRONG.values(), ids=WRONG)
def test_nothing_wrong_can_be_built(build: Callable[[], object]) -> None:
    """Whatever pydantic has for it, in lines of ours."""
    with pytest.raises(ConfigError):
        build()


def test_a_wrong_json_is_not_shown() -> None:
    """It may hold a secret."""
    with pytest.raises(ConfigError) as refused:
        PostgresStorage.model_validate_json('{"password": "hunter2", "hostname": ')

    [line] = refused.value.lines
    assert line.startswith("storage: is not JSON: ")
    assert "hunter2" not in line


def test_an_error_is_one_line_whatever_it_names() -> None:
    """A line break in a name is none in the error."""
    fields: dict[str, Any] = {"labels": {"a\nb": "c"}}

    with pytest.raises(ConfigError) as refused:
        ObjectMetadata(**fields)

    assert len(str(refused.value).splitlines()) == len(refused.value.problems) == 1


def test_what_was_named_is_asked_for_by_the_merge_alone() -> None:
    """After validation, every value is explicit."""
    package = CHECKOUT / "powersync_constructs"
    readers = [path for path in package.rglob("*.py") if "fields_set" in path.read_text(encoding="utf-8")]

    assert [str(path.relative_to(package)) for path in readers] == ["config/core/_model.py"]


@pytest.mark.parametrize("metadata", [ObjectMetadata(labels={"a": "b"}), ObjectMetadata()], ids=["given", "default"])
def test_a_mapping_is_frozen(metadata: ObjectMetadata) -> None:
    """It is part of a frozen model, and hashed with it."""
    labels = metadata.labels

    with pytest.raises(TypeError, match="cannot be changed; make a copy of the model"):
        labels["a"] = "c"  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def test_a_model_with_a_mapping_is_hashed() -> None:
    """By what is in it."""
    assert hash(ObjectMetadata(labels={"a": "b", "c": "d"})) == hash(ObjectMetadata(labels={"c": "d", "a": "b"}))


@pytest.mark.parametrize(
    ("model", "name"), [(VolumeMount, "volume_mount"), (MongoStorage, "storage"), (PostgresSource, "source")]
)
def test_a_model_is_called_after_its_class_or_its_place(model: type[Props], name: str) -> None:
    """So that a line says what it is about."""
    assert model.error_path == name


def test_a_json_schema_describes_nested_models() -> None:
    """Each with all its fields, also where it is a member of a union."""
    properties = ApiProps.model_json_schema()["properties"]

    [budget, _] = properties["pdb"]["anyOf"]
    assert budget["properties"].keys() == DisruptionBudget.model_fields.keys()
    assert properties["probes"]["properties"].keys() == ProbeSettings.model_fields.keys()


def test_a_nested_model_may_be_any_mapping() -> None:
    """And is checked like a dict."""
    fields: dict[str, Any] = {"pdb": MappingProxyType({"max_unavailable": 0})}

    with pytest.raises(ConfigError) as refused:
        ApiProps(**fields)

    assert refused.value.problems[0].where == ("pdb", "max_unavailable")


def test_a_name_that_is_close_to_nothing_lists_the_fields() -> None:
    """Then the line tells what there is."""
    with pytest.raises(ConfigError) as refused:
        CONFIGURATION.sync_config.with_(zzz=1)

    assert refused.value.lines == ["sync_config.zzz: no such field; there are text"]


ALIASES = {"AlertName", "Autoscaling", "IngressController", "Ordering", "Peer", "SecretSource", "Source", "Storage"}
"""The unions, for the annotations of helpers."""


def test_all_is_complete() -> None:
    """Every model that can be made is public, and the other names that a user needs."""
    models = {model.__name__ for model in PROPS} - ABSTRACT
    references = {"ConfigMapRef", "InjectedSecret", "SecretRef", "SecretValue"}

    assert set(dir(config)) == models | ALIASES | references | {"ConfigError", "INTERNET", "pem_from_file"}


@pytest.mark.parametrize("name", dir(config))
def test_a_public_name_is_there(name: str) -> None:
    """Whatever is announced can be imported."""
    assert getattr(config, name) is not None


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_every_part_of_a_model_is_public(model: type[BaseModel]) -> None:
    """What a field takes can be imported from the same place as the model."""
    parts = {
        part.__name__
        for field in model.model_fields.values()
        for part in _models_in(field.annotation)
        if not part.__name__.startswith("_")
    }

    assert parts - ABSTRACT <= set(dir(config))


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


@pytest.mark.parametrize(
    "module",
    [
        "powersync_constructs",
        "powersync_constructs.config",
        "powersync_constructs.rules",
        "powersync_constructs.constructs._monitoring.alerts",
        "powersync_constructs.constructs._monitoring.dashboard",
    ],
)
def test_it_needs_no_node(module: str) -> None:
    """Configuration, rules, alerts and dashboard load without Node, and without the libraries that would start it."""
    script = f"import sys, {module}; print([name for name in ('jsii', 'cdk8s', 'constructs') if name in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": "", "JSII_NODE": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")

"""Properties of all models and of the package."""

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
    MongoStorage,
    ObjectMetadata,
    PostgresSource,
    PostgresStorage,
    PowerSyncProps,
    ServiceSettings,
    VolumeMount,
)
from powersync_constructs.config.core._model import Props
from tests import CHECKOUT
from tests.samples.configuration import CONFIGURATION
from tests.samples.instance import EVERYTHING, INSTANCE


def subclasses(model: type[Props]) -> Iterator[type[Props]]:
    """Yield the models of the library, including the abstract ones."""
    for nested in model.__subclasses__():
        if nested.__module__.startswith("powersync_constructs."):
            yield nested
            yield from subclasses(nested)


PROPS = sorted({model for model in subclasses(Props) if not model.__name__.startswith("_")}, key=lambda m: m.__name__)
ABSTRACT = {
    *("MongoConnection", "PostgresConnection", "ReplicatedProps", "ServingProps", "SharedProps", "WorkloadProps"),
    *("OperatorDatabase", "CloudNativePgProps", "ServiceYamlMapping"),
    *("Controller", "IngressApiController", "IngressClassController", "GatewayApiController"),
}


def instances(value: object) -> Iterator[Props]:
    """Yield every model in a sample, including the sample itself."""
    if isinstance(value, Props):
        yield value
        for name in type(value).model_fields:
            yield from instances(getattr(value, name))
    elif isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from instances(item)


EXAMPLES = {type(found): found for sample in EVERYTHING for found in instances(sample)}


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_every_model_has_a_docstring(model: type[BaseModel]) -> None:
    """Each model has a docstring that describes it."""
    assert model.__dict__["__doc__"]


def test_samples_include_every_model() -> None:
    """The samples include every model that is not abstract, so tests of the samples cover all models."""
    assert {model.__name__ for model in PROPS} - {model.__name__ for model in EXAMPLES} == ABSTRACT


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: type(example).__name__)
def test_a_model_is_frozen(example: Props) -> None:
    """A field cannot be changed, and the error names `with_`."""
    name = next(iter(type(example).model_fields))

    with pytest.raises(ConfigError, match=f"{name}: cannot be changed; make a copy: with_"):
        setattr(example, name, None)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: type(example).__name__)
def test_misspelled_field_is_refused(example: Props) -> None:
    """An unknown field is refused, and the error suggests the field with the closest name."""
    name = max(type(example).model_fields, key=len)

    with pytest.raises(ConfigError) as raised:
        example.with_(**{f"{name}x": None})

    assert raised.value.lines[-1].endswith(f"{name}x: no such field; did you mean {name}?")


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=lambda example: type(example).__name__)
def test_model_equals_its_copy(example: Props) -> None:
    """`with_` without changes returns an equal model."""
    assert example.with_() == example


@pytest.mark.parametrize(
    "copied", [copy, deepcopy, lambda props: pickle.loads(pickle.dumps(props))], ids=["copy", "deepcopy", "pickle"]
)
def test_a_mapping_can_be_copied(copied: Callable[[object], ObjectMetadata]) -> None:
    """A copy of a mapping, or of its model, is equal, has the same hash and is frozen."""
    props = ObjectMetadata(labels={"example.com/team": "sync"})

    both = [copied(props).labels, copied(props.labels)]

    assert [(labels, hash(labels), type(labels)) for labels in both] == [
        (props.labels, hash(props.labels), type(props.labels))
    ] * 2


def test_order_of_keys_does_not_matter() -> None:
    """Equal mappings have the same repr, whatever the order of their keys is."""
    labels = {"b": "1", "a": "2"}

    assert repr(ObjectMetadata(labels=labels)) == repr(ObjectMetadata(labels=dict(sorted(labels.items()))))


@pytest.mark.parametrize("number", [1, 1.0])
def test_numbers_differ_from_booleans(number: float) -> None:
    """1 and True are different values, as in service.yaml, although Python compares them as equal."""
    one, other = (ServiceSettings(parameters={"a": value}) for value in (number, True))

    assert (one == other, one != other) == (False, True)
    assert (one.parameters == other.parameters, one.parameters != other.parameters) == (False, True)


INVALID: dict[str, Callable[[], object]] = {
    "model_copy": lambda: INSTANCE.model_copy(update={"instance": 7}),
    "copy": lambda: INSTANCE.copy(update={"instance": 7}),
    "model_validate": lambda: PowerSyncProps.model_validate({"instance": 7}),
    "model_validate_json": lambda: PowerSyncProps.model_validate_json('{"instance": 7}'),
    "model_construct": ObjectMetadata.model_construct,
    "setattr": lambda: setattr(INSTANCE, "instance", "a"),
    "delattr": lambda: delattr(INSTANCE, "instance"),
}


@pytest.mark.parametrize("build", INVALID.values(), ids=INVALID)
def test_pydantic_methods_raise_config_errors(build: Callable[[], object]) -> None:
    """Each method of pydantic that creates or changes a model raises a ConfigError for invalid input."""
    with pytest.raises(ConfigError):
        build()


def test_invalid_json_is_not_shown() -> None:
    """The error does not show invalid JSON, because it may contain a secret."""
    with pytest.raises(ConfigError) as raised:
        PostgresStorage.model_validate_json('{"password": "hunter2", "hostname": ')

    [line] = raised.value.lines
    assert line.startswith("storage: is not JSON: ")
    assert "hunter2" not in line


def test_error_is_one_line() -> None:
    """A line break in a name does not appear in the error."""
    fields: dict[str, Any] = {"labels": {"a\nb": "c"}}

    with pytest.raises(ConfigError) as raised:
        ObjectMetadata(**fields)

    assert len(str(raised.value).splitlines()) == len(raised.value.problems) == 1


def test_only_the_merge_reads_fields_set() -> None:
    """Only the merge reads which fields were set, because every value is explicit after validation."""
    package = CHECKOUT / "powersync_constructs"
    readers = [path for path in package.rglob("*.py") if "fields_set" in path.read_text(encoding="utf-8")]

    assert [str(path.relative_to(package)) for path in readers] == ["config/core/_model.py"]


@pytest.mark.parametrize("metadata", [ObjectMetadata(labels={"a": "b"}), ObjectMetadata()], ids=["given", "default"])
def test_a_mapping_is_frozen(metadata: ObjectMetadata) -> None:
    """A mapping in a model cannot be changed."""
    labels = metadata.labels

    with pytest.raises(TypeError, match="cannot be changed; make a copy of the model"):
        labels["a"] = "c"  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def test_model_with_a_mapping_has_a_hash() -> None:
    """Equal models have equal hashes, whatever the order of keys in their mappings is."""
    assert hash(ObjectMetadata(labels={"a": "b", "c": "d"})) == hash(ObjectMetadata(labels={"c": "d", "a": "b"}))


@pytest.mark.parametrize(
    ("model", "name"), [(VolumeMount, "volume_mount"), (MongoStorage, "storage"), (PostgresSource, "source")]
)
def test_error_path_of_a_model(model: type[Props], name: str) -> None:
    """Errors name a model after its class, or after the field that contains it."""
    assert model.error_path == name


def test_nested_model_accepts_any_mapping() -> None:
    """A mapping of another type is validated like a dict."""
    fields: dict[str, Any] = {"pdb": MappingProxyType({"max_unavailable": 0})}

    with pytest.raises(ConfigError) as raised:
        ApiProps(**fields)

    assert raised.value.problems[0].where == ("pdb", "max_unavailable")


def test_unknown_field_lists_all_fields() -> None:
    """If no field has a similar name, the error lists all fields."""
    with pytest.raises(ConfigError) as raised:
        CONFIGURATION.sync_config.with_(zzz=1)

    assert raised.value.lines == ["sync_config.zzz: no such field; use one of: text, parser, file"]


ALIASES = {"AlertName", "Autoscaling", "IngressController", "Ordering", "Peer", "SecretSource", "Source", "Storage"}
"""The union types, which users need for annotations."""


def test_public_names_are_complete() -> None:
    """Every model that is not abstract is public, and so is every other name that a user needs."""
    models = {model.__name__ for model in PROPS} - ABSTRACT
    references = {"ConfigMapRef", "EnvRef", "InjectedSecret", "SecretRef", "SecretValue"}

    assert set(dir(config)) == models | ALIASES | references | {"ConfigError", "INTERNET", "pem_from_file"}


@pytest.mark.parametrize("name", dir(config))
def test_public_name_can_be_imported(name: str) -> None:
    """Each public name can be imported."""
    assert getattr(config, name) is not None


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_models_of_fields_are_public(model: type[BaseModel]) -> None:
    """Each model that a field accepts is public."""
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
def test_module_needs_no_node(module: str) -> None:
    """Configuration, rules, alerts and dashboard load without Node, and import no library that starts Node."""
    script = f"import sys, {module}; print([name for name in ('jsii', 'cdk8s', 'constructs') if name in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": "", "JSII_NODE": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")

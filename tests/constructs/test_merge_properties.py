"""Equal props are equal in every respect, and a change has the same result in every form."""

import copy
import pickle
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import assume, given, settings, strategies as st

from powersync_constructs import ConfigError
from powersync_constructs.config import PowerSyncProps
from powersync_constructs.config.core._model import Props
from tests.constructs.manifests import render_props
from tests.fields import default_of, written
from tests.rendered import rendered_anew
from tests.samples.instance import EVERYTHING, INSTANCE
from tests.strategies.instance import PARTS, instances

GIVEN = {name: getattr(INSTANCE, name) for name in ("source", "storage", "client_auth", "sync_config")}
"""The fields of the smallest instance."""
ANY = st.sampled_from(PARTS).flatmap(instances)
"""A strategy for any instance."""
COPIES: dict[str, Callable[[Props], Any]] = {
    "pickle": lambda props: pickle.loads(pickle.dumps(props)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "model_copy": lambda props: props.model_copy(),
    "with_": lambda props: props.with_(),
}


def changes(before: Props, after: Props) -> dict[str, Any]:
    """Return the smallest change that turns one model into another of its class, as a mapping."""
    return {
        name: _change(getattr(before, name), getattr(after, name))
        for name in type(after).model_fields
        if getattr(before, name) != getattr(after, name)
    }


def _change(before: Any, after: Any) -> Any:
    if isinstance(after, Props) and type(before) is type(after):
        return changes(before, after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        changed = {key: value for key, value in after.items() if key not in before or before[key] != value}
        return {**dict.fromkeys(before.keys() - after.keys()), **changed}
    return after


def as_objects(before: Props, change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same change with an object for each nested mapping that is valid as an object."""
    return {name: _as_object(getattr(before, name), value) for name, value in change.items()}


def _as_object(before: Any, change: Any) -> Any:
    if not (isinstance(before, Props) and isinstance(change, dict)):
        return change
    fields = as_objects(before, change)
    try:
        return type(before)(**fields)
    except ConfigError:
        return fields


def as_mappings(before: Props, change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same change with a mapping for each object that is not an item of a list."""
    return {name: _as_mapping(getattr(before, name), value) for name, value in change.items()}


def _as_mapping(before: Any, change: Any) -> Any:
    if isinstance(before, Props) and isinstance(change, dict):
        return as_mappings(before, change)
    if isinstance(change, Props) and (before is None or "type" in type(change).model_fields):
        return _whole(change)
    return change  # an object of an untagged union: a mapping would change the current one


def _whole(value: Any, place: object = None) -> Any:
    """Return a mapping that describes a whole model, even if it replaces a model of another class."""
    if not isinstance(value, Props):
        return value
    model = type(value)
    tag = {name: getattr(value, name) for name in model.model_fields if name == "type"}
    fields = written(value, place)
    return tag | {name: _whole(field, default_of(model, name, place)) for name, field in fields.items()}


def same(first: Props, second: Props) -> bool:
    """Return whether two models are equal, have equal hashes and have equal texts."""
    return (first, hash(first), repr(first)) == (second, hash(second), repr(second))


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("props", EVERYTHING, ids=lambda props: type(props).__name__)
def test_a_copy_of_a_sample_is_equal(props: Props, how: str) -> None:
    """A sample and its copy are equal, whatever makes the copy."""
    assert same(COPIES[how](props), props)


@given(ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_copy_is_equal(props: PowerSyncProps) -> None:
    """An instance and its copy are equal, whatever makes the copy."""
    assert [how for how, copied in COPIES.items() if not same(copied(props), props)] == []


@given(ANY, ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_change_and_its_reverse_restore_the_start(first: PowerSyncProps, second: PowerSyncProps) -> None:
    """A change and its reverse result in the first instance."""
    there = first.with_(**changes(first, second))
    back = there.with_(**changes(second, first))

    assert same(there, second)
    assert same(back, first)


@given(ANY, ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_change_has_the_same_result_in_every_form(first: PowerSyncProps, second: PowerSyncProps) -> None:
    """A change has the same result as objects and as mappings."""
    change = changes(first, second)

    assert same(first.with_(**as_objects(first, change)), second)
    assert same(first.with_(**as_mappings(first, change)), second)


@given(ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_change_of_defaults_has_the_same_result_in_every_form(props: PowerSyncProps) -> None:
    """Fields have the same result as values, as objects, as mappings and through `with_`."""
    change = changes(INSTANCE, props)
    assume(not change.keys() & GIVEN.keys())

    assert same(PowerSyncProps(**GIVEN, **change), props)
    assert same(PowerSyncProps(**GIVEN, **as_objects(INSTANCE, change)), props)
    assert same(PowerSyncProps(**GIVEN, **as_mappings(INSTANCE, change)), props)


@given(ANY)
@settings(max_examples=settings().max_examples // 48)
def test_equal_props_render_equal_manifests(props: PowerSyncProps) -> None:
    """Equal props render equal manifests, however they were created."""
    change = changes(INSTANCE, props)
    equal = INSTANCE.with_(**as_objects(INSTANCE, change))

    outputs = [_output(each) for each in (props, equal, COPIES["pickle"](props))]

    assert outputs[1:] == outputs[:1] * 2


def _output(props: Props) -> object:
    """Return the manifests of an instance, or the error that refuses it."""
    try:
        return rendered_anew(partial(render_props, props=props))
    except (ConfigError, RuntimeError, UserWarning) as refused:
        return str(refused)

"""Equal props are the same in every respect, and a change is the same in every form."""

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
from tests.constructs.manifests import made_of
from tests.fields import default_of, written
from tests.rendered import rendered_anew
from tests.samples.instance import EVERYTHING, INSTANCE
from tests.strategies.instance import PARTS, instances

GIVEN = {name: getattr(INSTANCE, name) for name in ("source", "storage", "client_auth", "sync_config")}
"""What makes the smallest instance."""
ANY = st.sampled_from(PARTS).flatmap(instances)
"""Any instance."""
COPIES: dict[str, Callable[[Props], Any]] = {
    "pickle": lambda props: pickle.loads(pickle.dumps(props)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "model_copy": lambda props: props.model_copy(),
    "with_": lambda props: props.with_(),
}


def changes(before: Props, after: Props) -> dict[str, Any]:
    """The smallest change that makes one model of another of its class, as a mapping."""
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
    """The same change with an object for each nested mapping that makes an object by itself."""
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
    """The same change with a mapping for each object that is no item of a list."""
    return {name: _as_mapping(getattr(before, name), value) for name, value in change.items()}


def _as_mapping(before: Any, change: Any) -> Any:
    if isinstance(before, Props) and isinstance(change, dict):
        return as_mappings(before, change)
    if isinstance(change, Props) and (before is None or "type" in type(change).model_fields):
        return _whole(change)
    return change  # an object of an untagged union, which a mapping would change


def _whole(value: Any, place: object = None) -> Any:
    """A mapping that describes a model, also where it stands in the place of another."""
    if not isinstance(value, Props):
        return value
    model = type(value)
    tag = {name: getattr(value, name) for name in model.model_fields if name == "type"}
    fields = written(value, place)
    return tag | {name: _whole(field, default_of(model, name, place)) for name, field in fields.items()}


def same(first: Props, second: Props) -> bool:
    """Whether two models are the same in every respect."""
    return (first, hash(first), repr(first)) == (second, hash(second), repr(second))


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("props", EVERYTHING, ids=lambda props: type(props).__name__)
def test_a_copy_of_a_sample_is_the_same(props: Props, how: str) -> None:
    """However it is copied."""
    assert same(COPIES[how](props), props)


@given(ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_copy_is_the_same(props: PowerSyncProps) -> None:
    """However it is copied, and whatever is copied."""
    assert [how for how, copied in COPIES.items() if not same(copied(props), props)] == []


@given(ANY, ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_change_and_its_reverse_give_back_the_start(first: PowerSyncProps, second: PowerSyncProps) -> None:
    """What differs is changed, and changed back."""
    there = first.with_(**changes(first, second))
    back = there.with_(**changes(second, first))

    assert same(there, second)
    assert same(back, first)


@given(ANY, ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_change_is_the_same_in_every_form(first: PowerSyncProps, second: PowerSyncProps) -> None:
    """As objects, as mappings, and as both."""
    change = changes(first, second)

    assert same(first.with_(**as_objects(first, change)), second)
    assert same(first.with_(**as_mappings(first, change)), second)


@given(ANY)
@settings(max_examples=settings().max_examples // 16)
def test_a_change_of_defaults_is_the_same_in_every_form(props: PowerSyncProps) -> None:
    """Whether it is said at once, as objects or as mappings, or with `with_`."""
    change = changes(INSTANCE, props)
    assume(not change.keys() & GIVEN.keys())

    assert same(PowerSyncProps(**GIVEN, **change), props)
    assert same(PowerSyncProps(**GIVEN, **as_objects(INSTANCE, change)), props)
    assert same(PowerSyncProps(**GIVEN, **as_mappings(INSTANCE, change)), props)


@given(ANY)
@settings(max_examples=settings().max_examples // 48)
def test_equal_props_render_equal_manifests(props: PowerSyncProps) -> None:
    """Whatever way they were made."""
    change = changes(INSTANCE, props)
    equal = INSTANCE.with_(**as_objects(INSTANCE, change))

    outputs = [_output(each) for each in (props, equal, COPIES["pickle"](props))]

    assert outputs[1:] == outputs[:1] * 2


def _output(props: Props) -> object:
    """What is rendered of an instance, or why it is refused."""
    try:
        return rendered_anew(partial(made_of, props=props))
    except (ConfigError, RuntimeError, UserWarning) as refused:
        return str(refused)

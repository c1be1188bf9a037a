"""`patch`: what the props cannot say, said on an object that a construct made."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from cdk8s import ApiObject, JsonPatch
from constructs import IConstruct

from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.config.core.errors import ConfigError, Problem
from powersync_constructs.constructs._lib.content_named import ContentNamedJob
from powersync_constructs.constructs._lib.json_paths import change, place
from powersync_constructs.constructs._lib.plain_objects import rendering, replace, written
from powersync_constructs.rules._manifest import KubeObject, mapping
from powersync_constructs.rules.content import content_field

Patch = Mapping[str, Any] | JsonPatch
"""Values by their paths, or one operation of cdk8s."""

_IDENTITY = (
    ("apiVersion",),
    ("kind",),
    ("metadata", "name"),
    ("metadata", "namespace"),
    ("metadata", "labels", INSTANCE_LABEL),
)


def patch(made: IConstruct, *patches: Patch) -> None:
    """Change an object that a construct made, like `patch(ps.api.deployment, {"/spec/minReadySeconds": 30})`.

    A mapping says what is to be at which path (RFC 6901: a slash in a key is `~1`): a value sets a field or an item of
    a list, `-` appends to a list, and None removes. What a path leads through must be there. A `JsonPatch` of cdk8s may
    say anything else.

    A migration Job gets a new name with a new spec, which a cluster could not change, and alerts follow it.

    Raises ConfigError for a path that is not there, for another name or kind, and for the content of a ConfigMap or
    Secret that is named by its content, since pods mount it by that name.
    """
    target = _api_object(made)
    before = rendering(written(target))
    if isinstance(before, str):
        raise ConfigError([Problem((target.node.path,), f"{before}; correct its JSON patches")])
    after = copy.deepcopy(before)
    operations = []
    for each in patches:
        if isinstance(each, JsonPatch):
            after = _applied(each, after)
            operations.append(each)
        elif isinstance(each, Mapping):
            operations += [_operation(after, path, value) for path, value in each.items()]
        else:
            raise _error(before, f"a patch is of type {type(each).__name__}; give {{path: value}}, or a JsonPatch")
    _refuse_another_identity(before, after)
    field = content_field(KubeObject(before))
    changes_content = field is not None and before.get(field) != after.get(field)
    if changes_content and not isinstance(target, ContentNamedJob):
        raise _error(before, f"is named by its {field}, and pods mount it by that name; say it in the props instead")
    written(target).add_json_patch(*operations)
    if rendering(written(target)) != after:
        replace(target, after)
    if changes_content and isinstance(target, ContentNamedJob):
        target.rename()


def _api_object(made: IConstruct) -> ApiObject:
    try:
        return ApiObject.of(made)
    except RuntimeError:
        rule = f"{type(made).__name__} is no object; give one that it made, like ps.api.deployment"
        raise ConfigError([Problem(("patch",), rule)]) from None


def _applied(operation: JsonPatch, document: dict[str, Any]) -> dict[str, Any]:
    """The document after an operation of cdk8s, which does not tell its path."""
    try:
        changed: dict[str, Any] = JsonPatch.apply(document, operation)
    except RuntimeError as error:
        rule = f"a JsonPatch cannot be applied: {_first_line(error)}; give {{path: value}} to be told what is not there"
        raise _error(document, rule) from None
    if changed == document:
        rule = "a JsonPatch changes nothing, so that its path may be wrong; give {path: value} to be told"
        raise _error(document, rule)
    return changed


def _operation(document: dict[str, Any], path: str, value: object) -> JsonPatch:
    """Make a change in the document, and give the operation that makes it in cdk8s."""
    try:
        value = json.loads(json.dumps(value))
    except (TypeError, ValueError):
        rule = f"'{path}' has a value that JSON cannot represent; give texts, numbers, booleans, lists and mappings"
        raise _error(document, rule) from None
    try:
        operation = change(document, path, copy.deepcopy(value))
    except ValueError as error:
        raise _error(document, f"'{path}' {error}") from None
    if operation == "remove":
        return JsonPatch.remove(path)
    return JsonPatch.add(path, value) if operation == "add" else JsonPatch.replace(path, value)


def _refuse_another_identity(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    for *parents, field in _IDENTITY:
        if mapping(before, *parents).get(field) != mapping(after, *parents).get(field):
            rule = f"{place((*parents, field))} is what others know it by"
            raise _error(before, f"{rule}; say it in the props, or make an object of your own")


def _error(manifest: Mapping[str, Any], text: str) -> ConfigError:
    return ConfigError([Problem((str(KubeObject(manifest)),), text)])


def _first_line(error: RuntimeError) -> str:
    """What cdk8s says first; the rest of it may be the whole object."""
    return str(error).partition("\n")[0].removeprefix("Error: ")

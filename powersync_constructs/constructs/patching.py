"""`patch`: changes an object in ways that the props do not support."""

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
from powersync_constructs.rules._lib.manifest import KubeObject, mapping
from powersync_constructs.rules.objects.content import content_field

Patch = Mapping[str, Any] | JsonPatch
"""A mapping of paths to values, or one JSON patch operation of cdk8s."""

_IDENTITY = (
    ("apiVersion",),
    ("kind",),
    ("metadata", "name"),
    ("metadata", "namespace"),
    ("metadata", "labels", INSTANCE_LABEL),
)


def patch(made: IConstruct, *patches: Patch) -> None:
    """Change an object that a construct created. Example: `patch(ps.api.deployment, {"/spec/minReadySeconds": 30})`.

    A patch is a mapping of paths to values, or a `JsonPatch` of cdk8s for other operations. A path is a JSON pointer
    (RFC 6901), in which a slash within a key is `~1`. A value sets a field or an item of a list, the last key `-`
    appends to a list, and the value None removes the field or item. All parents of a path must exist.

    If you change the spec of a migration Job, the Job gets a new name, because Kubernetes rejects a change of the spec
    of an existing Job. The alerts then use the new name.

    Raises ConfigError if a path does not exist, if a patch changes the apiVersion, kind, name, namespace or instance
    label, or if it changes the content of a ConfigMap or Secret that is named by the hash of its content, because pods
    mount it by that name.
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
            raise _error(before, f"a patch is of type {type(each).__name__}; use {{path: value}} or a JsonPatch")
    _refuse_another_identity(before, after)
    field = content_field(KubeObject(before))
    changes_content = field is not None and before.get(field) != after.get(field)
    if changes_content and not isinstance(target, ContentNamedJob):
        rule = f"is named by the hash of its {field}, and pods mount it by that name"
        raise _error(before, f"{rule}; set the content in the props instead")
    written(target).add_json_patch(*operations)
    if rendering(written(target)) != after:
        replace(target, after)
    if changes_content and isinstance(target, ContentNamedJob):
        target.rename()


def _api_object(made: IConstruct) -> ApiObject:
    try:
        return ApiObject.of(made)
    except RuntimeError:
        rule = f"{type(made).__name__} is not a Kubernetes object; pass one of its objects, like ps.api.deployment"
        raise ConfigError([Problem(("patch",), rule)]) from None


def _applied(operation: JsonPatch, document: dict[str, Any]) -> dict[str, Any]:
    """Return the document after a cdk8s operation. This library cannot read the path of such an operation."""
    try:
        changed: dict[str, Any] = JsonPatch.apply(document, operation)
    except RuntimeError as error:
        rule = f"a JsonPatch cannot be applied: {_first_line(error)}; use {{path: value}}, which reports a wrong path"
        raise _error(document, rule) from None
    if changed == document:
        rule = "a JsonPatch changes nothing, so its path may be wrong; use {path: value}, which reports a wrong path"
        raise _error(document, rule)
    return changed


def _operation(document: dict[str, Any], path: str, value: object) -> JsonPatch:
    """Make a change in the document, and return the cdk8s operation for the same change."""
    try:
        value = json.loads(json.dumps(value))
    except (TypeError, ValueError):
        rule = f"'{path}' has a value that JSON cannot represent; use strings, numbers, booleans, lists and mappings"
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
            rule = f"{place((*parents, field))} cannot be patched, because other objects and rules use it"
            raise _error(before, f"{rule}; set it in the props, or create a separate object")


def _error(manifest: Mapping[str, Any], text: str) -> ConfigError:
    return ConfigError([Problem((str(KubeObject(manifest)),), text)])


def _first_line(error: RuntimeError) -> str:
    """Return the first line of an error of cdk8s. The rest of the error may be the whole object."""
    return str(error).partition("\n")[0].removeprefix("Error: ")

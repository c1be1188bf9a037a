"""Plain objects in the place of typed ones, which write no field that Kubernetes 1.28 does not have.

The classes of cdk8s-plus drop such fields without a word, also when a JSON patch adds them, and those that they spell
in another way, like `clusterIP`.
"""

from typing import Any

from cdk8s import ApiObject, ApiObjectMetadata, JsonPatch
from constructs import Construct

from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.rules import Finding

_ATTRIBUTE = "_powersync_constructs_replacement"


def written(made: ApiObject) -> ApiObject:
    """The object that is written for one that a construct made: a plain one where that has taken its place."""
    replacement = getattr(made, _ATTRIBUTE, None)
    return replacement if isinstance(replacement, ApiObject) else made


def replace(made: ApiObject, manifest: dict[str, Any]) -> None:
    """Write a manifest in the place of an object that a construct made.

    A synth fails when the object that is no longer written is changed all the same.
    """
    scope, id = made.node.scope, made.node.id
    assert isinstance(scope, Construct)  # only an app has none
    scope.node.try_remove_child(id)
    metadata = ApiObjectMetadata(name=manifest["metadata"]["name"], labels=manifest["metadata"].get("labels"))
    plain = ApiObject(scope, id, api_version=manifest["apiVersion"], kind=manifest["kind"], metadata=metadata)
    plain.add_json_patch(JsonPatch.replace("", manifest))
    setattr(made, _ATTRIBUTE, plain)
    before = rendering(made)
    reason = "was changed after powersync_constructs.patch had put a plain object in its place"
    fix = "make this change with powersync_constructs.patch"
    lost = Finding("changes-are-written", "error", f"{plain.kind}/{plain.name}", reason, fix)
    check_at_synth(plain).add_check(lambda: [] if rendering(made) == before else [lost])


def rendering(made: ApiObject) -> dict[str, Any] | str:
    """The manifest of an object, or what cdk8s says of it."""
    try:
        manifest: dict[str, Any] = made.to_json()
    except RuntimeError as error:
        return str(error).partition("\n")[0].removeprefix("Error: ")
    return manifest

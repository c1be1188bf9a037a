"""Plain objects that replace typed objects, because typed objects write only fields of Kubernetes 1.28.

The classes of cdk8s-plus silently drop newer fields, even if a JSON patch adds them. They also drop fields that they
spell differently, like `clusterIP`.
"""

from typing import Any

from cdk8s import ApiObject, ApiObjectMetadata, JsonPatch
from constructs import Construct

from powersync_constructs.constructs._lib.annotations import remember_manifest
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.rules._at_synth import CHANGES_ARE_WRITTEN

_ATTRIBUTE = "_powersync_constructs_replacement"


def written(made: ApiObject) -> ApiObject:
    """Return the object that a synth writes: the plain replacement if there is one, otherwise the object itself."""
    replacement = getattr(made, _ATTRIBUTE, None)
    return replacement if isinstance(replacement, ApiObject) else made


def replace(made: ApiObject, manifest: dict[str, Any]) -> None:
    """Replace an object of a construct with a plain object that has this manifest.

    If the replaced object is changed later, the synth fails, because the change would not be written.
    """
    scope, id = made.node.scope, made.node.id
    assert isinstance(scope, Construct)  # only an app has no scope
    scope.node.try_remove_child(id)
    metadata = ApiObjectMetadata(name=manifest["metadata"]["name"], labels=manifest["metadata"].get("labels"))
    plain = ApiObject(scope, id, api_version=manifest["apiVersion"], kind=manifest["kind"], metadata=metadata)
    plain.add_json_patch(JsonPatch.replace("", manifest))
    remember_manifest(plain, {**manifest, "metadata": {**manifest["metadata"]}})
    setattr(made, _ATTRIBUTE, plain)
    before = rendering(made)
    reason = "was changed after powersync_constructs.patch replaced it with a plain object"
    fix = "make this change with powersync_constructs.patch too"
    lost = CHANGES_ARE_WRITTEN.finding(f"{plain.kind}/{plain.name}", reason, fix)
    check_at_synth(plain).add_check(lambda: [] if rendering(made) == before else [lost], plain)


def rendering(made: ApiObject) -> dict[str, Any] | str:
    """Return the manifest of an object, or the error of cdk8s if it cannot be rendered."""
    try:
        manifest: dict[str, Any] = made.to_json()
    except RuntimeError as error:
        return str(error).partition("\n")[0].removeprefix("Error: ")
    return manifest

"""Custom resources: objects of kinds for which cdk8s-plus has no class."""

from collections.abc import Mapping
from typing import Any

from cdk8s import ApiObject, ApiObjectMetadata, JsonPatch
from constructs import Construct

from powersync_constructs.constructs._lib.metadata import Identity


def custom_resource(
    scope: Construct,
    id: str,
    *,
    api_version: str,
    kind: str,
    name: str,
    spec: Mapping[str, Any],
    identity: Identity,
    defaults: Mapping[str, str] | None = None,
) -> ApiObject:
    """Create an object of any kind. The annotations of the user override the annotations in `defaults`.

    The tests check the object against its schema in crds/.
    """
    annotations = {**identity.order, **(defaults or {}), **identity.annotations}
    metadata = ApiObjectMetadata(name=name, labels=identity.labels, annotations=annotations or None)
    made = ApiObject(scope, id, api_version=api_version, kind=kind, metadata=metadata)
    made.add_json_patch(JsonPatch.add("/spec", spec))
    return made

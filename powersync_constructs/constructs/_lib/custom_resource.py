"""Custom resources: objects of kinds that cdk8s-plus has no class for."""

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
    """Make an object of any kind, with `defaults` as annotations that the user's beat.

    Its schema is in crds/, where the tests look whether it is right.
    """
    annotations = {**identity.order, **(defaults or {}), **identity.annotations}
    metadata = ApiObjectMetadata(name=name, labels=identity.labels, annotations=annotations or None)
    made = ApiObject(scope, id, api_version=api_version, kind=kind, metadata=metadata)
    made.add_json_patch(JsonPatch.add("/spec", spec))
    return made

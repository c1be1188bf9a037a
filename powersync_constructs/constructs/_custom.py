"""Custom resources: objects of kinds that cdk8s-plus has no class for."""

from collections.abc import Mapping

from cdk8s import ApiObject, ApiObjectMetadata, JsonPatch
from constructs import Construct

from powersync_constructs.config.doors._door import Resource
from powersync_constructs.constructs._metadata import Identity


def custom_resource(
    scope: Construct, id: str, resource: Resource, identity: Identity, *, annotations: Mapping[str, str]
) -> ApiObject:
    """Make an object of any kind. Its schema is in crds/, where the tests look whether it is right."""
    metadata = ApiObjectMetadata(name=resource.name, labels=identity.labels, annotations=dict(annotations) or None)
    made = ApiObject(scope, id, api_version=resource.api_version, kind=resource.kind, metadata=metadata)
    made.add_json_patch(JsonPatch.add("/spec", resource.spec))
    return made

"""The schemas of the kinds that Kubernetes has built in; equal objects are checked only once."""

import json
from functools import cache

from powersync_constructs.testing._schemas import is_built_in as has_schema, schema_problems

from .definitions import ResourceType
from .emitted import Manifest


def is_built_in(kind: ResourceType, version: str) -> bool:
    """Return whether a version of Kubernetes has a kind built in; all other kinds are custom resources."""
    return has_schema(kind.api_version, kind.kind, version)


def built_in_problems(manifest: Manifest, version: str) -> list[str]:
    """List the problems of an object, including unknown fields."""
    return _problems(json.dumps(manifest), version)


@cache
def _problems(text: str, version: str) -> list[str]:
    return [*schema_problems(json.loads(text), version)]

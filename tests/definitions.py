"""The definitions in crds/ as JSON Schemas that refuse unknown fields, as `kubectl --validate=strict` does."""

from functools import cache
from typing import Any, NamedTuple

from jsonschema import Draft4Validator

from .emitted import DEFINITIONS, Manifest, read

Schema = dict[str, Any]


class ResourceType(NamedTuple):
    """The type of a custom resource: `cert-manager.io/v1`, `Certificate`."""

    api_version: str
    kind: str


_METADATA: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["name"],
}
_COMMON_FIELDS: Schema = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": _METADATA}


def type_of(manifest: Manifest) -> ResourceType:
    """Return the type of a custom resource, which selects its definition."""
    return ResourceType(manifest["apiVersion"], manifest["kind"])


def definition_problems(manifest: Manifest) -> list[str]:
    """List the problems of a custom resource by its definition in crds/; a missing definition is a problem too."""
    kind = type_of(manifest)
    if kind not in schemas():
        return [f"{kind.api_version} {kind.kind}: no file in crds/ has its definition"]
    problems = Draft4Validator(schemas()[kind]).iter_errors(manifest)
    return [f"{problem.json_path.removeprefix('$.')}: {problem.message}" for problem in problems]


@cache
def schemas() -> dict[ResourceType, Schema]:
    """Return the closed schema of each version of each definition in crds/."""
    return {
        ResourceType(f"{definition['spec']['group']}/{version['name']}", definition["spec"]["names"]["kind"]): closed(
            _with_common_fields(version["schema"]["openAPIV3Schema"])
        )
        for file in DEFINITIONS
        for definition in read(file)
        for version in definition["spec"]["versions"]
    }


def closed(schema: Schema) -> Schema:
    """Turn a definition's schema into a JSON Schema that refuses what the API server would call an unknown field.

    An object accepts only the fields that the schema names, unless `x-kubernetes-preserve-unknown-fields` opens it or
    `additionalProperties` allows others. `x-kubernetes-int-or-string` becomes the two types. The schemas in `anyOf`,
    `allOf`, `oneOf` and `not` are unchanged: they can only restrict fields that are named outside of them.
    """
    made = dict(schema)
    if "properties" in schema:
        made["properties"] = {name: closed(field) for name, field in schema["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            made[key] = closed(schema[key])
    if schema.get("x-kubernetes-int-or-string"):
        made["type"] = ["integer", "string"]
    if schema.get("type") == "object" and not schema.get("x-kubernetes-preserve-unknown-fields"):
        made.setdefault("additionalProperties", False)
    return made


def _with_common_fields(schema: Schema) -> Schema:
    """Add the fields of every object, which a definition leaves out."""
    return {**schema, "properties": {**schema.get("properties", {}), **_COMMON_FIELDS}}

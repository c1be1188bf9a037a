"""Strict schemas of the kinds that Kubernetes has built in, from the package kubernetes-validate."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from .definitions import ResourceType, type_of
from .emitted import Manifest

_ALL = files("kubernetes_validate") / "kubernetes-json-schema"


def is_built_in(kind: ResourceType, version: str) -> bool:
    """Return whether a version of Kubernetes has a kind built in; all other kinds are custom resources."""
    return _validator(kind, version) is not None


def built_in_problems(manifest: Manifest, version: str) -> list[str]:
    """List the problems of an object, including unknown fields; equal objects are checked only once."""
    return _problems(json.dumps(manifest), version)


@cache
def _problems(text: str, version: str) -> list[str]:
    manifest = json.loads(text)
    validator = _validator(type_of(manifest), version)
    assert validator is not None, f"Kubernetes {version} has no {type_of(manifest)}"
    return [f"{problem.json_path.removeprefix('$.')}: {problem.message}" for problem in validator.iter_errors(manifest)]


@cache
def _validator(kind: ResourceType, version: str) -> Any:
    """Return the validator of a kind, or None if it has no schema."""
    group_and_version = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", kind.api_version)  # rbac-v1
    file = _folder(version) / f"{kind.kind.lower()}-{group_and_version}.json"
    if not file.is_file():
        return None
    schema = json.loads(file.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=Resource.from_contents(schema) @ _definitions(version))


@cache
def _definitions(version: str) -> Any:
    """Return the parts that the schemas of a version share."""
    parts = json.loads((_folder(version) / "_definitions.json").read_text(encoding="utf-8"))
    return (Resource.from_contents(parts) @ Registry[Any]()).crawl()


def _folder(version: str) -> Any:
    return _ALL / f"v{version}.0-local-strict"

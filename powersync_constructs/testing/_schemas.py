"""Strict schemas of the kinds that Kubernetes has built in, from the optional package kubernetes-validate.

We read its files instead of calling its function, which reads them again for each object, and returns only the first
problem.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from powersync_constructs.config.core._words import or_list
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest

_FOLDER = re.compile(r"v(\d+\.\d+)\.\d+-local-strict")


def are_installed() -> bool:
    """Return whether the package with the schemas is installed."""
    return find_spec("kubernetes_validate") is not None


@cache
def versions() -> dict[str, Any]:
    """Return the folder of the schemas of each version of Kubernetes, oldest version first."""
    folders = (files("kubernetes_validate") / "kubernetes-json-schema").iterdir()
    found = {match[1]: folder for folder in folders if (match := _FOLDER.fullmatch(folder.name))}
    return dict(sorted(found.items(), key=lambda item: [*map(int, item[0].split("."))]))


def schema_problems(manifest: Manifest, version: str) -> Iterator[str]:
    """Yield the problems of an object, such as an unknown field. An object of a custom kind has none."""
    each = KubeObject(manifest)
    api_version = str(manifest.get("apiVersion") or "")
    if not api_version:
        yield "has no apiVersion; add it"
        return
    validator = _validator(api_version, each.kind, version)
    if validator is None:
        if each.group in _groups(version):
            yield f"Kubernetes {version} has no {api_version} {each.kind}; use an apiVersion that it has"
        return
    for problem in validator.iter_errors(manifest):
        path = problem.json_path.removeprefix("$").removeprefix(".")
        yield ": ".join(filter(None, (path, _reason(problem))))


def is_built_in(api_version: str, kind: str, version: str) -> bool:
    """Return whether a version of Kubernetes has a kind built in; all other kinds are custom resources."""
    return _validator(api_version, kind, version) is not None


def _reason(problem: Any) -> str:
    """Return the message of a problem. The message about a wrong type would quote the value, which can be a secret."""
    if problem.validator == "additionalProperties":
        unknown = [key for key in problem.instance if key not in problem.schema.get("properties", {})]
        return f"has no field {or_list(unknown)}; correct the name, or remove it"
    if problem.validator == "type":
        types = problem.validator_value
        return f"is not of the type {types if isinstance(types, str) else or_list(types)}"
    return str(problem.message)


@cache
def _validator(api_version: str, kind: str, version: str) -> Any:
    """Return the validator of a kind, or None if it has no schema."""
    from jsonschema import Draft202012Validator
    from referencing import Resource

    if KubeObject({"apiVersion": api_version}).group not in _groups(version):
        return None
    group_and_version = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)  # rbac-v1
    file = versions()[version] / f"{kind.lower()}-{group_and_version}.json"
    if not file.is_file():
        return None
    schema = json.loads(file.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=Resource.from_contents(schema) @ _registry(version))


@cache
def _registry(version: str) -> Any:
    """Return the parts that the schemas of a version share."""
    from referencing import Registry, Resource

    return (Resource.from_contents(_definitions(version)) @ Registry[Any]()).crawl()


@cache
def _groups(version: str) -> frozenset[str]:
    """Return the API groups of a version. The names of the schema files have only the first part of a group."""
    parts = _definitions(version)["$defs"].values()
    return frozenset(kind["group"] for part in parts for kind in part.get("x-kubernetes-group-version-kind", []))


@cache
def _definitions(version: str) -> Any:
    return json.loads((versions()[version] / "_definitions.json").read_text(encoding="utf-8"))

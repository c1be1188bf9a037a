"""Run kubeconform with local schemas."""

import json
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from tests.definitions import schemas

from .tools import Files, run

_CUSTOM = "custom/{{.Group}}/{{.ResourceAPIVersion}}/{{.ResourceKind}}.json"


def write_schemas(folder: Path, version: str) -> None:
    """Write the schemas of the kinds of Kubernetes and of crds/ to the paths where kubeconform looks for them.

    The schemas of Kubernetes come from kubernetes-validate. They reference each other by URL, which is made relative.
    """
    known = files("kubernetes_validate") / "kubernetes-json-schema" / f"v{version}.0-local-strict"
    target = folder / f"v{version}.0-standalone-strict"
    target.mkdir()
    for file in known.iterdir():
        schema = json.loads(file.read_text(encoding="utf-8").replace('"/api/_definitions.json#', '"_definitions.json#'))
        schema.pop("$id", None)
        (target / file.name).write_text(json.dumps(schema))
    for (api_version, kind), schema in schemas().items():
        custom = folder / "custom" / api_version / f"{kind.lower()}.json"
        custom.parent.mkdir(parents=True, exist_ok=True)
        custom.write_text(json.dumps(schema))


class Verdict(NamedTuple):
    """The result of kubeconform for one object. A valid object has an empty complaint."""

    source: str
    object: str
    complaint: str

    def __str__(self) -> str:
        return f"{self.object} in {self.source}: {self.complaint}"


def kubeconform(sources: Files, folder: Path, version: str) -> list[Verdict]:
    """Return a verdict for every object, in strict mode."""
    source_of = {str(file): source for source, written in sources.items() for file in written}
    locations = ("-schema-location", folder, "-schema-location", f"{folder}/{_CUSTOM}")
    how = ("-strict", "-verbose", "-output", "json", "-kubernetes-version", f"{version}.0", *locations)
    return [
        Verdict(source_of[each["filename"]], f"{each['kind']}/{each['name']}", each["msg"])
        for each in run("kubeconform", *how, *source_of)["resources"]
    ]

"""Manifests on a real API server: apply them, read them and delete them."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.emitted import Manifest, read

from .kube_api import KubeApi

Apply = Callable[[KubeApi, Path], "subprocess.CompletedProcess[str]"]
"""A way to apply a file."""

GKE_WARNING = 'annotation "kubernetes.io/ingress.class" is deprecated'
"""A warning of every server: GKE reads only this annotation to select its Ingresses."""
RESTRICTED = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn")}


def make_namespaces(kube_api: KubeApi, *names: str) -> None:
    """Create namespaces that enforce Pod Security `restricted` and warn about workloads that violate it."""
    objects = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": RESTRICTED}} for name in names
    ]
    kube_api.kubectl("apply", "--filename=-", input=as_list(objects)).check_returncode()


def missing_namespaces(manifests: Path) -> set[str]:
    """Return the namespaces that a file's objects are in and that the file does not create."""
    made = {each["metadata"]["name"] for each in read(manifests) if each["kind"] == "Namespace"}
    return {each["metadata"]["namespace"] for each in read(manifests) if "namespace" in each["metadata"]} - made


def apply_server_side(kube_api: KubeApi, manifests: Path) -> "subprocess.CompletedProcess[str]":
    """Apply a file with server-side apply, which takes over the fields that kubectl owned."""
    how = ("--server-side", "--force-conflicts", "--validate=strict")
    return kube_api.kubectl("apply", *how, "--recursive", f"--filename={manifests}")


def live(kube_api: KubeApi, manifests: Path) -> list[Manifest]:
    """Return the objects of a file that exist on the server."""
    found = kube_api.read("--recursive", f"--filename={manifests}")
    items: list[Manifest] = found.get("items", [found] if found else [])
    return items


def versions(kube_api: KubeApi, manifests: Path) -> dict[tuple[str, str], str]:
    """Return the `resourceVersion` of each object of a file; every write to the object changes it."""
    found = live(kube_api, manifests)
    return {(each["kind"], each["metadata"]["name"]): each["metadata"]["resourceVersion"] for each in found}


def everything(kube_api: KubeApi) -> set[str]:
    """Return the names of all objects, as `namespace/kind/name`.

    Events, objects that are being deleted, and the server's own objects are left out.
    """
    return {name for name in _names(kube_api, "--all-namespaces") if not name.startswith("kube-")}


def everything_in(kube_api: KubeApi, namespace: str) -> set[str]:
    """Return the names of all objects in a namespace, as `kind/name`.

    Events and objects that are being deleted are left out.
    """
    names = _names(kube_api, f"--namespace={namespace}", "--namespaced")
    return {name.partition("/")[2] for name in names}


def text_in(kube_api: KubeApi, namespace: str) -> str:
    """Return what `kubectl get` prints as YAML for a namespace and for all objects in it."""
    kinds = ",".join(_kinds(kube_api, "--namespaced"))
    reads = (("namespace", namespace), (kinds, f"--namespace={namespace}"))
    found = [kube_api.kubectl("get", "--output=yaml", *which) for which in reads]
    for each in found:
        each.check_returncode()
    return "---\n".join(each.stdout for each in found)


def _kinds(kube_api: KubeApi, *which: str) -> list[str]:
    """Return the kinds whose objects can be listed and deleted, except events."""
    every = kube_api.kubectl("api-resources", "--verbs=list,delete", "--output=name", *which).stdout.split()
    return [kind for kind in every if not kind.startswith("events")]


def _names(kube_api: KubeApi, where: str, *which: str) -> list[str]:
    kinds = _kinds(kube_api, *which)
    line = '{.metadata.deletionTimestamp}|{.metadata.namespace}/{.kind}/{.metadata.name}{"\\n"}'
    found = kube_api.kubectl("get", ",".join(kinds), where, f"--output=jsonpath={{range .items[*]}}{line}{{end}}")
    found.check_returncode()
    return [line[1:] for line in found.stdout.splitlines() if line.startswith("|")]


def wipe(kube_api: KubeApi, manifests: Path) -> None:
    """Delete everything of a file from the server; the Namespace goes last, because its objects need it."""
    delete(kube_api, manifests)
    for remains in reversed(live(kube_api, manifests)):
        _finalize(kube_api, remains)


def delete(kube_api: KubeApi, manifests: Path) -> "subprocess.CompletedProcess[str]":
    """Delete the objects of a file, without waiting for controllers that do not run here."""
    return kube_api.kubectl("delete", "--ignore-not-found", "--wait=false", "--recursive", f"--filename={manifests}")


def _finalize(kube_api: KubeApi, manifest: Manifest) -> None:
    """Complete a deletion, as a cluster's controllers do, of a Namespace or of an object in one."""
    kind, meta = manifest["kind"], manifest["metadata"]
    if kind == "Namespace":
        path = f"/api/v1/namespaces/{meta['name']}/finalize"
        kube_api.kubectl("replace", f"--raw={path}", "--filename=-", input=json.dumps({**manifest, "spec": {}}))
    else:
        change = json.dumps({"metadata": {"finalizers": None}})
        place = f"--namespace={meta['namespace']}"
        kube_api.kubectl("patch", kind, meta["name"], place, "--type=merge", f"--patch={change}")


def pods_of(manifest: Manifest) -> list[Manifest]:
    """Return the pod that a workload's controller would create; the list is empty for other objects."""
    spec = manifest.get("spec", {})
    template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
    if template is None:
        return []
    own = {key: manifest["metadata"][key] for key in ("name", "namespace")}
    meta = {**template.get("metadata", {}), **own}
    return [{"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": template["spec"]}]


def as_list(objects: list[Manifest]) -> str:
    """Return objects as one document."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})

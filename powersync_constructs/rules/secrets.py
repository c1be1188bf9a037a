"""Rules about who fills the Secrets that pods refer to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name, label

_SOURCES = {"ExternalSecret": "ExternalSecrets", "SecretProviderClass": "SecretsStoreCsi"}
"""The kinds that name each key they fill, and what the props call them."""
_Secret = tuple[str | None, str]
"""A Secret's namespace and name."""


@dataclass(frozen=True)
class _Made:
    """What makes a Secret, and the keys that it has from there; None where it may have any."""

    by: Manifest
    keys: frozenset[str] | None

    def beside(self, other: "_Made") -> "_Made":
        """What both of them fill."""
        return _Made(self.by, None if self.keys is None or other.keys is None else self.keys | other.keys)


def references_are_filled(manifests: Sequence[Manifest]) -> list[Finding]:
    """A chart that says who fills some Secrets says it of every Secret and key that the service's pods refer to.

    A key that its Secret never has is an error, since the pods wait for it for ever. A Secret that nothing in the chart
    makes is a warning, for somebody else may keep it. What is filled and not referred to may be for somebody else, too.
    """
    made: dict[_Secret, _Made] = {}
    sources: dict[str | None, str] = {}
    for manifest in manifests:
        namespace = manifest["metadata"].get("namespace")
        for name, keys in _secrets(manifest):
            this, secret = _Made(manifest, keys), (namespace, name)
            made[secret] = made[secret].beside(this) if secret in made else this
            if manifest["kind"] in _SOURCES:
                sources.setdefault(namespace, manifest["kind"])
    found: dict[tuple[_Secret, str | None], Finding] = {}
    for manifest in manifests:
        namespace = manifest["metadata"].get("namespace")
        for name, key in _references(manifest) if namespace in sources else ():
            secret = (namespace, name)
            if secret not in made:
                found.setdefault((secret, key), _nobodys(manifest, name, key, sources[namespace]))
            elif (keys := made[secret].keys) is not None and key is not None and key not in keys:
                found.setdefault((secret, key), _without_key(made[secret].by, name, key, manifest))
    return list(found.values())


def _secrets(manifest: Manifest) -> Iterator[tuple[str, frozenset[str] | None]]:
    """The Secrets that an object is or makes, each with its keys, where these are known."""
    name, spec = manifest["metadata"]["name"], manifest.get("spec") or {}
    match manifest["apiVersion"].rpartition("/")[0], manifest["kind"]:
        case ("", "Secret") | ("bitnami.com", "SealedSecret"):
            yield name, None
        case "external-secrets.io", "ExternalSecret":
            target = spec.get("target") or {}
            if target.get("creationPolicy") != "None":
                any_key = spec.get("dataFrom") or target.get("template")
                keys = frozenset(each["secretKey"] for each in spec.get("data") or ())
                yield target.get("name") or name, None if any_key else keys
        case "secrets-store.csi.x-k8s.io", "SecretProviderClass":
            for secret in spec.get("secretObjects") or ():
                yield secret["secretName"], frozenset(each["key"] for each in secret["data"])
        case "cert-manager.io", "Certificate":
            yield spec["secretName"], None
        case "postgresql.cnpg.io", "Cluster":
            yield from ((f"{name}-{part}", None) for part in ("app", "superuser", "ca"))
        case "mongodbcommunity.mongodb.com", "MongoDBCommunity":
            for user in spec.get("users") or ():
                yield user.get("connectionStringSecretName") or f"{name}-{user['db']}-{user['name']}", None


def _references(manifest: Manifest) -> Iterator[tuple[str, str | None]]:
    """The Secrets that pods of the service cannot do without, each with its key; None for all of it."""
    pod = _pod(manifest)
    for container in (*(pod.get("initContainers") or ()), *(pod.get("containers") or ())):
        for env in container.get("env") or ():
            reference = (env.get("valueFrom") or {}).get("secretKeyRef")
            if reference and not reference.get("optional"):
                yield reference["name"], reference["key"]
    for volume in pod.get("volumes") or ():
        secret = volume.get("secret")
        if secret and not secret.get("optional"):
            yield from ((secret["secretName"], item["key"]) for item in secret.get("items") or [{"key": None}])


def _pod(manifest: Manifest) -> Mapping[str, Any]:
    """The pod that a workload of an instance makes; nothing for any other object."""
    if manifest["kind"] not in ("CronJob", "Deployment", "Job", "StatefulSet"):
        return {}
    spec = manifest["spec"]
    template = (spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec)["template"]
    is_ours = "metadata" in template and label(template, "name") == "powersync"
    pod: Mapping[str, Any] = template["spec"] if is_ours else {}
    return pod


def _without_key(source: Manifest, name: str, key: str, workload: Manifest) -> Finding:
    reason = f"fills Secret/{name} without '{key}', so that pods of {kind_and_name(workload)} never start"
    fix = _mapped(source["kind"], name, key)
    return Finding("references-are-filled", "error", kind_and_name(source), reason, fix)


def _nobodys(workload: Manifest, name: str, key: str | None, source: str) -> Finding:
    reason = f"refers to Secret/{name}, which nothing in the chart makes, while others come by {_SOURCES[source]}"
    fix = f"{_mapped(source, name, key)}, or see that somebody keeps it"
    return Finding("references-are-filled", "warning", kind_and_name(workload), reason, fix)


def _mapped(source: str, name: str, key: str | None) -> str:
    reference = f"SecretRef('{name}', {repr(key) if key else '...'})"
    return f"map it: {_SOURCES[source]}(mapping={{{reference}: ...}})"

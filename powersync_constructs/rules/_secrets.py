"""Which Secrets an object is or makes, and which ones a pod refers to. Whatever an object leaves out is passed over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from powersync_constructs.rules._finding import Manifest, label

SOURCES = {"ExternalSecret": "ExternalSecrets", "SecretProviderClass": "SecretsStoreCsi"}
"""The kinds that name each key they fill, and what the props call them."""
_CERTIFICATES_AND_USERS = ("app", "superuser", "ca", "replication", "server")
"""What CloudNativePG makes for a Cluster, after its name (its pages Certificates and Applications)."""


@dataclass(frozen=True)
class Made:
    """What makes a Secret, and the keys that it has from there; None where it may have any."""

    by: Manifest
    name: str
    keys: frozenset[str] | None
    owned: bool = False
    """Whether its maker takes it for its own, which only the kinds of `SOURCES` say."""

    @property
    def secret(self) -> tuple[str | None, str]:
        """Its namespace and name."""
        return self.by["metadata"].get("namespace"), self.name


def secrets_of(manifest: Manifest) -> Iterator[Made]:
    """The Secrets that an object is or makes."""
    name, spec = manifest["metadata"]["name"], manifest.get("spec") or {}
    made: list[str | None] = []
    match manifest["apiVersion"].rpartition("/")[0], manifest["kind"]:
        case "external-secrets.io", "ExternalSecret":
            yield from _of_external_secret(manifest, name, spec)
        case "secrets-store.csi.x-k8s.io", "SecretProviderClass":
            for each in spec.get("secretObjects") or ():
                if secret := each.get("secretName"):
                    yield Made(manifest, secret, _named("key", each.get("data")), owned=True)
        case ("", "Secret") | ("bitnami.com", "SealedSecret"):
            made = [name]
        case "external-secrets.io", "ClusterExternalSecret":
            target = (spec.get("externalSecretSpec") or {}).get("target") or {}
            made = [target.get("name") or spec.get("externalSecretName") or name]
        case "cert-manager.io", "Certificate":
            made = [spec.get("secretName")]
        case "postgresql.cnpg.io", "Cluster":
            made = [f"{name}-{part}" for part in _CERTIFICATES_AND_USERS]
        case "mongodbcommunity.mongodb.com", "MongoDBCommunity":
            made = [
                user.get("connectionStringSecretName") or f"{name}-{user.get('db')}-{user.get('name')}"
                for user in spec.get("users") or ()
            ]
    yield from (Made(manifest, secret, None) for secret in made if secret)


def references_of(manifest: Manifest) -> Iterator[tuple[str, str | None]]:
    """The Secrets that pods of the service cannot do without, each with its key; None for all of it."""
    pod = _pod(manifest)
    for container in (*(pod.get("initContainers") or ()), *(pod.get("containers") or ())):
        for env in container.get("env") or ():
            yield from _referred((env.get("valueFrom") or {}).get("secretKeyRef"), "name")
        for source in container.get("envFrom") or ():
            yield from _referred(source.get("secretRef"), "name")
    for volume in pod.get("volumes") or ():
        yield from _referred(volume.get("secret"), "secretName")
        for source in (volume.get("projected") or {}).get("sources") or ():
            yield from _referred(source.get("secret"), "name")


def _of_external_secret(manifest: Manifest, name: str, spec: Mapping[str, Any]) -> Iterator[Made]:
    target = spec.get("target") or {}
    policy = target.get("creationPolicy")
    if policy != "None":
        shared = policy in ("Merge", "CreateOrMerge")
        any_key = shared or spec.get("dataFrom") or target.get("template")
        keys = None if any_key else _named("secretKey", spec.get("data"))
        yield Made(manifest, target.get("name") or name, keys, owned=not shared)


def _named(field: str, items: list[Mapping[str, Any]] | None) -> frozenset[str]:
    return frozenset(item[field] for item in items or () if field in item)


def _referred(reference: Mapping[str, Any] | None, field: str) -> Iterator[tuple[str, str | None]]:
    """What one place of a pod refers to: some keys of a Secret, or all of it."""
    if reference and reference.get(field) and not reference.get("optional"):
        for item in reference.get("items") or [reference]:
            yield reference[field], item.get("key")


def _pod(manifest: Manifest) -> Mapping[str, Any]:
    """The pod that a workload of an instance makes; nothing for any other object."""
    if manifest["kind"] not in ("CronJob", "Deployment", "Job", "StatefulSet"):
        return {}
    spec = manifest.get("spec") or {}
    if manifest["kind"] == "CronJob":
        spec = (spec.get("jobTemplate") or {}).get("spec") or {}
    template = spec.get("template") or {}
    pod: Mapping[str, Any] = (template.get("spec") or {}) if label(template, "name") == "powersync" else {}
    return pod

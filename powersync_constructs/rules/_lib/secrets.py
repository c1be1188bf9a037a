"""The Secrets that an object is or creates, and the Secrets that the pods of a workload refer to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from powersync_constructs.rules._lib.manifest import KubeObject, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects

SOURCES = {"ExternalSecret": "ExternalSecrets", "SecretProviderClass": "SecretsStoreCsi"}
"""The kinds that list all keys that they fill, and the class of the props for each kind."""
_CLOUD_NATIVE_PG_SUFFIXES = ("app", "superuser", "ca", "replication", "server")
"""The suffixes of the Secrets that CloudNativePG creates for a Cluster (see Certificates and Applications in its
documentation)."""


@dataclass(frozen=True)
class Made:
    """A Secret and the object that creates it."""

    by: KubeObject
    """The object that creates the Secret."""
    name: str
    keys: frozenset[str] | None = None
    """The keys that the object fills; None if it may fill any key."""
    owned: bool = False
    """Whether the object owns the Secret, which only the kinds of `SOURCES` can do."""

    @property
    def secret(self) -> tuple[str, str]:
        """The namespace and the name of the Secret."""
        return self.by.namespace, self.name


@dataclass(frozen=True)
class Reference:
    """A reference of a pod to a Secret without which the pod cannot start."""

    name: str
    key: str | None
    """The key; None for the whole Secret."""


def secrets_of(maker: KubeObject) -> Iterator[Made]:
    """Yield the Secrets that an object is or creates."""
    made_by = _MAKERS.get((maker.group, maker.kind))
    if made_by is not None:
        yield from (made for made in made_by(maker) if made.name)


def makers_of_secrets(objects: Objects) -> Mapping[tuple[str, str], list[Made]]:
    """Return the objects that are or create each Secret, by the namespace and the name of the Secret."""
    return objects.once(_makers)


def _makers(objects: Objects) -> Mapping[tuple[str, str], list[Made]]:
    found: dict[tuple[str, str], list[Made]] = {}
    for each in objects:
        for made in secrets_of(each):
            found.setdefault(made.secret, []).append(made)
    return found


def references_of(workload: KubeObject, objects: Objects) -> Iterator[Reference]:
    """Yield the references without which the pods of a workload cannot start; nothing for pods without the service."""
    if not (workload.instance or objects.services_in(workload)):
        return
    for container in workload.containers:
        for env in mappings(container, "env"):
            yield from _referred(mapping(env, "valueFrom", "secretKeyRef"), "name")
        for source in mappings(container, "envFrom"):
            yield from _referred(mapping(source, "secretRef"), "name")
    for volume in mappings(workload.pod, "volumes"):
        yield from _referred(mapping(volume, "secret"), "secretName")
        for source in mappings(mapping(volume, "projected"), "sources"):
            yield from _referred(mapping(source, "secret"), "name")


def _referred(reference: Mapping[str, Any], field: str) -> Iterator[Reference]:
    """Yield the references of one field of a pod: to single keys of a Secret, or to the whole Secret."""
    name = text(reference.get(field))
    if not name or reference.get("optional"):
        return
    for item in mappings(reference, "items") or [reference]:
        yield Reference(name, text(item.get("key")) or None)


def _of_secret(secret: KubeObject) -> Iterator[Made]:
    yield Made(secret, secret.name)


def _of_external_secret(maker: KubeObject) -> Iterator[Made]:
    target = mapping(maker.spec, "target")
    policy = target.get("creationPolicy")
    if policy == "None":
        return
    shared = policy in ("Merge", "CreateOrMerge")
    any_key = shared or maker.spec.get("dataFrom") or target.get("template")
    keys = None if any_key else _named("secretKey", maker.spec)
    yield Made(maker, text(target.get("name")) or maker.name, keys, owned=not shared)


def _of_cluster_external_secret(maker: KubeObject) -> Iterator[Made]:
    target = mapping(maker.spec, "externalSecretSpec", "target")
    yield Made(maker, text(target.get("name")) or text(maker.spec.get("externalSecretName")) or maker.name)


def _of_secret_provider_class(maker: KubeObject) -> Iterator[Made]:
    for secret in mappings(maker.spec, "secretObjects"):
        yield Made(maker, text(secret.get("secretName")), _named("key", secret), owned=True)


def _of_certificate(maker: KubeObject) -> Iterator[Made]:
    yield Made(maker, text(maker.spec.get("secretName")))


def _of_cluster(maker: KubeObject) -> Iterator[Made]:
    yield from (Made(maker, f"{maker.name}-{part}") for part in _CLOUD_NATIVE_PG_SUFFIXES)


def _of_mongodb(maker: KubeObject) -> Iterator[Made]:
    for user in mappings(maker.spec, "users"):
        own = f"{maker.name}-{user.get('db')}-{user.get('name')}"
        yield Made(maker, text(user.get("connectionStringSecretName")) or own)


_MAKERS: Mapping[tuple[str, str], Callable[[KubeObject], Iterator[Made]]] = {
    ("", "Secret"): _of_secret,
    ("bitnami.com", "SealedSecret"): _of_secret,
    ("cert-manager.io", "Certificate"): _of_certificate,
    ("external-secrets.io", "ClusterExternalSecret"): _of_cluster_external_secret,
    ("external-secrets.io", "ExternalSecret"): _of_external_secret,
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity"): _of_mongodb,
    ("postgresql.cnpg.io", "Cluster"): _of_cluster,
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"): _of_secret_provider_class,
}


def _named(field: str, maker: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for item in mappings(maker, "data") if (key := text(item.get(field))))

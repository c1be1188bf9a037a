"""Which Secrets an object is or makes, and which ones its pods refer to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from powersync_constructs.rules._manifest import KubeObject, mapping, mappings, text

SOURCES = {"ExternalSecret": "ExternalSecrets", "SecretProviderClass": "SecretsStoreCsi"}
"""The kinds that name each key that they fill, and what the props call them."""
_OF_CLOUD_NATIVE_PG = ("app", "superuser", "ca", "replication", "server")
"""What CloudNativePG makes for a Cluster, after its name (its pages Certificates and Applications)."""


@dataclass(frozen=True)
class Made:
    """A Secret, what makes it, and the keys that it has from there; None where it may have any."""

    by: KubeObject
    name: str
    keys: frozenset[str] | None = None
    owned: bool = False
    """Whether its maker takes it for its own, which only the kinds of `SOURCES` say."""

    @property
    def secret(self) -> tuple[str, str]:
        """Its namespace and name."""
        return self.by.namespace, self.name


@dataclass(frozen=True)
class Reference:
    """A Secret that a pod cannot start without, and the key; None for all of it."""

    name: str
    key: str | None


def secrets_of(maker: KubeObject) -> Iterator[Made]:
    """The Secrets that an object is or makes."""
    made_by = _MAKERS.get((maker.group, maker.kind))
    if made_by is not None:
        yield from (made for made in made_by(maker) if made.name)


def references_of(workload: KubeObject) -> Iterator[Reference]:
    """The Secrets that the pods of an instance cannot do without. Other people's pods are not looked at."""
    if not workload.instance:
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
    """What one place of a pod refers to: some keys of a Secret, or all of it."""
    name = text(reference.get(field))
    if not name or reference.get("optional"):
        return
    for item in [*mappings(reference, "items")] or [reference]:
        yield Reference(name, text(item.get("key")) or None)


def _itself(secret: KubeObject) -> Iterator[Made]:
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
    yield from (Made(maker, f"{maker.name}-{part}") for part in _OF_CLOUD_NATIVE_PG)


def _of_mongodb(maker: KubeObject) -> Iterator[Made]:
    for user in mappings(maker.spec, "users"):
        own = f"{maker.name}-{user.get('db')}-{user.get('name')}"
        yield Made(maker, text(user.get("connectionStringSecretName")) or own)


_MAKERS: Mapping[tuple[str, str], Callable[[KubeObject], Iterator[Made]]] = {
    ("", "Secret"): _itself,
    ("bitnami.com", "SealedSecret"): _itself,
    ("cert-manager.io", "Certificate"): _of_certificate,
    ("external-secrets.io", "ClusterExternalSecret"): _of_cluster_external_secret,
    ("external-secrets.io", "ExternalSecret"): _of_external_secret,
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity"): _of_mongodb,
    ("postgresql.cnpg.io", "Cluster"): _of_cluster,
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"): _of_secret_provider_class,
}


def _named(field: str, maker: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(key for item in mappings(maker, "data") if (key := text(item.get(field))))

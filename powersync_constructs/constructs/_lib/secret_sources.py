"""The objects that fill Secrets: one ExternalSecret per Secret, or one SecretProviderClass for all of them."""

from collections.abc import Mapping
from typing import Any

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.core._durations import go_duration
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.delivery.secret_sources import ExternalSecrets, RemoteSecret, SecretsStoreCsi
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.kplus import cached, k8s
from powersync_constructs.constructs._lib.metadata import Identity

_DRIVER = "secrets-store.csi.k8s.io"
_DEFAULTS = {
    "conversionStrategy": "Default",
    "decodingStrategy": "None",
    "metadataPolicy": "None",
    "nullBytePolicy": "Ignore",
}
"""The defaults of a `remoteRef` in the custom resource definition of ExternalSecret.

Without them, Argo CD and `kubectl apply` would always report a change, because these fields are in items of a list
(external-secrets#6398).
"""


def external_secrets(scope: Construct, props: ExternalSecrets, identity: Identity) -> list[ApiObject]:
    """Create one ExternalSecret per Secret, with the name of the Secret."""
    made = []
    for name, keys in _by_secret(props.mapping).items():
        spec = {
            "refreshInterval": go_duration(props.refresh_interval_seconds),
            "secretStoreRef": {"kind": props.store.kind, "name": props.store.name},
            "target": {"name": name, "creationPolicy": "Owner", "deletionPolicy": props.deletion_policy},
            "data": [{"secretKey": key, "remoteRef": _remote_ref(remote)} for key, remote in keys.items()],
        }
        external_secret = custom_resource(
            scope,
            f"external-secret-{name}",
            api_version="external-secrets.io/v1",
            kind="ExternalSecret",
            name=name,
            spec=spec,
            identity=identity,
        )
        made.append(external_secret)
    return made


def secret_provider_class(scope: Construct, props: SecretsStoreCsi, identity: Identity) -> ApiObject:
    """Create the SecretProviderClass.

    Its name does not change with its content. Running pods would not use a class with a new name. They do use a changed
    class, because the rotation of the driver reads it. During a rollout, two classes for one Secret would overwrite
    each other's keys.
    """
    spec = {
        "provider": props.provider,
        "parameters": dict(props.parameters),
        "secretObjects": [
            {
                "secretName": name,
                "type": "Opaque",
                "data": [{"key": key, "objectName": file} for key, file in keys.items()],
            }
            for name, keys in _by_secret(props.mapping).items()
        ],
    }
    return custom_resource(
        scope,
        "secret-provider-class",
        api_version="secrets-store.csi.x-k8s.io/v1",
        kind="SecretProviderClass",
        name=identity.name,
        spec=spec,
        identity=identity,
    )


@cached
def secrets_store_volume(name: str, provider_class: str) -> k8s.Volume:
    """Return the volume that a pod must mount so that the driver creates the Secrets of a class."""
    attributes = {"secretProviderClass": provider_class}
    return k8s.Volume(name=name, csi=k8s.CsiVolumeSource(driver=_DRIVER, read_only=True, volume_attributes=attributes))


def _by_secret(mapping: Mapping[SecretRef, Any]) -> dict[str, dict[str, Any]]:
    """Group the mapping by the name of the Secret and then by key, in alphabetical order."""
    found: dict[str, dict[str, Any]] = {}
    for reference in sorted(mapping, key=lambda reference: (reference.name, reference.key)):
        found.setdefault(reference.name, {})[reference.key] = mapping[reference]
    return found


def _remote_ref(remote: str | RemoteSecret) -> dict[str, str]:
    secret = RemoteSecret(key=remote) if isinstance(remote, str) else remote
    given = {"key": secret.key, "property": secret.property, "version": secret.version}
    return {**{field: value for field, value in given.items() if value is not None}, **_DEFAULTS}

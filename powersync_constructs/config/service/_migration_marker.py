"""The migration marker: the key by which pods know that their storage is migrated."""

import hashlib

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core.secrets import InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceConfig

_ADDRESS = ("type", "uri", "hostname", "port", "database")
"""The fields of a storage that tell which database it is."""


def marker_key(image: Image, service: ServiceConfig | ExistingServiceYaml) -> str:
    """The key of a ConfigMap that tells that this image has migrated the storage of this service.yaml.

    It depends on what decides which migrations run where, the service's version and the storage's address, and on
    nothing else: a change of anything else waits for nothing. Where only a Secret has the address, that is the Secret's
    name and key, or the variable's name. The version is readable, for the event of a pod that names the key as missing.
    """
    if isinstance(service, ExistingServiceYaml):
        storage: object = {"service.yaml": _content(service.secret)}
    else:
        storage = {name: _content(getattr(service.storage, name, None)) for name in _ADDRESS}
    return f"migrated-{image.version}-{content_hash({'version': str(image.version), 'storage': storage})}"


def _content(part: SecretRef | InjectedSecret | SecretValue | str | int | None) -> object:
    match part:
        case SecretRef():
            return {"secret": part.name, "key": part.key}
        case InjectedSecret():
            return {"variable": part.variable}
        case SecretValue():
            return {"sha256": hashlib.sha256(part.value.encode()).hexdigest()}
        case _:
            return part

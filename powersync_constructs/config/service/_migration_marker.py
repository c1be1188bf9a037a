"""The mark of a migration: what its key is called, and what makes it another one."""

import hashlib
import json

from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceConfig

_IDENTITY = ("type", "uri", "hostname", "port", "database")


def mark_key(image: Image, service: ServiceConfig | ExistingServiceYaml) -> str:
    """The ConfigMap key that says that this image has migrated this service.yaml's storage.

    It depends on what decides which migrations run where, the image and the storage's address, and on nothing else: a
    change of anything else waits for nothing. Of an address that only a Secret has, it is the Secret's name and key. It
    is readable where a pod's event names it as missing.
    """
    if isinstance(service, ExistingServiceYaml):
        address = [repr(service.secret)]
    else:
        address = [_identity(getattr(service.storage, name, None)) for name in _IDENTITY]
    return f"migrated-{image.version}-{_digest(json.dumps([image.reference, address]))[:10]}"


def _identity(part: object) -> str:
    return _digest(part.value) if isinstance(part, SecretValue) else repr(part)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

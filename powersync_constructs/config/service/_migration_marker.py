"""The migration marker: the ConfigMap key that shows that the bucket storage is migrated."""

import hashlib

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core.secrets import EnvRef, InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceConfig

_ADDRESS = ("type", "uri", "hostname", "port", "database")
"""The fields of the bucket storage that identify its database."""


def marker_key(image: Image, service: ServiceConfig | ExistingServiceYaml) -> str:
    """Return the ConfigMap key that shows that this image has migrated the storage of this service.yaml.

    The key depends only on the version of the service and the address of the storage, because these determine which
    migrations run and where. After any other change, pods do not wait for a migration. If the address comes from a
    reference, the marker key depends on that reference and not on the value. The marker key contains the version in
    plain text, because the event of a waiting pod shows the missing key.
    """
    if isinstance(service, ExistingServiceYaml):
        storage: object = {"service.yaml": _content(service.secret)}
    else:
        storage = {name: _content(getattr(service.storage, name, None)) for name in _ADDRESS}
    return f"migrated-{image.version}-{content_hash({'version': str(image.version), 'storage': storage})}"


def _content(part: EnvRef | SecretValue | str | int | None) -> object:
    match part:
        case SecretRef():
            return {"secret": part.name, "key": part.key}
        case InjectedSecret():
            return {"variable": part.variable}
        case EnvRef():
            return part.as_mapping()
        case SecretValue():
            return {"sha256": hashlib.sha256(part.value.encode()).hexdigest()}
        case _:
            return part

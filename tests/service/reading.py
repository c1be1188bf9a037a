"""What the service must read in a service.yaml: told from the models, but for the names of the variables."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from powersync_constructs.config import SecretRef, SecretValue, ServiceConfig
from powersync_constructs.config.service._service_yaml import secrets

SYNC_CONFIG_PATH = "/powersync/sync-config/sync-config.yaml"
PORT_KEY = "port"
"""The key of a Secret that holds a port, and so a number."""
HELD = {PORT_KEY: "54321", "pin": "0123", "flag": "true", "lines": "a: |\r\n  'b'\n\n::number \U0001f600"}
"""What Secrets hold under these keys; only a port is a number."""


def environment(service: ServiceConfig) -> dict[str, str]:
    """The variables of a pod: what its Secrets hold."""
    return {name: content(secret) for name, secret in secrets(service).items()}


def content(secret: SecretRef | SecretValue) -> str:
    """What a Secret holds: a made-up text, or a port."""
    if isinstance(secret, SecretValue):
        return secret.value
    return HELD.get(secret.key, f"{secret.key} of {secret.name}: \u00e9 \"'\\")


def expected(service: ServiceConfig) -> dict[str, Any]:
    """The document that the service must have after reading."""
    document: dict[str, Any] = read(service)
    document["replication"] = {"connections": [document.pop("source")]}
    document["sync_config"]["path"] = SYNC_CONFIG_PATH
    return document


def read(value: Any) -> Any:
    """What a value is to the service: a Secret's content, and only what is said."""
    if isinstance(value, SecretRef | SecretValue):
        text = content(value)
        return int(text) if isinstance(value, SecretRef) and value.key == PORT_KEY else text
    if isinstance(value, BaseModel):
        names = {name: field.serialization_alias or name for name, field in type(value).model_fields.items()}
        said = {names[name]: part for name, part in value if part is not None and part not in ((), {})}
        return {name: read(part) for name, part in said.items()}
    if isinstance(value, tuple):
        return [read(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value

"""What the service must read in a service.yaml: told from the models, but for the names of the variables."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from powersync_constructs.config import ConfigMapRef, InjectedSecret, SecretRef, SecretValue, ServiceConfig
from powersync_constructs.config.core._versions import walk
from powersync_constructs.config.service._variables import is_variable, variable_name

SYNC_CONFIG_PATH = "/powersync/sync-config/sync-config.yaml"
PORT_KEY = "port"
"""The key of a Secret that holds a port, and so a number."""
PORT_VARIABLE = "PS_PORT"
"""The injected variable that holds a port."""
HELD = {PORT_KEY: "54321", "pin": "0123", "flag": "true", "lines": "a: |\r\n  'b'\n\n::number \U0001f600"}
"""What Secrets hold under these keys; only a port is a number."""


def environment(service: ServiceConfig) -> dict[str, str]:
    """The variables of a pod: what its Secrets hold."""
    return {variable_name(path, value): content(value) for path, value, _ in walk(service) if is_variable(value)}


def content(source: SecretRef | SecretValue | ConfigMapRef | InjectedSecret) -> str:
    """What a variable holds: a made-up text, or a port."""
    if isinstance(source, SecretValue):
        return source.value
    if isinstance(source, InjectedSecret):
        return HELD[PORT_KEY] if source.variable == PORT_VARIABLE else f"value of {source.variable}"
    return HELD.get(source.key, f"{source.key} of {source.name}: \u00e9 \"'\\")


def expected(service: ServiceConfig) -> dict[str, Any]:
    """The document that the service must have after reading."""
    document: dict[str, Any] = read(service)
    document["replication"] = {"connections": [document.pop("source")]}
    document["sync_config"]["path"] = SYNC_CONFIG_PATH
    return document


def read(value: Any) -> Any:
    """What a value is to the service: a Secret's content, and only what is said."""
    if is_variable(value):
        text = content(value)
        return int(text) if text == HELD[PORT_KEY] else text
    if isinstance(value, BaseModel):
        names = {name: field.serialization_alias or name for name, field in type(value).model_fields.items()}
        said = {names[name]: part for name, part in value if part is not None and part not in ((), {})}
        return {name: read(part) for name, part in said.items()}
    if isinstance(value, tuple):
        return [read(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value

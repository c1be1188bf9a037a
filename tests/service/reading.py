"""The content of a service.yaml that the service must read, computed from the models and the names of the variables."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from powersync_constructs.config import ConfigMapRef, InjectedSecret, SecretRef, SecretValue, ServiceConfig
from powersync_constructs.config.core._versions import walk
from powersync_constructs.config.service._variables import is_variable, variable_name

SYNC_CONFIG_PATH = "/powersync/sync-config/sync-config.yaml"
PORT_KEY = "port"
"""The key of a Secret that holds a port, which must become a number."""
PORT_VARIABLE = "PS_PORT"
"""The injected variable that holds a port."""
CONTENTS = {PORT_KEY: "54321", "pin": "0123", "flag": "true", "lines": "a: |\r\n  'b'\n\n::number \U0001f600"}
"""The content of Secrets under these keys; only a port is a number."""


def environment(service: ServiceConfig) -> dict[str, str]:
    """Return the variables of a pod, with the content of its Secrets."""
    return {variable_name(path, value): content(value) for path, value, _ in walk(service) if is_variable(value)}


def content(source: SecretRef | SecretValue | ConfigMapRef | InjectedSecret) -> str:
    """Return the value of a variable: an invented text, or a port."""
    if isinstance(source, SecretValue):
        return source.value
    if isinstance(source, InjectedSecret):
        return CONTENTS[PORT_KEY] if source.variable == PORT_VARIABLE else f"value of {source.variable}"
    return CONTENTS.get(source.key, f"{source.key} of {source.name}: \u00e9 \"'\\")


def expected(service: ServiceConfig) -> dict[str, Any]:
    """Return the document that the service must read."""
    document: dict[str, Any] = read(service)
    document["replication"] = {"connections": [document.pop("source")]}
    document["sync_config"]["path"] = SYNC_CONFIG_PATH
    return document


def read(value: Any) -> Any:
    """Return a value as the service must read it: a Secret's content, and only the fields that are set."""
    if is_variable(value):
        text = content(value)
        return int(text) if text == CONTENTS[PORT_KEY] else text
    if isinstance(value, BaseModel):
        names = {name: field.serialization_alias or name for name, field in type(value).model_fields.items()}
        given = {names[name]: part for name, part in value if part is not None and part not in ((), {})}
        return {name: read(part) for name, part in given.items()}
    if isinstance(value, tuple):
        return [read(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value

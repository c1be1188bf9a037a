"""Mistakes with several instances: what they share, and must not share.

All databases use port 5432, because the NetworkPolicies of the correct manifests allow only this port.
"""

import re
from collections.abc import Mapping
from typing import Any

from .mutation import Change, Manifests, correct, mutation, service_yaml

_NAMES = re.compile(r"powersync-(?!constructs|service|source|storage|tls)|^powersync$")
_OWN = {
    "host": ("powersync.example.com", "other.example.com"),
    "source": ('hostname: "db.example.com"', 'hostname: "db2.example.com"'),
    "storage": ('hostname: "storage.example.com"', 'hostname: "storage2.example.com"'),
}
"""What the second instance has of its own: the text of the first instance, and that of the second one."""


def second_instance(**shared: bool) -> Change:
    """Add an instance in another namespace. It has its own host, source and storage, except what is named here."""
    replaced = [texts for what, texts in _OWN.items() if not shared.get(what)]

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(nested) for key, nested in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        if not isinstance(value, str):
            return value
        for old, new in replaced:
            value = value.replace(old, new)
        return _NAMES.sub(lambda match: match[0].replace("powersync", "other"), value)

    return lambda manifests: manifests.extend(renamed(each) for each in correct())


def both(*texts: tuple[str, str]) -> Change:
    """Replace texts in the service.yaml of both instances."""

    def change(manifests: Manifests) -> None:
        for each in manifests:
            data: Mapping[str, str] = each.get("data") or {}
            for key in [key for key in data if key == "service.yaml"]:
                for old, new in texts:
                    each["data"][key] = each["data"][key].replace(old, new)

    return change


MYSQL = ('- type: "postgresql"', '- type: "mysql"\n      port: 5432')
_POSTGRES_STORAGE = """storage:
  type: "postgresql"
  hostname: "storage.example.com"
  username: "powersync_storage"
  password: !env "PS_STORAGE_PASSWORD"
  database: "powersync"
"""
_S3_STORAGE = """storage:
  type: "mongodb"
  uri: "mongodb://{host}:5432/powersync"
  password: !env "PS_STORAGE_PASSWORD"
  username: "powersync_storage"
  default_storage_version: 4
  object_storage: {{type: "s3", bucket: "sync", region: "eu-west-1"{prefix}}}
"""


def in_s3(prefix: str = "") -> tuple[Change, ...]:
    """Return the changes for bucket storage in MongoDB and S3, of one or of two instances."""
    key = f', prefix: "{prefix}"' if prefix else ""
    hosts = {
        host: _POSTGRES_STORAGE.replace("storage.example.com", host)
        for host in ("storage.example.com", "storage2.example.com")
    }
    return (both(*((old, _S3_STORAGE.format(host=host, prefix=key)) for host, old in hosts.items())),)


MUTATIONS = [
    mutation("PS901", "one-host", second_instance(host=True)),
    mutation("PS902", "one-storage", second_instance(storage=True)),
    mutation(
        "PS903",
        "source-is-the-storage",
        service_yaml('hostname: "storage.example.com"', 'hostname: "db.example.com"'),
        service_yaml('database: "powersync"', 'database: "app"'),
    ),
    mutation("PS904", "one-prefix", second_instance(), *in_s3(prefix="apps")),
    mutation("PS905", "no-prefix", *in_s3()),
    mutation("PS906", "one-slot-prefix", second_instance(source=True)),
    mutation("PS907", "one-server-id", second_instance(source=True), both(MYSQL)),
]

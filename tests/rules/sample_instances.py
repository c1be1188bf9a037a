"""Instances for the tests of the rules about databases: a service.yaml, and a workload that loads it."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from powersync_constructs.rules import Manifest
from tests.rules.manifests import container, manifest, part

SOURCE = "{type: postgresql, hostname: db.example.com, database: app}"
STORAGE = "{type: postgresql, hostname: storage.example.com, database: powersync}"


def instance(
    name: str = "one",
    namespace: str = "sync",
    *,
    source: str = "{type: convex}",
    storage: str = "{}",
    env: Mapping[str, Any] | None = None,
    kind: str = "ConfigMap",
) -> list[Manifest]:
    """Return the object with service.yaml, and a workload with these variables. Databases are in YAML."""
    text = f"replication:\n  connections:\n    - {source}\nstorage: {storage}\n"
    data = {"service.yaml": text if kind == "ConfigMap" else b64encode(text.encode()).decode()}
    variables = [{"name": variable, **value} for variable, value in (env or {}).items()]
    of_volume = (
        {"secret": {"secretName": f"{name}-config"}} if kind == "Secret" else {"configMap": {"name": f"{name}-config"}}
    )
    volumes = [{"name": "config", **of_volume}]
    return [part(kind, "config", name, namespace, data=data), workload(name, namespace, env=variables, volumes=volumes)]


def workload(name: str = "one", namespace: str = "sync", component: str = "api", **fields: Any) -> Manifest:
    """Return a Deployment of an instance. The fields are those of its pods; `env` is for the container."""
    env = [{"name": "POWERSYNC_CONFIG_PATH", "value": "/powersync/config/service.yaml"}, *fields.pop("env", [])]
    mounts = [{"name": "config", "mountPath": "/powersync/config"}]
    pod = {"containers": [container(component, env=env, volumeMounts=mounts)], **fields}
    return part("Deployment", component, name, namespace, group="apps", spec={"template": {"spec": pod}})


def from_secret(name: str, key: str = "uri", *, kind: str = "secretKeyRef") -> Mapping[str, Any]:
    """Return the value of a variable from a key of a Secret, or of a ConfigMap."""
    return {"valueFrom": {kind: {"name": name, "key": key}}}


def secret(name: str, namespace: str = "sync", **data: str) -> Manifest:
    """Return a Secret of no instance."""
    encoded = {key: b64encode(value.encode()).decode() for key, value in data.items()}
    return manifest("Secret", name, namespace=namespace, data=encoded)

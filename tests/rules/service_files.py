"""Manifests of a service that another tool wrote: service.yaml, and the workloads that load it."""

from base64 import b64encode
from typing import Any

from powersync_constructs.rules import Manifest, Rule
from tests.rules.manifests import manifest, objects

STORAGE = (
    "storage: {type: postgresql, hostname: db.example.com, username: a, password: !env PS_PASSWORD, database: b}\n"
)
CLIENT_AUTH = "client_auth: {jwks_uri: https://auth.example.com/jwks.json, audience: [app]}\n"
COMPLETE = STORAGE + CLIENT_AUTH
"""A service.yaml without problems."""
PASSWORD = {"name": "PS_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "database", "key": "password"}}}
FOLDER = "/etc/powersync"


def config_map(text: str, key: str = "service.yaml") -> Manifest:
    """Return a ConfigMap with service.yaml."""
    return manifest("ConfigMap", "config", data={key: text})


def secret(text: str, key: str = "service.yaml") -> Manifest:
    """Return a Secret with service.yaml."""
    return manifest("Secret", "config", data={key: b64encode(text.encode()).decode()})


def workload(
    *args: str,
    image: str = "journeyapps/powersync-service:1.28.0",
    key: str = "service.yaml",
    kind: str = "configMap",
    env: tuple[Any, ...] = (PASSWORD,),
    mounts: tuple[Any, ...] = (),
    volumes: tuple[Any, ...] = (),
    **fields: Any,
) -> Manifest:
    """Return a Deployment that loads service.yaml from a volume."""
    words = args or ("start", "-r", "api")
    source = {"secret": {"secretName": "config"}} if kind == "secret" else {"configMap": {"name": "config"}}
    container = {
        "name": "powersync",
        "image": image,
        "args": list(words),
        "env": [{"name": "POWERSYNC_CONFIG_PATH", "value": f"{FOLDER}/{key}"}, *env],
        "volumeMounts": [{"name": "config", "mountPath": FOLDER}, *mounts],
        **fields,
    }
    pod = {"containers": [container], "volumes": [{"name": "config", **source}, *volumes]}
    return manifest("Deployment", f"powersync-{words[-1]}", group="apps", spec={"template": {"spec": pod}})


def lines(rule: Rule, *manifests: Manifest) -> list[str]:
    """Return the findings of a rule, in one line each, without the rule."""
    return [f"{each.severity}: {each.where}: {each.reason}; {each.fix}" for each in rule.findings(objects(*manifests))]


def reasons(rule: Rule, *manifests: Manifest) -> list[str]:
    """Return the reasons of the findings of a rule."""
    return [each.reason for each in rule.findings(objects(*manifests))]

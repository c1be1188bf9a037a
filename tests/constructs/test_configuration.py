"""PowerSyncConfiguration: the files and variables that all workloads of an instance load."""

import base64
from pathlib import Path
from typing import Any

import pytest
import yaml
from cdk8s import App, Chart

from powersync_constructs import ConfigError, InjectedSecret, PowerSyncConfiguration, SecretRef, SecretValue
from powersync_constructs.config import (
    ConfigMapRef,
    ConfigurationProps,
    FieldRef,
    Migrations,
    ResourceFieldRef,
    RsaKey,
    SyncConfig,
)
from powersync_constructs.config.core._fields import walk
from powersync_constructs.config.service._service_yaml import render as render_service_yaml
from tests.judges import Judges
from tests.samples.configuration import CONFIGURATION, FULL_CONFIGURATIONS, SERVICE

from .manifests import Manifest, add_configuration, container, render, the, workload

pytestmark = pytest.mark.filterwarnings("ignore:.*charts-share-no-names")
"""Tests render an instance twice, to compare the manifests before and after a change."""

RSA_KEY = RsaKey(kid=SecretRef("auth", "kid"), n="q83v", e="AQAB")
_STREAMS = "config: {edition: 3}\nstreams:\n  all:\n    query: SELECT * FROM lists\n"


def _config_map(chart: Chart, component: str, **changes: Any) -> Manifest:
    add_configuration(chart, **changes)
    prefix = f"powersync-{component}-"
    names = [found["metadata"]["name"] for found in render(chart) if found["metadata"]["name"].startswith(prefix)]
    return the(render(chart), "ConfigMap", names[0])


@pytest.mark.parametrize(("component", "key"), [("config", "service.yaml"), ("sync-config", "sync-config.yaml")])
def test_config_maps_are_immutable(chart: Chart, component: str, key: str) -> None:
    """Each file has its own immutable ConfigMap."""
    config_map = _config_map(chart, component)

    assert (config_map["immutable"], list(config_map["data"])) == (True, [key])


@pytest.mark.parametrize(
    ("component", "changes"),
    [
        ("config", {"service": {"port": 9000}}),
        ("config", {"service": {"migrations": Migrations(disable_auto_migration=False)}}),
        ("sync-config", {"sync_config": SyncConfig.from_text(_STREAMS + "\n")}),
    ],
    ids=["port", "migrations", "one-byte"],
)
def test_different_content_has_a_different_name(component: str, changes: dict[str, Any]) -> None:
    """The name of a ConfigMap contains the hash of its content."""
    before, after = (Chart(App(), "chart") for _ in range(2))

    names = {
        _config_map(chart, component, **{"sync_config": SyncConfig.from_text(_STREAMS), **props})["metadata"]["name"]
        for chart, props in ((before, {}), (after, changes))
    }

    assert len(names) == 2


@pytest.mark.parametrize(
    ("component", "changes"),
    [
        ("config", {"sync_config": SyncConfig.from_text(_STREAMS)}),
        ("sync-config", {"service": {"port": 9000}}),
        ("config", {"metadata": {"labels": {"a": "b"}}}),
        ("config", {"image": {"tag": "1.27.2"}}),
    ],
    ids=["sync-config", "service-yaml", "labels", "image"],
)
def test_same_content_has_the_same_name(component: str, changes: dict[str, Any]) -> None:
    """A change outside the content of a ConfigMap does not change its name."""
    before, after = (Chart(App(), "chart") for _ in range(2))

    names = [
        _config_map(chart, component, **props)["metadata"]["name"] for chart, props in ((before, {}), (after, changes))
    ]

    assert names[0] == names[1]


def test_service_yaml(chart: Chart) -> None:
    """The ConfigMap contains the service.yaml of the configuration."""
    assert _config_map(chart, "config")["data"]["service.yaml"] == render_service_yaml(SERVICE)


@pytest.mark.parametrize(
    "text",
    [
        _STREAMS,
        _STREAMS.rstrip(),
        _STREAMS + "\n\n",
        _STREAMS.replace("\n", "\r\n"),
        f"# \U0001f600 \t trailing   \n\n{_STREAMS}",
        "config: {edition: 3}\nstreams: {all: {query: \"SELECT id, 'a''b' AS a, '\\\\' AS b FROM x\"}}",
        f"{_STREAMS}# {'a long line ' * 100}",
        "  \nconfig: {edition: 3}\nstreams:\n    {}\n  # less indented\n",
    ],
    ids=["plain", "no-newline", "newlines", "crlf", "emoji", "quotes", "long-line", "indented"],
)
def test_sync_config_is_not_changed(app: App, chart: Chart, text: str) -> None:
    """The sync config in the written manifest equals the given text, byte for byte."""
    add_configuration(chart, sync_config=SyncConfig.from_text(text))
    app.synth()

    written = list(yaml.safe_load_all(Path(app.outdir, "chart.k8s.yaml").read_bytes()))

    assert written[1]["data"]["sync-config.yaml"].encode() == text.encode()


def test_sync_config_is_mounted_at_the_path_in_service_yaml(chart: Chart, judges: Judges) -> None:
    """The path in service.yaml is the path at which a replicator finds the file."""
    manifests = workload(chart, "replication")
    secrets = {"PS_SOURCE_PASSWORD": "a", "PS_STORAGE_PASSWORD": "b"}
    service = judges.read_service_yaml(manifests[0]["data"]["service.yaml"], secrets)

    mounts = {mount["name"]: mount["mountPath"] for mount in container(manifests, "replication")["volumeMounts"]}

    assert service["sync_config"]["path"] == f"{mounts['sync-config']}/{next(iter(manifests[1]['data']))}"


def _with_secret_value() -> ConfigurationProps:
    return CONFIGURATION.with_(service={"source": {"password": SecretValue("päss\nword")}})


def test_secret_values_are_in_a_secret(chart: Chart) -> None:
    """A secret value is encoded, in an immutable Secret with the hash of its content in the name."""
    PowerSyncConfiguration(chart, "powersync", _with_secret_value())

    secret = the(render(chart), "Secret")

    assert (secret["immutable"], secret["data"]) == (
        True,
        {"PS_SOURCE_PASSWORD": base64.b64encode("päss\nword".encode()).decode()},
    )


def test_secret_values_are_nowhere_else(chart: Chart) -> None:
    """A secret value is in no other object, neither plain nor encoded."""
    value = "correct-horse-battery"
    configuration = CONFIGURATION.with_(service={"source": {"password": SecretValue(value)}})
    manifests = workload(chart, "api", configuration=configuration)

    others = str([found for found in manifests if found["kind"] != "Secret"])

    assert (value in others, base64.b64encode(value.encode()).decode() in others) == (False, False)


def test_workloads_refer_to_secret_values(chart: Chart) -> None:
    """A workload takes a secret value from the Secret of the configuration."""
    manifests = workload(chart, "api", configuration=_with_secret_value())
    name = the(manifests, "Secret")["metadata"]["name"]

    env = container(manifests, "api")["env"]

    assert {
        "name": "PS_SOURCE_PASSWORD",
        "valueFrom": {"secretKeyRef": {"name": name, "key": "PS_SOURCE_PASSWORD"}},
    } in env


def test_without_secret_values_there_is_no_secret(chart: Chart) -> None:
    """References to existing Secrets create no Secret."""
    add_configuration(chart)

    assert [manifest["kind"] for manifest in render(chart)] == ["ConfigMap", "ConfigMap"]


@pytest.mark.parametrize("name", FULL_CONFIGURATIONS)
def test_every_variable_of_service_yaml_is_set(chart: Chart, name: str) -> None:
    """A workload sets every variable of service.yaml, except those that something else injects."""
    injected = {value.variable for _, value, _ in walk(FULL_CONFIGURATIONS[name]) if isinstance(value, InjectedSecret)}
    manifests = workload(chart, "api", configuration=FULL_CONFIGURATIONS[name])
    text = next(found["data"]["service.yaml"] for found in manifests if "service.yaml" in found.get("data", {}))
    env = container(manifests, "api")["env"]

    named = {line.partition('!env "')[2].partition('"')[0].partition("::")[0] for line in text.splitlines()} - {""}

    assert named - injected == {found["name"] for found in env if found["name"].startswith("PS_")}


@pytest.mark.parametrize("component", ["api", "replication", "migrate", "compact"])
def test_each_workload_sets_the_variables_of_all_settings(chart: Chart, component: str) -> None:
    """A setting from a Secret, a ConfigMap or a pod field is a variable of each workload."""
    configuration = CONFIGURATION.with_(
        service={
            "source": {"sslmode": ConfigMapRef("database", "sslmode")},
            "client_auth": {"audience": [SecretRef("auth", "audience")], "jwks": {"keys": [RSA_KEY]}},
            "system": {"logging": {"level": ConfigMapRef("logging", "level")}},
            "metadata": {"node": FieldRef(path="spec.nodeName")},
            "extra": {"future": ResourceFieldRef(resource="limits.memory", divisor="1Mi")},
        }
    )

    manifests = workload(chart, component, configuration=configuration)

    env = {each["name"]: each.get("valueFrom") for each in container(manifests, component)["env"]}
    assert (
        env.items()
        >= {
            "PS_SOURCE_SSLMODE": {"configMapKeyRef": {"name": "database", "key": "sslmode"}},
            "PS_CLIENT_AUTH_AUDIENCE_0": {"secretKeyRef": {"name": "auth", "key": "audience"}},
            "PS_CLIENT_AUTH_JWKS_KEYS_0_KID": {"secretKeyRef": {"name": "auth", "key": "kid"}},
            "PS_SYSTEM_LOGGING_LEVEL": {"configMapKeyRef": {"name": "logging", "key": "level"}},
            "PS_METADATA_NODE": {"fieldRef": {"apiVersion": "v1", "fieldPath": "spec.nodeName"}},
            "PS_EXTRA_FUTURE": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1Mi"}},
        }.items()
    )


def test_instance_name_can_differ_from_the_id(chart: Chart) -> None:
    """The props can name the instance, and its objects have that name."""
    add_configuration(chart, id="Anything at all", instance="tasks")

    assert [found["metadata"]["name"].partition("-")[0] for found in render(chart)] == ["tasks", "tasks"]


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("My_Sync", "instance: 'My_Sync' is not valid as an instance's name; begin with a letter"),
        ("1st", "instance: '1st' is not valid as an instance's name; begin with a letter"),
        (
            "a" * 50,
            f"instance: '{'a' * 50}' has 50 characters, but the maximum is 43; shorten it, for example to '{'a' * 43}'",
        ),
        ("a" * 42 + "-bc", f"for example to '{'a' * 42}'"),
    ],
    ids=["letters", "digit-first", "long", "dash-at-the-cut"],
)
def test_invalid_id_is_refused(chart: Chart, id: str, line: str) -> None:
    """An id that is not a valid instance name is refused, and the error shows what would fit."""
    with pytest.raises(ConfigError) as caught:
        add_configuration(chart, id=id)

    assert line in str(caught.value)

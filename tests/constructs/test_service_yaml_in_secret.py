"""service.yaml in a Secret: in a Secret that we create, or in an existing Secret that is used unchanged."""

import base64
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, MigrateHook, PowerSync, PowerSyncConfiguration
from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    ConfigurationProps,
    EnvVar,
    ExistingServiceYaml,
    Image,
    MigrateProps,
    MonitoringProps,
    PowerSyncProps,
    ReplicationProps,
    SecretRef,
    SecretValue,
    Sentry,
    SyncConfig,
)
from powersync_constructs.config.service._service_yaml import render as render_service_yaml
from tests.samples.configuration import CONFIGURATION, EXISTING, FULL_EXISTING, IN_SECRET, SERVICE
from tests.samples.instance import EXISTING_INSTANCE, FULL_EXISTING_INSTANCE, IN_SECRET_INSTANCE, INSTANCE

from .manifests import GATED, JOB_MIGRATES, Manifest, add_workload, container, instance, pod, pod_templates, render, the
from .neighbourhood import World

CANARY = "c4n4ry-s3cr3t"
JOBS = (*GATED, "migrate")
_MOUNT = {"name": "config", "mountPath": "/powersync/config", "readOnly": True}


def variables(manifests: list[Manifest], component: str) -> dict[str, Manifest]:
    """Return the environment of a component's container, by variable name."""
    return {env["name"]: env for env in container(manifests, component)["env"]}


def volumes(manifests: list[Manifest], component: str) -> dict[str, Manifest]:
    """Return the volumes of a component's pod, by name."""
    return {volume["name"]: volume for volume in pod(manifests, component)["volumes"]}


def names(manifests: list[Manifest], kind: str) -> list[str]:
    """Return the names of all objects of a kind."""
    return [manifest["metadata"]["name"] for manifest in manifests if manifest["kind"] == kind]


def configured(chart: Chart, props: ConfigurationProps) -> list[Manifest]:
    """Render a configuration alone."""
    PowerSyncConfiguration(chart, "powersync", props)
    return render(chart)


def marker_of(props: ConfigurationProps) -> str:
    """Return the migration marker of a configuration."""
    chart = Chart(App(), "chart", namespace="sync")
    configuration = PowerSyncConfiguration(chart, "powersync", props)
    return MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration).marker


# A Secret that we create.


def test_a_secret_has_service_yaml(chart: Chart) -> None:
    """The Secret is immutable, and secret values need no second Secret."""
    manifests = configured(chart, IN_SECRET)

    secret = the(manifests, "Secret")
    text = base64.b64decode(secret["data"]["service.yaml"]).decode()
    assert [manifest["kind"] for manifest in manifests] == ["Secret", "ConfigMap"]
    assert (secret["immutable"], list(secret["data"])) == (True, ["service.yaml"])
    assert text == render_service_yaml(
        SERVICE.with_(source={"password": SecretValue("x")}), {"PS_SOURCE_PASSWORD": "only-for-tests"}
    )


def test_pods_mount_it_like_the_config_map(chart: Chart) -> None:
    """Every pod of the service mounts it at the path of POWERSYNC_CONFIG_PATH."""
    manifests = instance(chart, IN_SECRET_INSTANCE)
    (name,) = names(manifests, "Secret")
    source = {"secretName": name, "items": [{"key": "service.yaml", "path": "service.yaml"}]}

    found = [
        (
            volumes(manifests, component)["config"],
            _MOUNT in container(manifests, component)["volumeMounts"],
            variables(manifests, component)["POWERSYNC_CONFIG_PATH"]["value"],
        )
        for component in JOBS
    ]

    assert found == [({"name": "config", "secret": source}, True, "/powersync/config/service.yaml")] * len(JOBS)


def test_pods_have_variables_for_references_only(chart: Chart) -> None:
    """`kubectl describe pod` shows the names of existing Secrets, and nothing for our own values."""
    manifests = instance(chart, IN_SECRET_INSTANCE)

    found = {name for component in JOBS for name in variables(manifests, component) if name.startswith("PS_")}

    assert found == {"PS_STORAGE_PASSWORD"}


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_a_value_is_only_in_secrets(chart: Chart, kind: str) -> None:
    """A secret value is in no name, label, annotation, variable, command or ConfigMap."""
    value = SecretValue(CANARY)
    props = INSTANCE.with_(
        source={"password": value},
        service={"api": {"tokens": [value]}},
        sentry=Sentry(dsn=SecretValue(f"https://{CANARY}@errors.example.com/1")),
        service_yaml_in=kind,
    )

    manifests = instance(chart, props)

    secrets = [manifest.pop("data") for manifest in manifests if manifest["kind"] == "Secret"]
    encoded = base64.b64encode(CANARY.encode()).decode().rstrip("=")
    assert all(CANARY in base64.b64decode(data).decode() for found in secrets for data in found.values())
    assert (CANARY in str(manifests), encoded in str(manifests)) == (False, False)


def test_different_value_is_in_a_different_secret() -> None:
    """A new value changes the name of the Secret, so that the pods that read it roll."""
    changed = IN_SECRET.with_(service={"source": {"password": SecretValue("another")}})

    made = [configured(Chart(App(), "chart", namespace="sync"), props) for props in (IN_SECRET, changed)]

    assert len({name for manifests in made for name in names(manifests, "Secret")}) == 2


def test_the_marker_is_the_same() -> None:
    """The object that contains service.yaml does not change the migration."""
    props = IN_SECRET.with_(service={"migrations": JOB_MIGRATES})

    assert marker_of(props) == marker_of(props.with_(service_yaml_in="ConfigMap"))


# An existing Secret.


@pytest.mark.parametrize("props", [EXISTING_INSTANCE, FULL_EXISTING_INSTANCE], ids=["file", "base64"])
def test_existing_secret_is_not_copied(chart: Chart, props: PowerSyncProps) -> None:
    """The library creates no Secret, and no ConfigMap with a service.yaml."""
    manifests = instance(chart, props)

    assert "Secret" not in {manifest["kind"] for manifest in manifests}
    assert [key for each in manifests for key in each.get("data") or {} if key == "service.yaml"] == []


def test_a_file_is_mounted(chart: Chart) -> None:
    """The key can have any name; the file is service.yaml, because the service needs a YAML suffix."""
    props = EXISTING_INSTANCE.with_(service=EXISTING.with_(secret=SecretRef("vault", "powersync.conf")))
    source = {"secretName": "vault", "items": [{"key": "powersync.conf", "path": "service.yaml"}]}

    manifests = instance(chart, props)

    found = [
        (
            volumes(manifests, component)["config"],
            _MOUNT in container(manifests, component)["volumeMounts"],
            [name for name in variables(manifests, component) if name.startswith("POWERSYNC_CONFIG")],
        )
        for component in JOBS
    ]
    assert found == [({"name": "config", "secret": source}, True, ["POWERSYNC_CONFIG_PATH"])] * len(JOBS)


def test_base64_is_a_variable(chart: Chart) -> None:
    """The variable refers to the key of the Secret, and there is no file and no path."""
    reference = {"secretKeyRef": {"name": "powersync-service", "key": "production.b64"}}

    manifests = instance(chart, FULL_EXISTING_INSTANCE)

    found = [
        (
            variables(manifests, component)["POWERSYNC_CONFIG_B64"]["valueFrom"],
            "POWERSYNC_CONFIG_PATH" in variables(manifests, component),
            "config" in volumes(manifests, component),
            _MOUNT in container(manifests, component)["volumeMounts"],
        )
        for component in GATED
    ]
    assert found == [(reference, False, False, False)] * len(GATED)


def test_its_variables_are_in_every_pod(chart: Chart) -> None:
    """The service reads the whole file, and every `!env` needs its variable."""
    manifests = instance(chart, FULL_EXISTING_INSTANCE)

    found = [[name for name in variables(manifests, component) if name.startswith("PS_")] for component in GATED]

    assert found == [["PS_SOURCE_URI", "PS_AUDIENCE", "PS_SLOT_PREFIX"]] * len(GATED)


def test_replicators_mount_the_sync_config(chart: Chart) -> None:
    """The sync config is at the path that the file must contain."""
    manifests = instance(chart, FULL_EXISTING_INSTANCE)

    mounts = {mount["name"]: mount["mountPath"] for mount in container(manifests, "replication")["volumeMounts"]}
    assert mounts["sync-config"] == "/powersync/sync-config"


def test_ports_and_probes_are_as_given(chart: Chart) -> None:
    """Pods have the given ports, and probes of the given kind."""
    api = container(instance(chart, FULL_EXISTING_INSTANCE), "api")

    assert [port["containerPort"] for port in api["ports"]] == [8090, 9090]
    assert [next(iter(api[f"{name}Probe"])) for name in ("startup", "liveness", "readiness")] == ["exec"] * 3


@pytest.mark.parametrize(
    ("secret", "is_another"),
    [
        pytest.param(SecretRef("powersync-service", "service.yaml"), False, id="the-same"),
        pytest.param(SecretRef("powersync-service", "next.yaml"), True, id="another-key"),
        pytest.param(SecretRef("next", "service.yaml"), True, id="another-secret"),
    ],
)
def test_different_secret_has_a_different_marker(secret: SecretRef, is_another: bool) -> None:
    """The address of the storage is in the Secret, so that the marker depends on the reference."""
    props = CONFIGURATION.with_(service=EXISTING)

    changed = marker_of(props.with_(service=EXISTING.with_(secret=secret, port=9000)))

    assert (changed != marker_of(props)) is is_another


def test_different_image_has_a_different_marker() -> None:
    """The marker depends on the image, as without a Secret."""
    props = CONFIGURATION.with_(service=EXISTING)

    assert marker_of(props) != marker_of(props.with_(image=Image(tag="1.25.0")))


@pytest.mark.parametrize(
    ("service", "props", "line"),
    [
        pytest.param(
            EXISTING,
            ApiProps(),
            r"api\.migrate: missing, so pods would start before the migration of the bucket storage",
            id="no-job",
        ),
        pytest.param(
            EXISTING.with_(disable_auto_migration=False),
            MigrateProps(),
            r"migrate\.mode: 'job' does not allow the replicators to migrate",
            id="both-migrate",
        ),
        pytest.param(
            FULL_EXISTING,
            ApiProps(env=[EnvVar(name="PS_SOURCE_URI", value="x")]),
            r"api\.env: 'PS_SOURCE_URI' is set by the configuration",
            id="variable-of-the-file",
        ),
    ],
)
def test_parts_alone_have_the_same_checks(
    chart: Chart, service: ExistingServiceYaml, props: ApiProps | MigrateProps, line: str
) -> None:
    """The settings of the existing file are checked for each part."""
    configuration = PowerSyncConfiguration(chart, "powersync", CONFIGURATION.with_(service=service))

    with pytest.raises(ConfigError, match=line):
        add_workload(configuration, props)


@pytest.mark.parametrize("props", [ApiProps, ReplicationProps, CompactProps])
def test_an_older_image_is_refused_with_the_storage_version(chart: Chart, props: type[Any]) -> None:
    """The image of a single part is checked too, even if the configuration has a newer one."""
    sync_config = SyncConfig.from_text("config: {edition: 3, storage_version: 2}\nstreams: {}\n")
    configuration = PowerSyncConfiguration(chart, "powersync", CONFIGURATION.with_(sync_config=sync_config))

    with pytest.raises(ConfigError, match=r"config\.storage_version 2 needs service 1\.21\.0"):
        add_workload(configuration, props(image=Image(tag="1.20.5")))


@pytest.mark.parametrize(("source_type", "alert"), [("postgresql", True), ("mongodb", False)])
def test_alerts_depend_on_the_source(chart: Chart, source_type: Any, alert: bool) -> None:
    """Only Postgres has a slot that one replicator can hold."""
    service = EXISTING.with_(source_type=source_type, max_concurrent_connections=321)
    PowerSync(chart, "powersync", EXISTING_INSTANCE.with_(service=service, monitoring=MonitoringProps()))

    rules = str(the(render(chart), "PrometheusRule"))
    assert ("PowerSyncReplicationSilent" in rules, "321" in rules) == (alert, True)


def test_policies_allow_the_given_ports(chart: Chart) -> None:
    """Policies use the ports of the props, because only the Secret has the addresses."""
    world = World(instance(chart, FULL_EXISTING_INSTANCE))

    assert world.reaches("powersync api") == {
        "CoreDNS": ["DNS", "DNS by UDP"],
        "source": ["Postgres"],
        "pod with storage labels": ["Mongo"],
        "internet": ["HTTPS"],
        "internet by IPv6": ["HTTPS"],
    }
    assert world.reaches("powersync compact") == {
        "CoreDNS": ["DNS", "DNS by UDP"],
        "pod with storage labels": ["Mongo"],
    }


def test_every_workload_is_tested(chart: Chart) -> None:
    """The tests of this module cover all workloads."""
    assert {component for component, _ in pod_templates(instance(chart, EXISTING_INSTANCE))} == set(JOBS)

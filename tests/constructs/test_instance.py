"""PowerSync: a whole instance, wired."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import (
    CompactCron,
    ConfigError,
    MigrateHook,
    PowerSync,
    PowerSyncApi,
    ReplicationPair,
    UnifiedPod,
    presets,
)
from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    HpaAutoscaling,
    Image,
    MigrateProps,
    NamespaceProps,
    PowerSyncProps,
    Split,
    Unified,
)
from tests.judges import Judges
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import DEV_POSTGRES, INSTANCE

from .manifests import Manifest, add_configuration, container, instance, pod_templates, render, the

_DEV = presets.dev(client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, postgres=DEV_POSTGRES)
_HA: dict[str, Any] = {
    "host": "powersync.example.com",
    "source": SOURCE,
    "storage": STORAGE,
    "client_auth": CLIENT_AUTH,
    "sync_config": SYNC_CONFIG,
}
_UNIFIED = INSTANCE.with_(topology=Unified())


def _service_yaml(manifests: list[Manifest], judges: Judges) -> Any:
    text = next(found["data"]["service.yaml"] for found in manifests if "service.yaml" in found.get("data", {}))
    return judges.read_service_yaml(text, {"PS_SOURCE_PASSWORD": "a", "PS_STORAGE_PASSWORD": "b"})


@pytest.mark.parametrize(
    ("props", "components"),
    [
        (INSTANCE, ["migrate", "api", "replication", "compact"]),
        (INSTANCE.with_(compact=None), ["migrate", "api", "replication"]),
        (INSTANCE.with_(topology=Split(migrate=MigrateProps(mode="replicators"))), ["api", "replication", "compact"]),
        (_UNIFIED, ["unified", "compact"]),
        (_UNIFIED.with_(compact=None), ["unified"]),
        (_DEV, ["postgres", "unified"]),
        (presets.ha(**_HA), ["migrate", "api", "replication", "compact"]),
    ],
    ids=["default", "no-compaction", "no-migration", "unified", "unified-no-compaction", "dev", "ha"],
)
def test_pods(chart: Chart, props: PowerSyncProps, components: list[str]) -> None:
    """The topology and the props say which pods there are."""
    assert [component for component, _ in pod_templates(instance(chart, props))] == components


@pytest.mark.parametrize(
    ("props", "expected"),
    [
        (INSTANCE, True),
        (INSTANCE.with_(topology=Split(migrate=MigrateProps(mode="replicators"))), False),
        (_UNIFIED, False),
        (_DEV, False),
    ],
    ids=["split", "no-job", "unified", "dev"],
)
def test_auto_migration_is_off_with_the_job_alone(
    chart: Chart, judges: Judges, props: PowerSyncProps, expected: bool
) -> None:
    """Exactly where there is a migration Job, the service is told not to migrate by itself."""
    manifests = instance(chart, props)

    disabled = _service_yaml(manifests, judges)["migrations"]["disable_auto_migration"]

    assert (disabled, "Job" in [found["kind"] for found in manifests]) == (expected, expected)


def test_pods_wait_for_the_migration(chart: Chart) -> None:
    """Everything but the migration itself has its gate."""
    manifests = instance(chart, INSTANCE)

    gated = [
        component
        for component, template in pod_templates(manifests)
        if "migrated" in [volume["name"] for volume in template["spec"]["volumes"]]
    ]

    assert gated == ["api", "replication", "compact"]


def test_parts_are_attributes(chart: Chart) -> None:
    """The parts are there to be taken further, and None where there is none."""
    powersync = PowerSync(chart, "powersync", INSTANCE)

    parts = [powersync.api, powersync.replication, powersync.migrate, powersync.compact]

    assert ([type(part) for part in parts], powersync.ingress, powersync.namespace, powersync.dev_postgres) == (
        [PowerSyncApi, ReplicationPair, MigrateHook, CompactCron],
        None,
        None,
        None,
    )


def test_unified_pod_is_the_api(chart: Chart) -> None:
    """In the unified topology the one pod is what serves."""
    powersync = PowerSync(chart, "powersync", _UNIFIED)

    assert (type(powersync.api), powersync.replication, powersync.migrate) == (UnifiedPod, None, None)


def test_image_of_the_instance(chart: Chart) -> None:
    """All pods run the instance's image."""
    manifests = instance(chart, INSTANCE.with_(image=Image(tag="1.25.0")))

    images = {found["image"] for _, template in pod_templates(manifests) for found in template["spec"]["containers"]}

    assert images == {"journeyapps/powersync-service:1.25.0"}


def test_dev_postgres_serves_what_is_not_given(chart: Chart, judges: Judges) -> None:
    """The throw-away Postgres is the source where only a storage is given."""
    service = _service_yaml(instance(chart, _DEV.with_(storage=STORAGE)), judges)

    assert (service["replication"]["connections"][0]["hostname"], service["storage"]["hostname"]) == (
        "powersync-postgres",
        "storage.example.com",
    )


@pytest.mark.parametrize(
    ("pod_security", "labels"),
    [("restricted", {}), ("baseline", {"example.com/team": "sync"})],
)
def test_namespace(chart: Chart, pod_security: str, labels: dict[str, str]) -> None:
    """The Namespace is called as the chart's, and enforces, audits and warns of one Pod Security standard."""
    props = INSTANCE.with_(namespace=NamespaceProps.model_validate({"pod_security": pod_security, "labels": labels}))

    modes = [f"pod-security.kubernetes.io/{mode}" for mode in ("enforce", "audit", "warn")]

    assert the(instance(chart, props), "Namespace")["metadata"] == {
        "name": "sync",
        "labels": {**labels, **dict.fromkeys(modes, pod_security), "powersync-constructs/instance": "powersync"},
    }


@pytest.mark.parametrize("props", [INSTANCE, _DEV], ids=["split", "dev"])
def test_namespace_is_first(chart: Chart, props: PowerSyncProps) -> None:
    """The Namespace comes before what is in it, so that one apply is enough."""
    kinds = [manifest["kind"] for manifest in instance(chart, props.with_(namespace=NamespaceProps()))]

    assert kinds.index("Namespace") == 0


def test_everything_else_is_in_the_namespace(chart: Chart) -> None:
    """No object is left to the namespace of whoever applies it."""
    manifests = instance(chart, INSTANCE.with_(namespace=NamespaceProps()))

    assert {found["metadata"].get("namespace") for found in manifests if found["kind"] != "Namespace"} == {"sync"}


def test_namespace_is_made_only_when_asked_for(chart: Chart) -> None:
    """Unless asked for, the Namespace is somebody else's."""
    assert "Namespace" not in [manifest["kind"] for manifest in instance(chart, INSTANCE)]


def test_namespace_needs_the_charts(app: App) -> None:
    """A Namespace is called as the chart's."""
    with pytest.raises(ConfigError) as refused:
        PowerSync(Chart(app, "chart"), "powersync", _UNIFIED.with_(namespace=NamespaceProps()))

    rule = "missing; use Chart(..., namespace=...), or remove the Namespace"
    assert refused.value.lines == [f"chart.namespace: {rule}"]


def test_job_needs_the_charts_namespace(app: App) -> None:
    """What the Job may do is bound to an account in a namespace."""
    with pytest.raises(ConfigError, match=r"chart\.namespace: missing, and a RoleBinding"):
        PowerSync(Chart(app, "chart"), "powersync", INSTANCE)


def test_unified_instance_needs_no_namespace(app: App) -> None:
    """Without Namespace and Job an instance goes wherever it is applied."""
    manifests = instance(Chart(app, "chart"), _DEV)

    assert {found["metadata"].get("namespace") for found in manifests} == {None}


def test_id_that_is_no_name_is_refused(chart: Chart) -> None:
    """The id is the instance's name unless the props give one."""
    with pytest.raises(ConfigError, match="instance: 'My_Sync' is not an instance's name"):
        PowerSync(chart, "My_Sync", _DEV)


@pytest.mark.parametrize("gate", [True, False], ids=["gate", "no-gate"])
def test_api_newer_than_the_migration_is_refused(gate: bool) -> None:
    """One part cannot be newer than what migrates for it, which the props tell before any construct is made."""
    newer = Split(api=ApiProps(image=Image(tag="1.26.0")), migrate=MigrateProps(gate=gate))

    with pytest.raises(ConfigError, match=r"topology\.api\.image: 1\.26\.0 is newer than 1\.25\.0, which migrates"):
        INSTANCE.with_(image=Image(tag="1.25.0"), topology=newer)


def test_api_and_compaction_stand_alone(app: App) -> None:
    """Another app may take two of the parts, with a configuration, and nothing else."""
    chart = Chart(app, "theirs")
    configuration = add_configuration(chart)
    PowerSyncApi(chart, "sync", ApiProps(autoscaling=HpaAutoscaling(), pdb=None), configuration=configuration)
    CompactCron(chart, "nightly", CompactProps(), configuration=configuration)

    kinds = [manifest["kind"] for manifest in render(chart)]

    assert kinds == [
        "ConfigMap",
        "ConfigMap",
        "ServiceAccount",
        "Deployment",
        "Service",
        "HorizontalPodAutoscaler",
        "ServiceAccount",
        "CronJob",
    ]


@pytest.mark.parametrize(("autoscaling", "replicas"), [(None, 2), (HpaAutoscaling(min_replicas=3), None)])
def test_ha_scales(chart: Chart, autoscaling: HpaAutoscaling | None, replicas: int | None) -> None:
    """The preset has two API pods, or an autoscaler that owns them."""
    manifests = instance(chart, presets.ha(**_HA, autoscaling=autoscaling))

    assert the(manifests, "Deployment", "powersync-api")["spec"].get("replicas") == replicas


@pytest.mark.parametrize(("host", "hosts"), [(None, []), ("sync.dev.example.com", ["sync.dev.example.com"])])
def test_dev_has_a_ingress_controller_with_a_host(chart: Chart, host: str | None, hosts: list[str]) -> None:
    """The preset for development has an Ingress, without TLS, when it is told a host."""
    props = presets.dev(client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, postgres=DEV_POSTGRES, host=host)

    specs = [found["spec"] for found in instance(chart, props) if found["kind"] == "Ingress"]

    assert [(spec["rules"][0]["host"], "tls" in spec) for spec in specs] == [(each, False) for each in hosts]


def test_dev_pod_is_small(chart: Chart) -> None:
    """The one pod asks for what it was measured to need."""
    found = container(instance(chart, _DEV), "unified")["resources"]

    assert (found["requests"]["memory"], found["limits"]["memory"], found["limits"]["cpu"]) == ("512Mi", "1Gi", "1")


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
def test_what_is_not_for_production_is_reported_at_synth(app: App, chart: Chart, severity: str) -> None:
    """With the severity of the props, which `presets.ha` sets to error."""
    props = INSTANCE.with_(topology={"api": {"replicas": 1}}, production_checks=severity)
    PowerSync(chart, "powersync", props)

    expected: dict[str, AbstractContextManager[object]] = {
        "error": pytest.raises(RuntimeError, match=LINE),
        "warning": pytest.warns(UserWarning, match=LINE),
        "off": nullcontext(),
    }
    with expected[severity]:
        app.synth()


LINE = "PowerSync/powersync.topology.api.replicas: 1 is a single pod, and every client is cut when it goes; use 2"

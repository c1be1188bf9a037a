"""PowerSync: a whole instance with all its parts."""

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
from powersync_constructs.config.pods._reserved import GATE
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
    """The topology and the props decide which workloads exist."""
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
def test_auto_migration_is_off_only_with_a_job(
    chart: Chart, judges: Judges, props: PowerSyncProps, expected: bool
) -> None:
    """service.yaml turns auto-migration off if, and only if, there is a migration Job."""
    manifests = instance(chart, props)

    disabled = _service_yaml(manifests, judges)["migrations"]["disable_auto_migration"]

    assert (disabled, "Job" in [found["kind"] for found in manifests]) == (expected, expected)


def test_pods_wait_for_the_migration(chart: Chart) -> None:
    """Every workload except the migration Job has the gate."""
    manifests = instance(chart, INSTANCE)

    gated = [
        component
        for component, template in pod_templates(manifests)
        if GATE in [variable["name"] for variable in template["spec"]["containers"][0].get("env", [])]
    ]

    assert gated == ["api", "replication", "compact"]


def test_parts_are_attributes(chart: Chart) -> None:
    """Each part is an attribute; the attribute of a missing part is None."""
    powersync = PowerSync(chart, "powersync", INSTANCE)

    parts = [powersync.api, powersync.replication, powersync.migrate, powersync.compact]

    assert ([type(part) for part in parts], powersync.ingress, powersync.namespace, powersync.dev_postgres) == (
        [PowerSyncApi, ReplicationPair, MigrateHook, CompactCron],
        None,
        None,
        None,
    )


def test_unified_pod_is_the_api(chart: Chart) -> None:
    """In the unified topology, `api` is the unified pod."""
    powersync = PowerSync(chart, "powersync", _UNIFIED)

    assert (type(powersync.api), powersync.replication, powersync.migrate) == (UnifiedPod, None, None)


def test_image_of_the_instance(chart: Chart) -> None:
    """All pods run the image of the instance."""
    manifests = instance(chart, INSTANCE.with_(image=Image(tag="1.27.2")))

    images = {found["image"] for _, template in pod_templates(manifests) for found in template["spec"]["containers"]}

    assert images == {"journeyapps/powersync-service:1.27.2"}


def test_dev_postgres_is_the_source_if_only_a_storage_is_given(chart: Chart, judges: Judges) -> None:
    """The development Postgres replaces the database that is not given."""
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
    """The Namespace has the name from the chart, and enforces, audits and warns with one Pod Security level."""
    props = INSTANCE.with_(namespace=NamespaceProps.model_validate({"pod_security": pod_security, "labels": labels}))

    modes = [f"pod-security.kubernetes.io/{mode}" for mode in ("enforce", "audit", "warn")]

    assert the(instance(chart, props), "Namespace")["metadata"] == {
        "name": "sync",
        "labels": {**labels, **dict.fromkeys(modes, pod_security), "powersync-constructs/instance": "powersync"},
    }


@pytest.mark.parametrize("props", [INSTANCE, _DEV], ids=["split", "dev"])
def test_namespace_is_first(chart: Chart, props: PowerSyncProps) -> None:
    """The Namespace comes before the objects in it, so that one apply is enough."""
    kinds = [manifest["kind"] for manifest in instance(chart, props.with_(namespace=NamespaceProps()))]

    assert kinds.index("Namespace") == 0


def test_everything_else_is_in_the_namespace(chart: Chart) -> None:
    """Every other object names its namespace."""
    manifests = instance(chart, INSTANCE.with_(namespace=NamespaceProps()))

    assert {found["metadata"].get("namespace") for found in manifests if found["kind"] != "Namespace"} == {"sync"}


def test_namespace_is_not_created_by_default(chart: Chart) -> None:
    """By default the Namespace is expected to exist."""
    assert "Namespace" not in [manifest["kind"] for manifest in instance(chart, INSTANCE)]


def test_namespace_needs_a_namespace_of_the_chart(app: App) -> None:
    """A Namespace is refused if the chart has no namespace."""
    with pytest.raises(ConfigError) as refused:
        PowerSync(Chart(app, "chart"), "powersync", _UNIFIED.with_(namespace=NamespaceProps()))

    rule = "missing; use Chart(..., namespace=...), or remove namespace from the props"
    assert refused.value.lines == [f"chart.namespace: {rule}"]


def test_job_needs_a_namespace_of_the_chart(app: App) -> None:
    """A migration Job is refused if the chart has no namespace, because its RoleBinding must name one."""
    with pytest.raises(ConfigError, match=r"chart\.namespace: missing, but a RoleBinding"):
        PowerSync(Chart(app, "chart"), "powersync", INSTANCE)


def test_unified_instance_needs_no_namespace(app: App) -> None:
    """Without a Namespace and a Job, the manifests can be applied to any namespace."""
    manifests = instance(Chart(app, "chart"), _DEV)

    assert {found["metadata"].get("namespace") for found in manifests} == {None}


def test_invalid_id_is_refused(chart: Chart) -> None:
    """The id is the name of the instance, unless the props set a name, and must be a valid name."""
    with pytest.raises(ConfigError, match="instance: 'My_Sync' is not valid as an instance's name"):
        PowerSync(chart, "My_Sync", _DEV)


@pytest.mark.parametrize("gate", [True, False], ids=["gate", "no-gate"])
def test_api_newer_than_the_migration_is_refused(gate: bool) -> None:
    """The props are refused before any construct is created."""
    newer = Split(api=ApiProps(image=Image(tag="1.28.0")), migrate=MigrateProps(gate=gate))

    with pytest.raises(ConfigError, match=r"topology\.api\.image: 1\.28\.0 is newer than the migration image 1\.27\.2"):
        INSTANCE.with_(image=Image(tag="1.27.2"), topology=newer)


def test_parts_can_be_used_alone(app: App) -> None:
    """Another app can use an API and a compaction with a configuration and nothing else."""
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
    """The preset has two API pods, or an autoscaler that sets their number."""
    manifests = instance(chart, presets.ha(**_HA, autoscaling=autoscaling))

    assert the(manifests, "Deployment", "powersync-api")["spec"].get("replicas") == replicas


@pytest.mark.parametrize(("host", "hosts"), [(None, []), ("sync.dev.example.com", ["sync.dev.example.com"])])
def test_dev_has_an_ingress_if_a_host_is_given(chart: Chart, host: str | None, hosts: list[str]) -> None:
    """The preset for development has an Ingress without TLS if a host is given."""
    props = presets.dev(client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, postgres=DEV_POSTGRES, host=host)

    specs = [found["spec"] for found in instance(chart, props) if found["kind"] == "Ingress"]

    assert [(spec["rules"][0]["host"], "tls" in spec) for spec in specs] == [(each, False) for each in hosts]


def test_dev_pod_is_small(chart: Chart) -> None:
    """The resources of the development pod are the measured ones."""
    found = container(instance(chart, _DEV), "unified")["resources"]

    assert (found["requests"]["memory"], found["limits"]["memory"], found["limits"]["cpu"]) == ("512Mi", "1Gi", "1")


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
def test_single_pods_are_reported_at_synth(app: App, chart: Chart, severity: str) -> None:
    """`rules` sets the severity of the findings; `presets.ha` sets it to error."""
    props = INSTANCE.with_(topology={"api": {"replicas": 1}}, rules={"severity": {"no-single-pods": severity}})
    PowerSync(chart, "powersync", props)

    expected: dict[str, AbstractContextManager[object]] = {
        "error": pytest.raises(RuntimeError, match=LINE),
        "warning": pytest.warns(UserWarning, match=LINE),
        "off": nullcontext(),
    }
    with expected[severity]:
        app.synth()


LINE = (
    "PowerSync/powersync.topology.api.replicas: 1 is a single pod, "
    "and all clients are disconnected when it stops; use 2"
)

"""What every construct and preset renders, to be read in reviews: accept a change with `make snapshots`."""

import pytest
from cdk8s import Chart
from syrupy.assertion import SnapshotAssertion

from powersync_constructs import DevPostgres, FluxKustomizations, MigrateHook, PowerSyncConfiguration, presets
from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    DevPostgresProps,
    FluxKustomizationsProps,
    HpaAutoscaling,
    IngressProps,
    KedaAutoscaling,
    MigrateProps,
    MonitoringProps,
    NamespaceProps,
    PowerSyncProps,
    ReplicationProps,
    UnifiedProps,
)
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.config.pods.workload import WorkloadProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests.samples.companions import COMPANIONS, FULL_COMPANIONS
from tests.samples.configuration import (
    CONFIGURATION,
    EXISTING_CONFIGURATIONS,
    FULL_CONFIGURATIONS,
    IN_SECRET,
    SYNC_CONFIG,
)
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import (
    DEV_POSTGRES,
    EXTERNAL_SECRETS_INSTANCE,
    FULL_DEV_POSTGRES,
    FULL_INGRESS,
    FULL_NETWORKED,
    FULL_SPLIT,
    FULL_UNIFIED_INSTANCE,
    INGRESS,
    NETWORKED,
    SECRETS_STORE_INSTANCE,
    ordered,
)
from tests.samples.monitoring import FULL_MONITORING, MONITORING
from tests.samples.orderings import FULL_KUSTOMIZATIONS, KUSTOMIZATIONS, LEFT_OUT, ORDERINGS
from tests.samples.pods import (
    AUTOSCALED_API,
    FULL_API,
    FULL_COMPACT,
    FULL_MIGRATE,
    FULL_REPLICATION,
    FULL_UNIFIED,
    KEDA_API,
)

from .manifests import (
    JOB_MIGRATES,
    add_configuration,
    add_workload,
    companion,
    gated,
    instance,
    label,
    monitored,
    opened,
    render,
)

_WORKLOADS: dict[str, WorkloadProps] = {
    "api-minimal": ApiProps(),
    "api-full": FULL_API,
    "api-autoscaled": AUTOSCALED_API,
    "api-keda": KEDA_API,
    "replication-minimal": ReplicationProps(),
    "replication-full": FULL_REPLICATION,
    "compact-minimal": CompactProps(),
    "compact-full": FULL_COMPACT,
    "migrate-minimal": MigrateProps(),
    "migrate-full": FULL_MIGRATE,
    "unified-minimal": UnifiedProps(),
    "unified-full": FULL_UNIFIED,
}
_COMPANIONS: dict[str, OperatorDatabase] = {
    **{f"{name}-minimal": props for name, props in COMPANIONS.items()},
    **{f"{name}-full": props for name, props in FULL_COMPANIONS.items()},
}
_AUTOSCALING: dict[str, Autoscaling] = {
    "ha-autoscaled": HpaAutoscaling(),
    "ha-keda": KedaAutoscaling(prometheus_url="http://prometheus-operated.monitoring.svc:9090"),
}


def _preset(name: str) -> PowerSyncProps:
    if name == "dev":
        return presets.dev(
            client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, postgres=DEV_POSTGRES, namespace=NamespaceProps()
        )
    return presets.ha(
        host="powersync.example.com",
        source=SOURCE,
        storage=STORAGE,
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        autoscaling=_AUTOSCALING.get(name),
        namespace=NamespaceProps(),
    )


@pytest.mark.parametrize("name", ["in-secret", *EXISTING_CONFIGURATIONS])
def test_whole_config(chart: Chart, manifest: SnapshotAssertion, name: str) -> None:
    """A service.yaml in a Secret, of ours or of somebody else's, and the replicators that load it."""
    props = {"in-secret": IN_SECRET, **EXISTING_CONFIGURATIONS}[name]
    configuration = PowerSyncConfiguration(chart, "powersync", props)
    only_job = props.service.only_the_job_migrates
    migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration) if only_job else None
    add_workload(configuration, ReplicationProps(), migrate)

    assert render(chart) == manifest


@pytest.mark.parametrize("name", ["minimal", *FULL_CONFIGURATIONS])
def test_configuration(chart: Chart, manifest: SnapshotAssertion, name: str) -> None:
    """PowerSyncConfiguration, with every kind of source database."""
    PowerSyncConfiguration(chart, "powersync", {"minimal": CONFIGURATION, **FULL_CONFIGURATIONS}[name])

    assert render(chart) == manifest


@pytest.mark.parametrize("name", _WORKLOADS)
def test_workload(chart: Chart, manifest: SnapshotAssertion, name: str) -> None:
    """A workload of which nothing is said, and one of which everything is."""
    props = _WORKLOADS[name]
    service = {"migrations": JOB_MIGRATES} if isinstance(props, MigrateProps) else {}
    add_workload(add_configuration(chart, service=service), props)

    assert render(chart) == manifest


def test_gated_workloads(chart: Chart, manifest: SnapshotAssertion) -> None:
    """A migration, and the workloads that wait for it."""
    assert gated(chart) == manifest


@pytest.mark.parametrize("name", ORDERINGS)
def test_ordering(chart: Chart, manifest: SnapshotAssertion, name: str) -> None:
    """An instance as each tool is told to apply it, with everything that an instance may have."""
    assert instance(chart, ordered(ORDERINGS[name])) == manifest


@pytest.mark.parametrize("props", [KUSTOMIZATIONS, FULL_KUSTOMIZATIONS], ids=["minimal", "full"])
def test_flux_kustomizations(chart: Chart, manifest: SnapshotAssertion, props: FluxKustomizationsProps) -> None:
    """FluxKustomizations, of two folders."""
    FluxKustomizations(chart, "powersync", props)

    assert render(chart) == manifest


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.enabled is False")
def test_migration_left_out(chart: Chart, manifest: SnapshotAssertion) -> None:
    """MigrateHook, for a rollback across a migration."""
    add_workload(add_configuration(chart, service={"migrations": JOB_MIGRATES}), LEFT_OUT)

    assert render(chart) == manifest


@pytest.mark.filterwarnings("ignore:.*admin-api-has-no-tokens")
@pytest.mark.parametrize("props", [INGRESS, FULL_INGRESS], ids=["minimal", "full"])
def test_ingress(chart: Chart, manifest: SnapshotAssertion, props: IngressProps) -> None:
    """StreamingIngress, before API pods."""
    assert opened(chart, props) == manifest


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_controller(chart: Chart, manifest: SnapshotAssertion, controller: str) -> None:
    """What each ingress controller brings along, and the Service before it."""
    made = opened(chart, INGRESS.with_(controller=CONTROLLERS_AT_LEAST[controller]))

    found = [each for each in made if each["kind"] == "Service" or label(each, "component") == "ingress"]
    assert found == manifest


@pytest.mark.parametrize("props", [MONITORING, FULL_MONITORING], ids=["minimal", "full"])
def test_monitoring(chart: Chart, manifest: SnapshotAssertion, props: MonitoringProps) -> None:
    """PowerSyncMonitoring, of an instance that has all parts."""
    made = monitored(chart, props, autoscaling=HpaAutoscaling())

    assert [each for each in made if label(each, "component") == "monitoring"] == manifest


@pytest.mark.parametrize("props", [DEV_POSTGRES, FULL_DEV_POSTGRES], ids=["minimal", "full"])
def test_dev_postgres(chart: Chart, manifest: SnapshotAssertion, props: DevPostgresProps) -> None:
    """DevPostgres, with its password in the manifests and in a Secret of somebody else's."""
    DevPostgres(chart, "postgres", props, instance="powersync")

    assert render(chart) == manifest


@pytest.mark.parametrize("name", _COMPANIONS)
def test_companion(chart: Chart, manifest: SnapshotAssertion, name: str) -> None:
    """A database beside an instance, of which no more is said than must be, and one of which everything is."""
    assert companion(chart, _COMPANIONS[name]) == manifest


@pytest.mark.parametrize("props", [NETWORKED, FULL_NETWORKED], ids=["minimal", "full"])
def test_network(chart: Chart, manifest: SnapshotAssertion, props: PowerSyncProps) -> None:
    """PowerSyncNetwork, around the workloads of an instance."""
    made = instance(chart, props)

    assert [each for each in made if each["kind"] == "NetworkPolicy"] == manifest


@pytest.mark.parametrize(
    "props", [EXTERNAL_SECRETS_INSTANCE, SECRETS_STORE_INSTANCE], ids=["external-secrets", "secrets-store"]
)
def test_secrets(chart: Chart, manifest: SnapshotAssertion, props: PowerSyncProps) -> None:
    """An instance whose Secrets an operator fills, and whose Deployments are reloaded; or a CSI driver."""
    assert instance(chart, props) == manifest


@pytest.mark.parametrize("props", [FULL_SPLIT, FULL_UNIFIED_INSTANCE], ids=["split", "unified"])
def test_full_instance(chart: Chart, manifest: SnapshotAssertion, props: PowerSyncProps) -> None:
    """PowerSync, in both topologies and with all props."""
    assert instance(chart, props) == manifest


@pytest.mark.parametrize("name", ["dev", "ha", *_AUTOSCALING])
def test_preset(chart: Chart, manifest: SnapshotAssertion, name: str) -> None:
    """A whole instance as a preset has it."""
    assert instance(chart, _preset(name)) == manifest

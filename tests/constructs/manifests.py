"""Helpers that put constructs into a chart, and that find objects in the rendered manifests."""

from collections.abc import Iterator
from typing import Any

from cdk8s import Chart

from powersync_constructs import (
    CloudNativePgSource,
    CloudNativePgStorage,
    CompactCron,
    DevPostgres,
    FluxKustomizations,
    MigrateHook,
    MongoReplicaSet,
    PowerSync,
    PowerSyncApi,
    PowerSyncConfiguration,
    PowerSyncMonitoring,
    ReplicationPair,
    SourceSetup,
    StreamingIngress,
    UnifiedPod,
)
from powersync_constructs.config import (
    ApiProps,
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    CompactProps,
    ConfigurationProps,
    DevPostgresProps,
    FluxKustomizationsProps,
    IngressProps,
    MigrateProps,
    Migrations,
    MongoReplicaSetProps,
    MonitoringProps,
    PowerSyncProps,
    ReplicationProps,
    SourceSetupProps,
    UnifiedProps,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.config.pods._workload import WorkloadProps
from tests.samples.configuration import CONFIGURATION
from tests.samples.network import S3_STORAGE

Manifest = dict[str, Any]

WORKLOADS = ("api", "replication", "compact", "migrate", "unified")
"""The components whose pods run the service."""
GATED = ("api", "replication", "compact")
"""The components that wait for the migration marker."""
LONG_RUNNING = ("api", "replication", "unified")
"""The components whose pods run permanently."""
JOB_MIGRATES = Migrations(disable_auto_migration=True)

_PROPS: dict[str, type[WorkloadProps]] = {
    "api": ApiProps,
    "replication": ReplicationProps,
    "compact": CompactProps,
    "migrate": MigrateProps,
    "unified": UnifiedProps,
}


def render(chart: Chart) -> list[Manifest]:
    """Return the manifests of a chart, in the order in which they are written."""
    return list(chart.to_json())


def own_databases(name: str) -> Manifest:
    """Return the props of databases that an instance does not share: a bucket storage, and a prefix of slots."""
    own = name.replace("-", "_")
    return {"source": {"slot_name_prefix": f"{own}_"}, "storage": {"database": own}}


def add_configuration(chart: Chart, id: str = "powersync", **changes: Any) -> PowerSyncConfiguration:
    """Add the smallest configuration of an instance, with the given changes."""
    return PowerSyncConfiguration(chart, id, CONFIGURATION.with_(**changes))


def add_workload(
    configuration: PowerSyncConfiguration, props: WorkloadProps, migrate: MigrateHook | None = None
) -> None:
    """Add the workload that takes these props to the chart of its configuration."""
    chart = Chart.of(configuration)
    match props:
        case ApiProps():
            PowerSyncApi(chart, "api", props, configuration=configuration, migrate=migrate)
        case ReplicationProps():
            ReplicationPair(chart, "replication", props, configuration=configuration, migrate=migrate)
        case CompactProps():
            CompactCron(chart, "compact", props, configuration=configuration, migrate=migrate)
        case UnifiedProps():
            UnifiedPod(chart, "unified", props, configuration=configuration)
        case MigrateProps():
            MigrateHook(chart, "migrate", props, configuration=configuration)
        case _:
            raise AssertionError(f"no workload takes {type(props).__name__}")


def workload(
    chart: Chart, component: str, *, configuration: ConfigurationProps = CONFIGURATION, **props: Any
) -> list[Manifest]:
    """Render one workload and its configuration."""
    if component == "migrate":
        configuration = configuration.with_(service={"migrations": JOB_MIGRATES})
    added = PowerSyncConfiguration(chart, configuration.instance or "powersync", configuration)
    add_workload(added, _PROPS[component](**props))
    return render(chart)


def gated(chart: Chart, *, gate: bool = True, **changes: Any) -> list[Manifest]:
    """Render a migration Job and the workloads that wait for it, with changes to the configuration."""
    changes["service"] = {**changes.get("service", {}), "migrations": JOB_MIGRATES}
    configuration = add_configuration(chart, **changes)
    migrate = MigrateHook(chart, "migrate", MigrateProps(gate=gate), configuration=configuration)
    for component in GATED:
        add_workload(configuration, _PROPS[component](), migrate)
    return render(chart)


def with_ingresses(chart: Chart, *controllers: IngressProps, **api: Any) -> list[Manifest]:
    """Render API pods and their ingresses; the second ingress is named `internal`."""
    configuration = add_configuration(chart)
    pods = PowerSyncApi(chart, "api", ApiProps(**api), configuration=configuration, ingresses=controllers)
    for props, name in zip(controllers, (None, "internal"), strict=False):
        StreamingIngress(chart, name or "ingress", props, api=pods, name=name)
    return render(chart)


def monitored(chart: Chart, props: MonitoringProps, **api: Any) -> list[Manifest]:
    """Render the parts of an instance with object storage, with monitoring for all of them."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES, "storage": S3_STORAGE})
    migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration)
    parts: dict[str, Any] = {"configuration": configuration, "migrate": migrate}
    PowerSyncMonitoring(
        chart,
        "monitoring",
        props,
        api=PowerSyncApi(chart, "api", ApiProps(**api), **parts),
        replication=ReplicationPair(chart, "replication", ReplicationProps(), **parts),
        compact=CompactCron(chart, "compact", CompactProps(), **parts),
        migrate=migrate,
    )
    return render(chart)


def operator_database(chart: Chart, props: OperatorDatabase, id: str = "powersync-storage") -> list[Manifest]:
    """Render an operator database."""
    match props:
        case CloudNativePgStorageProps():
            CloudNativePgStorage(chart, id, props)
        case CloudNativePgSourceProps():
            CloudNativePgSource(chart, id, props)
        case MongoReplicaSetProps():
            MongoReplicaSet(chart, id, props)
        case _:
            raise AssertionError(f"no operator database takes {type(props).__name__}")
    return render(chart)


def render_props(chart: Chart, props: Props) -> list[Manifest]:
    """Render the construct that takes these props, together with the constructs that it needs."""
    match props:
        case PowerSyncProps():
            PowerSync(chart, "powersync", props)
        case ConfigurationProps():
            PowerSyncConfiguration(chart, "powersync", props)
        case WorkloadProps():
            service = {"migrations": JOB_MIGRATES} if isinstance(props, MigrateProps) else {}
            add_workload(add_configuration(chart, service=service), props)
        case IngressProps():
            return with_ingresses(chart, props)
        case MonitoringProps():
            return monitored(chart, props)
        case OperatorDatabase():
            return operator_database(chart, props)
        case SourceSetupProps():
            SourceSetup(chart, "source-setup", props)
        case DevPostgresProps():
            DevPostgres(chart, "postgres", props, instance="powersync")
        case FluxKustomizationsProps():
            FluxKustomizations(chart, "powersync", props)
        case _:
            raise AssertionError(f"no construct takes {type(props).__name__}")
    return render(chart)


def instance(chart: Chart, props: PowerSyncProps, id: str = "powersync") -> list[Manifest]:
    """Render a whole instance."""
    PowerSync(chart, id, props)
    return render(chart)


def the(manifests: list[Manifest], kind: str, name: str | None = None) -> Manifest:
    """Return the only object of a kind, or of a kind and name."""
    found = [manifest for manifest in manifests if manifest["kind"] == kind]
    named = [manifest for manifest in found if name in (None, manifest["metadata"]["name"])]
    assert len(named) == 1, f"{len(named)} of {kind}/{name or '*'} in {[m['metadata']['name'] for m in found]}"
    return named[0]


def label(manifest: Manifest, name: str) -> str | None:
    """Return the value of a label `app.kubernetes.io/…`, or None."""
    found: str | None = manifest["metadata"].get("labels", {}).get(f"app.kubernetes.io/{name}")
    return found


def pod_template(manifests: list[Manifest], component: str) -> Manifest:
    """Return the pod template of a component's workload."""
    templates = [template for owner, template in pod_templates(manifests) if owner == component]
    assert len(templates) == 1, f"{len(templates)} workloads have the component {component}"
    return templates[0]


def pod_templates(manifests: list[Manifest]) -> Iterator[tuple[str | None, Manifest]]:
    """Yield all pod templates, each with its component."""
    for manifest in manifests:
        spec = manifest.get("spec", {})
        job = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
        if "template" in job:
            yield label(manifest, "component"), job["template"]


def pod(manifests: list[Manifest], component: str) -> Manifest:
    """Return the pod spec of a component's workload."""
    spec: Manifest = pod_template(manifests, component)["spec"]
    return spec


def containers(pod_spec: Manifest) -> list[Manifest]:
    """Return all containers of a pod, init containers first."""
    return [*pod_spec.get("initContainers", []), *pod_spec["containers"]]


def container(manifests: list[Manifest], component: str, name: str = "") -> Manifest:
    """Return a container of a component's pod by name. Default: the container that runs the service."""
    names = (name,) if name else ("powersync", "migrate")
    return next(found for found in containers(pod(manifests, component)) if found["name"] in names)

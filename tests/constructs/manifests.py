"""How tests put constructs into a chart, and find their way in what is rendered of it."""

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
    UnifiedProps,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.config.pods._workload import WorkloadProps
from tests.samples.configuration import CONFIGURATION

Manifest = dict[str, Any]

WORKLOADS = ("api", "replication", "compact", "migrate", "unified")
"""The components whose pods run the service."""
GATED = ("api", "replication", "compact")
"""The components that wait for the migration's mark."""
SERVING = ("api", "replication", "unified")
"""The components whose pods stay."""
JOB_MIGRATES = Migrations(disable_auto_migration=True)

_PROPS: dict[str, type[WorkloadProps]] = {
    "api": ApiProps,
    "replication": ReplicationProps,
    "compact": CompactProps,
    "migrate": MigrateProps,
    "unified": UnifiedProps,
}


def render(chart: Chart) -> list[Manifest]:
    """The manifests of a chart, in the order in which they are written."""
    return list(chart.to_json())


def add_configuration(chart: Chart, id: str = "powersync", **changes: Any) -> PowerSyncConfiguration:
    """The configuration of an instance, as small as it can be but for the changes."""
    return PowerSyncConfiguration(chart, id, CONFIGURATION.with_(**changes))


def add_workload(
    configuration: PowerSyncConfiguration, props: WorkloadProps, migrate: MigrateHook | None = None
) -> None:
    """The workload that such props are of, in the chart of its configuration."""
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
            raise AssertionError(f"{type(props).__name__} are props of no workload")


def workload(
    chart: Chart, component: str, *, configuration: ConfigurationProps = CONFIGURATION, **props: Any
) -> list[Manifest]:
    """What is rendered of one workload with its configuration."""
    if component == "migrate":
        configuration = configuration.with_(service={"migrations": JOB_MIGRATES})
    added = PowerSyncConfiguration(chart, configuration.instance or "powersync", configuration)
    add_workload(added, _PROPS[component](**props))
    return render(chart)


def gated(chart: Chart, *, gate: bool = True, **changes: Any) -> list[Manifest]:
    """What is rendered of a migration and of all that waits for it, where the configuration is changed."""
    changes["service"] = {**changes.get("service", {}), "migrations": JOB_MIGRATES}
    configuration = add_configuration(chart, **changes)
    migrate = MigrateHook(chart, "migrate", MigrateProps(gate=gate), configuration=configuration)
    for component in GATED:
        add_workload(configuration, _PROPS[component](), migrate)
    return render(chart)


def opened(chart: Chart, *controllers: IngressProps, **api: Any) -> list[Manifest]:
    """Render API pods and their ingresses, of which the second is called `internal`."""
    configuration = add_configuration(chart)
    pods = PowerSyncApi(chart, "api", ApiProps(**api), configuration=configuration, ingresses=controllers)
    for props, name in zip(controllers, (None, "internal"), strict=False):
        StreamingIngress(chart, name or "ingress", props, api=pods, name=name)
    return render(chart)


def monitored(chart: Chart, props: MonitoringProps, **api: Any) -> list[Manifest]:
    """What is rendered of an instance in its parts, all of them watched."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})
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
    """What is rendered of a database beside an instance."""
    match props:
        case CloudNativePgStorageProps():
            CloudNativePgStorage(chart, id, props)
        case CloudNativePgSourceProps():
            CloudNativePgSource(chart, id, props)
        case MongoReplicaSetProps():
            MongoReplicaSet(chart, id, props)
        case _:
            raise AssertionError(f"{type(props).__name__} are props of no operator database")
    return render(chart)


def made_of(chart: Chart, props: Props) -> list[Manifest]:
    """What is rendered of the construct that takes such props, and of those that it needs beside it."""
    match props:
        case PowerSyncProps():
            PowerSync(chart, "powersync", props)
        case ConfigurationProps():
            PowerSyncConfiguration(chart, "powersync", props)
        case WorkloadProps():
            service = {"migrations": JOB_MIGRATES} if isinstance(props, MigrateProps) else {}
            add_workload(add_configuration(chart, service=service), props)
        case IngressProps():
            return opened(chart, props)
        case MonitoringProps():
            return monitored(chart, props)
        case OperatorDatabase():
            return operator_database(chart, props)
        case DevPostgresProps():
            DevPostgres(chart, "postgres", props, instance="powersync")
        case FluxKustomizationsProps():
            FluxKustomizations(chart, "powersync", props)
        case _:
            raise AssertionError(f"{type(props).__name__} are props of no construct")
    return render(chart)


def instance(chart: Chart, props: PowerSyncProps, id: str = "powersync") -> list[Manifest]:
    """What is rendered of a whole instance."""
    PowerSync(chart, id, props)
    return render(chart)


def the(manifests: list[Manifest], kind: str, name: str | None = None) -> Manifest:
    """The one object of a kind, or of a kind and name."""
    found = [manifest for manifest in manifests if manifest["kind"] == kind]
    named = [manifest for manifest in found if name in (None, manifest["metadata"]["name"])]
    assert len(named) == 1, f"{len(named)} of {kind}/{name or '*'} in {[m['metadata']['name'] for m in found]}"
    return named[0]


def label(manifest: Manifest, name: str) -> str | None:
    """One of the labels `app.kubernetes.io/…`."""
    found: str | None = manifest["metadata"].get("labels", {}).get(f"app.kubernetes.io/{name}")
    return found


def pod_template(manifests: list[Manifest], component: str) -> Manifest:
    """The pod template of a component's workload."""
    templates = [template for owner, template in pod_templates(manifests) if owner == component]
    assert len(templates) == 1, f"{len(templates)} workloads are {component}"
    return templates[0]


def pod_templates(manifests: list[Manifest]) -> Iterator[tuple[str | None, Manifest]]:
    """All pod templates, each with its component."""
    for manifest in manifests:
        spec = manifest.get("spec", {})
        job = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
        if "template" in job:
            yield label(manifest, "component"), job["template"]


def pod(manifests: list[Manifest], component: str) -> Manifest:
    """The pod's spec of a component's workload."""
    spec: Manifest = pod_template(manifests, component)["spec"]
    return spec


def containers(pod_spec: Manifest) -> list[Manifest]:
    """All containers of a pod, those that come first included."""
    return [*pod_spec.get("initContainers", []), *pod_spec["containers"]]


def container(manifests: list[Manifest], component: str, name: str = "") -> Manifest:
    """A container of a component's pod by its name; without one, that of the service."""
    names = (name,) if name else ("powersync", "migrate")
    return next(found for found in containers(pod(manifests, component)) if found["name"] in names)

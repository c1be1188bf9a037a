"""The pages of the reference, and the modules of `powersync_constructs.config` whose classes each page lists."""

from typing import NamedTuple


class Family(NamedTuple):
    """A page of the reference."""

    file: str
    title: str
    about: str
    modules: tuple[str, ...] = ()
    imports: str = "from `powersync_constructs.config`"
    guide: str = ""
    """The page of docs/ that explains how to use the names."""


FAMILIES = (
    Family(
        "instance.md",
        "Instance and presets",
        "A whole instance: the props of `PowerSync`, and the presets that create them for development and production. "
        "In the examples, `SYNC_CONFIG` is a `SyncConfig`.",
        ("instance", "configuration", "rules"),
        imports="from `powersync_constructs.config`, and `presets` from `powersync_constructs`",
    ),
    Family(
        "sources.md",
        "Source databases",
        "The database that PowerSync replicates from: Postgres, MongoDB, MySQL, SQL Server or Convex.",
        ("service.source", "service._connection"),
        guide="source-databases.md",
    ),
    Family(
        "storage.md",
        "Bucket storage",
        "The database in which PowerSync keeps the data that clients sync: Postgres or MongoDB.",
        ("service.storage",),
        guide="bucket-storage.md",
    ),
    Family(
        "client-auth.md",
        "Client authentication",
        "The keys that verify the tokens of clients.",
        ("service.client_auth",),
    ),
    Family(
        "service-settings.md",
        "Service settings",
        "The settings of service.yaml that have no page of their own, and an existing service.yaml.",
        ("service.settings", "service._extra", "service.observability", "service.existing_service_yaml"),
    ),
    Family(
        "sync-config.md",
        "Sync config",
        "The sync config, which defines the streams that clients sync.",
        ("service.sync_config",),
    ),
    Family(
        "secrets.md",
        "Secrets",
        "References to Secrets, and the tools that create the Secrets.",
        ("core.secrets", "service.pem", "delivery.secret_sources", "delivery.reloader"),
        imports="from `powersync_constructs.config`; `SecretRef`, `SecretValue` and `InjectedSecret` are also in "
        "`powersync_constructs`",
        guide="secrets.md",
    ),
    Family(
        "workloads.md",
        "Workloads",
        "The API pods, the replicators, the compaction, the migration and the unified pod.",
        (
            "pods._workload",
            "workloads.api",
            "workloads.replication",
            "workloads.compact",
            "workloads.migrate",
            "workloads.unified",
            "pods.workload_defaults",
        ),
        guide="operating.md",
    ),
    Family(
        "pods.md",
        "Pods and scheduling",
        "Images, resources, containers, environment variables, volumes, probes, DNS, and the placement of pods.",
        (
            "pods.image",
            "pods.containers",
            "pods.scheduling",
            "pods.pod",
            "pods.probes",
            "pods.env",
            "core.pod_fields",
            "pods.volumes",
            "pods.dns",
        ),
        guide="pods.md",
    ),
    Family(
        "autoscaling.md",
        "Autoscaling",
        "Autoscalers of the API pods.",
        ("workloads.autoscaling",),
        imports="from `powersync_constructs.config`, and `prometheus_adapter_rule` from `powersync_constructs`",
        guide="autoscaling.md",
    ),
    Family(
        "ingress-controllers.md",
        "Ingress controllers",
        "The ingress of an instance, and one class for each ingress controller and Gateway.",
        (
            "ingress.props",
            "ingress.base",
            "ingress.gateway_api",
            "ingress.traefik",
            "ingress.nginx",
            "ingress.haproxy",
            "ingress.contour",
            "ingress.envoy",
            "ingress.aws",
            "ingress.google",
            "ingress.azure",
            "ingress.generic",
        ),
        guide="ingress.md",
    ),
    Family(
        "network.md",
        "Network policies",
        "The NetworkPolicies of an instance: which connections its pods may open and accept.",
        ("network.props", "network.peers"),
        guide="network.md",
    ),
    Family(
        "monitoring.md",
        "Monitoring",
        "The settings of the PodMonitor, the alerts and the dashboard.",
        ("monitoring", "alerts"),
        guide="monitoring.md",
    ),
    Family(
        "orderings.md",
        "Orderings",
        "The order in which kubectl, Argo CD, Flux, Helm or kapp runs the migration and applies the workloads.",
        ("delivery.orderings", "delivery.flux"),
        guide="migrations.md",
    ),
    Family(
        "databases.md",
        "Databases in the cluster",
        "Databases that an operator manages, a Postgres for development, and the setup of a source database.",
        (
            "databases._operator_database",
            "databases.cloud_native_pg",
            "databases.mongo_replica_set",
            "databases.dev_postgres",
            "databases.source_setup",
        ),
        guide="databases.md",
    ),
)
CONSTRUCTS = Family(
    "constructs.md",
    "Constructs",
    "The constructs, their attributes, and the objects that they create. In the examples, lower-case names are charts "
    "and other constructs, and upper-case names are props.",
    imports="from `powersync_constructs`",
    guide="escape-hatches.md",
)
TYPES = Family(
    "types.md",
    "Types",
    "The types of fields that are not models: checked strings and numbers, and unions.",
    imports="",
)
RULES = Family(
    "rules/README.md",
    "Rules",
    "The rules about manifests, each with its reasons, its fix, and an example.",
    imports="",
    guide="findings.md",
)
RELEASES = Family(
    "releases.md",
    "Releases of the service",
    "The supported releases of the PowerSync service: what each release changes, and its known problems.",
    imports="",
    guide="rolling-back.md",
)
TESTING = Family(
    "testing.md",
    "Tests of an app",
    "Functions for the tests of your own app, and snapshots in YAML. In the examples, `chart` is a chart of the app.",
    imports="from `powersync_constructs.testing`",
    guide="testing.md",
)
METRICS = Family(
    "metrics-and-alerts.md",
    "Metrics and alerts",
    "The alerts, and the time series that they read.",
    imports="",
    guide="monitoring.md",
)

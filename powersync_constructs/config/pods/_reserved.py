"""Names in the pods that the library reserves: volumes, paths, containers, ports and environment variables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mount:
    """A volume and its mount path in the container."""

    volume: str
    path: str


CONFIG = Mount("config", "/powersync/config")
"""The volume with service.yaml."""
SYNC_CONFIG = Mount("sync-config", "/powersync/sync-config")
"""The volume with the sync config, in the workloads that replicate."""
PROBE_FILES = Mount("probe-files", "/app/.probes")
"""The volume for the probe files of the service (libs/lib-services, fs-probes.ts)."""
TOKEN = Mount("api-access", "/var/run/secrets/kubernetes.io/serviceaccount")
"""The token for the Kubernetes API, in the container that writes the migration marker."""
SECRETS_STORE = Mount("secrets-store", "/powersync/secrets-store")
"""The volume of the Secrets Store. No process reads it, but the driver creates the Secrets only if a pod mounts it."""
RESERVED_MOUNTS = (CONFIG, SYNC_CONFIG, PROBE_FILES, TOKEN, SECRETS_STORE)
"""All mounts of the library."""

SERVICE_YAML = f"{CONFIG.path}/service.yaml"
"""The path of service.yaml: the value of POWERSYNC_CONFIG_PATH."""
SYNC_CONFIG_YAML = f"{SYNC_CONFIG.path}/sync-config.yaml"
"""The path of the sync config, which is set in service.yaml. API pods do not have this file."""

SERVICE_CONTAINER, MIGRATE_CONTAINER, MARK_CONTAINER = "powersync", "migrate", "mark"
RESERVED_CONTAINERS = (SERVICE_CONTAINER, MIGRATE_CONTAINER, MARK_CONTAINER)
"""The names of the library's containers."""

HTTP_PORT, METRICS_PORT = "http", "metrics"
RESERVED_PORTS = (HTTP_PORT, METRICS_PORT)
"""The names of the service's ports. The first port serves the API and the probes."""
PROBES_PATH, METRICS_PATH = "/probes", "/metrics"
"""The paths of the service's probes and metrics (routes/endpoints/probes.ts, exporter-prometheus)."""

NODE_OPTIONS, CONFIG_PATH, CONFIG_B64 = "NODE_OPTIONS", "POWERSYNC_CONFIG_PATH", "POWERSYNC_CONFIG_B64"
GATE = "POWERSYNC_MIGRATION_MARKER"
"""The migration gate: a variable with the value of the migration marker. No process reads it, but the kubelet starts
the container only when the marker exists."""
HEAP_FLAG = "--max-old-space-size-percentage=80"
"""The Node.js option for a heap of 80 % of the memory limit (PowerSync documentation, deployment-architecture.mdx). The
rest is for sockets and zstd."""
OVERRIDING_ENV = (CONFIG_B64, "POWERSYNC_SYNC_CONFIG_B64", "POWERSYNC_SYNC_RULES_B64")
"""Variables that take precedence over the library's files (util/config/compound-config-collector.ts)."""
RESERVED_ENV = (NODE_OPTIONS, CONFIG_PATH, GATE, *OVERRIDING_ENV)
"""The variables that the library sets, and those that would override the library's files."""

"""Names of ours in the pods: said once, for service.yaml, the workloads and the check of the user's own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mount:
    """A volume and its folder in the container."""

    volume: str
    path: str


CONFIG = Mount("config", "/powersync/config")
"""service.yaml."""
SYNC_CONFIG = Mount("sync-config", "/powersync/sync-config")
"""The sync config, for the workloads that replicate."""
GATE = Mount("migrated", "/powersync/migrated")
"""The migration's key. Nothing reads it, but the kubelet sets up only volumes that are mounted."""
PROBE_FILES = Mount("probe-files", "/app/.probes")
"""Where the service writes its probe files (libs/lib-services, fs-probes.ts)."""
TOKEN = Mount("api-access", "/var/run/secrets/kubernetes.io/serviceaccount")
"""The marking container's access to the Kubernetes API."""
SECRETS_STORE = Mount("secrets-store", "/powersync/secrets-store")
"""The Secrets Store's files. Nothing reads them, but a mount is what makes the driver write the Secrets."""
RESERVED_MOUNTS = (CONFIG, SYNC_CONFIG, GATE, PROBE_FILES, TOKEN, SECRETS_STORE)
"""All of them."""

SERVICE_YAML = f"{CONFIG.path}/service.yaml"
"""The file that POWERSYNC_CONFIG_PATH names."""
SYNC_CONFIG_YAML = f"{SYNC_CONFIG.path}/sync-config.yaml"
"""The file that service.yaml names; the API only declares it."""

SERVICE_CONTAINER, MIGRATE_CONTAINER, MARK_CONTAINER = "powersync", "migrate", "mark"
RESERVED_CONTAINERS = (SERVICE_CONTAINER, MIGRATE_CONTAINER, MARK_CONTAINER)
"""The containers that we make."""

HTTP_PORT, METRICS_PORT = "http", "metrics"
RESERVED_PORTS = (HTTP_PORT, METRICS_PORT)
"""The names of the service's ports: the first answers the API and the probes."""

NODE_OPTIONS, CONFIG_PATH, CONFIG_B64 = "NODE_OPTIONS", "POWERSYNC_CONFIG_PATH", "POWERSYNC_CONFIG_B64"
OVERRIDING_ENV = (CONFIG_B64, "POWERSYNC_SYNC_CONFIG_B64", "POWERSYNC_SYNC_RULES_B64")
"""Variables that the service reads before our files (util/config/compound-config-collector.ts)."""
RESERVED_ENV = (NODE_OPTIONS, CONFIG_PATH, *OVERRIDING_ENV)
"""The variables that we set, or that would beat what we set."""

"""Two sets of props that are known to be good: one for development, one for production."""

from powersync_constructs.config.core._versions import walk
from powersync_constructs.config.core.errors import ConfigError, Problem, config_error
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.databases.dev_postgres import DevPostgresProps
from powersync_constructs.config.delivery.orderings import Ordering
from powersync_constructs.config.delivery.reloader import Reloader
from powersync_constructs.config.delivery.secret_sources import SecretSource
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.instance import NamespaceProps, PowerSyncProps, Split, Unified
from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.config.network.props import NetworkProps
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.config.service.sync_config import SyncConfig
from powersync_constructs.config.workloads.api import ApiProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from powersync_constructs.config.workloads.compact import CompactProps
from powersync_constructs.config.workloads.migrate import MigrateProps
from powersync_constructs.config.workloads.unified import UnifiedProps

SMALL_POD = Resources(cpu="1", cpu_limit="1", memory="512Mi", memory_limit="1Gi")
"""One pod for everything: what the docs call minimal. Idle it uses 75 MiB, with 50 first syncs 270 MiB (measured)."""


def dev(
    *,
    client_auth: ClientAuth,
    sync_config: SyncConfig,
    source: Source | None = None,
    storage: Storage | None = None,
    postgres: DevPostgresProps | None = None,
    host: str | None = None,
    compact: CompactProps | None = None,
    namespace: NamespaceProps | None = None,
) -> PowerSyncProps:
    """One unified pod, with a throw-away Postgres (`postgres`) or databases of yours.

    Nothing is kept from an outage: one pod, recreated by every change. With a `host` there is an Ingress for Traefik,
    without TLS.
    """
    return PowerSyncProps(
        client_auth=client_auth,
        sync_config=sync_config,
        source=source,
        storage=storage,
        dev_postgres=postgres,
        topology=Unified(pod=UnifiedProps(resources=SMALL_POD)),
        compact=compact,
        ingress=IngressProps(host=host, tls=None) if host else None,
        namespace=namespace,
    )


def ha(
    *,
    host: str,
    source: Source,
    storage: Storage,
    client_auth: ClientAuth,
    sync_config: SyncConfig,
    autoscaling: Autoscaling | None = None,
    monitoring: MonitoringProps | None = None,
    network: NetworkProps | None = None,
    ordering: Ordering | None = None,
    secrets: SecretSource | None = None,
    reloader: Reloader | None = None,
    namespace: NamespaceProps | None = None,
) -> PowerSyncProps:
    """Two API pods or an autoscaler, a leader and a warm standby, the migration Job, daily compaction, an Ingress.

    With `monitoring`, what the Prometheus operator and Grafana need; with a `network` that names who is at the other
    end, NetworkPolicies that let nothing else through; with an `ordering` the migration comes first under that tool.
    `secrets` says who fills the Secrets of references, where it is not somebody else; `reloader`, that Stakater
    Reloader rolls pods when one changes.

    Raises ConfigError for a `SecretValue`, since in production a secret is a `SecretRef`, and for an autoscaler that
    may go down to one pod.
    """
    migrate = MigrateProps(ordering=ordering) if ordering is not None else MigrateProps()
    topology = Split(api=ApiProps(autoscaling=autoscaling), migrate=migrate)
    if topology.api.autoscaling is not None and topology.api.lowest_replicas == 1:
        raise config_error(
            "autoscaling.min_replicas", "1 is a single pod, and all clients are cut when it goes; use 2 or more"
        )
    props = PowerSyncProps(
        client_auth=client_auth,
        sync_config=sync_config,
        source=source,
        storage=storage,
        topology=topology,
        compact=CompactProps(),
        ingress=IngressProps(host=host),
        monitoring=monitoring,
        network=network,
        secrets=secrets,
        reloader=reloader,
        namespace=namespace,
    )
    _refuse_secret_values(props)
    return props


def _refuse_secret_values(props: PowerSyncProps) -> None:
    """Raise where a secret stands in the props themselves, and so would stand in the manifests."""
    rule = "a SecretValue stands in the manifests, which is for development; use a SecretRef"
    problems = [Problem(path, rule) for path, value, _ in walk(props) if isinstance(value, SecretValue)]
    if problems:
        raise ConfigError(problems)

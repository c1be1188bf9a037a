"""Two sets of props that are known to be good: one for development, one for production."""

from typing import Any

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.databases.dev_postgres import DevPostgresProps
from powersync_constructs.config.delivery.orderings import Ordering
from powersync_constructs.config.delivery.reloader import Reloader
from powersync_constructs.config.delivery.secret_sources import SecretSource
from powersync_constructs.config.ingress.base import Tls
from powersync_constructs.config.ingress.controllers import IngressController
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.instance import NamespaceProps, PowerSyncProps, Split, Unified
from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.config.network.props import NetworkProps
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.config.pods.workload_defaults import WorkloadDefaults
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.settings import ServiceSettings
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.config.service.sync_config import SyncConfig
from powersync_constructs.config.workloads.api import ApiProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from powersync_constructs.config.workloads.compact import CompactProps
from powersync_constructs.config.workloads.migrate import MigrateProps
from powersync_constructs.config.workloads.replication import ReplicationProps
from powersync_constructs.config.workloads.unified import UnifiedProps

SMALL_POD = Resources(cpu="1", cpu_limit="1", memory="512Mi", memory_limit="1Gi")
"""One pod for everything: what the docs call minimal. Idle it uses 75 MiB, with 50 first syncs 270 MiB (measured)."""
_DEFAULT_TLS = Tls()
_DEFAULT_COMPACTION = CompactProps()


def dev(
    *,
    client_auth: ClientAuth,
    sync_config: SyncConfig,
    source: Source | None = None,
    storage: Storage | None = None,
    postgres: DevPostgresProps | None = None,
    host: str | None = None,
    controller: IngressController | None = None,
    tls: Tls | None = None,
    image: Image | None = None,
    service: ServiceSettings | None = None,
    pod: UnifiedProps | None = None,
    compact: CompactProps | None = None,
    workloads: WorkloadDefaults | None = None,
    metadata: ObjectMetadata | None = None,
    namespace: NamespaceProps | None = None,
) -> PowerSyncProps:
    """One unified pod, with a throw-away Postgres (`postgres`) or your own databases.

    Nothing survives an outage: one pod, recreated by every change. With a `host` there is an Ingress for Traefik, or
    for another `controller`, without TLS unless `tls` is given. Each argument sets the fields that it names; every
    other field keeps the default of the preset.

    Raises ConfigError for what cannot work, and for a `controller` or `tls` without a `host`.
    """
    if host is None and (controller is not None or tls is not None):
        raise config_error("host", "missing; controller and tls are those of its Ingress")
    return PowerSyncProps(
        client_auth=client_auth,
        sync_config=sync_config,
        source=source,
        storage=storage,
        dev_postgres=postgres,
        topology=Unified(pod=UnifiedProps(resources=SMALL_POD)).with_(**_given(pod=pod)),
        compact=compact,
        ingress=_ingress(host, controller, tls) if host is not None else None,
        namespace=namespace,
        **_given(image=image, service=service, workloads=workloads, metadata=metadata),
    )


def ha(
    *,
    host: str,
    source: Source,
    storage: Storage,
    client_auth: ClientAuth,
    sync_config: SyncConfig,
    controller: IngressController | None = None,
    tls: Tls | None = _DEFAULT_TLS,
    image: Image | None = None,
    service: ServiceSettings | None = None,
    api: ApiProps | None = None,
    replication: ReplicationProps | None = None,
    compact: CompactProps | None = _DEFAULT_COMPACTION,
    migrate: MigrateProps | None = None,
    autoscaling: Autoscaling | None = None,
    monitoring: MonitoringProps | None = None,
    network: NetworkProps | None = None,
    ordering: Ordering | None = None,
    secrets: SecretSource | None = None,
    reloader: Reloader | None = None,
    workloads: WorkloadDefaults | None = None,
    metadata: ObjectMetadata | None = None,
    namespace: NamespaceProps | None = None,
) -> PowerSyncProps:
    """Two API pods or an autoscaler, a leader and a warm standby, the migration Job, daily compaction, an ingress.

    `tls=None` is for plain HTTP, `compact=None` for no compaction.

    With `monitoring`, what the Prometheus operator and Grafana need; with a `network` that names the other end of each
    connection, NetworkPolicies that allow nothing else; with an `ordering`, the migration comes first under that tool.
    `secrets` names what fills the Secrets of references, `reloader` has Stakater Reloader roll pods when one changes,
    `workloads` holds settings of all workloads at once. Each argument sets the fields that it names; every other field
    keeps the default of the preset.

    What it promises holds after `with_` too: a synth fails for a `SecretValue`, since a production secret is a
    `SecretRef`, and for a role with a single pod (`production_checks`).

    Raises ConfigError for what cannot work.
    """
    split = Split(api=ApiProps(autoscaling=autoscaling))
    return PowerSyncProps(
        client_auth=client_auth,
        sync_config=sync_config,
        source=source,
        storage=storage,
        topology=split.with_(**_given(api=api, replication=replication, migrate=migrate)),
        compact=compact,
        ingress=_ingress(host, controller, tls),
        monitoring=monitoring,
        network=network,
        secrets=secrets,
        reloader=reloader,
        namespace=namespace,
        production_checks="error",
        **_given(image=image, service=service, ordering=ordering, workloads=workloads, metadata=metadata),
    )


def _ingress(host: str, controller: IngressController | None, tls: Tls | None) -> IngressProps:
    return IngressProps(host=host, tls=tls, **_given(controller=controller))


def _given(**arguments: Props | None) -> dict[str, Any]:
    """The arguments that are given; the others keep the default of their place."""
    return {name: value for name, value in arguments.items() if value is not None}

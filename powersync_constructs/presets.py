"""The presets: tested props for development (`dev`) and for production (`ha`)."""

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
from powersync_constructs.config.rules import for_production
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
"""The minimum resources according to the PowerSync documentation. A unified pod uses 270 MiB while 50 clients sync
for the first time (measured)."""
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
    """Return props for development: one unified pod, with a temporary Postgres (`postgres`) or your own databases.

    There is no high availability, because every change recreates the only pod. With a `host`, there is an ingress for
    Traefik, or for another `controller`. The ingress has no TLS unless you give `tls`. The fields that you set in an
    argument replace the defaults of the preset. All other fields keep these defaults.

    Raises ConfigError for invalid combinations, for a missing database without `postgres`, and for a `controller` or
    `tls` without a `host`.
    """
    for name, database in (("source", source), ("storage", storage)):
        if database is None and postgres is None:
            raise config_error(name, "missing; give the database, or postgres for a temporary one")
    if host is None and (controller is not None or tls is not None):
        raise config_error("host", "missing; needed by controller and tls: give the host of the instance")
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
    """Return props for production: API pods, a leader and a standby, a migration Job, compaction and an ingress.

    There are two API pods, or an autoscaler. The standby is warm, and the compaction runs daily. `tls=None` is for
    plain HTTP, and `compact=None` is for no compaction.

    `monitoring` adds the objects for the Prometheus Operator and Grafana. `network` adds NetworkPolicies that allow
    only the connections in it. `ordering` is the tool that applies the manifests, and determines how the migration runs
    before other workloads start. `secrets` is the source of the referenced Secrets. `reloader` makes Stakater Reloader
    restart pods when a Secret changes. `workloads` contains the settings of all workloads. The fields that you set in
    an argument replace the defaults of the preset. All other fields keep these defaults.

    The rules for production (`rules`) also apply to the copies that `with_` returns. They make synth fail for a role
    with a single pod, and for a `SecretValue`, because a production secret must be a `SecretRef`.

    Raises ConfigError for invalid combinations.
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
        rules=for_production(),
        **_given(image=image, service=service, ordering=ordering, workloads=workloads, metadata=metadata),
    )


def _ingress(host: str, controller: IngressController | None, tls: Tls | None) -> IngressProps:
    return IngressProps(host=host, tls=tls, **_given(controller=controller))


def _given(**arguments: Props | None) -> dict[str, Any]:
    """Return the arguments that are not None. The other fields keep their defaults."""
    return {name: value for name, value in arguments.items() if value is not None}

"""Minimal and full samples of an instance, its ingress, its development Postgres and its namespace."""

from typing import Any

from powersync_constructs.config import (
    AdditionalHost,
    Alb,
    ApiProps,
    ArgoCD,
    CiliumGateway,
    DevPostgresProps,
    GatewayRef,
    GkeIngress,
    HaproxyTechnologies,
    HelmHooks,
    HpaAutoscaling,
    IngressProps,
    Kapp,
    MigrateProps,
    NamespacePeer,
    NamespaceProps,
    PowerSyncProps,
    RuleSettings,
    SecretRef,
    SecretValue,
    Split,
    Tls,
    Unified,
)
from powersync_constructs.config.delivery.orderings import Ordering
from tests.samples.configuration import (
    CONFIGURATION,
    EXISTING,
    EXISTING_CONFIGURATIONS,
    FULL_CONFIGURATIONS,
    FULL_EXISTING,
    FULL_IMAGE,
    FULL_METADATA,
    FULL_SETTINGS,
    IN_SECRET,
    METADATA_WITHOUT_PODS,
    REPORTING,
    SYNC_CONFIG,
    old_image,
)
from tests.samples.controllers import FULL_CONTROLLERS
from tests.samples.databases import CLIENT_AUTH, FULL_CLIENT_AUTH, FULL_SOURCES, FULL_STORAGES, SOURCE, STORAGE
from tests.samples.monitoring import FULL_MONITORING, MONITORING, SHARED_MONITORING
from tests.samples.network import ENTRA_SOURCE, FULL_NETWORK, HIDDEN_NETWORK, NETWORK, S3_STORAGE
from tests.samples.operator_databases import FULL_OPERATOR_DATABASES
from tests.samples.orderings import FULL_KUSTOMIZATIONS, LEFT_OUT, ORDERINGS
from tests.samples.pods import (
    AUTOSCALED_API,
    FULL_API,
    FULL_COMPACT,
    FULL_MIGRATE,
    FULL_REPLICATION,
    FULL_RESOURCES,
    FULL_UNIFIED,
    FULL_WORKLOAD_DEFAULTS,
    KEDA_API,
    MIGRATE_AS_OWNER,
)
from tests.samples.secrets import EXTERNAL_SECRETS, RELOADER, SECRETS_STORE
from tests.samples.source_setup import FULL_SOURCE_SETUP, LISTED_SOURCE_SETUP

INSTANCE = PowerSyncProps(source=SOURCE, storage=STORAGE, client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG)
REPORTING_INSTANCE = INSTANCE.with_(**REPORTING)
EXTERNAL_SECRETS_INSTANCE = INSTANCE.with_(secrets=EXTERNAL_SECRETS, reloader=RELOADER)
SECRETS_STORE_INSTANCE = INSTANCE.with_(secrets=SECRETS_STORE)
FULL_CONFIGURATION = CONFIGURATION.with_(
    image=FULL_IMAGE,
    metadata=FULL_METADATA,
    instance="tasks",
    ordering=Kapp(),
    workloads=FULL_WORKLOAD_DEFAULTS,
    secrets=EXTERNAL_SECRETS,
    reloader=RELOADER,
    **REPORTING,
)
"""A configuration with every field that is not part of service.yaml."""
INGRESS = IngressProps(host="powersync.example.com")
DEV_POSTGRES = DevPostgresProps(password=SecretValue("only-for-tests"))
FULL_INGRESS = IngressProps(
    host="sync.example.com",
    additional_hosts=[AdditionalHost(host="tasks.example.com", secret_name="tasks-certificate")],
    controller=HaproxyTechnologies(class_name="public"),
    tls=Tls(secret_name="sync-certificate", cluster_issuer="letsencrypt"),
    https_redirect=False,
    expose_admin_api=True,
    metadata=METADATA_WITHOUT_PODS,
)
FULL_INGRESSES = {
    **{
        controller: IngressProps(host=f"{controller}.example.com", controller=FULL_CONTROLLERS[controller])
        for controller in FULL_CONTROLLERS
    },
    "alb-discovery": IngressProps(host="alb.example.com", controller=Alb(certificate_discovery=True)),
    "gke-internal": IngressProps(host="gke.internal", controller=GkeIngress(internal=True)),
    "parent-elsewhere": IngressProps(
        host="sync.example.com", controller=CiliumGateway(gateways=[GatewayRef(name="public", namespace="gateways")])
    ),
}
FULL_DEV_POSTGRES = DevPostgresProps(
    password=SecretRef("dev-postgres", "password"),
    image="registry.example.com/mirror/postgres:17",
    image_pull_secrets=["registry-login"],
    source_database="shop",
    source_username="replicator",
    storage_database="buckets",
    storage_username="bucket_owner",
    size="2Gi",
    resources=FULL_RESOURCES,
    metadata=FULL_METADATA,
)

_INSTANCE: dict[str, Any] = {
    "client_auth": FULL_CLIENT_AUTH,
    "sync_config": SYNC_CONFIG,
    "service": FULL_SETTINGS,
    "image": FULL_IMAGE,
    "instance": "tasks",
    "compact": FULL_COMPACT,
    "ingress": FULL_INGRESS,
    "internal_ingress": IngressProps(host="sync.internal", tls=Tls(issuer="internal")),
    "monitoring": FULL_MONITORING,
    "namespace": NamespaceProps(pod_security="baseline", labels={"example.com/team": "sync"}),
    "metadata": FULL_METADATA,
    "workloads": FULL_WORKLOAD_DEFAULTS,
    "ordering": ArgoCD(wave=3),
}
FULL_SPLIT = PowerSyncProps(
    **_INSTANCE,
    source=FULL_SOURCES["postgresql"],
    storage=FULL_STORAGES["postgresql"],
    topology=Split(api=FULL_API, replication=FULL_REPLICATION, migrate=FULL_MIGRATE),
)
FULL_UNIFIED_INSTANCE = PowerSyncProps(**_INSTANCE, dev_postgres=FULL_DEV_POSTGRES, topology=Unified(pod=FULL_UNIFIED))
EXISTING_INSTANCE = PowerSyncProps(service=EXISTING, sync_config=SYNC_CONFIG)
FULL_EXISTING_INSTANCE = PowerSyncProps(
    service=FULL_EXISTING,
    sync_config=SYNC_CONFIG,
    topology=Split(migrate=MigrateProps(mode="replicators")),
    monitoring=MONITORING,
    network=HIDDEN_NETWORK,
)
IN_SECRET_INSTANCE = INSTANCE.with_(
    source=SOURCE.with_(password=SecretValue("only-for-tests")), service_yaml_in="Secret"
)
NETWORKED = INSTANCE.with_(network=NETWORK)
FULL_NETWORKED = INSTANCE.with_(source=ENTRA_SOURCE, storage=S3_STORAGE, network=FULL_NETWORK, **REPORTING)


FULL_RULES = RuleSettings(severity={"no-single-pods": "error"}, ignore={"PS301": "measured: 40 MiB in use"})


def ordered(ordering: Ordering) -> PowerSyncProps:
    """Return an instance with objects of all kinds for the tool of this ordering."""
    with_helm = isinstance(ordering, HelmHooks)  # HelmHooks refuses ExternalSecrets
    return INSTANCE.with_(
        source={"password": SecretValue("only-for-tests")},
        secrets=None if with_helm else EXTERNAL_SECRETS,
        ingress=INGRESS,
        topology={"api": ApiProps(autoscaling=HpaAutoscaling(connections=80))},
        ordering=ordering,
        monitoring=MONITORING,
        network=NETWORK.with_(
            ingress_controller=[NamespacePeer(name="traefik")],
            monitoring=[NamespacePeer(name="monitoring")],
            api_server=NETWORK.api_server if MigrateProps().gates(ordering) else None,
        ),
    )


EVERYTHING = (
    INSTANCE.with_(rules=FULL_RULES),
    old_image("1.23.3"),
    *FULL_CONFIGURATIONS.values(),
    *FULL_INGRESSES.values(),
    *ORDERINGS.values(),
    LEFT_OUT,
    MIGRATE_AS_OWNER,
    FULL_KUSTOMIZATIONS,
    *FULL_OPERATOR_DATABASES.values(),
    FULL_SOURCE_SETUP,
    LISTED_SOURCE_SETUP,
    AUTOSCALED_API,
    KEDA_API,
    FULL_CONFIGURATION,
    IN_SECRET,
    *EXISTING_CONFIGURATIONS.values(),
    IN_SECRET_INSTANCE,
    FULL_EXISTING_INSTANCE,
    REPORTING_INSTANCE,
    EXTERNAL_SECRETS_INSTANCE,
    SECRETS_STORE_INSTANCE,
    FULL_SPLIT,
    FULL_UNIFIED_INSTANCE,
    FULL_NETWORKED,
    SHARED_MONITORING,
)
"""Samples that together set every field of every model."""

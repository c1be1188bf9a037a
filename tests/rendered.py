"""The rendered samples, for the snapshots and for every check that the examples pass."""

import warnings
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple, TypeVar

from cdk8s import App, Chart

from powersync_constructs import MigrateHook, PowerSyncConfiguration, presets
from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    ConfigurationProps,
    HpaAutoscaling,
    Image,
    KedaAutoscaling,
    MigrateProps,
    NamespaceProps,
    PowerSyncProps,
    ReplicationProps,
    Split,
    UnifiedProps,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.workloads.autoscaling import Autoscaling

from .constructs.manifests import JOB_MIGRATES, Manifest, add_workload, gated, render, render_props
from .samples.configuration import (
    CONFIGURATION,
    EXISTING_CONFIGURATIONS,
    FULL_CONFIGURATIONS,
    IN_SECRET,
    SYNC_CONFIG,
)
from .samples.controllers import CONTROLLERS_AT_LEAST
from .samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from .samples.instance import (
    DEV_POSTGRES,
    EXTERNAL_SECRETS_INSTANCE,
    FULL_DEV_POSTGRES,
    FULL_INGRESS,
    FULL_NETWORKED,
    FULL_SPLIT,
    FULL_UNIFIED_INSTANCE,
    INGRESS,
    INSTANCE,
    NETWORKED,
    SECRETS_STORE_INSTANCE,
    ordered,
)
from .samples.monitoring import MONITORING
from .samples.operator_databases import FULL_OPERATOR_DATABASES, OPERATOR_DATABASES
from .samples.orderings import FULL_KUSTOMIZATIONS, KUSTOMIZATIONS, LEFT_OUT, ORDERINGS
from .samples.pods import (
    AUTOSCALED_API,
    FULL_API,
    FULL_COMPACT,
    FULL_MIGRATE,
    FULL_REPLICATION,
    FULL_UNIFIED,
    KEDA_API,
)
from .samples.source_setup import FULL_SOURCE_SETUP, SOURCE_SETUPS

T = TypeVar("T")
Render = Callable[[Chart], list[Manifest]]


class Sample(NamedTuple):
    """A sample to render, and the base for the difference that its snapshot shows."""

    render: Render
    base: Render | None = None
    """None if there is no snapshot, because the snapshot of a whole instance, or a file of dist/, shows the sample."""


def rendered_anew(render: Render) -> list[Manifest]:
    """Render into an empty chart."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Ingress/powersync: ingress-nginx is archived")
        warnings.filterwarnings("ignore", "ConfigMap/powersync-migrations: migrate.mode is 'none'")
        warnings.filterwarnings("ignore", "Ingress/powersync: exposes the admin API")
        return render(chart)


rendered = cache(rendered_anew)
"""The same, rendered once."""


def _once(make: Callable[[T], Render]) -> Callable[[T], Render]:
    """Cache by props. The type is explicit, because pyright does not see that frozen models are hashable."""
    return cache(make)


@_once
def _of(props: Props) -> Render:
    """Render the construct of these props; equal props are rendered once."""
    return partial(render_props, props=props)


@_once
def replicated(props: ConfigurationProps) -> Render:
    """Render the replicators that load a service.yaml, and the migration Job if it migrates."""

    def render_replicators(chart: Chart) -> list[Manifest]:
        configuration = PowerSyncConfiguration(chart, "powersync", props)
        only_job = props.service.only_the_job_migrates
        migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration) if only_job else None
        add_workload(configuration, ReplicationProps(), migrate)
        return render(chart)

    return render_replicators


def _plain_configuration(like: ConfigurationProps) -> ConfigurationProps:
    """Return the smallest configuration with the same instance name, in which the same pods migrate."""
    migrations = JOB_MIGRATES if like.service.only_the_job_migrates else None
    return CONFIGURATION.with_(instance=like.instance, service={"migrations": migrations})


def _plain_instance(like: PowerSyncProps) -> PowerSyncProps:
    """Return an instance with the same configuration and parts, with defaults everywhere else."""
    same = ("instance", "source", "storage", "client_auth", "sync_config", "service", "internal_ingress")
    return PowerSyncProps(
        **{name: getattr(like, name) for name in same},
        image=Image(tag=str(like.image.version)),  # some fields of the source need a new release
        topology=type(like.topology)(),
        dev_postgres=like.dev_postgres and DEV_POSTGRES,
        ingress=INGRESS,
        monitoring=MONITORING,
        namespace=NamespaceProps(),
    )


def _ha(autoscaling: Autoscaling | None = None) -> Render:
    props = presets.ha(
        host="powersync.example.com",
        source=SOURCE,
        storage=STORAGE,
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        namespace=NamespaceProps(),
        autoscaling=autoscaling,
    )
    return _of(props)


_KEDA = KedaAutoscaling(prometheus_url="http://prometheus-operated.monitoring.svc:9090")
_SCALED = INSTANCE.with_(topology=Split(api=ApiProps(autoscaling=HpaAutoscaling())))
_ORDERED = {name: _of(ordered(ordering)) for name, ordering in ORDERINGS.items()}

SAMPLES = {
    "configuration": Sample(_of(CONFIGURATION), base=render),
    **{
        f"configuration-{name}": Sample(_of(props), base=_of(FULL_CONFIGURATIONS["postgresql"]))
        for name, props in FULL_CONFIGURATIONS.items()
    },
    "configuration-postgresql": Sample(
        _of(FULL_CONFIGURATIONS["postgresql"]), base=_of(_plain_configuration(FULL_CONFIGURATIONS["postgresql"]))
    ),
    **{
        f"service-yaml-{name}": Sample(replicated(props), base=replicated(_plain_configuration(props)))
        for name, props in {"in-secret": IN_SECRET, **EXISTING_CONFIGURATIONS}.items()
    },
    "api": Sample(_of(ApiProps()), base=_of(CONFIGURATION)),
    "api-full": Sample(_of(FULL_API)),
    "api-autoscaled": Sample(_of(AUTOSCALED_API), base=_of(ApiProps())),
    "api-keda": Sample(_of(KEDA_API), base=_of(ApiProps())),
    "replication": Sample(_of(ReplicationProps()), base=_of(CONFIGURATION)),
    "replication-full": Sample(_of(FULL_REPLICATION)),
    "compact": Sample(_of(CompactProps()), base=_of(CONFIGURATION)),
    "compact-full": Sample(_of(FULL_COMPACT)),
    "migrate": Sample(_of(MigrateProps()), base=_of(CONFIGURATION)),
    "migrate-full": Sample(_of(FULL_MIGRATE)),
    "migrate-left-out": Sample(_of(LEFT_OUT), base=_of(MigrateProps())),
    "gate": Sample(gated),
    "unified": Sample(_of(UnifiedProps()), base=_of(CONFIGURATION)),
    "unified-full": Sample(_of(FULL_UNIFIED)),
    "ingress": Sample(_of(INGRESS), base=_of(ApiProps())),
    "ingress-full": Sample(_of(FULL_INGRESS)),
    **{
        f"controller-{name}": Sample(_of(INGRESS.with_(controller=controller)))
        for name, controller in CONTROLLERS_AT_LEAST.items()
    },
    "monitoring": Sample(_of(_SCALED.with_(monitoring=MONITORING)), base=_of(_SCALED)),
    "network": Sample(_of(NETWORKED), base=_of(INSTANCE)),
    "network-full": Sample(_of(FULL_NETWORKED), base=_of(FULL_NETWORKED.with_(network=None))),
    "external-secrets": Sample(_of(EXTERNAL_SECRETS_INSTANCE), base=_of(INSTANCE)),
    "secrets-store": Sample(_of(SECRETS_STORE_INSTANCE), base=_of(INSTANCE)),
    "dev-postgres": Sample(_of(DEV_POSTGRES), base=render),
    "dev-postgres-full": Sample(_of(FULL_DEV_POSTGRES)),
    **{name: Sample(_of(props), base=render) for name, props in OPERATOR_DATABASES.items()},
    **{
        f"{name}-full": Sample(
            _of(props), base=_of(OPERATOR_DATABASES[name].with_(**props.model_dump(include={"name"})))
        )
        for name, props in FULL_OPERATOR_DATABASES.items()
    },
    **{name: Sample(_of(props), base=render) for name, props in SOURCE_SETUPS.items()},
    "source-setup-full": Sample(_of(FULL_SOURCE_SETUP), base=_of(SOURCE_SETUPS["source-setup"])),
    "flux": Sample(_of(KUSTOMIZATIONS), base=render),
    "flux-full": Sample(_of(FULL_KUSTOMIZATIONS), base=_of(KUSTOMIZATIONS)),
    "instance-split": Sample(_of(FULL_SPLIT), base=_of(_plain_instance(FULL_SPLIT))),
    "instance-unified": Sample(_of(FULL_UNIFIED_INSTANCE), base=_of(_plain_instance(FULL_UNIFIED_INSTANCE))),
    "ordering-plain": Sample(_ORDERED["plain"]),
    **{f"ordering-{name}": Sample(made, base=_ORDERED["plain"]) for name, made in _ORDERED.items() if name != "plain"},
    "dev": Sample(
        _of(
            presets.dev(
                client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, postgres=DEV_POSTGRES, namespace=NamespaceProps()
            )
        )
    ),
    "ha": Sample(_ha()),
    "ha-autoscaled": Sample(_ha(HpaAutoscaling()), base=_ha()),
    "ha-keda": Sample(_ha(_KEDA), base=_ha()),
}

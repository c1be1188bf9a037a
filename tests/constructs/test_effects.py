"""Every field of the props does something: where it is left out, other manifests are rendered."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, DevPostgres, FluxKustomizations, PowerSync
from powersync_constructs.config import (
    DevPostgresProps,
    ExistingServiceYaml,
    FluxKustomizationsProps,
    IngressProps,
    MigrateProps,
    MonitoringProps,
    PowerSyncProps,
    Split,
    Unified,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import Path, walk
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.config.pods.workload import WorkloadProps
from tests.samples.companions import FULL_COMPANIONS
from tests.samples.configuration import FULL_EXISTING
from tests.samples.instance import (
    EXISTING_INSTANCE,
    EXTERNAL_SECRETS_INSTANCE,
    FULL_DEV_POSTGRES,
    FULL_INGRESS,
    FULL_INGRESSES,
    FULL_NETWORKED,
    FULL_SPLIT,
    FULL_UNIFIED_INSTANCE,
    IN_SECRET_INSTANCE,
    REPORTING_INSTANCE,
    SECRETS_STORE_INSTANCE,
)
from tests.samples.monitoring import FULL_MONITORING
from tests.samples.orderings import FULL_KUSTOMIZATIONS, LEFT_OUT
from tests.samples.pods import (
    AUTOSCALED_API,
    FULL_API,
    FULL_COMPACT,
    FULL_MIGRATE,
    FULL_REPLICATION,
    FULL_UNIFIED,
    KEDA_API,
)

from .manifests import JOB_MIGRATES, Manifest, add_configuration, add_workload, companion, monitored, opened, render

SAMPLES: dict[str, Props] = {
    "api": FULL_API,
    "api-autoscaled": AUTOSCALED_API,
    "api-keda": KEDA_API,
    "replication": FULL_REPLICATION,
    "compact": FULL_COMPACT,
    "migrate": FULL_MIGRATE,
    "migrate-left-out": LEFT_OUT,
    "flux": FULL_KUSTOMIZATIONS,
    "unified": FULL_UNIFIED,
    "ingress": FULL_INGRESS,
    **FULL_INGRESSES,
    "monitoring": FULL_MONITORING,
    "dev_postgres": FULL_DEV_POSTGRES,
    **FULL_COMPANIONS,
    "reporting": REPORTING_INSTANCE,
    "external-secrets": EXTERNAL_SECRETS_INSTANCE,
    "secrets-store": SECRETS_STORE_INSTANCE,
    "split": FULL_SPLIT.with_(topology=Split()),  # whose pods have the instance's image
    "networked": FULL_NETWORKED,
    "in-secret": IN_SECRET_INSTANCE,
    "existing": FULL_EXISTING.with_(disable_auto_migration=True),  # what that asks for is in test_whole_config.py
    "unified-instance": FULL_UNIFIED_INSTANCE.with_(topology=Unified()),
}
ELSEWHERE = (
    "topology",
    "compact",
    "ingress",
    "monitoring",
    "dev_postgres",
    "source",
    "storage",
    "client_auth",
    "service",
)
"""Parts of an instance that have samples of their own here, or stand in service.yaml: see tests/service."""


def without(value: Any, path: Path) -> Any:
    """The props without the field at a path."""
    head, *rest = path
    if isinstance(value, tuple):
        index = int(head)
        return (*value[:index], without(value[index], tuple(rest)), *value[index + 1 :])
    if isinstance(value, Mapping):
        return {key: without(item, tuple(rest)) if str(key) == head else item for key, item in value.items()}
    kept = {name: getattr(value, name) for name in value.model_fields_set - {head}}
    if rest:
        kept[str(head)] = without(getattr(value, str(head)), tuple(rest))
    return type(value)(**kept)


def fields() -> Iterator[tuple[str, Path]]:
    """Each field of each sample that is not as it would be anyhow; one of a group within it, once for all samples."""
    seen: set[tuple[Any, str]] = set()
    for name, sample in SAMPLES.items():
        for path, value, model in walk(sample):
            if model is None or value == model.model_fields[str(path[-1])].get_default(call_default_factory=True):
                continue
            group = (model, str(path[-1]))
            if (len(path) == 1 or group not in seen) and can_go(name, path):
                seen.add(group)
                yield name, path


def can_go(name: str, path: Path) -> bool:
    """Tell whether the rest is right without a field; a name, or a volume that is mounted, must stay."""
    if isinstance(SAMPLES[name], PowerSyncProps) and path[0] in ELSEWHERE:
        return False
    try:
        without(SAMPLES[name], path)
    except ConfigError:
        return False
    return True


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.enabled is False")
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
@pytest.mark.filterwarnings("ignore:.*admin-api-has-no-tokens")
@pytest.mark.parametrize(
    ("name", "path"), [pytest.param(name, path, id=f"{name}.{'.'.join(map(str, path))}") for name, path in fields()]
)
def test_a_field_is_rendered(name: str, path: Path) -> None:
    """The manifests of the full sample are not those of the sample without the field."""
    assert whole(name) != manifests(without(SAMPLES[name], path))


@cache
def whole(name: str) -> list[Manifest]:
    """What is rendered of a full sample."""
    return manifests(SAMPLES[name])


def manifests(props: Props) -> list[Manifest]:
    """What is rendered of a construct in an app of its own."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    match props:
        case PowerSyncProps():
            PowerSync(chart, "powersync", props)
        case FluxKustomizationsProps():
            FluxKustomizations(chart, "powersync", props)
        case DevPostgresProps():
            DevPostgres(chart, "postgres", props, instance="powersync")
        case OperatorDatabase():
            return companion(chart, props)
        case IngressProps():
            return opened(chart, props)
        case ExistingServiceYaml():
            PowerSync(chart, "powersync", EXISTING_INSTANCE.with_(service=props, monitoring=MonitoringProps()))
        case MonitoringProps():
            return monitored(chart, props)
        case WorkloadProps():
            service = {"migrations": JOB_MIGRATES} if isinstance(props, MigrateProps) else {}
            add_workload(add_configuration(chart, service=service), props)
        case _:
            raise AssertionError(f"{type(props).__name__} are not known here")
    return render(chart)

"""Every field of the props does something: where it is left out, other manifests are rendered."""

from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import DevPostgres, PowerSyncApi, StreamingIngress
from powersync_constructs.config import ApiProps, DevPostgresProps, IngressProps, MigrateProps
from powersync_constructs.config._base import Props
from powersync_constructs.config.workload import WorkloadProps
from tests.samples.instance import FULL_DEV_POSTGRES, FULL_INGRESS
from tests.samples.pods import AUTOSCALED_API, FULL_API, FULL_COMPACT, FULL_MIGRATE, FULL_REPLICATION, FULL_UNIFIED

from .manifests import JOB_MIGRATES, Manifest, add_configuration, add_workload, render

SAMPLES: dict[str, Props] = {
    "api": FULL_API,
    "api-autoscaled": AUTOSCALED_API,
    "replication": FULL_REPLICATION,
    "compact": FULL_COMPACT,
    "migrate": FULL_MIGRATE.with_(gate=True),  # which shows in the pods that wait: see test_gate.py
    "unified": FULL_UNIFIED,
    "ingress": FULL_INGRESS,
    "dev_postgres": FULL_DEV_POSTGRES,
}
FIELDS = [
    (name, field)
    for name, sample in SAMPLES.items()
    for field, info in type(sample).model_fields.items()
    if getattr(sample, field) != info.get_default(call_default_factory=True) and not info.is_required()
]
TOGETHER = {"volumes": {"init_containers"}, "max_unavailable": {"max_surge"}}
"""What cannot stay where a field goes: a container mounts a volume, and pods must be replaced somehow."""


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_field_is_rendered(name: str, field: str) -> None:
    """The manifests of the full sample are not those of the sample without the field."""
    others = TOGETHER.get(field, set())

    assert manifests(without(SAMPLES[name], others)) != manifests(without(SAMPLES[name], others | {field}))


def without(props: Props, fields: set[str]) -> Props:
    """The props with some fields left out."""
    kept: dict[str, Any] = {name: getattr(props, name) for name in props.model_fields_set - fields}
    return type(props)(**kept)


def manifests(props: Props) -> list[Manifest]:
    """What is rendered of a construct in an app of its own."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    match props:
        case DevPostgresProps():
            DevPostgres(chart, "postgres", props, instance="powersync")
        case IngressProps():
            api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
            StreamingIngress(chart, "ingress", props, api=api)
        case WorkloadProps():
            service = {"migrations": JOB_MIGRATES} if isinstance(props, MigrateProps) else {}
            add_workload(add_configuration(chart, service=service), props)
        case _:
            raise AssertionError(f"{type(props).__name__} are not known here")
    return render(chart)

"""The migration gate: pods do not start before the migration marker of their own migration exists."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError
from powersync_constructs.config import ApiProps, CompactProps, Image, MigrateProps, ReplicationProps
from powersync_constructs.config.pods._reserved import GATE
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.constructs.migrate import MigrateHook

from .manifests import GATED, JOB_MIGRATES, Manifest, add_configuration, add_workload, container, gated, pod, workload


def _gates(manifests: list[Manifest], component: str) -> list[Any]:
    """Return the sources of the variable with the marker, in the service container of a component."""
    variables = container(manifests, component)["env"]
    return [variable["valueFrom"] for variable in variables if variable["name"] == GATE]


@pytest.mark.parametrize("component", GATED)
def test_pods_need_the_marker(chart: Chart, component: str) -> None:
    """The service container has a variable with the key of its migration, and the key is not optional."""
    manifests = gated(chart)
    key = container(manifests, "migrate", "mark")["args"][2]

    assert _gates(manifests, component) == [{"configMapKeyRef": {"name": "powersync-migrations", "key": key}}]


def test_the_migration_job_has_no_gate(chart: Chart) -> None:
    """The Job does not have the variable, because it would wait for its own marker."""
    migrate = container(gated(chart), "migrate", "migrate")

    assert GATE not in [variable["name"] for variable in migrate["env"]]


@pytest.mark.parametrize("component", GATED)
def test_gate_can_be_off(chart: Chart, component: str) -> None:
    """With `gate=False`, pods do not refer to the marker."""
    manifests = gated(chart, gate=False)

    assert "powersync-migrations" not in str(pod(manifests, component))


@pytest.mark.parametrize("component", [*GATED, "unified"])
def test_without_a_migration_there_is_no_gate(chart: Chart, component: str) -> None:
    """Pods without a MigrateHook do not wait."""
    assert _gates(workload(chart, component), component) == []


@pytest.mark.parametrize("props", [ApiProps(), ReplicationProps(), CompactProps()], ids=GATED)
def test_hook_is_required_if_a_job_migrates(chart: Chart, props: WorkloadProps) -> None:
    """Without the hook, a workload would start before the storage is migrated."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(ConfigError) as refused:
        add_workload(configuration, props)

    rule = "missing, so pods would start before the migration of the bucket storage"
    way_out = "pass the MigrateHook, with gate=False if pods should not wait"
    assert refused.value.lines == [f"{props.error_path}.migrate: {rule}; {way_out}"]


def _add(chart: Chart, props: WorkloadProps, migrating: Image, *, gate: bool = True) -> None:
    configuration = add_configuration(chart, image=Image(tag="1.27.0"), service={"migrations": JOB_MIGRATES})
    migrate = MigrateHook(chart, "migrate", MigrateProps(image=migrating, gate=gate), configuration=configuration)
    add_workload(configuration, props, migrate)


@pytest.mark.parametrize("props", [ApiProps(), ReplicationProps(), CompactProps()], ids=lambda props: props.error_path)
def test_hook_of_another_instance_is_refused(chart: Chart, props: WorkloadProps) -> None:
    """The marker of another instance would open the gate before this storage is migrated."""
    service = {"migrations": JOB_MIGRATES}
    own, other = (add_configuration(chart, name, service=service) for name in ("one", "two"))
    migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=other)

    with pytest.raises(ConfigError) as refused:
        add_workload(own, props, migrate)

    rule = "belongs to instance two, but the workload belongs to instance one"
    fix = "pass the MigrateHook of the same configuration"
    assert refused.value.lines == [f"{props.error_path}.migrate: {rule}; {fix}"]


@pytest.mark.parametrize("gate", [True, False], ids=["gate", "no-gate"])
@pytest.mark.parametrize(
    "props",
    [ApiProps(image=Image()), ReplicationProps(image=Image()), CompactProps(image=Image())],
    ids=["api", "replication", "compact"],
)
def test_image_newer_than_the_migration_is_refused(chart: Chart, props: WorkloadProps, gate: bool) -> None:
    """The storage would not be migrated for newer pods, with or without the gate."""
    with pytest.raises(
        ConfigError, match=rf"{props.error_path}\.image: 1\.28\.0 is newer than the migration image 1\.27\.2"
    ):
        _add(chart, props, migrating=Image(tag="1.27.2"), gate=gate)


def test_image_older_than_the_migration_is_accepted(chart: Chart) -> None:
    """Pods with an older service keep running while the storage is migrated for the newer one."""
    _add(chart, ApiProps(image=Image(tag="1.27.2")), migrating=Image(tag="1.28.0"))

    image = container(chart.to_json(), "api")["image"]

    assert image.endswith(":1.27.2")

"""The gate: pods start nothing before the mark of their own migration is there."""

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError
from powersync_constructs.config import ApiProps, CompactProps, Image, MigrateProps, ReplicationProps
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.constructs.migrate import MigrateHook

from .manifests import GATED, JOB_MIGRATES, add_configuration, add_workload, container, gated, pod, workload

_MOUNT = {"name": "migrated", "mountPath": "/powersync/migrated", "readOnly": True}


@pytest.mark.parametrize("component", GATED)
def test_pods_need_the_one_key(chart: Chart, component: str) -> None:
    """Pods mount the migration's key of the ConfigMap, which is not optional."""
    manifests = gated(chart)
    key = container(manifests, "migrate", "mark")["args"][2]
    config_map = {"name": "powersync-migrations", "items": [{"key": key, "path": key}]}

    volumes = [volume for volume in pod(manifests, component)["volumes"] if volume["name"] == "migrated"]

    assert volumes == [{"name": "migrated", "configMap": config_map}]


@pytest.mark.parametrize("component", GATED)
def test_key_is_mounted(chart: Chart, component: str) -> None:
    """The volume is mounted, since the kubelet sets up no other."""
    assert _MOUNT in container(gated(chart), component)["volumeMounts"]


def test_the_migration_itself_waits_for_nothing(chart: Chart) -> None:
    """The Job mounts no key, least of all its own."""
    assert "migrated" not in [volume["name"] for volume in pod(gated(chart), "migrate")["volumes"]]


@pytest.mark.parametrize("component", GATED)
def test_gate_can_be_left_out(chart: Chart, component: str) -> None:
    """With gate=False pods mount no key."""
    manifests = gated(chart, gate=False)

    assert "powersync-migrations" not in str(pod(manifests, component))


@pytest.mark.parametrize("component", [*GATED, "unified"])
def test_without_a_migration_there_is_no_gate(chart: Chart, component: str) -> None:
    """Pods that are given no migration wait for none."""
    names = [volume["name"] for volume in pod(workload(chart, component), component)["volumes"]]

    assert "migrated" not in names


@pytest.mark.parametrize("props", [ApiProps(), ReplicationProps(), CompactProps()], ids=GATED)
def test_hook_must_be_given_where_the_job_migrates(chart: Chart, props: WorkloadProps) -> None:
    """A workload that forgets the hook would start before the storage is migrated."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(ConfigError) as refused:
        add_workload(configuration, props)

    rule = "missing, so that pods would start before the storage is migrated"
    way_out = "give the MigrateHook, with gate=False if nothing must"
    assert refused.value.lines == [f"{props.error_path}.migrate: {rule}; {way_out}"]


def _add(chart: Chart, props: WorkloadProps, migrating: Image, *, gate: bool = True) -> None:
    configuration = add_configuration(chart, image=Image(tag="1.24.0"), service={"migrations": JOB_MIGRATES})
    migrate = MigrateHook(chart, "migrate", MigrateProps(image=migrating, gate=gate), configuration=configuration)
    add_workload(configuration, props, migrate)


@pytest.mark.parametrize("props", [ApiProps(), ReplicationProps(), CompactProps()], ids=lambda props: props.error_path)
def test_the_migration_of_another_instance_is_refused(chart: Chart, props: WorkloadProps) -> None:
    """Its mark would open the gate of a storage that nobody has migrated."""
    service = {"migrations": JOB_MIGRATES}
    own, other = (add_configuration(chart, name, service=service) for name in ("one", "two"))
    migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=other)

    with pytest.raises(ConfigError) as refused:
        add_workload(own, props, migrate)

    rule = "is of two, and the workload is of one; give the MigrateHook of the same configuration"
    assert refused.value.lines == [f"{props.error_path}.migrate: {rule}"]


@pytest.mark.parametrize("gate", [True, False], ids=["gate", "no-gate"])
@pytest.mark.parametrize(
    "props",
    [ApiProps(image=Image()), ReplicationProps(image=Image()), CompactProps(image=Image())],
    ids=["api", "replication", "compact"],
)
def test_newer_than_the_migration_is_refused(chart: Chart, props: WorkloadProps, gate: bool) -> None:
    """Pods newer than what migrates would find a storage that is not theirs yet, whether they wait or not."""
    with pytest.raises(
        ConfigError, match=rf"{props.error_path}\.image: 1\.26\.0 is newer than 1\.25\.0, which migrates"
    ):
        _add(chart, props, migrating=Image(tag="1.25.0"), gate=gate)


def test_older_than_the_migration_is_accepted(chart: Chart) -> None:
    """Pods of the older service go on while the storage is migrated for the newer."""
    _add(chart, ApiProps(image=Image(tag="1.25.0")), migrating=Image(tag="1.26.0"))

    image = container(chart.to_json(), "api")["image"]

    assert image.endswith(":1.25.0")

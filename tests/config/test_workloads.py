"""Props of the workloads: their defaults, and combinations that are refused."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    ConfigMapVolume,
    Container,
    ContainerPort,
    DisruptionBudget,
    DownwardApiProjection,
    EmptyDirVolume,
    EnvVar,
    HpaAutoscaling,
    MigrateProps,
    ProjectedVolume,
    ReplicationProps,
    ResourceFieldRef,
    Scheduling,
    Toleration,
    UnifiedProps,
    Volume,
    VolumeMount,
    WorkloadDefaults,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.pods._reserved import RESERVED_CONTAINERS, RESERVED_ENV, RESERVED_MOUNTS

from .validation import errors_of

WORKLOADS = {"api": ApiProps, "replication": ReplicationProps, "compact": CompactProps, "migrate": MigrateProps}
SERVING = [ApiProps, ReplicationProps, UnifiedProps]
PROXY = Container(name="proxy", image="proxy:1")
OTHER = Container(name="other", image="other:1")
POSTGRES = ContainerPort(name="postgres", port=5432)
SCRATCH = Volume(name="scratch", source=EmptyDirVolume(), mount_path="/scratch")


def _resource(container: str) -> EnvVar:
    return EnvVar(name="A", value=ResourceFieldRef(resource="limits.cpu", container=container))


def _downward_volume(container: str) -> Volume:
    items = {"cpu": ResourceFieldRef(resource="limits.cpu", container=container)}
    return Volume(name="info", source=ProjectedVolume(sources=[DownwardApiProjection(items=items)]))


TWICE = "occurs twice; change or remove one of them"
RESERVED = "is reserved by the library; choose another"
HIDES = "would hide files that the service needs; use another mount_path"
BLOCKS = "and blocks every node drain; use max_unavailable=1, or pdb=None for no budget"


@pytest.mark.parametrize(
    ("actual", "value"),
    [
        pytest.param(ApiProps().lowest_replicas, 2, id="two-api-pods"),
        pytest.param(ApiProps(replicas=5).lowest_replicas, 5, id="given-replicas"),
        pytest.param(
            ApiProps(autoscaling=HpaAutoscaling(min_replicas=3)).lowest_replicas, 3, id="minimum-of-the-autoscaler"
        ),
        pytest.param(ApiProps().max_surge, "100%", id="surge"),
        pytest.param(ApiProps().pdb, DisruptionBudget(), id="budget"),
        pytest.param(ApiProps().drain.sleep_seconds, None, id="sleep-depends-on-the-ingress"),
        pytest.param(ApiProps().service.port, 80, id="service-port"),
        pytest.param(ReplicationProps().replicas, 2, id="leader-and-standby"),
        pytest.param(
            (ReplicationProps().max_surge, ReplicationProps().max_unavailable), (1, 0), id="surge-before-removal"
        ),
        pytest.param(ReplicationProps().scheduling.anti_affinity, "preferred", id="preferred-anti-affinity"),
        pytest.param(ReplicationProps().probes.liveness.failure_threshold, 15, id="patient-liveness"),
        pytest.param(CompactProps().schedule, "0 3 * * *", id="nightly"),
        pytest.param(CompactProps().time_zone, "Etc/UTC", id="time-zone"),
        pytest.param(MigrateProps(ttl_seconds_after_finished=None).ttl_seconds_after_finished, None, id="no-ttl"),
        pytest.param(UnifiedProps().probes.liveness.failure_threshold, 15, id="unified-patient-liveness"),
        pytest.param(UnifiedProps().drain.sleep_seconds, 5, id="short-sleep-of-a-unified-pod"),
    ],
)
def test_defaults(actual: object, value: object) -> None:
    """The props have these defaults."""
    assert actual == value


def test_workload_overrides_the_common_defaults() -> None:
    """A workload overrides common variables by name, node labels by key, and tolerations by taint."""
    defaults = WorkloadDefaults(
        env=[EnvVar(name="A", value="all"), EnvVar(name="B", value="all")],
        node_selector={"pool": "all", "zone": "all"},
        tolerations=[Toleration(key="pool", value="all")],
        priority_class_name="all",
    )
    own = Scheduling(
        node_selector={"pool": "own"}, tolerations=[Toleration(key="pool", value="own")], priority_class_name="own"
    )

    api = defaults.applied_to(ApiProps(env=[EnvVar(name="A", value="own")], scheduling=own))

    assert {each.name: each.value for each in api.env} == {"A": "own", "B": "all"}
    assert api.scheduling.node_selector == {"pool": "own", "zone": "all"}
    assert [each.value for each in api.scheduling.tolerations] == ["own"]
    assert api.scheduling.priority_class_name == "own"


@pytest.mark.parametrize("model", [*WORKLOADS.values(), UnifiedProps, WorkloadDefaults])
@pytest.mark.parametrize(
    ("variable", "fix"),
    [
        ("MICRO_PROBE_TYPE", "set healthcheck.probes of the service settings"),
        ("METRICS_PORT", "set telemetry.prometheus_port of the service settings"),
        ("LOG_FORMAT", "set system.logging.format of the service settings"),
        ("LOG_LEVEL", "set system.logging.level of the service settings"),
        ("MICRO_SERVICE_NAME", "remove it"),
    ],
)
def test_variable_that_the_service_ignores_is_refused(model: type[Props], variable: str, fix: str) -> None:
    """A variable of Helm charts and pages that the service does not read is refused with the setting to use."""
    (line,) = errors_of(model, env=[EnvVar(name=variable, value="x")])

    assert line == f"{model.error_path}.env: '{variable}' has no effect on the service; {fix}"


@pytest.mark.parametrize("model", [*WORKLOADS.values(), UnifiedProps], ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        *(
            pytest.param({"env": [EnvVar(name=name, value="x")]}, f"env: '{name}' {RESERVED}", id=f"env-{name}")
            for name in RESERVED_ENV
        ),
        pytest.param({"env": [EnvVar(name="A", value="x")] * 2}, f"env: 'A' {TWICE}", id="env-twice"),
        *(
            pytest.param(
                {"init_containers": [Container(name=name, image="a:1")]},
                f"init_containers: '{name}' {RESERVED}",
                id=name,
            )
            for name in RESERVED_CONTAINERS
        ),
        pytest.param({"init_containers": [PROXY, PROXY]}, f"init_containers: 'proxy' {TWICE}", id="container-twice"),
        pytest.param(
            {"volumes": [Volume(name="config", source=EmptyDirVolume())]},
            f"volumes: 'config' {RESERVED}",
            id="reserved-volume",
        ),
        *(
            pytest.param({"volumes": [SCRATCH.with_(mount_path=path)]}, f"volumes: '{path}' {HIDES}", id=path)
            for path in (
                "/",
                "/app",
                "/powersync",
                "/var/run",
                f"{RESERVED_MOUNTS[0].path}/more",
                *(mount.path for mount in RESERVED_MOUNTS),
            )
        ),
        pytest.param({"volumes": [SCRATCH, SCRATCH]}, f"volumes: 'scratch' {TWICE}", id="volume-twice"),
        pytest.param(
            {"volumes": [SCRATCH, SCRATCH.with_(name="other")]}, f"volumes: '/scratch' {TWICE}", id="path-twice"
        ),
        pytest.param(
            {"init_containers": [PROXY.with_(volume_mounts=[VolumeMount(name="keys", mount_path="/keys")])]},
            "volumes: has no 'keys', which 'proxy' mounts; add it",
            id="missing-volume",
        ),
        *(
            pytest.param(
                {
                    "init_containers": [
                        PROXY.with_(ports=[POSTGRES]),
                        OTHER.with_(ports=[POSTGRES.with_(**{part: other})]),
                    ]
                },
                f"init_containers: 'other' uses port {taken}, which another container of the pod uses; choose another "
                "port",
                id=f"{part}-twice",
            )
            for part, other, taken in (("name", "database", 5432), ("port", 5433, "postgres"))
        ),
        pytest.param(
            {"service_account": {"existing": "Theirs"}},
            "service_account.existing: 'Theirs' is not a Kubernetes object name; use up to 253 lower-case letters, "
            "digits, dashes and dots, with a letter or digit first and last",
            id="service-account",
        ),
        pytest.param(
            {"image_pull_secrets": "registry"},
            "image_pull_secrets: is not a list; put the value in []",
            id="pull-secrets-are-not-a-list",
        ),
        pytest.param(
            {"init_containers": [PROXY.with_(env=[_resource("other")])]},
            "init_containers: reads limits.cpu of 'other', which is not a container of the pod; "
            "use one of: {service}, proxy",
            id="resource-of-a-missing-container",
        ),
        pytest.param(
            {"volumes": [_downward_volume("proxy")]},
            "volumes: reads limits.cpu of 'proxy', which is not a container of the pod; use one of: {service}",
            id="resource-of-a-missing-container-in-a-volume",
        ),
        pytest.param(
            {"scheduling": {"spred": []}},
            "scheduling.spred: no such field; did you mean spread?",
            id="misspelled-field-of-a-group",
        ),
    ],
)
def test_invalid_workload_is_refused(model: Any, fields: dict[str, Any], line: str) -> None:
    """All workloads refuse these values."""
    service = "migrate" if model is MigrateProps else "powersync"

    assert errors_of(model, **fields) == [f"{model.error_path}.{line}".replace("{service}", service)]


@pytest.mark.parametrize("model", [*WORKLOADS.values(), UnifiedProps], ids=lambda model: model.__name__)
def test_valid_workload_is_accepted(model: Any) -> None:
    """If the service does not mount a volume, another container may mount it."""
    volume = Volume(name="keys", source=ConfigMapVolume(name="keys"))
    container = PROXY.with_(
        volume_mounts=[VolumeMount(name="keys", mount_path="/keys")],
        restart_policy="Always",
        env=[_resource(model.service_container), _resource("proxy").with_(name="B")],
    )

    props = model(
        volumes=[volume, SCRATCH, _downward_volume("proxy")],
        init_containers=[container],
        env=[EnvVar(name="A", value="")],
    )

    assert props.init_containers == (container,)


@pytest.mark.parametrize("model", SERVING)
def test_restart_policy_of_a_sidecar_is_refused(model: Any) -> None:
    """Kubernetes allows a restart policy only in init containers."""
    lines = errors_of(model, sidecars=[PROXY.with_(restart_policy="Always")])

    rule = "'proxy' has a restart_policy, which only init containers have; move the container to init_containers"
    assert lines == [f"{model.error_path}.sidecars: {rule}"]


@pytest.mark.parametrize("model", SERVING)
def test_port_of_an_init_container_is_refused(model: Any) -> None:
    """The containers of a pod share one IP address, so a sidecar needs another port than an init container."""
    lines = errors_of(model, init_containers=[PROXY.with_(ports=[POSTGRES])], sidecars=[OTHER.with_(ports=[POSTGRES])])

    rule = "'other' uses port postgres, which another container of the pod uses; choose another port"
    assert lines == [f"{model.error_path}.sidecars: {rule}"]


@pytest.mark.parametrize("model", [CompactProps, MigrateProps])
def test_sidecar_of_a_job_is_refused(model: Any) -> None:
    """A sidecar would keep the Job running forever; an init container can run next to the Job instead."""
    (line,) = errors_of(model, sidecars=[PROXY])

    assert line.startswith(f"{model.error_path}.sidecars: no such field; use one of: ")


@pytest.mark.parametrize("model", SERVING)
def test_deadline_that_no_rollout_can_meet_is_refused(model: Any) -> None:
    """The API server refuses a progress deadline that ends before a pod is available."""
    lines = errors_of(model, min_ready_seconds=60, progress_deadline_seconds=60)

    rule = "60 is not above min_ready_seconds 60, so no rollout could complete; increase progress_deadline_seconds"
    assert lines == [f"{model.error_path}.progress_deadline_seconds: {rule}"]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            ApiProps,
            {"replicas": 3, "autoscaling": HpaAutoscaling()},
            "api.replicas: 3 would undo all scaling at every apply; remove replicas or autoscaling",
            id="replicas-with-an-autoscaler",
        ),
        pytest.param(
            ApiProps,
            {"replicas": 0},
            "api.replicas: 0 should be greater than or equal to 1; set it to …",
            id="zero-replicas",
        ),
        pytest.param(
            ApiProps,
            {"max_surge": 0},
            "api.max_surge: 0 would remove old pods before new ones are ready; use 100% or 1",
            id="surge-of-0",
        ),
        pytest.param(
            ApiProps,
            {"max_surge": "0%"},
            "api.max_surge: 0 would remove old pods before new ones are ready; use 100% or 1",
            id="surge-of-0-percent",
        ),
        pytest.param(
            ApiProps,
            {"pdb": {"min_available": 2}},
            f"api.pdb.min_available: 2 of 2 allows no eviction {BLOCKS}",
            id="budget-for-all-pods",
        ),
        pytest.param(
            ApiProps,
            {"pdb": {"min_available": "51%"}},
            f"api.pdb.min_available: 51% of 2 allows no eviction {BLOCKS}",
            id="budget-rounded-up-to-all-pods",
        ),
        pytest.param(
            ApiProps,
            {"pdb": {"min_available": 3}, "autoscaling": HpaAutoscaling(min_replicas=3)},
            f"api.pdb.min_available: 3 of 3 allows no eviction {BLOCKS}",
            id="budget-for-the-minimum-of-the-autoscaler",
        ),
        pytest.param(
            ReplicationProps,
            {"pdb": {"min_available": 1}, "replicas": 1},
            f"replication.pdb.min_available: 1 of 1 allows no eviction {BLOCKS}",
            id="budget-for-a-single-replicator",
        ),
        pytest.param(
            ReplicationProps,
            {"max_surge": 0},
            "replication.max_surge: 0 with max_unavailable=0 blocks every rollout; use 1",
            id="no-surge-and-none-unavailable",
        ),
        *(
            pytest.param(
                ReplicationProps,
                fields,
                f"replication.{line}; remove it, or use strategy='RollingUpdate'",
                id=f"{line.partition(':')[0]}-with-recreate",
            )
            for fields, line in (
                (
                    {"strategy": "Recreate", "max_surge": 2},
                    "max_surge: 2 has no effect with strategy Recreate",
                ),
                (
                    {"replicas": 1, "max_unavailable": "50%"},
                    "max_unavailable: 50% has no effect with a single replica, which is recreated",
                ),
            )
        ),
        *(
            pytest.param(
                ReplicationProps,
                {"replicas": replicas},
                f"replication.replicas: {replicas} is not 1 or 2, and only a leader and one standby are useful; use 2",
                id=f"{replicas}-replicators",
            )
            for replicas in (0, 3)
        ),
        pytest.param(
            CompactProps,
            {"buckets": ["global"]},
            "compact.buckets[0]: 'global' is not a complete bucket name; write it like global[] or by_user[\"u1\"]",
            id="incomplete-bucket-name",
        ),
        pytest.param(
            CompactProps,
            {"buckets": ["a,b[]"]},
            "compact.buckets[0]: 'a,b[]' is not a complete bucket name; write it like global[] or by_user[\"u1\"]",
            id="two-bucket-names-in-one",
        ),
        pytest.param(
            CompactProps,
            {"schedule": "0 0 * * 7"},
            "compact.schedule: '0 0 * * 7' has a field that Kubernetes does not accept; use 0 to 6 or sun to sat "
            "for days of the week",
            id="schedule",
        ),
        pytest.param(
            MigrateProps,
            {"credentials": {}},
            "migrate.credentials.password: missing; give username and password, or a uri",
            id="no-credentials",
        ),
        pytest.param(
            MigrateProps,
            {"credentials": {"password": "c4n4ry"}},
            "migrate.credentials.password: is not a reference to a Secret; use SecretRef(name, key)",
            id="plain-credentials",
        ),
        pytest.param(
            MigrateProps,
            {"active_deadline_seconds": 0},
            "migrate.active_deadline_seconds: 0 should be greater than or equal to 1; set it to …",
            id="deadline",
        ),
    ],
)
def test_invalid_combination_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Fields that the API server refuses, or that would have another effect, are refused with a way out."""
    assert errors_of(model, **fields) == [line]

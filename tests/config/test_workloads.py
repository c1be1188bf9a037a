"""The props of the workloads: their defaults, and what does not go together in one of them."""

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

from .refusal import refusal

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


TWICE = "is given twice; choose another, or keep one of the two"
RESERVED = "is reserved by the library; choose another"
HIDES = "would hide what the service needs; mount it elsewhere"
BLOCKS = "and blocks every node drain; use max_unavailable=1, or pdb=None to have none"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        pytest.param(ApiProps().lowest_replicas, 2, id="two-api-pods"),
        pytest.param(ApiProps(replicas=5).lowest_replicas, 5, id="as-many-as-said"),
        pytest.param(ApiProps(autoscaling=HpaAutoscaling(min_replicas=3)).lowest_replicas, 3, id="autoscaled"),
        pytest.param(ApiProps().max_surge, "100%", id="surge"),
        pytest.param(ApiProps().pdb, DisruptionBudget(), id="a-budget"),
        pytest.param(ApiProps().drain.sleep_seconds, None, id="as-the-ingress-needs"),
        pytest.param(ApiProps().service.port, 80, id="service-port"),
        pytest.param(ReplicationProps().replicas, 2, id="leader-and-standby"),
        pytest.param((ReplicationProps().max_surge, ReplicationProps().max_unavailable), (1, 0), id="new-ones-first"),
        pytest.param(ReplicationProps().scheduling.anti_affinity, "preferred", id="apart-as-far-as-it-goes"),
        pytest.param(ReplicationProps().probes.liveness.failure_threshold, 15, id="patient"),
        pytest.param(CompactProps().schedule, "0 3 * * *", id="at-night"),
        pytest.param(CompactProps().time_zone, "Etc/UTC", id="time-zone"),
        pytest.param(MigrateProps(ttl_seconds_after_finished=None).ttl_seconds_after_finished, None, id="kept"),
        pytest.param(UnifiedProps().probes.liveness.failure_threshold, 15, id="unified-patient"),
        pytest.param(UnifiedProps().drain.sleep_seconds, 5, id="nowhere-to-drain-to"),
    ],
)
def test_defaults(said: object, value: object) -> None:
    """What holds when nothing is said."""
    assert said == value


def test_a_workload_wins_over_the_defaults_of_all() -> None:
    """By name, by key, and by taint; what it does not set itself is that of all."""
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
            id="our-volume",
        ),
        *(
            pytest.param({"volumes": [SCRATCH.with_(mount_path=path)]}, f"volumes: '{path}' {HIDES}", id=path)
            for path in (
                "/",
                "/app",
                "/powersync",
                "/var/run",
                f"{RESERVED_MOUNTS[0].path}/more",
                *(ours.path for ours in RESERVED_MOUNTS),
            )
        ),
        pytest.param({"volumes": [SCRATCH, SCRATCH]}, f"volumes: 'scratch' {TWICE}", id="volume-twice"),
        pytest.param(
            {"volumes": [SCRATCH, SCRATCH.with_(name="other")]}, f"volumes: '/scratch' {TWICE}", id="path-twice"
        ),
        pytest.param(
            {"init_containers": [PROXY.with_(volume_mounts=[VolumeMount(name="keys", mount_path="/keys")])]},
            "volumes: has no 'keys', which proxy mounts; add it",
            id="no-such-volume",
        ),
        *(
            pytest.param(
                {
                    "init_containers": [
                        PROXY.with_(ports=[POSTGRES]),
                        OTHER.with_(ports=[POSTGRES.with_(**{part: other})]),
                    ]
                },
                f"init_containers: 'other' has port {taken}, which is another container's in the pod; choose another",
                id=f"{part}-twice",
            )
            for part, other, taken in (("name", "database", 5432), ("port", 5433, "postgres"))
        ),
        pytest.param(
            {"service_account": {"existing": "Theirs"}},
            "service_account.existing: 'Theirs' is not a Kubernetes name: lower-case letters, digits, dashes and "
            "dots, at most 253 characters; choose another",
            id="account",
        ),
        pytest.param(
            {"image_pull_secrets": "registry"},
            "image_pull_secrets: is not a list; put it in [], it is …",
            id="pull-secrets-are-a-list",
        ),
        pytest.param(
            {"init_containers": [PROXY.with_(env=[_resource("other")])]},
            "init_containers: reads limits.cpu of 'other', which is no container of the pod; "
            "there are {service}, proxy",
            id="a-resource-of-no-container",
        ),
        pytest.param(
            {"volumes": [_downward_volume("proxy")]},
            "volumes: reads limits.cpu of 'proxy', which is no container of the pod; there are {service}",
            id="a-resource-of-no-container-in-a-volume",
        ),
        pytest.param(
            {"scheduling": {"spred": []}}, "scheduling.spred: no such field; use spread", id="a-slip-in-a-group"
        ),
    ],
)
def test_a_workload_keeps_its_rules(model: Any, fields: dict[str, Any], line: str) -> None:
    """In every workload, since each has them from the same place."""
    service = "migrate" if model is MigrateProps else "powersync"

    assert refusal(model, **fields) == [f"{model.error_path}.{line}".replace("{service}", service)]


@pytest.mark.parametrize("model", [*WORKLOADS.values(), UnifiedProps], ids=lambda model: model.__name__)
def test_a_workload_takes_what_fits(model: Any) -> None:
    """A volume that is not mounted in the service is there for another container."""
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
def test_a_sidecar_has_no_restart_policy(model: Any) -> None:
    """Kubernetes knows it for init containers alone."""
    lines = refusal(model, sidecars=[PROXY.with_(restart_policy="Always")])

    assert lines == [f"{model.error_path}.sidecars: 'proxy' has a restart_policy; move it to init_containers"]


@pytest.mark.parametrize("model", SERVING)
def test_a_sidecar_opens_no_port_of_an_init_container(model: Any) -> None:
    """Containers of a pod share its address."""
    lines = refusal(model, init_containers=[PROXY.with_(ports=[POSTGRES])], sidecars=[OTHER.with_(ports=[POSTGRES])])

    rule = "'other' has port postgres, which is another container's in the pod; choose another"
    assert lines == [f"{model.error_path}.sidecars: {rule}"]


@pytest.mark.parametrize("model", [CompactProps, MigrateProps])
def test_a_job_has_no_sidecar(model: Any) -> None:
    """It would run for ever, and the Job with it; an init container may run beside the Job instead."""
    (line,) = refusal(model, sidecars=[PROXY])

    assert line.startswith(f"{model.error_path}.sidecars: no such field; there are ")


@pytest.mark.parametrize("model", SERVING)
def test_a_roll_out_can_end(model: Any) -> None:
    """The API server refuses a deadline that is over before a pod counts as available."""
    lines = refusal(model, min_ready_seconds=60, progress_deadline_seconds=60)

    rule = "60 is not above min_ready_seconds 60, so that no roll-out could end; raise it"
    assert lines == [f"{model.error_path}.progress_deadline_seconds: {rule}"]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            ApiProps,
            {"replicas": 3, "autoscaling": HpaAutoscaling()},
            "api.replicas: 3 beside autoscaling would be reset by every apply; drop one",
            id="two-owners-of-the-replicas",
        ),
        pytest.param(
            ApiProps,
            {"replicas": 0},
            "api.replicas: 0 should be greater than or equal to 1; it is …",
            id="no-pods",
        ),
        pytest.param(
            ApiProps,
            {"max_surge": 0},
            "api.max_surge: 0 would take pods away before there are new ones; use 100% or 1",
            id="no-surge",
        ),
        pytest.param(
            ApiProps,
            {"max_surge": "0%"},
            "api.max_surge: 0 would take pods away before there are new ones; use 100% or 1",
            id="no-share-of-surge",
        ),
        pytest.param(
            ApiProps,
            {"pdb": {"min_available": 2}},
            f"api.pdb.min_available: 2 keeps all of 2 pods {BLOCKS}",
            id="budget-of-all",
        ),
        pytest.param(
            ApiProps,
            {"pdb": {"min_available": "51%"}},
            f"api.pdb.min_available: 51% keeps all of 2 pods {BLOCKS}",
            id="budget-that-is-rounded-up",
        ),
        pytest.param(
            ApiProps,
            {"pdb": {"min_available": 3}, "autoscaling": HpaAutoscaling(min_replicas=3)},
            f"api.pdb.min_available: 3 keeps all of 3 pods {BLOCKS}",
            id="budget-of-the-autoscalers-least",
        ),
        pytest.param(
            ReplicationProps,
            {"pdb": {"min_available": 1}, "replicas": 1},
            f"replication.pdb.min_available: 1 keeps all of 1 pods {BLOCKS}",
            id="budget-of-the-only-replicator",
        ),
        pytest.param(
            ReplicationProps,
            {"max_surge": 0},
            "replication.max_surge: 0 beside max_unavailable 0 lets no pod be replaced; use 1",
            id="no-way-to-replace-a-replicator",
        ),
        *(
            pytest.param(
                ReplicationProps,
                fields,
                f"replication.{line}; remove it, or use strategy='RollingUpdate'",
                id=f"{line.partition(':')[0]}-of-what-is-recreated",
            )
            for fields, line in (
                (
                    {"strategy": "Recreate", "max_surge": 2},
                    "max_surge: 2 has no effect with strategy Recreate",
                ),
                (
                    {"replicas": 1, "max_unavailable": "50%"},
                    "max_unavailable: 50% has no effect on a single replica, which is recreated",
                ),
            )
        ),
        *(
            pytest.param(
                ReplicationProps,
                {"replicas": replicas},
                f"replication.replicas: {replicas} is not 1 or 2; one replicates and one stands by, more would only "
                "wait: use 2",
                id=f"{replicas}-replicators",
            )
            for replicas in (0, 3)
        ),
        pytest.param(
            CompactProps,
            {"buckets": ["global"]},
            "compact.buckets[0]: 'global' is not a whole bucket name; write it like global[] or by_user[\"u1\"]",
            id="half-a-bucket",
        ),
        pytest.param(
            CompactProps,
            {"buckets": ["a,b[]"]},
            "compact.buckets[0]: 'a,b[]' is not a whole bucket name; write it like global[] or by_user[\"u1\"]",
            id="two-buckets-in-one",
        ),
        pytest.param(
            CompactProps,
            {"schedule": "0 0 * * 7"},
            "compact.schedule: '0 0 * * 7' has a field that Kubernetes does not read; days of the week are 0 to 6 or "
            "sun to sat",
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
            "migrate.credentials.password: is no reference to a Secret; use SecretRef(name, key)",
            id="plain-credentials",
        ),
        pytest.param(
            MigrateProps,
            {"active_deadline_seconds": 0},
            "migrate.active_deadline_seconds: 0 should be greater than or equal to 1; it is …",
            id="deadline",
        ),
    ],
)
def test_what_does_not_go_together(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """What the API server refuses, or what would not do what it says, is refused with the way out."""
    assert refusal(model, **fields) == [line]

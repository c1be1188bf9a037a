"""One Job migrates the bucket storage, with the image of the pods, and the pods wait for it."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.migrations.migration_order import (
    either_job_or_pods_migrate,
    job_has_the_image_of_the_pods,
    migration_gate_opens,
    migration_runs_first,
    pods_do_not_migrate,
    pods_wait_for_the_migration,
)
from tests.rules.manifests import annotated, app, container, finding, objects, part
from tests.rules.workloads import OWNED, workload

HOOK, WEIGHT = "helm.sh/hook", "helm.sh/hook-weight"
ARGO_HOOK, WAVE = "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave"
FLUX = {"kustomize.toolkit.fluxcd.io/name": "apps"}


def job(name: str = "app-migrate-1", **more: Any) -> Manifest:
    """Return the migration Job. The fields are those of its container."""
    return workload("migrate", "Job", name=name, more=more)


def loading(component: str) -> Manifest:
    """Return a workload that loads the service.yaml of `configuration`."""
    mounted = {"volumeMounts": [{"name": "config", "mountPath": "/app/powersync.yaml", "subPath": "service.yaml"}]}
    return workload(component, more=mounted, pod={"volumes": [{"name": "config", "configMap": {"name": "app-config"}}]})


def configuration(auto: str) -> Manifest:
    """Return the ConfigMap with service.yaml."""
    text = f"migrations: {{disable_auto_migration: {auto}}}" if auto else "port: 8080"
    return part("ConfigMap", "config", data={"service.yaml": text})


@pytest.mark.parametrize("auto", ["false", ""])
@pytest.mark.parametrize("component", ["replication", "unified"])
def test_second_migration_is_reported(auto: str, component: str) -> None:
    """Pods that migrate in addition to a Job are reported. Auto-migration is enabled by default."""
    found = either_job_or_pods_migrate.findings(objects(configuration(auto), job(), loading(component)))

    reason = "lets the replicators migrate in addition to Job/app-migrate-1, but the migration lock lasts 60 s"
    assert [(each.where, each.reason) for each in found] == [("ConfigMap/app-config", f"{reason} and is not renewed")]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([configuration("true"), job(), loading("replication")], id="disabled"),
        pytest.param([configuration("!env PS_AUTO::boolean"), job(), loading("replication")], id="from-a-variable"),
        pytest.param([configuration("false"), loading("replication")], id="no-job"),
        pytest.param([configuration("false"), job(), loading("api")], id="api-pods-do-not-migrate"),
    ],
)
def test_one_migration_is_not_reported(manifests: list[Manifest]) -> None:
    """A Job or the pods that replicate migrate, but not both."""
    assert either_job_or_pods_migrate.findings(objects(*manifests)) == []


def gated(key: str = "migrated-1.28.0-a", **reference: Any) -> Manifest:
    """Return API pods that wait for a key of a ConfigMap."""
    value = {"configMapKeyRef": {"name": "app-migrations", "key": key, **reference}}
    return workload(more={"env": [{"name": "POWERSYNC_MIGRATION_MARKER", "valueFrom": value}]})


def marking(key: str = "migrated-1.28.0-a", config_map: str = "app-migrations", **metadata: Any) -> Manifest:
    """Return a Job that writes a key into a ConfigMap."""
    made = workload("migrate", "Job", name="app-migrate-1", metadata=metadata)
    mark = {"name": "mark", "image": "node", "args": [config_map, key, "1.28.0"]}
    made["spec"]["template"]["spec"]["containers"].append(mark)
    return made


def test_gate_that_no_job_opens_is_reported() -> None:
    """Pods that wait for a key that no Job writes are reported, with the key and the Job."""
    found = migration_gate_opens.findings(objects(gated("migrated-1.29.0-a"), marking()))

    key = "migrated-1.29.0-a"
    reason = f"waits for the key {key} of ConfigMap/app-migrations, but Job/app-migrate-1 does not write this key"
    fix = f"apply the workloads together with a Job that writes {key}"
    expected = finding("gate-opens", "error", "Deployment/app-api", reason, fix)
    assert [str(each) for each in found] == [str(expected)]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([gated(), marking()], id="same-key"),
        pytest.param([gated(), marking("migrated-1.27.0-a"), marking()], id="job-of-the-previous-version-too"),
        pytest.param([gated()], id="job-of-other-manifests"),
        pytest.param([gated(), job()], id="job-without-a-marker"),
        pytest.param([gated(optional=True), marking("other")], id="optional"),
        pytest.param([gated(), marking("other", "b-migrations")], id="job-of-another-instance"),
        pytest.param([gated(), marking("other", namespace="b")], id="job-in-another-namespace"),
    ],
)
def test_gate_that_opens_is_not_reported(manifests: list[Manifest]) -> None:
    """A gate whose key a Job writes is not reported, and neither is one whose Job is not in the manifests."""
    assert migration_gate_opens.findings(objects(*manifests)) == []


def test_job_of_another_chart_opens_the_gate() -> None:
    """The Job may be in another chart than the pods, for example for Flux."""
    charts = {"migration": [marking("migrated-1.27.0-a")], "workloads": [gated(), marking()]}

    assert migration_gate_opens.findings(app(charts)) == []


IMAGE = "journeyapps/powersync-service"


@pytest.mark.parametrize(
    ("of_job", "of_pods", "severities"),
    [
        pytest.param(f"{IMAGE}:1.27.0", f"{IMAGE}:1.28.0", ["error"], id="older"),
        pytest.param(f"{IMAGE}:1.28.0", f"{IMAGE}:1.27.0", ["note"], id="newer"),
        pytest.param(f"{IMAGE}:edge", f"{IMAGE}:main", ["warning"], id="unknown"),
        pytest.param(f"{IMAGE}:1.28.0", f"mirror.example.com/{IMAGE}:1.28.0", [], id="mirror"),
        pytest.param(f"{IMAGE}:edge", f"{IMAGE}:edge", [], id="same"),
    ],
)
def test_image_of_the_job_is_compared(of_job: str, of_pods: str, severities: list[str]) -> None:
    """An older Job is an error, a newer one is a note, an unknown one is a warning; the registry does not count."""
    found = job_has_the_image_of_the_pods.findings(objects(job(image=of_job), workload(more={"image": of_pods})))

    assert [each.severity for each in found] == severities


def test_job_of_an_earlier_version_may_be_left() -> None:
    """A cluster keeps the finished Jobs of earlier versions, so one Job with the image of the pods is enough."""
    old, new = (job(f"app-migrate-{number}", image=f"{IMAGE}:1.{number}.0") for number in (27, 28))
    pods = workload(more={"image": f"{IMAGE}:1.28.0"})

    assert job_has_the_image_of_the_pods.findings(objects(old, new, pods)) == []


AFTER = [
    pytest.param({HOOK: "post-install,post-upgrade"}, {}, id="helm-hook"),
    pytest.param({ARGO_HOOK: "PostSync"}, {}, id="argo-cd-hook"),
    pytest.param({WAVE: "2"}, {WAVE: "1"}, id="sync-wave"),
    pytest.param({WAVE: "0"}, {WAVE: "-1"}, id="negative-sync-wave"),
]
BEFORE = [
    pytest.param({HOOK: "pre-install,pre-upgrade"}, {}, id="helm-hook"),
    pytest.param({ARGO_HOOK: "PreSync"}, {WAVE: "-5"}, id="argo-cd-hook"),
    pytest.param({ARGO_HOOK: "Sync", WAVE: "1"}, {WAVE: "2"}, id="sync-wave"),
]


@pytest.mark.parametrize(("of_job", "of_pods"), AFTER)
def test_job_after_the_workloads_is_reported(of_job: dict[str, str], of_pods: dict[str, str]) -> None:
    """A Job that a tool applies after the workloads is reported."""
    [found] = migration_runs_first.findings(objects(annotated(job(), of_job), annotated(workload(), of_pods)))

    assert found.where == "Job/app-migrate-1"


@pytest.mark.parametrize(
    ("annotations", "fix"),
    [
        pytest.param({HOOK: "post-install"}, "make it a pre-install,pre-upgrade hook", id="helm"),
        pytest.param({HOOK: "post-upgrade"}, "make it a pre-install,pre-upgrade hook", id="helm-upgrade"),
        pytest.param({ARGO_HOOK: "PostSync"}, "make it a Sync hook in a lower sync wave", id="argo-cd-hook"),
        pytest.param({WAVE: "2"}, "give it a lower sync wave", id="sync-wave"),
    ],
)
def test_fix_makes_the_job_run_first(annotations: dict[str, str], fix: str) -> None:
    """A lower sync wave is not enough for a hook of a later phase."""
    [found] = migration_runs_first.findings(objects(annotated(job(), annotations), workload()))

    assert found.fix == fix


@pytest.mark.parametrize(
    ("of_job", "of_pods"), [*BEFORE, pytest.param({}, {}, id="same-time"), pytest.param({HOOK: "test"}, {}, id="test")]
)
def test_job_before_the_workloads_is_not_reported(of_job: dict[str, str], of_pods: dict[str, str]) -> None:
    """A Job that a tool applies first, or together with the workloads, is not reported."""
    assert migration_runs_first.findings(objects(annotated(job(), of_job), annotated(workload(), of_pods))) == []


def in_init_container(kind: str = "Deployment", **fields: Any) -> Manifest:
    """Return API pods with an init container that migrates."""
    return workload(kind=kind, pod={"initContainers": [container("migrate", name="migrate")]}, **fields)


@pytest.mark.parametrize("kind", ["DaemonSet", "Deployment", "StatefulSet"])
def test_migration_in_an_init_container_is_reported(kind: str) -> None:
    """An init container of a workload that migrates is reported."""
    [found] = pods_do_not_migrate.findings(objects(in_init_container(kind)))

    assert found.path == ("spec", "template", "spec", "initContainers", 0)


def test_migration_in_a_script_of_the_pods_is_reported() -> None:
    """A container that migrates before it starts the service is reported."""
    entry = "node /app/service/lib/entry.js"
    script = {"command": ["sh", "-c", f"{entry} migrate up && exec {entry} start -r unified"], "args": []}

    [found] = pods_do_not_migrate.findings(objects(workload(more=script)))

    assert found.reason.startswith("migrates in the container 'powersync' of each pod")


@pytest.mark.parametrize(
    "made",
    [in_init_container("Job"), in_init_container("ReplicaSet", metadata=OWNED), job()],
    ids=["job", "owned", "main"],
)
def test_migration_in_a_job_is_not_reported(made: Manifest) -> None:
    """The init container of a Job migrates once."""
    assert pods_do_not_migrate.findings(objects(made)) == []


def test_pods_that_start_next_to_the_job_are_reported() -> None:
    """API pods that nothing keeps from starting at the same time as the Job are reported as a note."""
    found = pods_wait_for_the_migration.findings(objects(job(), workload()))

    reason = "does not wait for Job/app-migrate-1, so the pods are ready before the migration is done"
    fix = "run the Job first: as a pre-install hook, in a lower sync wave, or before you apply the pods"
    expected = finding("pods-wait-for-migration", "note", "Deployment/app-api", reason, fix)
    assert [str(each) for each in found] == [str(expected)]


def test_sidecar_is_no_check_of_the_migration() -> None:
    """A sidecar among the init containers does not keep the API pods from starting."""
    sidecar = {"name": "proxy", "image": "proxy", "restartPolicy": "Always"}
    pods = workload(pod={"initContainers": [sidecar]})

    [found] = pods_wait_for_the_migration.findings(objects(job(), pods))

    assert found.where == "Deployment/app-api"


@pytest.mark.parametrize(("of_job", "of_pods"), BEFORE)
def test_pods_in_an_order_are_not_reported(of_job: dict[str, str], of_pods: dict[str, str]) -> None:
    """A tool that applies the Job first makes the pods wait."""
    made = [annotated(job(), of_job), annotated(workload(), of_pods)]

    assert pods_wait_for_the_migration.findings(objects(*made)) == []


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([job(), gated()], id="gate"),
        pytest.param([job(), workload(pod={"initContainers": [{"name": "wait", "image": "busybox"}]})], id="init"),
        pytest.param([job(), annotated(workload(), {"kapp.k14s.io/change-rule": "upsert after a"})], id="kapp"),
        pytest.param([annotated(job(), FLUX), workload()], id="flux"),
        pytest.param([job(), workload("replication")], id="replicators"),
        pytest.param([workload()], id="no-job"),
    ],
)
def test_pods_that_wait_are_not_reported(manifests: list[Manifest]) -> None:
    """Pods with a gate or an init container of their own wait, and the order of Flux is in another object."""
    assert pods_wait_for_the_migration.findings(objects(*manifests)) == []

"""A Job or the replicators migrate the bucket storage."""

from base64 import b64encode

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.migrations.migration import LEFT_OUT, migration_has_its_job
from tests.rules.manifests import annotated, app, container, finding, manifest, objects, part, with_recommended_labels

ONLY_THE_JOB = """\
client_auth:
  jwks:
    keys:
      - k: !env "PS_KEY"
migrations:
  disable_auto_migration: true
"""
REPLICATORS = ONLY_THE_JOB.replace("true", "false")


def config(service_yaml: str, instance: str = "app", namespace: str = "sync") -> Manifest:
    """Return the ConfigMap with the service.yaml of an instance."""
    return part("ConfigMap", "config", instance, namespace, data={"service.yaml": service_yaml})


def in_secret(service_yaml: str) -> Manifest:
    """Return the Secret with the service.yaml of an instance."""
    return part("Secret", "config", data={"service.yaml": b64encode(service_yaml.encode()).decode()})


def left_out(instance: str = "app") -> Manifest:
    """Return the object whose annotation states that the instance has no migration Job on purpose."""
    return annotated(part("ConfigMap", "migrate", instance), {LEFT_OUT: "true"})


def job(instance: str = "app", namespace: str = "sync") -> Manifest:
    """Return the Job that migrates the bucket storage of an instance."""
    spec = {"template": {"spec": {"containers": [container("migrate")]}}}
    return part("Job", "migrate", instance, namespace, spec=spec)


HOOK = "helm.sh/hook"
IN_EACH_SYNC = {HOOK: "pre-upgrade", "argocd.argoproj.io/sync-wave": "0"}
NOT_OF_AN_INSTANCE = with_recommended_labels(manifest("ConfigMap", "a", data={"service.yaml": ONLY_THE_JOB}), "config")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="no-objects"),
        pytest.param([config(ONLY_THE_JOB), job()], id="job"),
        pytest.param([job(), config(ONLY_THE_JOB)], id="job-before-the-config-map"),
        pytest.param([config(ONLY_THE_JOB), annotated(job(), {HOOK: "pre-install,pre-upgrade"})], id="hook"),
        pytest.param([config(ONLY_THE_JOB), annotated(job(), IN_EACH_SYNC)], id="hook-of-argo-cd"),
        pytest.param([config(ONLY_THE_JOB), left_out()], id="no-job-on-purpose"),
        pytest.param([config(REPLICATORS)], id="the-replicators-migrate"),
        pytest.param([in_secret(REPLICATORS)], id="the-replicators-migrate-as-set-in-a-secret"),
        pytest.param([part("Secret", "secret-values", data={"PS_STORAGE_PASSWORD": ""})], id="another-secret"),
        pytest.param([config("port: 8080\n")], id="no-migrations-field"),
        pytest.param([config('a: "\\nmigrations:\\n  disable_auto_migration: true\\n"\n')], id="only-in-a-string"),
        pytest.param([config("a: [")], id="not-yaml"),
        pytest.param([config("text")], id="not-a-mapping"),
        pytest.param([part("Secret", "config", data={"service.yaml": "%%"})], id="not-base64"),
        pytest.param([part("Secret", "config", data={"service.yaml": "/w=="})], id="not-utf-8"),
        pytest.param([NOT_OF_AN_INSTANCE], id="not-of-an-instance"),
        pytest.param([part("ConfigMap", "sync-config", data={"sync-config.yaml": ""})], id="another-config-map"),
        pytest.param([part("ConfigMap", "config")], id="without-data"),
        pytest.param([part("ConfigMap", "config", data={"other.yaml": ONLY_THE_JOB})], id="without-service-yaml"),
    ],
)
def test_storage_with_a_migration_is_not_reported(manifests: list[Manifest]) -> None:
    """A Job or the replicators migrate; objects of no instance, and data that cannot be read, are ignored."""
    assert migration_has_its_job.findings(objects(*manifests)) == []


def test_job_that_runs_only_at_upgrades_is_reported() -> None:
    """A pre-upgrade hook of Helm does not migrate in the first installation."""
    [found] = migration_has_its_job.findings(objects(config(ONLY_THE_JOB), annotated(job(), {HOOK: "pre-upgrade"})))

    reason = "disables auto-migration, but Job/app-migrate migrates the bucket storage only at upgrades"
    assert (found.reason, found.fix) == (reason, "add pre-install to helm.sh/hook of Job/app-migrate")


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([], id="no-objects"),
        pytest.param([job("other")], id="job-of-another-instance"),
        pytest.param([job(namespace="other")], id="job-in-another-namespace"),
        pytest.param([part("CronJob", "compact")], id="another-workload"),
        pytest.param([part("ConfigMap", "migrate")], id="marker-without-a-job"),
        pytest.param([left_out("other")], id="no-job-on-purpose-in-another-instance"),
        pytest.param(
            [annotated(manifest("ConfigMap", "a"), {LEFT_OUT: "true"})], id="annotation-on-an-object-of-no-instance"
        ),
        pytest.param([with_recommended_labels(manifest("Job", "app-migrate"), "migrate")], id="job-of-no-instance"),
    ],
)
def test_storage_without_a_migration_is_reported(others: list[Manifest]) -> None:
    """Without a migration, replicators would wait forever for the schema."""
    assert migration_has_its_job.findings(objects(config(ONLY_THE_JOB), *others)) == [missing_migration("ConfigMap")]


def test_service_yaml_in_a_secret_is_read() -> None:
    """A service.yaml in a Secret is read like one in a ConfigMap."""
    assert migration_has_its_job.findings(objects(in_secret(ONLY_THE_JOB))) == [missing_migration("Secret")]


@pytest.mark.parametrize(
    "text",
    ["migrations: {disable_auto_migration: true}\n", "a: 1\n\nmigrations:\n    disable_auto_migration:   true\n"],
)
def test_service_yaml_is_parsed(text: str) -> None:
    """The result does not depend on how the YAML is formatted."""
    assert migration_has_its_job.findings(objects(config(text))) == [missing_migration("ConfigMap")]


def test_job_in_another_chart_migrates() -> None:
    """The migration Job may be in another chart than the configuration."""
    charts = {"a": [config(ONLY_THE_JOB)], "b": [job()]}

    assert migration_has_its_job.findings(app(charts)) == []


def test_finished_job_may_be_gone_from_a_cluster() -> None:
    """For an object from a cluster, the finding is a note, because something may have removed the finished Job."""
    live = config(ONLY_THE_JOB)
    live["metadata"]["resourceVersion"] = "7"

    assert [each.severity for each in migration_has_its_job.findings(objects(live))] == ["note"]


def test_fix_for_manifests_of_another_origin_names_a_job() -> None:
    """The fix for a service.yaml that this library did not render names no class of the library."""
    pods = manifest("Deployment", "api", spec={"template": {"spec": {"containers": [container("api")]}}})
    pods["spec"]["template"]["spec"] |= {"volumes": [{"name": "config", "configMap": {"name": "a"}}]}
    mount = {"name": "config", "mountPath": "/app/powersync.yaml", "subPath": "service.yaml"}
    pods["spec"]["template"]["spec"]["containers"][0]["volumeMounts"] = [mount]
    file = manifest("ConfigMap", "a", data={"service.yaml": ONLY_THE_JOB})

    [found] = migration_has_its_job.findings(objects(pods, file))

    assert found.fix == "add a Job that runs `migrate up`, or remove disable_auto_migration"


def missing_migration(kind: str) -> Finding:
    """Return the finding about the object with service.yaml."""
    reason = "disables auto-migration, but no Job migrates the bucket storage"
    fix = "add a MigrateHook, or remove disable_auto_migration"
    return finding("storage-is-migrated", "error", f"{kind}/app-config", reason, fix)

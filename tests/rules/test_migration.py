"""Something migrates the bucket storage."""

from base64 import b64encode

import pytest

from powersync_constructs.rules import Finding, Manifest, check
from powersync_constructs.rules.migration import LEFT_OUT, migration_has_its_job

from .manifests import annotated, manifest, objects, part, with_their_labels

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
    """The ConfigMap with an instance's service.yaml."""
    return part("ConfigMap", "config", instance, namespace, data={"service.yaml": service_yaml})


def in_secret(service_yaml: str) -> Manifest:
    """The Secret with an instance's service.yaml."""
    return part("Secret", "config", data={"service.yaml": b64encode(service_yaml.encode()).decode()})


def left_out(instance: str = "app") -> Manifest:
    """What says that the migration of an instance is left out on purpose."""
    return annotated(part("ConfigMap", "migrate", instance), {LEFT_OUT: "true"})


SOMEBODY_ELSES = with_their_labels(manifest("ConfigMap", "a", data={"service.yaml": ONLY_THE_JOB}), "config")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([config(ONLY_THE_JOB), part("Job", "migrate")], id="a-job"),
        pytest.param([part("Job", "migrate"), config(ONLY_THE_JOB)], id="a-job-before-it"),
        pytest.param([config(ONLY_THE_JOB), left_out()], id="left-out-on-purpose"),
        pytest.param([config(REPLICATORS)], id="the-replicators-migrate"),
        pytest.param([in_secret(REPLICATORS)], id="the-replicators-migrate-by-a-secret"),
        pytest.param([part("Secret", "secret-values", data={"PS_STORAGE_PASSWORD": ""})], id="another-secret"),
        pytest.param([config("port: 8080\n")], id="nothing-said"),
        pytest.param([config('a: "\\nmigrations:\\n  disable_auto_migration: true\\n"\n')], id="only-in-a-text"),
        pytest.param([config("a: [")], id="no-yaml"),
        pytest.param([config("text")], id="no-mapping"),
        pytest.param([part("Secret", "config", data={"service.yaml": "%%"})], id="no-base64"),
        pytest.param([part("Secret", "config", data={"service.yaml": "/w=="})], id="no-utf-8"),
        pytest.param([SOMEBODY_ELSES], id="somebody-elses"),
        pytest.param([part("ConfigMap", "sync-config", data={"sync-config.yaml": ""})], id="another-config-map"),
        pytest.param([part("ConfigMap", "config")], id="without-data"),
        pytest.param([part("ConfigMap", "config", data={"other.yaml": ONLY_THE_JOB})], id="without-service-yaml"),
    ],
)
def test_a_migration_that_somebody_makes(manifests: list[Manifest]) -> None:
    """The Job, or the replicators; what is not ours or cannot be read is not looked at."""
    assert [*migration_has_its_job(objects(*manifests))] == []


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param([], id="nothing"),
        pytest.param([part("Job", "migrate", "other")], id="the-job-of-another-instance"),
        pytest.param([part("Job", "migrate", namespace="other")], id="the-job-of-another-namespace"),
        pytest.param([part("CronJob", "compact")], id="another-workload"),
        pytest.param([part("ConfigMap", "migrate")], id="the-marker-of-a-job-alone"),
        pytest.param([left_out("other")], id="left-out-of-another-instance"),
        pytest.param([annotated(manifest("ConfigMap", "a"), {LEFT_OUT: "true"})], id="somebody-elses-annotation"),
        pytest.param([with_their_labels(manifest("Job", "app-migrate"), "migrate")], id="somebody-elses-job"),
    ],
)
def test_a_migration_that_nobody_makes(beside: list[Manifest]) -> None:
    """Replicators would wait forever for a schema that never comes."""
    assert [*migration_has_its_job(objects(config(ONLY_THE_JOB), *beside))] == [nobody_migrates("ConfigMap")]


def test_a_migration_that_nobody_makes_by_a_secret() -> None:
    """A service.yaml in a Secret is read like one in a ConfigMap."""
    assert [*migration_has_its_job(objects(in_secret(ONLY_THE_JOB)))] == [nobody_migrates("Secret")]


@pytest.mark.parametrize(
    "text",
    ["migrations: {disable_auto_migration: true}\n", "a: 1\n\nmigrations:\n    disable_auto_migration:   true\n"],
)
def test_service_yaml_is_read_and_not_compared(text: str) -> None:
    """However it is written."""
    assert [*migration_has_its_job(objects(config(text)))] == [nobody_migrates("ConfigMap")]


def test_an_instance_may_be_spread_over_charts() -> None:
    """The Job that migrates may be in another chart than the configuration."""
    assert check({"a": [config(ONLY_THE_JOB)], "b": [part("Job", "migrate")]}) == []


def nobody_migrates(kind: str) -> Finding:
    """What is found of the object with service.yaml."""
    reason = "turns auto-migration off and no Job migrates the storage"
    fix = "add a MigrateHook, or leave disable_auto_migration out"
    return Finding("somebody-migrates", "error", f"{kind}/app-config", reason, fix)

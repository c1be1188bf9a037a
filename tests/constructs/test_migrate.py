"""MigrateHook: the migration Job, its permissions, and the migration marker that it sets."""

from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import (
    ConfigError,
    InjectedSecret,
    MigrateHook,
    PowerSyncConfiguration,
    SecretRef,
    SecretValue,
)
from powersync_constructs.config import (
    ApiProps,
    ConfigurationProps,
    EnvVar,
    Image,
    MigrateProps,
    MongoStorage,
    PostgresStorage,
    Resources,
    Scheduling,
    StorageCredentials,
)
from tests.samples.configuration import CONFIGURATION, EXISTING, SYNC_CONFIG
from tests.samples.databases import STORAGE

from .manifests import (
    JOB_MIGRATES,
    Manifest,
    add_configuration,
    add_workload,
    container,
    containers,
    pod,
    render,
    the,
    workload,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*charts-share-no-names")
"""Tests render an instance twice, to compare the manifests before and after a change."""

_TOKEN = {"name": "api-access", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": True}


def _job(chart: Chart, **props: Any) -> Manifest:
    return the(workload(chart, "migrate", **props), "Job")


def _changed(**changes: Any) -> ConfigurationProps:
    return CONFIGURATION.with_(**changes)


def test_objects(chart: Chart) -> None:
    """The construct creates the Job, the ConfigMap of the markers, and an account that can patch it."""
    made = workload(chart, "migrate")[2:]

    assert [(manifest["kind"], manifest["metadata"]["name"]) for manifest in made[:-1]] == [
        ("ServiceAccount", "powersync-migrate"),
        ("ConfigMap", "powersync-migrations"),
        ("Role", "powersync-migrate"),
        ("RoleBinding", "powersync-migrate"),
    ]


def test_job_migrates_then_sets_the_marker(chart: Chart) -> None:
    """The first step runs the migration; only if it succeeds, the second step sets the marker."""
    spec = pod(workload(chart, "migrate"), "migrate")

    steps = [(step["name"], step["args"][:2]) for step in containers(spec)]

    assert steps == [("migrate", ["--", "service/lib/entry.js"]), ("mark", ["--", "powersync-migrations"])]


def test_marker_step_has_the_key_and_the_version(chart: Chart) -> None:
    """The arguments of the second step are the ConfigMap, the key and its value."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})
    migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration)

    args = container(chart.to_json(), "migrate", "mark")["args"]

    assert args == ["--", "powersync-migrations", migrate.marker, "1.28.0"]


def test_migration_step_runs_the_service(chart: Chart) -> None:
    """The first step runs the program of the image with `migrate up`."""
    step = container(workload(chart, "migrate"), "migrate", "migrate")

    assert (step["command"][:3], step["args"]) == (
        ["node", "--input-type=module", "-e"],
        ["--", "service/lib/entry.js", "migrate", "up"],
    )


def test_migration_step_can_run_the_entry_point(chart: Chart) -> None:
    """Without the wait for the storage, the step runs the entry point of the image."""
    step = container(workload(chart, "migrate", wait_for_storage=False), "migrate", "migrate")

    assert ("command" in step, step["args"]) == (False, ["migrate", "up"])


@pytest.mark.parametrize("step", ["migrate", "mark"])
def test_scripts_have_no_placeholders(chart: Chart, step: str) -> None:
    """The kubelet, Flux and Helm do not expand anything in the scripts."""
    script = container(workload(chart, "migrate"), "migrate", step)["command"][-1]

    assert [text for text in ("$", "{{", "}}") if text in script] == []


@pytest.mark.parametrize(
    ("props", "field", "value"),
    [
        ({}, "backoffLimit", 6),
        ({"backoff_limit": 2}, "backoffLimit", 2),
        ({}, "activeDeadlineSeconds", 1800),
        ({"active_deadline_seconds": 900}, "activeDeadlineSeconds", 900),
        ({}, "ttlSecondsAfterFinished", 86400),
        ({"ttl_seconds_after_finished": 0}, "ttlSecondsAfterFinished", 0),
    ],
)
def test_job_fields(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """The Job has the retries and the times of the props."""
    assert _job(chart, **props)["spec"].get(field) == value


def test_disruptions_are_not_failures(chart: Chart) -> None:
    """A pod that a drain evicts does not count as a failure."""
    disrupted = {"type": "DisruptionTarget", "status": "True"}

    assert _job(chart)["spec"]["podFailurePolicy"] == {"rules": [{"action": "Ignore", "onPodConditions": [disrupted]}]}


def test_failed_pods_are_kept(chart: Chart) -> None:
    """A failed step is not restarted in its pod, so that its log stays available."""
    assert pod(workload(chart, "migrate"), "migrate")["restartPolicy"] == "Never"


def test_role_is_for_one_config_map(chart: Chart) -> None:
    """The Job can read and patch the ConfigMap of the markers, and nothing else."""
    assert the(workload(chart, "migrate"), "Role")["rules"] == [
        {
            "apiGroups": [""],
            "resources": ["configmaps"],
            "resourceNames": ["powersync-migrations"],
            "verbs": ["get", "patch"],
        }
    ]


@pytest.mark.parametrize(
    ("props", "account"), [({}, "powersync-migrate"), ({"service_account": {"existing": "deployer"}}, "deployer")]
)
def test_role_is_bound_to_the_account(chart: Chart, props: dict[str, Any], account: str) -> None:
    """The Role is bound to the account of the Job, whether we create it or it exists."""
    binding = the(workload(chart, "migrate", **props), "RoleBinding")

    assert (binding["subjects"], binding["roleRef"]) == (
        [{"kind": "ServiceAccount", "name": account, "namespace": "sync"}],
        {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "powersync-migrate"},
    )


def test_config_map_of_the_markers_has_no_data(chart: Chart) -> None:
    """The ConfigMap is rendered without data, so that an apply does not remove a marker."""
    config_map = the(workload(chart, "migrate"), "ConfigMap", "powersync-migrations")

    assert set(config_map) == {"apiVersion", "kind", "metadata"}


def test_only_the_marker_step_has_the_token(chart: Chart) -> None:
    """The migration step, which runs the service, has no access to the API server."""
    spec = pod(workload(chart, "migrate"), "migrate")

    holders = [found["name"] for found in containers(spec) if _TOKEN in found["volumeMounts"]]

    assert (holders, spec["automountServiceAccountToken"]) == (["mark"], False)


def test_token_comes_with_the_ca_and_the_namespace(chart: Chart) -> None:
    """The projected volume has the files that the kubelet would mount by default."""
    volumes = pod(workload(chart, "migrate"), "migrate")["volumes"]
    sources = next(volume["projected"]["sources"] for volume in volumes if volume["name"] == "api-access")

    assert [list(source) for source in sources] == [["serviceAccountToken"], ["configMap"], ["downwardAPI"]]


@pytest.mark.parametrize(
    ("configuration", "props"),
    [
        pytest.param(_changed(image=Image(tag="1.27.2")), {}, id="image"),
        pytest.param(_changed(service={"port": 9000}), {}, id="service-yaml"),
        pytest.param(_changed(service={"storage": {"hostname": "other.example.com"}}), {}, id="storage"),
        pytest.param(CONFIGURATION, {"env": [EnvVar(name="A", value="b")]}, id="env"),
        pytest.param(CONFIGURATION, {"resources": Resources(cpu_limit="4")}, id="resources"),
        pytest.param(CONFIGURATION, {"scheduling": Scheduling(priority_class_name="high")}, id="scheduling"),
        pytest.param(CONFIGURATION, {"backoff_limit": 1}, id="backoff"),
        pytest.param(CONFIGURATION, {"active_deadline_seconds": 60}, id="deadline"),
        pytest.param(CONFIGURATION, {"metadata": {"labels": {"a": "b"}}}, id="pod-labels"),
    ],
)
def test_different_spec_is_a_different_job(configuration: ConfigurationProps, props: dict[str, Any]) -> None:
    """The name of the Job changes with anything in its spec, because a Job is immutable."""
    before, after = (Chart(App(), "chart", namespace="sync") for _ in range(2))

    names = {
        _job(before)["metadata"]["name"],
        _job(after, configuration=configuration, **props)["metadata"]["name"],
    }

    assert len(names) == 2


@pytest.mark.parametrize(
    "configuration",
    [
        pytest.param(_changed(sync_config={"text": "config: {edition: 3}\nstreams: {}\n"}), id="sync-config"),
        pytest.param(_changed(metadata={"annotations": {"a": "b"}}), id="annotations"),
    ],
)
def test_change_outside_the_job_keeps_its_name(configuration: ConfigurationProps) -> None:
    """A Job that would do the same has the same name, and does not run again."""
    before, after = (Chart(App(), "chart", namespace="sync") for _ in range(2))

    assert _job(before)["metadata"]["name"] == _job(after, configuration=configuration)["metadata"]["name"]


def _marker(app: App, id: str, configuration: ConfigurationProps, **props: Any) -> str:
    chart = Chart(app, id, namespace="sync")
    added = add_configuration(chart, **dict(configuration.with_(service={"migrations": JOB_MIGRATES})))
    return MigrateHook(chart, "migrate", MigrateProps(**props), configuration=added).marker


@pytest.mark.parametrize(
    ("configuration", "props"),
    [
        pytest.param(_changed(image=Image(tag="1.27.2")), {}, id="image-tag"),
        pytest.param(CONFIGURATION, {"image": Image(tag="1.27.2")}, id="own-image"),
        pytest.param(_changed(service={"storage": {"hostname": "other.example.com"}}), {}, id="host"),
        pytest.param(_changed(service={"storage": {"port": 6432}}), {}, id="port"),
        pytest.param(_changed(service={"storage": {"database": "other"}}), {}, id="database"),
    ],
)
def test_different_migration_has_a_different_marker(
    app: App, configuration: ConfigurationProps, props: dict[str, Any]
) -> None:
    """The marker changes with everything that decides which migrations run, and where."""
    assert _marker(app, "before", CONFIGURATION) != _marker(app, "after", configuration, **props)


@pytest.mark.parametrize(
    ("configuration", "props"),
    [
        pytest.param(_changed(service={"storage": {"max_pool_size": 20}}), {}, id="pool"),
        pytest.param(_changed(service={"storage": {"username": "someone_else"}}), {}, id="user"),
        pytest.param(_changed(service={"port": 9000}), {}, id="service-yaml"),
        pytest.param(_changed(image=Image(pull_policy="Always")), {}, id="pull-policy"),
        pytest.param(CONFIGURATION, {"resources": Resources(cpu_limit="4")}, id="resources"),
        pytest.param(CONFIGURATION, {"backoff_limit": 1}, id="backoff"),
    ],
)
def test_same_migration_has_the_same_marker(app: App, configuration: ConfigurationProps, props: dict[str, Any]) -> None:
    """A change that does not affect the migrations keeps the marker, so that nothing waits."""
    assert _marker(app, "before", CONFIGURATION) == _marker(app, "after", configuration, **props)


@pytest.mark.parametrize(
    "addresses",
    [
        (SecretRef("storage", "uri"), SecretRef("storage", "other-uri")),
        (SecretValue("postgresql://role:secret@a/powersync"), SecretValue("postgresql://role:secret@b/powersync")),
    ],
    ids=["reference", "value"],
)
def test_different_secret_address_has_a_different_marker(
    app: App, addresses: tuple[SecretRef | SecretValue, ...]
) -> None:
    """An address in a Secret also decides where migrations run."""
    markers = {
        _marker(app, id, _changed(service={"storage": PostgresStorage(uri=uri)}))
        for id, uri in zip(("before", "after"), addresses, strict=True)
    }

    assert len(markers) == 2


def test_marker_is_readable(app: App) -> None:
    """The event of a waiting pod names the key, which contains the version of the migration."""
    assert _marker(app, "chart", CONFIGURATION).startswith("migrated-1.28.0-")


def test_replicators_must_not_migrate_too(chart: Chart) -> None:
    """A Job is refused if auto-migration is on."""
    with pytest.raises(ConfigError) as refused:
        MigrateHook(chart, "migrate", MigrateProps(), configuration=add_configuration(chart))

    rule = "'job' does not allow the replicators to migrate, but service.yaml does"
    assert refused.value.lines == [f"migrate.mode: {rule}; set disable_auto_migration=True in service.yaml"]


def test_chart_must_have_a_namespace(app: App) -> None:
    """A RoleBinding must name the namespace of its account, which only the chart can give."""
    chart = Chart(app, "chart")
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(ConfigError) as refused:
        MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration)

    rule = "missing, but a RoleBinding must contain it; use Chart(..., namespace=...)"
    assert refused.value.lines == [f"chart.namespace: {rule}"]


def _variables(manifests: list[Manifest], component: str) -> dict[str, str]:
    """Return the storage variables of a component, with the Secrets that they come from."""
    env = container(manifests, component)["env"]
    return {each["name"]: each["valueFrom"]["secretKeyRef"]["name"] for each in env if "STORAGE" in each["name"]}


@pytest.mark.parametrize(
    ("storage", "credentials"),
    [
        pytest.param(
            STORAGE.with_(username=SecretRef("runtime", "username"), password=SecretRef("runtime", "password")),
            {"username": SecretRef("owner", "username"), "password": SecretRef("owner", "password")},
            id="user-and-password",
        ),
        pytest.param(
            STORAGE.with_(uri=SecretRef("runtime", "uri"), hostname=None, database=None, username=None, password=None),
            {"uri": SecretRef("owner", "uri")},
            id="uri",
        ),
        pytest.param(
            MongoStorage(
                uri="mongodb://db.example.com/powersync",
                username="a",
                password=SecretRef("runtime", "password"),
                default_storage_version=4,
            ),
            {"password": SecretRef("owner", "password")},
            id="mongodb",
        ),
    ],
)
def test_job_can_have_its_own_credentials(chart: Chart, storage: Any, credentials: Any) -> None:
    """The variables of the Job come from other Secrets; the workloads and service.yaml do not change."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES, "storage": storage})
    props = MigrateProps(credentials=StorageCredentials(**credentials))
    migrate = MigrateHook(chart, "migrate", props, configuration=configuration)
    add_workload(configuration, ApiProps(), migrate)
    made = render(chart)

    job, api = _variables(made, "migrate"), _variables(made, "api")

    assert (set(job.values()), set(api.values()), set(job)) == ({"owner"}, {"runtime"}, set(api))


def test_own_credentials_change_the_job_and_not_the_marker(chart: Chart) -> None:
    """The spec of the Job changes, and the storage is the same."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})
    owner = StorageCredentials(password=SecretRef("owner", "password"))

    one, two = (
        MigrateHook(chart, id, MigrateProps(credentials=credentials), configuration=configuration)
        for id, credentials in (("one", None), ("two", owner))
    )

    assert (one.job_name == two.job_name, one.marker == two.marker) == (False, True)


@pytest.mark.parametrize(
    ("changes", "credentials", "line"),
    [
        pytest.param(
            {},
            {"username": SecretRef("owner", "username")},
            "migrate.credentials.username: replaces the Secret of PS_STORAGE_USERNAME, but service.yaml does not "
            "read this variable; set storage.username=SecretRef(...), or use the variable in an existing service.yaml",
            id="plain-text",
        ),
        pytest.param(
            {"service_yaml_in": "Secret", "service": {"storage": {"password": SecretValue("a")}}},
            {"password": SecretRef("owner", "password")},
            "migrate.credentials.password: replaces the Secret of PS_STORAGE_PASSWORD, but service.yaml does not "
            "read this variable; set storage.password=SecretRef(...), or use the variable in an existing service.yaml",
            id="in-the-file",
        ),
        pytest.param(
            {"service": {"storage": {"password": InjectedSecret("PS_STORAGE_PASSWORD")}}},
            {"password": SecretRef("owner", "password")},
            "migrate.credentials.password: replaces the Secret of PS_STORAGE_PASSWORD, but service.yaml does not "
            "read this variable; set storage.password=SecretRef(...), or use the variable in an existing service.yaml",
            id="injected",
        ),
    ],
)
def test_credentials_that_replace_no_secret_are_refused(
    chart: Chart, changes: dict[str, Any], credentials: dict[str, Any], line: str
) -> None:
    """A value that is in service.yaml itself is the same for everything that loads the file."""
    with pytest.raises(ConfigError) as refused:
        workload(
            chart,
            "migrate",
            configuration=CONFIGURATION.with_(**changes),
            credentials=StorageCredentials(**credentials),
        )

    assert refused.value.lines == [line]


def test_credentials_can_replace_a_variable_of_an_existing_service_yaml(chart: Chart) -> None:
    """The Job gets another value for the variable."""
    env = [EnvVar(name="PS_STORAGE_PASSWORD", value=SecretRef("runtime", "password"))]
    existing = ConfigurationProps(service=EXISTING.with_(env=env), sync_config=SYNC_CONFIG)
    configuration = PowerSyncConfiguration(chart, "powersync", existing)
    owner = StorageCredentials(password=SecretRef("owner", "password"))
    MigrateHook(chart, "migrate", MigrateProps(credentials=owner), configuration=configuration)

    assert _variables(render(chart), "migrate") == {"PS_STORAGE_PASSWORD": "owner"}

"""What orderings change in the manifests, and what they keep."""

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, FluxKustomizations, MigrateHook, PowerSync
from powersync_constructs.config import ArgoCD, FluxCD, Kapp, MigrateProps, ObjectMetadata, PowerSyncProps
from powersync_constructs.config.delivery.orderings import Ordering
from powersync_constructs.config.pods._reserved import GATE
from tests.samples.instance import FULL_UNIFIED_INSTANCE, INSTANCE, ordered
from tests.samples.orderings import KUSTOMIZATIONS, ORDERINGS

from .manifests import (
    JOB_MIGRATES,
    Manifest,
    add_configuration,
    container,
    containers,
    instance,
    label,
    own_databases,
    pod,
    render,
    the,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*charts-share-no-names")
"""Tests render an instance twice, to compare the manifests before and after a change."""

_MARKER_OBJECTS = {
    ("ConfigMap", "powersync-migrations"),
    ("Role", "powersync-migrate"),
    ("RoleBinding", "powersync-migrate"),
}
_ANNOTATION = "argocd.argoproj.io/sync-wave"


def _names(manifests: list[Manifest]) -> set[tuple[str, str]]:
    return {(each["kind"], each["metadata"]["name"]) for each in manifests if each["kind"] != "Job"}


def _annotations(manifest: Manifest) -> dict[str, str]:
    found: dict[str, str] = manifest["metadata"].get("annotations", {})
    return found


@pytest.mark.parametrize("ordering", ORDERINGS.values(), ids=ORDERINGS)
def test_names_do_not_depend_on_the_ordering(ordering: Ordering) -> None:
    """Another tool changes only the objects for the marker, and the Job, which gets a new name."""
    plain, other = (Chart(App(), "app", namespace="sync", disable_resource_name_hashes=True) for _ in range(2))

    names = [_names(instance(plain, INSTANCE)), _names(instance(other, INSTANCE.with_(ordering=ordering)))]

    assert names[0] - _MARKER_OBJECTS == names[1] - _MARKER_OBJECTS


@pytest.mark.parametrize("name", ["argo-cd", "helm", "kapp"])
def test_a_tool_that_waits_needs_no_marker(chart: Chart, name: str) -> None:
    """The Job then has only the migration step, and nothing gets access to the API server."""
    made = instance(chart, INSTANCE.with_(ordering=ORDERINGS[name]))

    steps = [step["name"] for step in containers(pod(made, "migrate"))]
    assert (steps, _names(made) & _MARKER_OBJECTS) == (["migrate"], set())


@pytest.mark.parametrize("name", ["plain", "flux"])
def test_a_tool_that_does_not_wait_needs_the_marker(chart: Chart, name: str) -> None:
    """The Job then has a second step that sets the marker."""
    made = instance(chart, INSTANCE.with_(ordering=ORDERINGS[name]))

    steps = [step["name"] for step in containers(pod(made, "migrate"))]
    assert (steps, _names(made) & _MARKER_OBJECTS) == (["migrate", "mark"], _MARKER_OBJECTS)


@pytest.mark.parametrize(("wave", "workloads"), [(1, "2"), (7, "8")])
def test_workloads_are_one_wave_after_the_job(chart: Chart, wave: int, workloads: str) -> None:
    """The wave of the Job can be set, for applications that have their own waves."""
    made = instance(chart, INSTANCE.with_(ordering=ArgoCD(wave=wave)))

    waves = {
        each["kind"]: _annotations(each).get(_ANNOTATION) for each in made if each["kind"] in ("Job", "Deployment")
    }
    assert waves == {"Job": str(wave), "Deployment": workloads}


@pytest.mark.parametrize("kind", ["ServiceAccount", "ConfigMap"])
def test_what_workloads_need_is_in_the_first_wave(chart: Chart, kind: str) -> None:
    """Accounts and configuration do not wait for anything."""
    made = instance(chart, INSTANCE.with_(ordering=ArgoCD()))

    assert [
        _annotations(each).get(_ANNOTATION)
        for each in made
        if each["kind"] == kind and label(each, "component") != "migrate"
    ] == [None] * (3 if kind == "ServiceAccount" else 2)


def test_annotations_of_the_user_override_the_ordering(chart: Chart) -> None:
    """Annotations of the user override the annotations that order the objects."""
    metadata = ObjectMetadata(annotations={_ANNOTATION: "5", "argocd.argoproj.io/sync-options": "PruneLast=true"})

    made = instance(chart, INSTANCE.with_(ordering=ArgoCD()).with_(metadata=metadata))

    assert {
        (_annotations(each)[_ANNOTATION], _annotations(each)["argocd.argoproj.io/sync-options"]) for each in made
    } == {("5", "PruneLast=true")}


def test_flux_can_replace_only_the_job(chart: Chart) -> None:
    """A Job is immutable, so that Flux must replace it; other immutable objects do not change."""
    made = instance(chart, INSTANCE.with_(ordering=FluxCD()))

    forced = [each["kind"] for each in made if "kustomize.toolkit.fluxcd.io/force" in _annotations(each)]
    assert forced == ["Job"]


@pytest.mark.parametrize("props", [INSTANCE, FULL_UNIFIED_INSTANCE], ids=["split", "unified"])
def test_flux_substitutes_nothing_in_our_objects(chart: Chart, props: PowerSyncProps) -> None:
    """With a `postBuild`, Flux substitutes each `${…}` in an object that does not forbid it."""
    made = instance(chart, props.with_(ordering=FluxCD()))

    open_to_flux = [each for each in made if "kustomize.toolkit.fluxcd.io/substitute" not in _annotations(each)]
    assert [each["kind"] for each in open_to_flux if "${" in str(each)] == []


def test_two_instances_under_kapp_do_not_wait_for_each_other(chart: Chart) -> None:
    """The change groups contain the name of the instance."""
    for name in ("one", "two"):
        PowerSync(chart, name, INSTANCE.with_(ordering=Kapp(), **own_databases(name)))

    rules = {_annotations(each)["kapp.k14s.io/change-rule"] for each in render(chart) if each["kind"] == "Deployment"}
    assert rules == {f"upsert after upserting {name}.powersync/migrate" for name in ("one", "two")}


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.mode is 'none'")
def test_mode_none_has_neither_job_nor_gate(chart: Chart) -> None:
    """For a rollback across a migration, pods start, and nothing changes the schema of the storage."""
    made = instance(chart, INSTANCE.with_(topology={"migrate": {"mode": "none"}}))

    variables = [each for component in ("api", "replication", "compact") for each in container(made, component)["env"]]
    assert "Job" not in {each["kind"] for each in made}
    assert GATE not in {variable["name"] for variable in variables}
    assert "disable_auto_migration: true" in the(made, "ConfigMap", _config(made))["data"]["service.yaml"]


def _config(made: list[Manifest]) -> str:
    (name,) = [each["metadata"]["name"] for each in made if label(each, "component") == "config"]
    return str(name)


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.mode is 'none'")
def test_mode_none_keeps_the_markers(chart: Chart) -> None:
    """The ConfigMap is rendered, so that pruning does not remove the markers of other images."""
    made = instance(chart, INSTANCE.with_(topology={"migrate": {"mode": "none"}}))

    assert "data" not in the(made, "ConfigMap", "powersync-migrations")


def test_mode_none_is_a_warning_at_every_synth(app: App, chart: Chart) -> None:
    """If the mode stays none, a newer image runs on an older schema."""
    PowerSync(chart, "powersync", INSTANCE.with_(topology={"migrate": {"mode": "none"}}))

    reason = "migrate.mode is 'none', so nothing migrates the bucket storage"
    fix = "set it to 'job' before you use a newer image"
    with pytest.warns(UserWarning, match=f"ConfigMap/powersync-migrations: {reason}; {fix}"):
        app.synth()


def test_pre_deploy_has_what_workloads_need(app: App, chart: Chart) -> None:
    """The Job and what the workloads need are in the first chart, which can be written to another folder."""
    first = Chart(app, "first", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "powersync", ordered(ORDERINGS["flux"]), pre_deploy=first)

    kinds = {each["kind"] for each in render(first)}
    secrets, account = {"Secret", "ExternalSecret"}, {"ServiceAccount", "Role", "RoleBinding"}
    assert kinds == {"ConfigMap", "Job", "NetworkPolicy"} | secrets | account
    assert {"Job", "NetworkPolicy"} & {each["kind"] for each in render(chart)} == set()


def test_two_instances_share_a_pre_deploy_chart(app: App, chart: Chart) -> None:
    """The chart has the Jobs of both instances."""
    first = Chart(app, "first", namespace="sync", disable_resource_name_hashes=True)
    for name in ("one", "two"):
        PowerSync(chart, name, INSTANCE.with_(**own_databases(name)), pre_deploy=first)

    jobs = [label(each, "instance") for each in render(first) if each["kind"] == "Job"]
    assert jobs == ["one", "two"]


@pytest.mark.parametrize("namespace", ["other", None])
def test_pre_deploy_is_in_the_same_namespace(app: App, chart: Chart, namespace: str | None) -> None:
    """Pods cannot use a ConfigMap or a Secret of another namespace."""
    first = Chart(app, "first", namespace=namespace, disable_resource_name_hashes=True)

    with pytest.raises(ConfigError) as refused:
        PowerSync(chart, "powersync", INSTANCE, pre_deploy=first)

    rule = f"'{namespace}' is not 'sync', the namespace of the workloads; use the same namespace for both charts"
    assert refused.value.lines == [f"pre_deploy.namespace: {rule}"]


@pytest.mark.parametrize("other_app", [False, True], ids=["the-chart-itself", "another-app"])
def test_pre_deploy_is_another_chart_of_the_app(chart: Chart, other_app: bool) -> None:
    """A chart of another app would not be written."""
    first = Chart(App(), "first", namespace="sync") if other_app else chart

    with pytest.raises(ConfigError) as refused:
        PowerSync(chart, "powersync", INSTANCE, pre_deploy=first)

    rule = "is the chart of the instance, or a chart of another app"
    assert refused.value.lines == [f"pre_deploy: {rule}; pass another chart of this app"]


def test_second_kustomization_waits_for_the_first(chart: Chart) -> None:
    """The first Kustomization is ready when its Job has succeeded."""
    FluxKustomizations(chart, "powersync", KUSTOMIZATIONS)

    first, second = (each["spec"] for each in render(chart))
    assert (first["wait"], second["dependsOn"]) == (True, [{"name": "powersync-pre-deploy"}])


def test_kustomizations_need_a_namespace(app: App) -> None:
    """Flux looks for the source in the namespace of the Kustomizations."""
    nowhere = Chart(app, "nowhere")

    with pytest.raises(ConfigError, match="missing, but Flux looks for the source in the namespace of the Kustom"):
        FluxKustomizations(nowhere, "powersync", KUSTOMIZATIONS)


def test_a_hook_without_a_marker_needs_no_namespace(app: App) -> None:
    """Only the RoleBinding must name a namespace."""
    nowhere = Chart(app, "nowhere", disable_resource_name_hashes=True)
    configuration = add_configuration(nowhere, service={"migrations": JOB_MIGRATES}, ordering=ArgoCD())

    MigrateHook(nowhere, "migrate", MigrateProps(), configuration=configuration)

    assert "namespace" not in the(render(nowhere), "Job")["metadata"]

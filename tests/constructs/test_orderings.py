"""What orderings change in the manifests, and what they leave."""

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, FluxKustomizations, MigrateHook, PowerSync
from powersync_constructs.config import ArgoCD, FluxCD, Kapp, MigrateProps, ObjectMetadata, PowerSyncProps
from powersync_constructs.config.delivery.orderings import Ordering
from tests.samples.instance import FULL_UNIFIED_INSTANCE, INSTANCE, ordered
from tests.samples.orderings import KUSTOMIZATIONS, ORDERINGS

from .manifests import JOB_MIGRATES, Manifest, add_configuration, containers, instance, label, pod, render, the

pytestmark = pytest.mark.filterwarnings("ignore:.*charts-share-no-names")
"""Tests render an instance twice, to compare what a change does."""

_MARKING = {("ConfigMap", "powersync-migrations"), ("Role", "powersync-migrate"), ("RoleBinding", "powersync-migrate")}
_ANNOTATION = "argocd.argoproj.io/sync-wave"


def _names(manifests: list[Manifest]) -> set[tuple[str, str]]:
    return {(each["kind"], each["metadata"]["name"]) for each in manifests if each["kind"] != "Job"}


def _annotations(manifest: Manifest) -> dict[str, str]:
    found: dict[str, str] = manifest["metadata"].get("annotations", {})
    return found


@pytest.mark.parametrize("ordering", ORDERINGS.values(), ids=ORDERINGS)
def test_names_stay(app: App, ordering: Ordering) -> None:
    """From one tool to another only what marks the migration comes or goes, and the Job, which has a new name."""
    plain, other = (Chart(app, name, namespace="sync", disable_resource_name_hashes=True) for name in ("a", "b"))

    names = [_names(instance(plain, INSTANCE)), _names(instance(other, INSTANCE.with_(ordering=ordering)))]

    assert names[0] - _MARKING == names[1] - _MARKING


@pytest.mark.parametrize("name", ["argo-cd", "helm", "kapp"])
def test_a_tool_that_waits_needs_no_mark(chart: Chart, name: str) -> None:
    """Then the Job migrates and does no more, and nothing may speak to the API server."""
    made = instance(chart, INSTANCE.with_(ordering=ORDERINGS[name]))

    steps = [step["name"] for step in containers(pod(made, "migrate"))]
    assert (steps, _names(made) & _MARKING) == (["migrate"], set())


@pytest.mark.parametrize("name", ["plain", "flux"])
def test_a_tool_that_does_not_wait_needs_the_mark(chart: Chart, name: str) -> None:
    """Then the Job marks in the end."""
    made = instance(chart, INSTANCE.with_(ordering=ORDERINGS[name]))

    steps = [step["name"] for step in containers(pod(made, "migrate"))]
    assert (steps, _names(made) & _MARKING) == (["migrate", "mark"], _MARKING)


@pytest.mark.parametrize(("wave", "workloads"), [(1, "2"), (7, "8")])
def test_workloads_come_a_wave_after_the_job(chart: Chart, wave: int, workloads: str) -> None:
    """Which wave is the Job's can be said, for applications that have waves of their own."""
    made = instance(chart, INSTANCE.with_(ordering=ArgoCD(wave=wave)))

    waves = {
        each["kind"]: _annotations(each).get(_ANNOTATION) for each in made if each["kind"] in ("Job", "Deployment")
    }
    assert waves == {"Job": str(wave), "Deployment": workloads}


@pytest.mark.parametrize("kind", ["ServiceAccount", "ConfigMap"])
def test_what_workloads_need_is_in_the_first_wave(chart: Chart, kind: str) -> None:
    """Accounts and configuration wait for nothing."""
    made = instance(chart, INSTANCE.with_(ordering=ArgoCD()))

    assert [
        _annotations(each).get(_ANNOTATION)
        for each in made
        if each["kind"] == kind and label(each, "component") != "migrate"
    ] == [None] * (3 if kind == "ServiceAccount" else 2)


def test_own_annotations_win(chart: Chart) -> None:
    """What the user says of an object's order beats ours."""
    metadata = ObjectMetadata(annotations={_ANNOTATION: "5", "argocd.argoproj.io/sync-options": "PruneLast=true"})

    made = instance(chart, INSTANCE.with_(ordering=ArgoCD()).with_(metadata=metadata))

    assert {
        (_annotations(each)[_ANNOTATION], _annotations(each)["argocd.argoproj.io/sync-options"]) for each in made
    } == {("5", "PruneLast=true")}


def test_flux_may_replace_the_job_alone(chart: Chart) -> None:
    """A Job cannot be changed; what else is immutable stays as it is."""
    made = instance(chart, INSTANCE.with_(ordering=FluxCD()))

    forced = [each["kind"] for each in made if "kustomize.toolkit.fluxcd.io/force" in _annotations(each)]
    assert forced == ["Job"]


@pytest.mark.parametrize("props", [INSTANCE, FULL_UNIFIED_INSTANCE], ids=["split", "unified"])
def test_flux_replaces_nothing_of_ours(chart: Chart, props: PowerSyncProps) -> None:
    """Where a Kustomization has a `postBuild`, Flux replaces each `${…}` of an object that does not forbid it."""
    made = instance(chart, props.with_(ordering=FluxCD()))

    open_to_flux = [each for each in made if "kustomize.toolkit.fluxcd.io/substitute" not in _annotations(each)]
    assert [each["kind"] for each in open_to_flux if "${" in str(each)] == []


def test_two_instances_under_kapp_do_not_wait_for_each_other(chart: Chart) -> None:
    """The groups are those of the instance."""
    for name in ("one", "two"):
        PowerSync(chart, name, INSTANCE.with_(ordering=Kapp()))

    rules = {_annotations(each)["kapp.k14s.io/change-rule"] for each in render(chart) if each["kind"] == "Deployment"}
    assert rules == {f"upsert after upserting {name}.powersync/migrate" for name in ("one", "two")}


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.mode is 'none'")
def test_left_out_there_is_neither_job_nor_gate(chart: Chart) -> None:
    """For a rollback across a migration: pods start, and nothing touches the storage's schema."""
    made = instance(chart, INSTANCE.with_(topology={"migrate": {"mode": "none"}}))

    gates = [volume for each in ("api", "replication", "compact") for volume in pod(made, each)["volumes"]]
    assert "Job" not in {each["kind"] for each in made}
    assert "migrated" not in {volume["name"] for volume in gates}
    assert "disable_auto_migration: true" in the(made, "ConfigMap", _config(made))["data"]["service.yaml"]


def _config(made: list[Manifest]) -> str:
    (name,) = [each["metadata"]["name"] for each in made if label(each, "component") == "config"]
    return str(name)


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.mode is 'none'")
def test_left_out_the_marks_stay(chart: Chart) -> None:
    """The ConfigMap is there, so that no pruning takes the marks of other images."""
    made = instance(chart, INSTANCE.with_(topology={"migrate": {"mode": "none"}}))

    assert "data" not in the(made, "ConfigMap", "powersync-migrations")


def test_left_out_is_said_at_every_synth(app: App, chart: Chart) -> None:
    """Who forgets to take it back would run a newer image on an older schema."""
    PowerSync(chart, "powersync", INSTANCE.with_(topology={"migrate": {"mode": "none"}}))

    said = "migrate.mode is 'none', and nothing migrates the storage; set it to 'job' before a newer image"
    with pytest.warns(UserWarning, match=f"ConfigMap/powersync-migrations: {said}"):
        app.synth()


def test_pre_deploy_has_what_workloads_need(app: App, chart: Chart) -> None:
    """Two charts can be written to two folders."""
    first = Chart(app, "first", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "powersync", ordered(ORDERINGS["flux"]), pre_deploy=first)

    kinds = {each["kind"] for each in render(first)}
    secrets, account = {"Secret", "ExternalSecret"}, {"ServiceAccount", "Role", "RoleBinding"}
    assert kinds == {"ConfigMap", "Job", "NetworkPolicy"} | secrets | account
    assert {"Job", "NetworkPolicy"} & {each["kind"] for each in render(chart)} == set()


def test_two_instances_share_a_pre_deploy_chart(app: App, chart: Chart) -> None:
    """Each has its own part of it."""
    first = Chart(app, "first", namespace="sync", disable_resource_name_hashes=True)
    for name in ("one", "two"):
        PowerSync(chart, name, INSTANCE, pre_deploy=first)

    jobs = [label(each, "instance") for each in render(first) if each["kind"] == "Job"]
    assert jobs == ["one", "two"]


@pytest.mark.parametrize("namespace", ["other", None])
def test_pre_deploy_is_in_the_same_namespace(app: App, chart: Chart, namespace: str | None) -> None:
    """Pods find neither a ConfigMap nor a Secret of another one."""
    first = Chart(app, "first", namespace=namespace, disable_resource_name_hashes=True)

    with pytest.raises(ConfigError) as refused:
        PowerSync(chart, "powersync", INSTANCE, pre_deploy=first)

    rule = (
        f"'{namespace}' is another than 'sync', where the workloads look for what is in it; give both charts the same"
    )
    assert refused.value.lines == [f"pre_deploy.namespace: {rule}"]


@pytest.mark.parametrize("other_app", [False, True], ids=["the-chart-itself", "another-app"])
def test_pre_deploy_is_another_chart_of_the_app(chart: Chart, other_app: bool) -> None:
    """Of another app nothing would be written."""
    first = Chart(App(), "first", namespace="sync") if other_app else chart

    with pytest.raises(ConfigError) as refused:
        PowerSync(chart, "powersync", INSTANCE, pre_deploy=first)

    rule = "is the chart itself, or one of another app"
    assert refused.value.lines == [f"pre_deploy: {rule}; give another chart of this app"]


def test_second_kustomization_waits_for_the_first(chart: Chart) -> None:
    """And the first is ready when its Job has succeeded."""
    FluxKustomizations(chart, "powersync", KUSTOMIZATIONS)

    first, second = (each["spec"] for each in render(chart))
    assert (first["wait"], second["dependsOn"]) == (True, [{"name": "powersync-pre-deploy"}])


def test_kustomizations_need_a_namespace(app: App) -> None:
    """In which Flux finds the source."""
    nowhere = Chart(app, "nowhere")

    with pytest.raises(ConfigError, match="missing, and Flux looks for the source in that of the Kustomizations"):
        FluxKustomizations(nowhere, "powersync", KUSTOMIZATIONS)


def test_a_hook_that_marks_nothing_needs_no_namespace(app: App) -> None:
    """Only the RoleBinding has to name one."""
    nowhere = Chart(app, "nowhere", disable_resource_name_hashes=True)
    configuration = add_configuration(nowhere, service={"migrations": JOB_MIGRATES}, ordering=ArgoCD())

    MigrateHook(nowhere, "migrate", MigrateProps(), configuration=configuration)

    assert "namespace" not in the(render(nowhere), "Job")["metadata"]

"""No tool applies an object before the objects that it needs, or runs a workload before the migration."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import CloudNativePgStorage, PowerSync
from powersync_constructs.config import NamespaceProps, PowerSyncProps, SyncConfig
from tests.constructs.manifests import render
from tests.emitted import Manifest
from tests.samples.instance import ordered
from tests.samples.operator_databases import PG_STORAGE
from tests.samples.orderings import ORDERINGS
from tests.samples.secrets import SECRETS_STORE

from .needs import Key, configuration_of, gate_of, is_workload, key, marker_of, needs_to_be_applied, needs_to_be_ready
from .tools import PRUNES_EARLY, TOOLS, Order, flux_in_two_folders

pytestmark = pytest.mark.xdist_group(__name__)  # so that each case is rendered once

_PREFIXES = {"kapp": "kapp.k14s.io/", "helm": "helm.sh/", "argo-cd": "argocd.argoproj.io/"}
"""The annotation prefixes of the orderings for tools that wait."""


@cache
def instance_of(name: str) -> list[Manifest]:
    """Return the manifests of an instance for a tool; Helm creates the Namespace itself."""
    props = ordered(ORDERINGS[name])
    return manifests_of(props if name == "helm" else props.with_(namespace=NamespaceProps()))


def manifests_of(props: PowerSyncProps) -> list[Manifest]:
    """Return the manifests of an instance."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "powersync", props)
    return render(chart)


def two_folders() -> tuple[list[Manifest], list[Manifest]]:
    """Return the manifests of an instance in two charts."""
    app = App()
    first, second = (
        Chart(app, name, namespace="sync", disable_resource_name_hashes=True) for name in ("pre-deploy", "deploy")
    )
    props = ordered(ORDERINGS["flux"]).with_(namespace=NamespaceProps())
    PowerSync(second, "powersync", props, pre_deploy=first)
    return render(first), render(second)


@cache
def case(name: str) -> tuple[list[Manifest], Order]:
    """Return the manifests of an instance, and the order in which its tool applies them."""
    if name == IN_TWO_FOLDERS:
        first, second = two_folders()
        return [*first, *second], flux_in_two_folders(first, second)
    manifests = instance_of(name)
    return manifests, TOOLS[name](manifests)


IN_TWO_FOLDERS = "flux-in-two-folders"
CASES = [*ORDERINGS, IN_TWO_FOLDERS]
each_tool = pytest.mark.parametrize("name", CASES)


def premature(manifests: Sequence[Manifest], order: Order) -> list[tuple[Key, Key]]:
    """Return each object that may be applied before an object that it needs, with that object."""
    return [
        (key(manifest), needed)
        for manifest in manifests
        for needed in sorted(needs_to_be_applied(manifest, manifests) - order.applied[key(manifest)])
    ]


def unmigrated(manifests: Sequence[Manifest], order: Order) -> list[Key]:
    """Return each workload whose pods may run before the migration has succeeded."""
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]
    return [
        key(workload)
        for workload in manifests
        if is_workload(workload)
        and key(job) not in order.ready[key(workload)]
        and (gate_of(workload) is None or gate_of(workload) != marker_of(job))
    ]


def deadlocks(manifests: Sequence[Manifest], order: Order) -> Iterator[tuple[Key, Key]]:
    """Yield each deadlock: an object that the tool waits for, and an object that it needs but that is applied later."""
    for manifest in manifests:
        for needed in needs_to_be_ready(manifest, manifests):
            if key(manifest) in order.ready[needed]:
                yield key(manifest), needed


@each_tool
def test_no_object_is_applied_before_its_needs(name: str) -> None:
    """Each tool applies ServiceAccounts, configuration and Roles before the objects that refer to them."""
    assert premature(*case(name)) == []


@each_tool
def test_no_workload_runs_before_the_migration(name: str) -> None:
    """The tool waits for the Job, or the pods wait for the migration gate."""
    assert unmigrated(*case(name)) == []


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("plain", "flux")])
def test_no_tool_waits_for_an_object_that_is_never_ready(name: str) -> None:
    """An object that the tool waits for can become ready: its own needs are applied before."""
    assert list(deadlocks(*case(name))) == []


@pytest.mark.parametrize("name", ["plain", "argo-cd", "kapp"])
def test_external_secrets_are_applied_before_the_job(name: str) -> None:
    """ExternalSecrets are applied before the Job, which needs their Secrets; only Flux applies by kind."""
    manifests, order = case(name)
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]

    external_secrets = {key(manifest) for manifest in manifests if manifest["kind"] == "ExternalSecret"}
    assert external_secrets
    assert external_secrets <= order.applied[key(job)]


@each_tool
def test_all_objects_are_applied(name: str) -> None:
    """The order contains every object."""
    manifests, order = case(name)

    assert set(order.applied) == {key(manifest) for manifest in manifests}


@pytest.mark.parametrize("name", ORDERINGS)
def test_old_configuration_stays_until_the_rollout_is_complete(name: str) -> None:
    """A restarted pod of the old revision finds its configuration while the new revision rolls out."""
    props = ordered(ORDERINGS[name])
    old, new = (
        manifests_of(props),
        manifests_of(
            props.with_(service={"port": 9000}, sync_config=SyncConfig.from_text("config: {edition: 3}\nstreams: {}"))
        ),
    )

    read = {each for manifest in old if is_workload(manifest) for each in configuration_of(manifest)}
    gone = {key(each): each for each in old if key(each) not in {key(other) for other in new}}
    assert len(read & gone.keys()) == 2
    assert [each for each in read & gone.keys() if PRUNES_EARLY[name](gone[each])] == []


@pytest.mark.parametrize("name", ORDERINGS)
@pytest.mark.parametrize("changes", [{"service_yaml_in": "Secret"}, {"secrets": SECRETS_STORE}], ids=["secret", "csi"])
def test_other_configuration_objects_are_applied_first(name: str, changes: dict[str, Any]) -> None:
    """A Secret with service.yaml, or a SecretProviderClass, is applied before the pods that read it."""
    manifests = manifests_of(ordered(ORDERINGS[name]).with_(**changes))
    order = TOOLS[name](manifests)

    assert (premature(manifests, order), list(deadlocks(manifests, order))) == ([], [])


def with_database(name: str) -> list[Manifest]:
    """Return the manifests of an instance whose bucket storage is a database of the same chart."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    storage = CloudNativePgStorage(chart, "buckets", PG_STORAGE.with_(name="buckets")).storage
    PowerSync(chart, "powersync", ordered(ORDERINGS[name]).with_(storage=storage))
    return render(chart)


@pytest.mark.parametrize("name", ["plain", "argo-cd", "flux", "kapp"])
def test_database_of_the_same_apply_causes_no_deadlock(name: str) -> None:
    """The Job waits for the database's Secret, and the tool applies the database without waiting for the Job."""
    manifests = with_database(name)

    assert list(deadlocks(manifests, TOOLS[name](manifests))) == []


def test_database_of_the_same_release_is_refused() -> None:
    """Helm would wait for the Job, which waits for a database that Helm applies later."""
    with pytest.raises(RuntimeError, match="put Cluster/buckets into a separate release"):
        with_database("helm")


@pytest.mark.parametrize(("folder", "held"), [("pre-deploy", set()), ("deploy", {("Cluster", "buckets")})])
def test_database_must_be_in_the_first_of_two_folders(folder: str, held: set[Key]) -> None:
    """The database must be in the first folder: Flux applies the second when the Job, which needs it, has succeeded."""
    app = App()
    charts = {
        name: Chart(app, name, namespace="sync", disable_resource_name_hashes=True) for name in ("pre-deploy", "deploy")
    }
    storage = CloudNativePgStorage(charts[folder], "buckets", PG_STORAGE.with_(name="buckets")).storage
    props = ordered(ORDERINGS["flux"]).with_(storage=storage, secrets=None)
    PowerSync(charts["deploy"], "powersync", props, pre_deploy=charts["pre-deploy"])
    first, second = render(charts["pre-deploy"]), render(charts["deploy"])

    found = deadlocks([*first, *second], flux_in_two_folders(first, second))

    assert {needed for _, needed in found} == held


@pytest.mark.parametrize("name", _PREFIXES)
def test_without_annotations_workloads_run_too_early(name: str) -> None:
    """Without the annotations, a tool that waits runs workloads before the migration."""
    manifests = [_without(manifest, _PREFIXES[name]) for manifest in instance_of(name)]

    assert ("Deployment", "powersync-api") in unmigrated(manifests, TOOLS[name](manifests))


def _without(manifest: Manifest, prefix: str) -> Manifest:
    annotations = manifest["metadata"].get("annotations", {})
    kept = {name: value for name, value in annotations.items() if not name.startswith(prefix)}
    return {**manifest, "metadata": {**manifest["metadata"], "annotations": kept}}


@pytest.mark.parametrize("name", ["plain", "flux"])
def test_without_a_gate_workloads_run_too_early(name: str) -> None:
    """Without the migration gate, a tool that does not wait runs workloads before the migration."""
    props = ordered(ORDERINGS[name])
    migrate = {"gate": False}
    manifests = manifests_of(props.with_(topology={"migrate": migrate}, network={"api_server": None}))

    assert ("Deployment", "powersync-api") in unmigrated(manifests, TOOLS[name](manifests))


def test_job_in_the_wave_of_its_configuration_runs_too_early() -> None:
    """Argo CD applies by kind within a wave and waits only between waves, so the Job needs a later wave."""
    manifests = [_without(manifest, "argocd.argoproj.io/sync-wave") for manifest in instance_of("argo-cd")]
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]

    assert TOOLS["argo-cd"](manifests).ready[key(job)] == set()


def test_policy_that_is_not_a_hook_causes_a_deadlock() -> None:
    """In a namespace that denies all traffic, Helm would wait forever for a Job whose NetworkPolicy is not a hook."""
    manifests = [
        _without(manifest, "helm.sh/") if manifest["kind"] == "NetworkPolicy" else manifest
        for manifest in instance_of("helm")
    ]

    assert [each[1] for each in deadlocks(manifests, TOOLS["helm"](manifests))] == [
        ("NetworkPolicy", "powersync-migrate")
    ]

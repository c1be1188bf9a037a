"""Under each tool no object comes before what it needs, and no workload runs before the migration."""

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

from .needs import Key, configuration_of, gate_of, is_workload, key, mark_of, needs_to_be_applied, needs_to_be_ready
from .tools import PRUNES_EARLY, TOOLS, Order, flux_in_two_folders

pytestmark = pytest.mark.xdist_group(__name__)  # where each case is rendered once

_NAMED = {"kapp": "kapp.k14s.io/", "helm": "helm.sh/", "argo-cd": "argocd.argoproj.io/"}
"""How the annotations begin that order an instance for a tool that waits."""


@cache
def instance_of(name: str) -> list[Manifest]:
    """An instance as it is given to a tool; Helm makes the Namespace itself."""
    props = ordered(ORDERINGS[name])
    return made(props if name == "helm" else props.with_(namespace=NamespaceProps()))


def made(props: PowerSyncProps) -> list[Manifest]:
    """What is rendered of an instance."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "powersync", props)
    return render(chart)


def two_folders() -> tuple[list[Manifest], list[Manifest]]:
    """An instance in two charts."""
    app = App()
    first, second = (
        Chart(app, name, namespace="sync", disable_resource_name_hashes=True) for name in ("pre-deploy", "deploy")
    )
    props = ordered(ORDERINGS["flux"]).with_(namespace=NamespaceProps())
    PowerSync(second, "powersync", props, pre_deploy=first)
    return render(first), render(second)


@cache
def case(name: str) -> tuple[list[Manifest], Order]:
    """An instance, and the order in which its tool applies it."""
    if name == IN_TWO_FOLDERS:
        first, second = two_folders()
        return [*first, *second], flux_in_two_folders(first, second)
    manifests = instance_of(name)
    return manifests, TOOLS[name](manifests)


IN_TWO_FOLDERS = "flux-in-two-folders"
CASES = [*ORDERINGS, IN_TWO_FOLDERS]
each_tool = pytest.mark.parametrize("name", CASES)


def premature(manifests: Sequence[Manifest], order: Order) -> list[tuple[Key, Key]]:
    """Each object that may be applied before one that it needs, and that one."""
    return [
        (key(manifest), needed)
        for manifest in manifests
        for needed in sorted(needs_to_be_applied(manifest, manifests) - order.applied[key(manifest)])
    ]


def unmigrated(manifests: Sequence[Manifest], order: Order) -> list[Key]:
    """Each workload whose pods may run before the migration is done."""
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]
    return [
        key(workload)
        for workload in manifests
        if is_workload(workload)
        and key(job) not in order.ready[key(workload)]
        and (gate_of(workload) is None or gate_of(workload) != mark_of(job))
    ]


def stuck(manifests: Sequence[Manifest], order: Order) -> Iterator[tuple[Key, Key]]:
    """Each object that a tool waits for before it applies what that object needs to be ready, and what it needs."""
    for manifest in manifests:
        for needed in needs_to_be_ready(manifest, manifests):
            if key(manifest) in order.ready[needed]:
                yield key(manifest), needed


@each_tool
def test_nothing_comes_before_what_it_needs(name: str) -> None:
    """Accounts, configuration and roles are there before what refers to them."""
    assert premature(*case(name)) == []


@each_tool
def test_no_workload_runs_before_the_migration(name: str) -> None:
    """A tool waits for the Job, or the pods do."""
    assert unmigrated(*case(name)) == []


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("plain", "flux")])
def test_no_tool_waits_for_what_comes_later(name: str) -> None:
    """What is waited for can be ready: an autoscaler has its pods, and the Job its NetworkPolicy."""
    assert list(stuck(*case(name))) == []


@pytest.mark.parametrize("name", ["plain", "argo-cd", "kapp"])
def test_secrets_of_a_store_are_asked_for_before_the_job(name: str) -> None:
    """The Job need not wait for what nobody has asked for yet. Flux alone applies by kind."""
    manifests, order = case(name)
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]

    asked = {key(manifest) for manifest in manifests if manifest["kind"] == "ExternalSecret"}
    assert asked
    assert asked <= order.applied[key(job)]


@each_tool
def test_all_objects_are_applied(name: str) -> None:
    """The order is one of all objects."""
    manifests, order = case(name)

    assert set(order.applied) == {key(manifest) for manifest in manifests}


@pytest.mark.parametrize("name", ORDERINGS)
def test_old_pods_find_their_configuration_until_new_ones_are_up(name: str) -> None:
    """A pod of the old revision that a drain moves starts again while the new one is rolled out."""
    props = ordered(ORDERINGS[name])
    old, new = made(props), made(props.with_(service={"port": 9000}, sync_config=SyncConfig.from_text("streams: {}")))

    read = {each for manifest in old if is_workload(manifest) for each in configuration_of(manifest)}
    gone = {key(each): each for each in old if key(each) not in {key(other) for other in new}}
    assert len(read & gone.keys()) == 2
    assert [each for each in read & gone.keys() if PRUNES_EARLY[name](gone[each])] == []


@pytest.mark.parametrize("name", ORDERINGS)
@pytest.mark.parametrize("changes", [{"service_yaml_in": "Secret"}, {"secrets": SECRETS_STORE}], ids=["secret", "csi"])
def test_other_places_of_the_configuration_come_first(name: str, changes: dict[str, Any]) -> None:
    """A Secret with service.yaml, or what the Secrets Store is told, as a ConfigMap does."""
    manifests = made(ordered(ORDERINGS[name]).with_(**changes))
    order = TOOLS[name](manifests)

    assert (premature(manifests, order), list(stuck(manifests, order))) == ([], [])


def with_database(name: str) -> list[Manifest]:
    """An instance whose bucket storage is made in the same chart."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    storage = CloudNativePgStorage(chart, "buckets", PG_STORAGE.with_(name="buckets")).storage
    PowerSync(chart, "powersync", ordered(ORDERINGS[name]).with_(storage=storage))
    return render(chart)


@pytest.mark.parametrize("name", ["plain", "argo-cd", "flux", "kapp"])
def test_a_database_of_the_same_apply_comes_in_time(name: str) -> None:
    """The Job waits for its Secret, and the tool does not wait for the Job before it applies the database."""
    manifests = with_database(name)

    assert list(stuck(manifests, TOOLS[name](manifests))) == []


def test_a_database_of_the_same_release_is_refused() -> None:
    """Helm waits for the Job, and the Job for what Helm applies after it."""
    with pytest.raises(RuntimeError, match="keep Cluster/buckets in a release of its own"):
        with_database("helm")


@pytest.mark.parametrize(("folder", "held"), [("pre-deploy", set()), ("deploy", {("Cluster", "buckets")})])
def test_a_database_of_two_folders_is_in_the_first(folder: str, held: set[Key]) -> None:
    """Flux goes on to the second when the Job has succeeded, which needs the database."""
    app = App()
    charts = {
        name: Chart(app, name, namespace="sync", disable_resource_name_hashes=True) for name in ("pre-deploy", "deploy")
    }
    storage = CloudNativePgStorage(charts[folder], "buckets", PG_STORAGE.with_(name="buckets")).storage
    props = ordered(ORDERINGS["flux"]).with_(storage=storage, secrets=None)
    PowerSync(charts["deploy"], "powersync", props, pre_deploy=charts["pre-deploy"])
    first, second = render(charts["pre-deploy"]), render(charts["deploy"])

    found = stuck([*first, *second], flux_in_two_folders(first, second))

    assert {needed for _, needed in found} == held


@pytest.mark.parametrize("name", _NAMED)
def test_without_annotations_workloads_would_be_too_early(name: str) -> None:
    """What orders an instance for a tool that waits is the annotations, and nothing else."""
    manifests = [_without(manifest, _NAMED[name]) for manifest in instance_of(name)]

    assert ("Deployment", "powersync-api") in unmigrated(manifests, TOOLS[name](manifests))


def _without(manifest: Manifest, prefix: str) -> Manifest:
    annotations = manifest["metadata"].get("annotations", {})
    kept = {name: value for name, value in annotations.items() if not name.startswith(prefix)}
    return {**manifest, "metadata": {**manifest["metadata"], "annotations": kept}}


@pytest.mark.parametrize("name", ["plain", "flux"])
def test_without_a_gate_workloads_would_be_too_early(name: str) -> None:
    """What orders an instance for a tool that does not wait is the gate."""
    props = ordered(ORDERINGS[name])
    migrate = {"gate": False}
    manifests = made(props.with_(topology={"migrate": migrate}, network={"api_server": None}))

    assert ("Deployment", "powersync-api") in unmigrated(manifests, TOOLS[name](manifests))


def test_a_job_in_the_wave_of_its_configuration_would_be_too_early() -> None:
    """Argo CD applies by kind within a wave, and waits for none of it: another wave is needed."""
    manifests = [_without(manifest, "argocd.argoproj.io/sync-wave") for manifest in instance_of("argo-cd")]
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]

    assert TOOLS["argo-cd"](manifests).ready[key(job)] == set()


def test_a_policy_that_is_no_hook_would_hold_the_job_back() -> None:
    """In a namespace that lets nothing through, Helm would wait for ever for the Job."""
    manifests = [
        _without(manifest, "helm.sh/") if manifest["kind"] == "NetworkPolicy" else manifest
        for manifest in instance_of("helm")
    ]

    assert [each[1] for each in stuck(manifests, TOOLS["helm"](manifests))] == [("NetworkPolicy", "powersync-migrate")]

"""Under each tool no object comes before what it needs, and no workload runs before the migration."""

from collections.abc import Iterator, Sequence

import pytest
from cdk8s import App, Chart

from powersync_constructs import PowerSync
from powersync_constructs.config import NamespaceProps, PowerSyncProps
from tests.constructs.manifests import render
from tests.emitted import Manifest
from tests.samples.instance import ordered
from tests.samples.orderings import ORDERINGS

from .needs import Key, gate_of, is_workload, key, mark_of, needs_to_be_applied, needs_to_be_ready
from .tools import TOOLS, Order, flux_in_two_folders

_NAMED = {"kapp": "kapp.k14s.io/", "helm": "helm.sh/", "argo-cd": "argocd.argoproj.io/"}
"""How the annotations begin that order an instance for a tool that waits."""


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


def _cases() -> dict[str, tuple[list[Manifest], Order]]:
    cases = {name: (found := instance_of(name), TOOLS[name](found)) for name in ORDERINGS}
    first, second = two_folders()
    return {**cases, "flux-in-two-folders": ([*first, *second], flux_in_two_folders(first, second))}


CASES = _cases()
each_tool = pytest.mark.parametrize(("manifests", "order"), CASES.values(), ids=CASES)


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
def test_nothing_comes_before_what_it_needs(manifests: list[Manifest], order: Order) -> None:
    """Accounts, configuration and roles are there before what refers to them."""
    assert premature(manifests, order) == []


@each_tool
def test_no_workload_runs_before_the_migration(manifests: list[Manifest], order: Order) -> None:
    """A tool waits for the Job, or the pods do."""
    assert unmigrated(manifests, order) == []


@each_tool
def test_no_tool_waits_for_what_comes_later(manifests: list[Manifest], order: Order) -> None:
    """What is waited for can be ready: an autoscaler has its pods, and the Job its NetworkPolicy."""
    assert list(stuck(manifests, order)) == []


@pytest.mark.parametrize("name", ["plain", "argo-cd", "kapp"])
def test_secrets_of_a_store_are_asked_for_before_the_job(name: str) -> None:
    """The Job need not wait for what nobody has asked for yet. Flux alone applies by kind."""
    manifests, order = CASES[name]
    (job,) = [manifest for manifest in manifests if manifest["kind"] == "Job"]

    asked = {key(manifest) for manifest in manifests if manifest["kind"] == "ExternalSecret"}
    assert asked
    assert asked <= order.applied[key(job)]


@each_tool
def test_all_objects_are_applied(manifests: list[Manifest], order: Order) -> None:
    """The order is one of all objects."""
    assert set(order.applied) == {key(manifest) for manifest in manifests}


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

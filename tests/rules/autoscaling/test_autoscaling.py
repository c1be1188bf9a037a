"""A workload has one autoscaler."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.autoscaling.one_autoscaler import workload_has_one_autoscaler
from tests.rules.manifests import app, finding, manifest, objects, of_instance


def autoscaler(what: str, name: str, target: str = "app-api", namespace: str = "sync", **reference: Any) -> Manifest:
    """Return an autoscaler of a workload."""
    spec = {"scaleTargetRef": {"name": target, **reference}}
    group = "autoscaling" if what == "HorizontalPodAutoscaler" else "keda.sh"
    return manifest(what, name, namespace=namespace, group=group, spec=spec)


ONE = of_instance(autoscaler("HorizontalPodAutoscaler", "app-api", kind="Deployment"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(autoscaler("ScaledObject", "b", "app-worker"), id="another-workload"),
        pytest.param(autoscaler("ScaledObject", "b", namespace="other"), id="another-namespace"),
        pytest.param(autoscaler("ScaledObject", "b", kind="StatefulSet"), id="another-kind"),
        pytest.param(manifest("Deployment", "app-api", group="apps", spec={}), id="the-workload-itself"),
        pytest.param(manifest("ScaledObject", "b", group="example.com", spec={}), id="same-kind-of-another-group"),
        pytest.param(manifest("HorizontalPodAutoscaler", "b", group="autoscaling"), id="no-target"),
    ],
)
def test_one_autoscaler_is_not_reported(other: Manifest) -> None:
    """A workload with one autoscaler is not reported."""
    assert workload_has_one_autoscaler.findings(objects(ONE, other)) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(autoscaler("HorizontalPodAutoscaler", "mine", kind="Deployment"), id="two-hpas"),
        pytest.param(autoscaler("ScaledObject", "mine"), id="keda-without-a-kind"),
    ],
)
def test_two_autoscalers_are_reported(other: Manifest) -> None:
    """Two autoscalers are reported, also one of KEDA, which scales a Deployment by default."""
    found = workload_has_one_autoscaler.findings(objects(ONE, other))

    reason = "scales Deployment/app-api, which HorizontalPodAutoscaler/app-api also scales"
    fix = "remove one of the two, because they would undo each other's changes"
    assert found == [finding("one-autoscaler", "error", f"{other['kind']}/mine", reason, fix)]


def keda(name: str, target: str, hpa: str | None = None) -> Manifest:
    """Return a ScaledObject, and set the name of its HorizontalPodAutoscaler if `hpa` is given."""
    made = autoscaler("ScaledObject", name, target)
    advanced = {"horizontalPodAutoscalerConfig": {"name": hpa} if hpa else {}}
    return {**made, "spec": {**made["spec"], "advanced": advanced}}


@pytest.mark.parametrize(
    ("rival", "reason"),
    [
        pytest.param(keda("a", "a", "app-api"), "HorizontalPodAutoscaler/app-api", id="keda-with-an-existing-hpa"),
        pytest.param(
            keda("b", "b", "app-api"), "HorizontalPodAutoscaler/app-api", id="another-keda-with-an-existing-hpa"
        ),
    ],
)
def test_hpa_that_is_defined_twice_is_reported(rival: Manifest, reason: str) -> None:
    """KEDA takes over a HorizontalPodAutoscaler of the same name, also if it scales another workload."""
    found = workload_has_one_autoscaler.findings(objects(ONE, rival))

    assert [finding.reason for finding in found] == [f"defines {reason}, and so does HorizontalPodAutoscaler/app-api"]


def test_default_hpa_name_of_keda() -> None:
    """By default, KEDA makes the name of its HorizontalPodAutoscaler from the name of the ScaledObject."""
    found = [
        *workload_has_one_autoscaler.findings(
            objects(of_instance(keda("a", "a")), keda("b", "b"), keda("c", "c", "keda-hpa-a"))
        )
    ]

    assert [finding.where for finding in found] == ["ScaledObject/c"]


OTHERS = [autoscaler("ScaledObject", "a"), autoscaler("ScaledObject", "b")]


def test_workload_of_no_instance_is_not_reported() -> None:
    """Two autoscalers of a workload of no instance are not reported."""
    assert workload_has_one_autoscaler.findings(objects(*OTHERS)) == []


def test_autoscalers_of_no_instance_are_reported() -> None:
    """Two autoscalers of an instance's workload are reported, also if both are objects of no instance."""
    deployment = of_instance(manifest("Deployment", "app-api", group="apps"))

    assert len(workload_has_one_autoscaler.findings(objects(deployment, *OTHERS))) == 1


def test_charts_for_two_clusters_are_not_reported() -> None:
    """Two charts may be for two clusters, so the autoscaler of each chart scales the workload of that chart."""
    deployment = of_instance(manifest("Deployment", "app-api", group="apps"))
    eu, us, autoscalers = [ONE, deployment], [ONE, deployment], [autoscaler("ScaledObject", "other")]

    assert workload_has_one_autoscaler.findings(app({"eu": eu, "us": us})) == []
    assert len(workload_has_one_autoscaler.findings(app({"eu": eu, "autoscalers": autoscalers}))) == 1

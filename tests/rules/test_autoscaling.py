"""A workload has one autoscaler."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.autoscaling import workload_has_one_autoscaler

from .manifests import manifest, objects, ours


def autoscaler(what: str, name: str, target: str = "app-api", namespace: str = "sync", **reference: Any) -> Manifest:
    """An autoscaler of a workload."""
    spec = {"scaleTargetRef": {"name": target, **reference}}
    group = "autoscaling" if what == "HorizontalPodAutoscaler" else "keda.sh"
    return manifest(what, name, namespace=namespace, group=group, spec=spec)


ONE = ours(autoscaler("HorizontalPodAutoscaler", "app-api", kind="Deployment"))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(autoscaler("ScaledObject", "b", "app-worker"), id="another-workload"),
        pytest.param(autoscaler("ScaledObject", "b", namespace="other"), id="another-namespace"),
        pytest.param(autoscaler("ScaledObject", "b", kind="StatefulSet"), id="another-kind"),
        pytest.param(manifest("Deployment", "app-api", group="apps", spec={}), id="the-workload-itself"),
        pytest.param(manifest("ScaledObject", "b", group="example.com", spec={}), id="a-kind-of-that-name"),
        pytest.param(manifest("HorizontalPodAutoscaler", "b", group="autoscaling"), id="nothing-is-scaled"),
    ],
)
def test_one_autoscaler_a_workload(other: Manifest) -> None:
    """Each workload is scaled by one."""
    assert [*workload_has_one_autoscaler(objects(ONE, other))] == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(autoscaler("HorizontalPodAutoscaler", "mine", kind="Deployment"), id="two-hpas"),
        pytest.param(autoscaler("ScaledObject", "mine"), id="keda-without-a-kind"),
    ],
)
def test_two_autoscalers_of_a_workload(other: Manifest) -> None:
    """Also of two kinds: KEDA keeps a HorizontalPodAutoscaler, and takes a Deployment unless told otherwise."""
    found = [*workload_has_one_autoscaler(objects(ONE, other))]

    reason = "scales Deployment/app-api, as HorizontalPodAutoscaler/app-api does"
    fix = "keep one of the two: two autoscalers would undo each other's changes"
    assert found == [Finding("one-autoscaler", "error", f"{other['kind']}/mine", reason, fix)]


def keda(name: str, target: str, hpa: str | None = None) -> Manifest:
    """A ScaledObject, and what it calls the HorizontalPodAutoscaler that it keeps."""
    made = autoscaler("ScaledObject", name, target)
    advanced = {"horizontalPodAutoscalerConfig": {"name": hpa} if hpa else {}}
    return {**made, "spec": {**made["spec"], "advanced": advanced}}


@pytest.mark.parametrize(
    ("rival", "reason"),
    [
        pytest.param(keda("a", "a", "app-api"), "HorizontalPodAutoscaler/app-api", id="keda-beside-a-foreign-hpa"),
        pytest.param(keda("b", "b", "app-api"), "HorizontalPodAutoscaler/app-api", id="another-that-keeps-it"),
    ],
)
def test_two_keepers_of_an_autoscaler(rival: Manifest, reason: str) -> None:
    """KEDA takes over what is called so, also when it scales another workload."""
    found = [*workload_has_one_autoscaler(objects(ONE, rival))]

    assert [finding.reason for finding in found] == [f"keeps {reason}, as HorizontalPodAutoscaler/app-api does"]


def test_keda_has_a_name_of_its_own() -> None:
    """Where none is said, it is made of the ScaledObject's."""
    found = [*workload_has_one_autoscaler(objects(ours(keda("a", "a")), keda("b", "b"), keda("c", "c", "keda-hpa-a")))]

    assert [finding.where for finding in found] == ["ScaledObject/c"]


THEIRS = [autoscaler("ScaledObject", "a"), autoscaler("ScaledObject", "b")]


def test_somebody_elses_workload() -> None:
    """How many autoscalers it has is nobody's business."""
    assert [*workload_has_one_autoscaler(objects(*THEIRS))] == []


def test_somebody_elses_autoscalers_of_our_workload() -> None:
    """They are found, though none of them is ours."""
    deployment = ours(manifest("Deployment", "app-api", group="apps"))

    assert len([*workload_has_one_autoscaler(objects(deployment, *THEIRS))]) == 1

"""A workload has one autoscaler."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.autoscaling import workload_has_one_autoscaler

from .test_rules import manifest


def autoscaler(what: str, name: str, target: str = "app-api", namespace: str = "sync", **reference: Any) -> Manifest:
    """An autoscaler of a workload."""
    spec = {"scaleTargetRef": {"name": target, **reference}}
    return manifest(what, name, namespace=namespace, spec=spec)


ONE = autoscaler("HorizontalPodAutoscaler", "app-api", kind="Deployment")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(autoscaler("ScaledObject", "b", "app-worker"), id="another-workload"),
        pytest.param(autoscaler("ScaledObject", "b", namespace="other"), id="another-namespace"),
        pytest.param(autoscaler("ScaledObject", "b", kind="StatefulSet"), id="another-kind"),
        pytest.param(manifest("Deployment", "app-api", group="apps", spec={}), id="the-workload-itself"),
    ],
)
def test_one_autoscaler_a_workload(other: Manifest) -> None:
    """Each workload is pulled by one."""
    assert workload_has_one_autoscaler([ONE, other]) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(autoscaler("HorizontalPodAutoscaler", "mine", kind="Deployment"), id="two-hpas"),
        pytest.param(autoscaler("ScaledObject", "mine"), id="keda-without-a-kind"),
    ],
)
def test_two_autoscalers_of_a_workload(other: Manifest) -> None:
    """Also of two kinds: KEDA keeps a HorizontalPodAutoscaler, and takes a Deployment unless told otherwise."""
    found = workload_has_one_autoscaler([ONE, other])

    reason = "scales Deployment/app-api beside HorizontalPodAutoscaler/app-api, and they pull it to and fro"
    assert found == [Finding("one-autoscaler", "error", f"{other['kind']}/mine", reason, "keep one of the two")]

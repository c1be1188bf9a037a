"""Pods have no privileges that the service does not need."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.security.pod_security import (
    pods_have_no_unused_token,
    pods_meet_the_baseline_profile,
    pods_meet_the_restricted_profile,
)
from tests.rules.manifests import container, manifest, objects
from tests.rules.pods import pods

RESTRICTED: dict[str, Any] = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


def secured(**changed: Any) -> dict[str, Any]:
    """Return the fields of a container that meets the restricted profile, with other values of some settings."""
    security = {**RESTRICTED, **changed}
    return {"securityContext": {name: value for name, value in security.items() if value is not None}}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (secured(allowPrivilegeEscalation=None), "allowPrivilegeEscalation is not false"),
        (secured(capabilities=None), "capabilities.drop does not contain ALL"),
        (secured(capabilities={"drop": ["ALL"], "add": ["CHOWN"]}), "capabilities.add has CHOWN"),
        (secured(runAsNonRoot=None), "runAsNonRoot is not true"),
        (secured(runAsUser=0), "runAsUser is 0"),
        (secured(seccompProfile=None), "seccompProfile.type is not RuntimeDefault"),
    ],
    ids=lambda value: value.partition(" ")[0] if isinstance(value, str) else None,
)
def test_container_outside_the_restricted_profile_is_reported(fields: dict[str, Any], problem: str) -> None:
    """The finding names the container and the field."""
    [found] = pods_meet_the_restricted_profile.findings(objects(*pods(**fields)))

    assert found.reason == f"does not meet the Pod Security profile restricted (container 'powersync': {problem})"


def test_all_problems_of_a_workload_are_one_finding() -> None:
    """A workload without any setting has one finding, as the API server has one message."""
    sidecar = {"containers": [{"name": "proxy", "image": "envoyproxy/envoy", **secured(runAsNonRoot=None)}]}

    [found] = pods_meet_the_restricted_profile.findings(objects(*pods(pod=sidecar)))

    assert found.reason.count("container '") == 2
    assert found.reason.endswith("and container 'proxy': runAsNonRoot is not true)")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(secured(), id="all-settings"),
        pytest.param(
            {
                **secured(runAsNonRoot=None, seccompProfile=None),
                "pod": {"securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "Localhost"}}},
            },
            id="settings-of-the-pod",
        ),
        pytest.param(secured(capabilities={"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}), id="allowed-capability"),
        pytest.param({**secured(), "pod": {"volumes": [{"name": "a", "emptyDir": {}}]}}, id="allowed-volume"),
    ],
)
def test_restricted_container_is_not_reported(fields: dict[str, Any]) -> None:
    """A pod that meets the profile is not reported."""
    assert pods_meet_the_restricted_profile.findings(objects(*pods(**fields))) == []


def test_other_type_of_volume_is_outside_the_restricted_profile() -> None:
    """The profile allows only some types of volumes."""
    volume = {"name": "shared", "nfs": {"server": "192.0.2.1", "path": "/"}}

    [found] = pods_meet_the_restricted_profile.findings(objects(*pods(**secured(), pod={"volumes": [volume]})))

    assert "the pod: the volume 'shared' has the type nfs" in found.reason


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"pod": {"hostNetwork": True}}, "the pod: hostNetwork is true"),
        ({"pod": {"hostPID": True}}, "the pod: hostPID is true"),
        ({"pod": {"volumes": [{"name": "a", "hostPath": {"path": "/"}}]}}, "the pod: the volume 'a' is a hostPath"),
        ({"securityContext": {"privileged": True}}, "container 'powersync': privileged is true"),
        (
            {"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}},
            "container 'powersync': capabilities.add has SYS_ADMIN",
        ),
        ({"ports": [{"containerPort": 8080, "hostPort": 80}]}, "container 'powersync': a port has a hostPort"),
        (
            {"securityContext": {"seccompProfile": {"type": "Unconfined"}}},
            "container 'powersync': seccompProfile is Unconfined",
        ),
        (
            {"pod": {"securityContext": {"appArmorProfile": {"type": "Unconfined"}}}},
            "the pod: appArmorProfile is Unconfined",
        ),
        (
            {"livenessProbe": {"httpGet": {"host": "192.0.2.1", "port": 8080}}},
            "container 'powersync': livenessProbe has a host",
        ),
        (
            {"lifecycle": {"preStop": {"httpGet": {"host": "other", "port": 80}}}},
            "container 'powersync': lifecycle has a host",
        ),
        (
            {"pod": {"securityContext": {"sysctls": [{"name": "kernel.msgmax"}]}}},
            "the pod: sets the sysctl kernel.msgmax",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_pod_outside_the_baseline_profile_is_an_error(fields: dict[str, Any], problem: str) -> None:
    """Access to the node is an error."""
    [found] = pods_meet_the_baseline_profile.findings(objects(*pods(**fields)))

    assert found.reason == f"does not meet the Pod Security profile baseline ({problem})"
    assert found.severity == "error"


def test_pods_without_the_service_are_not_reported() -> None:
    """The privileges of other workloads are not the subject of these rules."""
    pod = {"hostNetwork": True, "containers": [{"name": "agent", "image": "example.com/agent"}]}
    other = manifest("DaemonSet", "agent", group="apps", spec={"template": {"spec": pod}})

    assert pods_meet_the_baseline_profile.findings(objects(other)) == []
    assert pods_meet_the_restricted_profile.findings(objects(other)) == []


def account(name: str = "default", **fields: Any) -> Manifest:
    """Return a ServiceAccount."""
    return manifest("ServiceAccount", name, **fields)


def binding(name: str) -> Manifest:
    """Return the binding of a role to a ServiceAccount."""
    return manifest("RoleBinding", name, subjects=[{"kind": "ServiceAccount", "name": name}])


OWN: dict[str, Any] = {"pod": {"serviceAccountName": "own"}}


@pytest.mark.parametrize(
    ("manifests", "severity"),
    [
        ([*pods(pod={"automountServiceAccountToken": True})], "warning"),
        ([*pods(), account()], "warning"),
        ([*pods(**OWN), account("own")], "warning"),
        ([*pods()], "note"),
    ],
    ids=["pod", "default-account", "own-account", "account-elsewhere"],
)
def test_unused_token_is_reported(manifests: list[Manifest], severity: str) -> None:
    """A mounted token is a warning, and a note if the manifests do not contain the default ServiceAccount."""
    [found] = pods_have_no_unused_token.findings(objects(*manifests))

    assert found.severity == severity


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([*pods(pod={"automountServiceAccountToken": False}), account()], id="pod"),
        pytest.param([*pods(), account(automountServiceAccountToken=False)], id="account"),
        pytest.param([*pods(**OWN)], id="own-account-elsewhere"),
        pytest.param([*pods(**OWN), account("own"), binding("own")], id="role"),
        pytest.param([*pods(pod={"containers": [{"name": "agent", "image": "vault"}]}), account()], id="sidecar"),
        pytest.param([*pods(annotations={"vault.hashicorp.com/agent-inject": "true"}), account()], id="added-sidecar"),
    ],
)
def test_other_tokens_are_not_reported(manifests: list[Manifest]) -> None:
    """A token is not reported if it is not mounted, if something may use it, or if nothing is known."""
    assert pods_have_no_unused_token.findings(objects(*manifests)) == []


def test_pods_of_a_deployment_are_not_reported_twice() -> None:
    """`kubectl get` returns the Pods of a Deployment too, which have the same settings."""
    owner = [{"kind": "ReplicaSet", "name": "api", "controller": True}]
    pod: dict[str, Any] = {**manifest("Pod", "api-1", spec={"containers": [container()]})}
    pod["metadata"] = {**pod["metadata"], "ownerReferences": owner}

    assert len(pods_meet_the_restricted_profile.findings(objects(*pods(), pod))) == 1

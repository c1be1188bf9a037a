"""Containers have only the privileges that they need."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import DevPostgres
from powersync_constructs.config import Container, Security
from tests.samples.instance import DEV_POSTGRES

from .manifests import LONG_RUNNING, WORKLOADS, container, containers, gated, pod, pod_templates, render, workload

_EXTRA = Container(name="extra", image="registry.example.com/extra:1")


def _restricted(user: int = 10001, group: int = 10001) -> dict[str, Any]:
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "runAsGroup": group,
        "runAsNonRoot": True,
        "runAsUser": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


@pytest.mark.parametrize("component", WORKLOADS)
def test_every_container_is_restricted(chart: Chart, component: str) -> None:
    """The containers of the service, the marker step and init containers have the same security context."""
    found = containers(pod(workload(chart, component, init_containers=[_EXTRA]), component))

    assert [each["securityContext"] for each in found] == [_restricted()] * len(found)


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_sidecars_are_restricted(chart: Chart, component: str) -> None:
    """A sidecar has the same security context as the service."""
    found = container(workload(chart, component, sidecars=[_EXTRA]), component, "extra")

    assert found["securityContext"] == _restricted()


@pytest.mark.parametrize("component", WORKLOADS)
def test_pods_are_restricted(chart: Chart, component: str) -> None:
    """The pod has the same settings, and sets the group of its volumes."""
    assert pod(workload(chart, component), component)["securityContext"] == {
        "fsGroup": 10001,
        "fsGroupChangePolicy": "OnRootMismatch",
        "runAsGroup": 10001,
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


@pytest.mark.parametrize("component", WORKLOADS)
def test_user_can_be_set(chart: Chart, component: str) -> None:
    """Every container has the given user and group."""
    security = Security(run_as_user=901, run_as_group=902, fs_group=903)
    found = containers(pod(workload(chart, component, security=security), component))

    assert [each["securityContext"] for each in found] == [_restricted(901, 902)] * len(found)


@pytest.mark.parametrize("component", WORKLOADS)
def test_group_of_volumes_can_be_set(chart: Chart, component: str) -> None:
    """The pod has the given user and groups."""
    security = Security(run_as_user=901, run_as_group=902, fs_group=903)
    found = pod(workload(chart, component, security=security), component)["securityContext"]

    assert (found["runAsUser"], found["runAsGroup"], found["fsGroup"]) == (901, 902, 903)


def test_a_sidecar_can_have_another_user(chart: Chart) -> None:
    """A sidecar can run as the user of its own image, in the pod's group."""
    extra = _EXTRA.with_(run_as_user=65532)

    found = container(workload(chart, "api", sidecars=[extra]), "api", "extra")

    assert found["securityContext"] == _restricted(user=65532)


def test_a_sidecar_can_write_its_root_file_system(chart: Chart) -> None:
    """A sidecar can have a writable root file system."""
    extra = _EXTRA.with_(read_only_root_filesystem=False)

    found = container(workload(chart, "api", sidecars=[extra]), "api", "extra")

    assert found["securityContext"] == {**_restricted(), "readOnlyRootFilesystem": False}


def test_dev_postgres_is_restricted(chart: Chart) -> None:
    """The development Postgres runs as the user of its image, with the same restrictions."""
    DevPostgres(chart, "postgres", DEV_POSTGRES, instance="powersync")

    assert container(render(chart), "postgres", "postgres")["securityContext"] == _restricted(999, 999)


def test_no_pod_has_a_token(chart: Chart) -> None:
    """No pod mounts a token of the API server by default."""
    DevPostgres(chart, "postgres", DEV_POSTGRES, instance="other")

    tokens = {
        owner: template["spec"]["automountServiceAccountToken"] for owner, template in pod_templates(gated(chart))
    }

    assert tokens == dict.fromkeys(["postgres", "migrate", "api", "replication", "compact"], False)


def test_no_pod_has_service_links(chart: Chart) -> None:
    """Service links, which would add variables for other Services, are off."""
    DevPostgres(chart, "postgres", DEV_POSTGRES, instance="other")

    links = {owner: template["spec"]["enableServiceLinks"] for owner, template in pod_templates(gated(chart))}

    assert links == dict.fromkeys(["postgres", "migrate", "api", "replication", "compact"], False)


def test_our_accounts_have_no_token(chart: Chart) -> None:
    """The ServiceAccounts that we create mount no token by default."""
    accounts = [manifest for manifest in gated(chart) if manifest["kind"] == "ServiceAccount"]

    assert [account["automountServiceAccountToken"] for account in accounts] == [False] * 4

"""What containers may do: nothing that they do not need."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import DevPostgres
from powersync_constructs.config import Container, Security
from tests.samples.instance import DEV_POSTGRES

from .manifests import SERVING, WORKLOADS, container, containers, gated, pod, pod_templates, render, workload

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
    """Containers of the service, the marking one and init containers are all held to the same."""
    found = containers(pod(workload(chart, component, init_containers=[_EXTRA]), component))

    assert [each["securityContext"] for each in found] == [_restricted()] * len(found)


@pytest.mark.parametrize("component", SERVING)
def test_sidecars_are_restricted(chart: Chart, component: str) -> None:
    """A container beside the service is held to the same."""
    found = container(workload(chart, component, sidecars=[_EXTRA]), component, "extra")

    assert found["securityContext"] == _restricted()


@pytest.mark.parametrize("component", WORKLOADS)
def test_pods_are_restricted(chart: Chart, component: str) -> None:
    """The pod says the same, and which group its volumes have."""
    assert pod(workload(chart, component), component)["securityContext"] == {
        "fsGroup": 10001,
        "fsGroupChangePolicy": "OnRootMismatch",
        "runAsGroup": 10001,
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


@pytest.mark.parametrize("component", WORKLOADS)
def test_user_is_a_choice(chart: Chart, component: str) -> None:
    """Every container has the user and group that it is given."""
    security = Security(run_as_user=901, run_as_group=902, fs_group=903)
    found = containers(pod(workload(chart, component, security=security), component))

    assert [each["securityContext"] for each in found] == [_restricted(901, 902)] * len(found)


@pytest.mark.parametrize("component", WORKLOADS)
def test_group_of_volumes_is_a_choice(chart: Chart, component: str) -> None:
    """The pod has the users and groups that it is given."""
    security = Security(run_as_user=901, run_as_group=902, fs_group=903)
    found = pod(workload(chart, component, security=security), component)["securityContext"]

    assert (found["runAsUser"], found["runAsGroup"], found["fsGroup"]) == (901, 902, 903)


def test_an_extra_container_may_have_another_user(chart: Chart) -> None:
    """A sidecar may run as the user of its own image, in the pod's group."""
    extra = _EXTRA.with_(run_as_user=65532)

    found = container(workload(chart, "api", sidecars=[extra]), "api", "extra")

    assert found["securityContext"] == _restricted(user=65532)


def test_an_extra_container_may_write_its_root(chart: Chart) -> None:
    """A sidecar that must write its root file system can."""
    extra = _EXTRA.with_(read_only_root_filesystem=False)

    found = container(workload(chart, "api", sidecars=[extra]), "api", "extra")

    assert found["securityContext"] == {**_restricted(), "readOnlyRootFilesystem": False}


def test_dev_postgres_is_restricted(chart: Chart) -> None:
    """The throw-away Postgres runs as the user of its image, under the same restrictions."""
    DevPostgres(chart, "postgres", DEV_POSTGRES, instance="powersync")

    assert container(render(chart), "postgres", "postgres")["securityContext"] == _restricted(999, 999)


def test_no_pod_has_a_token(chart: Chart) -> None:
    """No pod is given a token of the API server unasked."""
    DevPostgres(chart, "postgres", DEV_POSTGRES, instance="other")

    tokens = {
        owner: template["spec"]["automountServiceAccountToken"] for owner, template in pod_templates(gated(chart))
    }

    assert tokens == dict.fromkeys(["postgres", "migrate", "api", "replication", "compact"], False)


def test_no_pod_is_told_of_other_services(chart: Chart) -> None:
    """Service links, which would put other Services into the environment, are off."""
    DevPostgres(chart, "postgres", DEV_POSTGRES, instance="other")

    links = {owner: template["spec"]["enableServiceLinks"] for owner, template in pod_templates(gated(chart))}

    assert links == dict.fromkeys(["postgres", "migrate", "api", "replication", "compact"], False)


def test_our_accounts_have_no_token(chart: Chart) -> None:
    """Accounts of ours give no pod a token either."""
    accounts = [manifest for manifest in gated(chart) if manifest["kind"] == "ServiceAccount"]

    assert [account["automountServiceAccountToken"] for account in accounts] == [False] * 4

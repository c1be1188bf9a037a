"""UnifiedPod: one pod that serves, replicates and migrates."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError, UnifiedPod
from powersync_constructs.config import Drain, ServiceProps, UnifiedProps

from .manifests import JOB_MIGRATES, add_configuration, container, pod, the, workload


def test_objects(chart: Chart) -> None:
    """The construct creates a ServiceAccount, a Deployment and a Service, and no budget."""
    made = workload(chart, "unified")[2:]

    assert [(manifest["kind"], manifest["metadata"]["name"]) for manifest in made] == [
        ("ServiceAccount", "powersync-unified"),
        ("Deployment", "powersync-unified"),
        ("Service", "powersync-unified"),
    ]


def test_auto_migration_must_be_on(chart: Chart) -> None:
    """The pod migrates the storage itself; if service.yaml turns that off, nothing migrates it."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(ConfigError, match="service: disables auto-migration, but a unified pod migrates"):
        UnifiedPod(chart, "unified", UnifiedProps(), configuration=configuration)


def test_the_pod_runs_all_roles(chart: Chart) -> None:
    """The service starts in the unified role."""
    assert container(workload(chart, "unified"), "unified")["args"] == ["start", "-r", "unified"]


@pytest.mark.parametrize(
    ("props", "field", "value"),
    [
        ({}, "replicas", 1),
        ({}, "strategy", {"type": "Recreate"}),
        ({}, "minReadySeconds", 15),
        ({"min_ready_seconds": 0}, "minReadySeconds", None),
        ({}, "progressDeadlineSeconds", 900),
        ({"progress_deadline_seconds": 1200}, "progressDeadlineSeconds", 1200),
        ({}, "revisionHistoryLimit", 5),
        ({"revision_history_limit": 2}, "revisionHistoryLimit", 2),
    ],
)
def test_deployment_fields(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """There is one pod, which is recreated, so that two never run at the same time."""
    spec = the(workload(chart, "unified", **props), "Deployment")["spec"]

    assert spec.get(field) == value


@pytest.mark.parametrize(("props", "seconds"), [({}, 5), ({"drain": Drain(sleep_seconds=15)}, 15)])
def test_the_pod_sleeps_before_it_terminates(chart: Chart, props: dict[str, Any], seconds: int) -> None:
    """The sleep is short, because there is no other pod; the grace period is the sleep plus 40 s."""
    manifests = workload(chart, "unified", **props)

    found = container(manifests, "unified")["lifecycle"], pod(manifests, "unified")["terminationGracePeriodSeconds"]

    assert found == ({"preStop": {"exec": {"command": ["sleep", str(seconds)]}}}, seconds + 40)


def test_service(chart: Chart) -> None:
    """The Service has the fields of the props, and selects the pod."""
    manifests = workload(chart, "unified", service=ServiceProps(type="NodePort", port=8000, node_port=30080))

    assert the(manifests, "Service")["spec"] == {
        "type": "NodePort",
        "ports": [{"name": "http", "port": 8000, "targetPort": "http", "nodePort": 30080, "protocol": "TCP"}],
        "selector": the(manifests, "Deployment")["spec"]["selector"]["matchLabels"],
    }


def test_objects_are_attributes(chart: Chart) -> None:
    """Each object of the pod is an attribute, and so is its endpoint."""
    unified = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))

    found = [each.kind for each in (unified.service_account, unified.deployment, unified.service) if each]
    assert (found, unified.endpoint) == (
        ["ServiceAccount", "Deployment", "Service"],
        "http://powersync-unified.sync.svc:80",
    )

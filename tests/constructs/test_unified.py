"""UnifiedPod: one pod that serves, replicates and migrates."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError, UnifiedPod
from powersync_constructs.config import Drain, ServiceProps, UnifiedProps

from .manifests import JOB_MIGRATES, add_configuration, container, pod, the, workload


def test_it_makes_what_one_pod_needs(chart: Chart) -> None:
    """Beside its configuration there is an account, a Deployment and a Service, and no budget."""
    made = workload(chart, "unified")[2:]

    assert [(manifest["kind"], manifest["metadata"]["name"]) for manifest in made] == [
        ("ServiceAccount", "powersync-unified"),
        ("Deployment", "powersync-unified"),
        ("Service", "powersync-unified"),
    ]


def test_no_job_migrates_beside_it(chart: Chart) -> None:
    """The pod migrates the storage itself: where service.yaml turns that off, nothing would."""
    configuration = add_configuration(chart, service={"migrations": JOB_MIGRATES})

    with pytest.raises(ConfigError, match="service: turns auto-migration off, and a unified pod migrates"):
        UnifiedPod(chart, "unified", UnifiedProps(), configuration=configuration)


def test_the_pod_does_everything(chart: Chart) -> None:
    """The service is started in all its roles at once."""
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
def test_deployment(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """There is one pod, which is recreated and never doubled."""
    spec = the(workload(chart, "unified", **props), "Deployment")["spec"]

    assert spec.get(field) == value


@pytest.mark.parametrize(("props", "seconds"), [({}, 5), ({"drain": Drain(sleep_seconds=15)}, 15)])
def test_the_pod_sleeps_while_it_leaves_the_service(chart: Chart, props: dict[str, Any], seconds: int) -> None:
    """The sleep is short, since there is no other pod to go to; the grace is the sleep and 40 s."""
    manifests = workload(chart, "unified", **props)

    found = container(manifests, "unified")["lifecycle"], pod(manifests, "unified")["terminationGracePeriodSeconds"]

    assert found == ({"preStop": {"exec": {"command": ["sleep", str(seconds)]}}}, seconds + 40)


def test_service(chart: Chart) -> None:
    """The Service has what is asked for, and leads to the pod."""
    manifests = workload(chart, "unified", service=ServiceProps(type="NodePort", port=8000, node_port=30080))

    assert the(manifests, "Service")["spec"] == {
        "type": "NodePort",
        "ports": [{"name": "http", "port": 8000, "targetPort": "http", "nodePort": 30080, "protocol": "TCP"}],
        "selector": the(manifests, "Deployment")["spec"]["selector"]["matchLabels"],
    }


def test_made_objects_are_within_reach(chart: Chart) -> None:
    """Each object of the pod is an attribute, and so is its place in the cluster."""
    unified = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))

    found = [each.kind for each in (unified.service_account, unified.deployment, unified.service) if each]
    assert (found, unified.endpoint) == (
        ["ServiceAccount", "Deployment", "Service"],
        "http://powersync-unified.sync.svc:80",
    )

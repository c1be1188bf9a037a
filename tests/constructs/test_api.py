"""PowerSyncApi: the pods that serve clients, and their Service, budget and autoscaler."""

from typing import Any

import pytest
from cdk8s import ApiObject, App, Chart

from powersync_constructs import PowerSyncApi
from powersync_constructs.config import (
    ApiProps,
    DisruptionBudget,
    Drain,
    HpaAutoscaling,
    KedaAutoscaling,
    ServiceAccount,
    ServiceProps,
)
from tests.samples.configuration import CONFIGURATION

from .manifests import Manifest, add_configuration, container, pod, render, the, workload


def _spec(chart: Chart, kind: str, **props: Any) -> Manifest:
    spec: Manifest = the(workload(chart, "api", **props), kind, "powersync-api")["spec"]
    return spec


def test_objects(chart: Chart) -> None:
    """The construct creates a ServiceAccount, a Deployment, a Service and a budget with the same name."""
    made = workload(chart, "api")[2:]

    assert [(manifest["kind"], manifest["metadata"]["name"]) for manifest in made] == [
        ("ServiceAccount", "powersync-api"),
        ("Deployment", "powersync-api"),
        ("Service", "powersync-api"),
        ("PodDisruptionBudget", "powersync-api"),
    ]


def test_pods_run_the_api_role(chart: Chart) -> None:
    """The service starts in the API role."""
    assert container(workload(chart, "api"), "api")["args"] == ["start", "-r", "api"]


@pytest.mark.parametrize(
    ("props", "field", "value"),
    [
        ({}, "replicas", 2),
        ({"replicas": 5}, "replicas", 5),
        ({}, "minReadySeconds", 15),
        ({"min_ready_seconds": 40}, "minReadySeconds", 40),
        ({"min_ready_seconds": 0}, "minReadySeconds", None),
        ({}, "progressDeadlineSeconds", 900),
        ({"progress_deadline_seconds": 1200}, "progressDeadlineSeconds", 1200),
        ({}, "revisionHistoryLimit", 5),
        ({"revision_history_limit": 0}, "revisionHistoryLimit", 0),
        ({"autoscaling": HpaAutoscaling()}, "replicas", None),
    ],
)
def test_deployment_fields(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """The Deployment has the fields of the props; with an autoscaler it has no replicas."""
    assert _spec(chart, "Deployment", **props).get(field) == value


@pytest.mark.parametrize("surge", ["100%", "25%", 1])
def test_rollout_starts_new_pods_before_it_stops_old_ones(chart: Chart, surge: int | str) -> None:
    """A rollout starts `max_surge` new pods, and stops no old pod before they are ready."""
    strategy = _spec(chart, "Deployment", max_surge=surge)["strategy"]

    assert strategy == {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": 0}}


def test_rollout_starts_all_new_pods_at_once_by_default(chart: Chart) -> None:
    """By default all new pods start at once, so that a client is disconnected once if they are available together."""
    assert _spec(chart, "Deployment")["strategy"]["rollingUpdate"]["maxSurge"] == "100%"


@pytest.mark.parametrize(("props", "seconds"), [({}, 20), ({"drain": Drain(sleep_seconds=60)}, 60)])
def test_pods_sleep_before_they_terminate(chart: Chart, props: dict[str, Any], seconds: int) -> None:
    """A pod sleeps before SIGTERM, which ends all streams; its grace period is the sleep plus 40 s."""
    manifests = workload(chart, "api", **props)

    found = container(manifests, "api")["lifecycle"], pod(manifests, "api")["terminationGracePeriodSeconds"]

    assert found == ({"preStop": {"exec": {"command": ["sleep", str(seconds)]}}}, seconds + 40)


@pytest.mark.filterwarnings("ignore:.*pre-stop-sleep")
def test_no_sleep_renders_no_hook(chart: Chart) -> None:
    """With a sleep of 0 s there is no preStop hook."""
    manifests = workload(chart, "api", drain=Drain(sleep_seconds=0))

    assert "lifecycle" not in container(manifests, "api")


@pytest.mark.filterwarnings("ignore:.*budget-limits-evictions")
@pytest.mark.parametrize(
    ("pdb", "fields"),
    [
        (DisruptionBudget(), {"maxUnavailable": 1}),
        (DisruptionBudget(max_unavailable=2), {"maxUnavailable": 2}),
        (DisruptionBudget(max_unavailable="25%"), {"maxUnavailable": "25%"}),
        (DisruptionBudget(min_available=1), {"minAvailable": 1}),
        (DisruptionBudget(min_available="50%"), {"minAvailable": "50%"}),
    ],
)
def test_budget(chart: Chart, pdb: DisruptionBudget, fields: dict[str, object]) -> None:
    """The budget selects the API pods, and always allows the eviction of unhealthy pods."""
    manifests = workload(chart, "api", pdb=pdb)
    selector = the(manifests, "Deployment")["spec"]["selector"]

    assert the(manifests, "PodDisruptionBudget")["spec"] == {
        **fields,
        "selector": selector,
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }


def test_no_budget(chart: Chart) -> None:
    """`pdb=None` renders no budget."""
    manifests = workload(chart, "api", pdb=None)

    assert "PodDisruptionBudget" not in {manifest["kind"] for manifest in manifests}


_PORT = {"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (ServiceProps(), {"type": "ClusterIP", "ports": [_PORT]}),
        (ServiceProps(port=8080), {"type": "ClusterIP", "ports": [{**_PORT, "port": 8080}]}),
        (
            ServiceProps(type="NodePort", node_port=30080, external_traffic_policy="Cluster"),
            {"type": "NodePort", "ports": [{**_PORT, "nodePort": 30080}], "externalTrafficPolicy": "Cluster"},
        ),
        (
            ServiceProps(
                type="LoadBalancer",
                load_balancer_class="service.k8s.aws/nlb",
                load_balancer_source_ranges=["10.0.0.0/8", "192.0.2.7/32"],
                external_traffic_policy="Local",
            ),
            {
                "type": "LoadBalancer",
                "ports": [_PORT],
                "loadBalancerClass": "service.k8s.aws/nlb",
                "loadBalancerSourceRanges": ["10.0.0.0/8", "192.0.2.7/32"],
                "externalTrafficPolicy": "Local",
            },
        ),
    ],
    ids=["default", "port", "node-port", "load-balancer"],
)
def test_service(chart: Chart, service: ServiceProps, expected: dict[str, object]) -> None:
    """The Service has exactly the fields of the props, and selects the API pods."""
    manifests = workload(chart, "api", service=service)
    selector = the(manifests, "Deployment")["spec"]["selector"]["matchLabels"]

    assert the(manifests, "Service")["spec"] == {**expected, "selector": selector}


def test_service_targets_the_named_port(chart: Chart) -> None:
    """The Service finds the container port by name, whatever its number."""
    configuration = CONFIGURATION.with_(service={"port": 9000})

    manifests = workload(chart, "api", configuration=configuration)

    assert {"name": "http", "containerPort": 9000} in container(manifests, "api")["ports"]


def test_service_annotations(chart: Chart) -> None:
    """The annotations of `ServiceProps` are on the Service."""
    service = ServiceProps(annotations={"example.com/internal": "true"})

    manifests = workload(chart, "api", service=service)

    assert the(manifests, "Service")["metadata"]["annotations"] == {"example.com/internal": "true"}


def _api(chart: Chart, **props: Any) -> PowerSyncApi:
    return PowerSyncApi(chart, "api", ApiProps(**props), configuration=add_configuration(chart))


def _named(made: ApiObject | None) -> str | None:
    return None if made is None else f"{made.kind}/{made.name}"


def test_objects_are_attributes(chart: Chart) -> None:
    """Each object of the API is an attribute of the construct."""
    api = _api(chart, autoscaling=HpaAutoscaling())

    made = (api.service_account, api.deployment, api.service, api.pdb, api.autoscaler)

    assert [_named(each) for each in made] == [
        "ServiceAccount/powersync-api",
        "Deployment/powersync-api",
        "Service/powersync-api",
        "PodDisruptionBudget/powersync-api",
        "HorizontalPodAutoscaler/powersync-api",
    ]


def test_attributes_of_missing_objects_are_none(chart: Chart) -> None:
    """The attribute of an object that the construct does not create is None."""
    api = _api(chart, service_account=ServiceAccount(existing="platform"), pdb=None)

    assert (api.service_account, api.service_account_name, api.pdb, api.autoscaler) == (None, "platform", None, None)


def test_autoscaler_can_be_a_scaled_object(chart: Chart) -> None:
    """With KedaAutoscaling the autoscaler is a ScaledObject."""
    api = _api(chart, autoscaling=KedaAutoscaling(prometheus_url="http://prometheus:9090"))

    assert _named(api.autoscaler) == "ScaledObject/powersync-api"


def test_selector_and_labels_match_the_pods(chart: Chart) -> None:
    """`selector` and `labels` equal the selector and the pod labels of the Deployment."""
    api = _api(chart)

    deployment = the(render(chart), "Deployment")["spec"]
    assert (api.selector, api.labels) == (
        deployment["selector"]["matchLabels"],
        deployment["template"]["metadata"]["labels"],
    )


@pytest.mark.parametrize(
    ("namespace", "host"),
    [("sync", "powersync-api.sync.svc"), (None, "powersync-api")],
    ids=["namespace", "no-namespace"],
)
def test_endpoint_is_the_service(app: App, namespace: str | None, host: str) -> None:
    """The endpoint is the Service; its host has a namespace only if the chart has one."""
    chart = Chart(app, "other", namespace=namespace, disable_resource_name_hashes=True)

    assert _api(chart, service=ServiceProps(port=8080)).endpoint == f"http://{host}:8080"

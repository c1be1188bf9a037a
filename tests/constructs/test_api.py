"""PowerSyncApi: the pods that clients hold streams to, and what stands before them."""

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


def test_it_makes_what_serving_needs(chart: Chart) -> None:
    """Beside its configuration there is an account, a Deployment, a Service and a budget, all called alike."""
    made = workload(chart, "api")[2:]

    assert [(manifest["kind"], manifest["metadata"]["name"]) for manifest in made] == [
        ("ServiceAccount", "powersync-api"),
        ("Deployment", "powersync-api"),
        ("Service", "powersync-api"),
        ("PodDisruptionBudget", "powersync-api"),
    ]


def test_pods_only_serve(chart: Chart) -> None:
    """The service is started in the role of the API."""
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
def test_deployment(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """The Deployment has what is asked for; an autoscaler owns its replicas."""
    assert _spec(chart, "Deployment", **props).get(field) == value


@pytest.mark.parametrize("surge", ["100%", "25%", 1])
def test_roll_out_starts_pods_before_it_takes_any(chart: Chart, surge: int | str) -> None:
    """A roll-out starts as many new pods as it is told to, and takes no old one before they are ready."""
    strategy = _spec(chart, "Deployment", max_surge=surge)["strategy"]

    assert strategy == {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": 0}}


def test_surge_doubles_the_pods_unless_told_otherwise(chart: Chart) -> None:
    """By default all new pods are started at once, so that every client is cut exactly once."""
    assert _spec(chart, "Deployment")["strategy"]["rollingUpdate"]["maxSurge"] == "100%"


@pytest.mark.parametrize(("props", "seconds"), [({}, 20), ({"drain": Drain(sleep_seconds=60)}, 60)])
def test_pods_sleep_while_they_leave_the_service(chart: Chart, props: dict[str, Any], seconds: int) -> None:
    """Before SIGTERM, which cuts all streams, a pod sleeps; its grace is the sleep and 40 s."""
    manifests = workload(chart, "api", **props)

    found = container(manifests, "api")["lifecycle"], pod(manifests, "api")["terminationGracePeriodSeconds"]

    assert found == ({"preStop": {"exec": {"command": ["sleep", str(seconds)]}}}, seconds + 40)


def test_pods_need_not_sleep(chart: Chart) -> None:
    """Without a sleep there is no hook."""
    manifests = workload(chart, "api", drain=Drain(sleep_seconds=0))

    assert "lifecycle" not in container(manifests, "api")


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
    """The budget is of these pods, and lets pods go that crash in a loop."""
    manifests = workload(chart, "api", pdb=pdb)
    selector = the(manifests, "Deployment")["spec"]["selector"]

    assert the(manifests, "PodDisruptionBudget")["spec"] == {
        **fields,
        "selector": selector,
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }


def test_there_may_be_no_budget(chart: Chart) -> None:
    """None makes no budget."""
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
    """The Service has what is asked for and nothing beside, and leads to these pods."""
    manifests = workload(chart, "api", service=service)
    selector = the(manifests, "Deployment")["spec"]["selector"]["matchLabels"]

    assert the(manifests, "Service")["spec"] == {**expected, "selector": selector}


def test_service_leads_to_the_port_of_the_service(chart: Chart) -> None:
    """The Service finds the container's port by its name, whatever its number."""
    configuration = CONFIGURATION.with_(service={"port": 9000})

    manifests = workload(chart, "api", configuration=configuration)

    assert {"name": "http", "containerPort": 9000} in container(manifests, "api")["ports"]


def test_service_annotations(chart: Chart) -> None:
    """Annotations for whoever makes the load balancer stand on the Service."""
    service = ServiceProps(annotations={"example.com/internal": "true"})

    manifests = workload(chart, "api", service=service)

    assert the(manifests, "Service")["metadata"]["annotations"] == {"example.com/internal": "true"}


def _api(chart: Chart, **props: Any) -> PowerSyncApi:
    return PowerSyncApi(chart, "api", ApiProps(**props), configuration=add_configuration(chart))


def _named(made: ApiObject | None) -> str | None:
    return None if made is None else f"{made.kind}/{made.name}"


def test_made_objects_are_within_reach(chart: Chart) -> None:
    """Each object of the API is an attribute, whose manifest can be patched or referred to."""
    api = _api(chart, autoscaling=HpaAutoscaling())

    made = (api.service_account, api.deployment, api.service, api.pdb, api.autoscaler)

    assert [_named(each) for each in made] == [
        "ServiceAccount/powersync-api",
        "Deployment/powersync-api",
        "Service/powersync-api",
        "PodDisruptionBudget/powersync-api",
        "HorizontalPodAutoscaler/powersync-api",
    ]


def test_objects_that_are_not_made_are_none(chart: Chart) -> None:
    """An account that exists, no budget and no autoscaler are not objects of ours."""
    api = _api(chart, service_account=ServiceAccount(existing="platform"), pdb=None)

    assert (api.service_account, api.service_account_name, api.pdb, api.autoscaler) == (None, "platform", None, None)


def test_autoscaler_can_be_that_of_keda(chart: Chart) -> None:
    """A ScaledObject takes the place of the HorizontalPodAutoscaler."""
    api = _api(chart, autoscaling=KedaAutoscaling(prometheus_url="http://prometheus:9090"))

    assert _named(api.autoscaler) == "ScaledObject/powersync-api"


def test_selector_and_labels_are_those_of_the_pods(chart: Chart) -> None:
    """Others select the pods, or label their own objects alike."""
    api = _api(chart)

    deployment = the(render(chart), "Deployment")["spec"]
    assert (api.selector, api.labels) == (
        deployment["selector"]["matchLabels"],
        deployment["template"]["metadata"]["labels"],
    )


@pytest.mark.parametrize(
    ("namespace", "host"), [("sync", "powersync-api.sync.svc"), (None, "powersync-api")], ids=["known", "unknown"]
)
def test_endpoint_is_the_service(app: App, namespace: str | None, host: str) -> None:
    """Clients in the cluster find the API there; only those of its namespace, where the chart names none."""
    chart = Chart(app, "other", namespace=namespace, disable_resource_name_hashes=True)

    assert _api(chart, service=ServiceProps(port=8080)).endpoint == f"http://{host}:8080"

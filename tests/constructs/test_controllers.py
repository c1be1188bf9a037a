"""What an ingress controller asks of the API's Service and pods, and what wins over it."""

import warnings
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, PowerSync, PowerSyncApi, StreamingIngress, UnifiedPod
from powersync_constructs.config import (
    Alb,
    ApiProps,
    Contour,
    Drain,
    GkeIngress,
    IngressController,
    IngressNginx,
    IngressProps,
    ObjectMetadata,
    ServiceProps,
    Traefik,
    UnifiedProps,
)
from tests.samples.controllers import CONTROLLERS_AT_LEAST
from tests.samples.instance import INGRESS, INSTANCE

from .manifests import Manifest, add_configuration, container, opened, pod, render, the

ALB = Alb(certificate_discovery=True)
NEG = "cloud.google.com/neg"
LIMITS = {
    "projectcontour.io/max-connections": "100000",
    "projectcontour.io/max-requests": "100000",
    "projectcontour.io/max-pending-requests": "100000",
}


def through(controller: IngressController, **more: Any) -> IngressProps:
    """The least ingress controller but for its controller."""
    return INGRESS.with_(controller=controller, **more)


def opened_unified(chart: Chart, ingress: IngressProps, **props: Any) -> list[Manifest]:
    """Render a unified pod and its ingress."""
    configuration = add_configuration(chart)
    pod = UnifiedPod(chart, "unified", UnifiedProps(**props), configuration=configuration, ingresses=[ingress])
    StreamingIngress(chart, "ingress", ingress, api=pod)
    return render(chart)


def drain(manifests: list[Manifest], component: str = "api") -> tuple[int, int]:
    """How long pods sleep, and how long they may take to end."""
    command = container(manifests, component)["lifecycle"]["preStop"]["exec"]["command"]
    return int(command[-1]), pod(manifests, component)["terminationGracePeriodSeconds"]


def service_annotations(manifests: list[Manifest]) -> dict[str, str]:
    """The annotations of the API's Service."""
    found: dict[str, str] = the(manifests, "Service")["metadata"].get("annotations", {})
    return found


@pytest.mark.parametrize(
    ("controller", "annotations"),
    [
        (Traefik(), {}),
        (GkeIngress(), {NEG: '{"ingress": true}', "cloud.google.com/backend-config": '{"default": "powersync-api"}'}),
        (Contour(), LIMITS),
        (CONTROLLERS_AT_LEAST["contour-proxy"], LIMITS),
    ],
    ids=lambda value: getattr(value, "type", ""),
)
def test_service_says_what_the_controller_looks_for_there(
    chart: Chart, controller: IngressController, annotations: dict[str, str]
) -> None:
    """Some controllers read the Service, not the Ingress."""
    assert service_annotations(opened(chart, through(controller))) == annotations


def test_backend_config_is_there(chart: Chart) -> None:
    """The Service names the BackendConfig that the controller brings along."""
    made = opened(chart, through(GkeIngress()))

    assert the(made, "BackendConfig")["metadata"]["name"] == "powersync-api"


@pytest.mark.parametrize(
    "api",
    [
        {"service": ServiceProps(annotations={NEG: '{"exposed_ports": {"80": {}}}'})},
        {"metadata": ObjectMetadata(annotations={NEG: '{"exposed_ports": {"80": {}}}'})},
    ],
    ids=["service", "workload"],
)
def test_annotation_of_the_user_on_the_service_wins(chart: Chart, api: dict[str, Any]) -> None:
    """It stays, wherever it was said, and the warning says what it breaks."""
    with pytest.warns(UserWarning, match="keeps the streams of a terminating pod") as warned:
        made = opened(chart, through(GkeIngress()), **api)

    assert (service_annotations(made)[NEG], [str(each.message).partition(": ")[0] for each in warned]) == (
        '{"exposed_ports": {"80": {}}}',
        [f"Service/powersync-api.metadata.annotations.{NEG}"],
    )


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_drain_follows_the_controller(chart: Chart, controller: str) -> None:
    """Pods sleep as long as the controller needs, and have 40 s more to end."""
    seconds = CONTROLLERS_AT_LEAST[controller].drain_seconds

    assert drain(opened(chart, through(CONTROLLERS_AT_LEAST[controller]))) == (seconds, seconds + 40)


@pytest.mark.parametrize(
    ("controllers", "seconds"),
    [
        ((Traefik(),), 20),
        ((ALB,), 30),
        ((GkeIngress(),), 60),
        ((ALB, GkeIngress()), 60),
        ((GkeIngress(), ALB), 60),
        ((ALB, Traefik()), 30),
    ],
    ids=lambda value: "-".join(controller.type for controller in value) if isinstance(value, tuple) else "",
)
def test_slower_controller_counts(chart: Chart, controllers: tuple[IngressController, ...], seconds: int) -> None:
    """Of two controllers, pods wait for the one that takes longer, in whichever order."""
    assert drain(opened(chart, *map(through, controllers))) == (seconds, seconds + 40)


def test_drain_of_pods_with_a_sidecar(chart: Chart) -> None:
    """It is the service's own container that sleeps, whatever stands beside it."""
    made = opened(chart, through(ALB), sidecars=[{"name": "proxy", "image": "registry.example.com/proxy:1.0.0"}])

    assert ("lifecycle" in container(made, "api", "proxy"), drain(made)) == (False, (30, 70))


@pytest.mark.parametrize("seconds", [30, 45])
def test_drain_that_is_given_is_kept(chart: Chart, seconds: int) -> None:
    """It is long enough, and nothing is said of it."""
    assert drain(opened(chart, through(ALB), drain=Drain(sleep_seconds=seconds))) == (seconds, seconds + 40)


def test_drain_that_is_too_short_is_kept_with_a_warning(chart: Chart) -> None:
    """The user's word counts, and its price is told."""
    with pytest.warns(UserWarning, match="pods sleep") as warned:
        made = opened(chart, through(ALB), drain=Drain(sleep_seconds=10))

    line = (
        "Deployment/powersync-api: pods sleep 10 s before they end, and Alb needs 30 s to notice; raise "
        "drain.sleep_seconds, or remove it [ingress-controller]"
    )
    assert (drain(made), [str(each.message) for each in warned]) == ((10, 50), [line])


def test_drain_follows_after_other_props_were_changed(chart: Chart) -> None:
    """What a preset or `with_` leaves alone was not given."""
    props = INSTANCE.with_(topology={"api": {"replicas": 3}}, ingress=INGRESS.with_(controller=ALB))

    PowerSync(chart, "powersync", props)

    assert drain(render(chart)) == (30, 70)


def test_unified_pod_keeps_its_drain(chart: Chart) -> None:
    """It is recreated, so that no other pod could take its streams meanwhile."""
    made = opened_unified(chart, through(ALB))

    assert drain(made, "unified") == (5, 45)


def test_unified_pod_can_follow_the_controller(chart: Chart) -> None:
    """Where the props say None, its place default of 5 s does not hold."""
    made = opened_unified(chart, through(ALB), drain=Drain(sleep_seconds=None))

    assert drain(made, "unified") == (30, 70)


def test_service_of_a_unified_pod_says_what_the_controller_looks_for(chart: Chart) -> None:
    """Ingresses lead to a unified pod as to API pods."""
    made = opened_unified(chart, through(GkeIngress()))

    assert service_annotations(made)["cloud.google.com/backend-config"] == '{"default": "powersync-unified"}'


@pytest.mark.parametrize("controller", [Traefik(), ALB, GkeIngress()], ids=lambda controller: controller.type)
def test_a_drain_without_a_sleep_is_no_drain_given(controller: IngressController) -> None:
    """Props that are equal render the same."""
    made = [
        opened(Chart(App(), "chart", disable_resource_name_hashes=True), through(controller), **api)
        for api in ({}, {"drain": Drain()})
    ]

    assert (ApiProps() == ApiProps(drain=Drain()), made[0] == made[1]) == (True, True)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_an_ingress_changes_nothing_of_the_pods(chart: Chart, controller: str) -> None:
    """What a controller needs of the Service and the pods is there before the ingress is."""
    props = through(CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=[props])
    before = render(chart)

    StreamingIngress(chart, "ingress", props, api=api)

    assert render(chart)[: len(before)] == before


WAY_OUT = "give PowerSyncApi(..., ingresses=[...]), or UnifiedPod, these IngressProps"
REFUSALS = {
    "alb": "Alb needs pods that sleep 30 s before they end, and these sleep 20 s",
    "agic": "Agic needs pods that sleep 90 s before they end, and these sleep 20 s",
    "contour": "Contour needs annotations or policies of the Service",
    "contour-proxy": "ContourProxy needs annotations or policies of the Service",
    "gke": "GkeIngress needs annotations or policies of the Service",
    "kgateway": "Kgateway needs annotations or policies of the Service",
    "aws-gateway": "AwsGateway needs annotations or policies of the Service",
    "gke-gateway": "GkeGateway needs annotations or policies of the Service",
    "azure-gateway": "AzureGateway needs annotations or policies of the Service",
}


@pytest.mark.parametrize("controller", REFUSALS)
def test_an_ingress_that_needs_something_of_the_pods_is_given_to_them(chart: Chart, controller: str) -> None:
    """Pods that were made without its props lack what the controller needs."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    with pytest.raises(ConfigError) as refused:
        StreamingIngress(chart, "ingress", through(CONTROLLERS_AT_LEAST[controller]), api=api)

    assert refused.value.lines == [f"ingress.controller: {REFUSALS[controller]}; {WAY_OUT}"]


@pytest.mark.parametrize("controller", [name for name in CONTROLLERS_AT_LEAST if name not in REFUSALS])
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_an_ingress_that_needs_nothing_of_the_pods_just_works(chart: Chart, controller: str) -> None:
    """It renders the same, whether or not the pods were made with its props."""
    props = through(CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", props, api=api)

    other = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    assert render(chart) == opened(other, props)


def test_a_drain_that_is_given_needs_no_ingress(chart: Chart) -> None:
    """It is long enough, whoever leads to the pods."""
    configuration = add_configuration(chart)
    api = PowerSyncApi(chart, "api", ApiProps(drain=Drain(sleep_seconds=45)), configuration=configuration)
    StreamingIngress(chart, "ingress", through(ALB), api=api)

    assert drain(render(chart)) == (45, 85)


def test_annotation_of_the_user_wins_with_a_warning(chart: Chart) -> None:
    """It says what it breaks, and where."""
    key = "alb.ingress.kubernetes.io/load-balancer-attributes"
    mine = ObjectMetadata(annotations={key: "idle_timeout.timeout_seconds=60"})

    with pytest.warns(UserWarning, match="wins over") as warned:
        made = opened(chart, through(ALB, metadata=mine))

    line = (
        f"Ingress/powersync.metadata.annotations.{key}: 'idle_timeout.timeout_seconds=60' wins over "
        "'idle_timeout.timeout_seconds=3600,routing.http2.enabled=true', by which the ingress controller waits an hour "
        "for the next line; the service sends one every 20 s (sync/util.ts) and speaks HTTP/2 to clients and HTTP/1.1 "
        "to the pods, which know no other; remove it, unless you mean it [ingress-controller]"
    )
    assert (the(made, "Ingress")["metadata"]["annotations"][key], [str(each.message) for each in warned]) == (
        "idle_timeout.timeout_seconds=60",
        [line],
    )


def test_annotation_that_says_the_same_is_no_finding(chart: Chart) -> None:
    """Only what breaks something is told."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        opened(chart, through(Contour()), service=ServiceProps(annotations=LIMITS))

    assert warned == []


def test_end_of_life_is_told(chart: Chart) -> None:
    """Whoever still has ingress-nginx hears of it at each synth."""
    with pytest.warns(UserWarning, match="archived") as warned:
        opened(chart, through(IngressNginx()))

    line = (
        "Ingress/powersync: ingress-nginx is archived and has had no security fixes since March 2026; choose another "
        "controller [ingress-controller]"
    )
    assert [str(each.message) for each in warned] == [line]

"""What an ingress controller changes in the API's Service and pods, and which values of the user override it."""

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

from .manifests import Manifest, add_configuration, container, pod, render, the, with_ingresses

ALB = Alb(certificate_discovery=True)
NEG = "cloud.google.com/neg"
LIMITS = {
    "projectcontour.io/max-connections": "100000",
    "projectcontour.io/max-requests": "100000",
    "projectcontour.io/max-pending-requests": "100000",
}


def ingress_with(controller: IngressController, **more: Any) -> IngressProps:
    """Return the smallest ingress with this controller."""
    return INGRESS.with_(controller=controller, **more)


def render_unified(chart: Chart, ingress: IngressProps, **props: Any) -> list[Manifest]:
    """Render a unified pod and its ingress."""
    configuration = add_configuration(chart)
    pod = UnifiedPod(chart, "unified", UnifiedProps(**props), configuration=configuration, ingresses=[ingress])
    StreamingIngress(chart, "ingress", ingress, api=pod)
    return render(chart)


def drain_of(manifests: list[Manifest], component: str = "api") -> tuple[int, int]:
    """Return the seconds that pods sleep, and the seconds of their grace period."""
    command = container(manifests, component)["lifecycle"]["preStop"]["exec"]["command"]
    return int(command[-1]), pod(manifests, component)["terminationGracePeriodSeconds"]


def service_annotations(manifests: list[Manifest]) -> dict[str, str]:
    """Return the annotations of the API's Service."""
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
def test_service_has_the_annotations_of_the_controller(
    chart: Chart, controller: IngressController, annotations: dict[str, str]
) -> None:
    """The Service has the annotations that some controllers read there, instead of on the Ingress."""
    assert service_annotations(with_ingresses(chart, ingress_with(controller))) == annotations


def test_backend_config_is_created(chart: Chart) -> None:
    """The BackendConfig that the Service names exists."""
    made = with_ingresses(chart, ingress_with(GkeIngress()))

    assert the(made, "BackendConfig")["metadata"]["name"] == "powersync-api"


@pytest.mark.parametrize(
    "api",
    [
        {"service": ServiceProps(annotations={NEG: '{"exposed_ports": {"80": {}}}'})},
        {"metadata": ObjectMetadata(annotations={NEG: '{"exposed_ports": {"80": {}}}'})},
    ],
    ids=["service", "workload"],
)
def test_annotation_of_the_user_on_the_service_is_kept(chart: Chart, api: dict[str, Any]) -> None:
    """An annotation of the user overrides ours, and a warning names what it breaks."""
    with pytest.warns(UserWarning, match="keeps the streams of a terminating pod") as warned:
        made = with_ingresses(chart, ingress_with(GkeIngress()), **api)

    assert (service_annotations(made)[NEG], [str(each.message).partition(": ")[0] for each in warned]) == (
        '{"exposed_ports": {"80": {}}}',
        [f"Service/powersync-api.metadata.annotations.{NEG}"],
    )


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_drain_depends_on_the_controller(chart: Chart, controller: str) -> None:
    """Pods sleep as long as the controller needs, and have 40 s more to terminate."""
    seconds = CONTROLLERS_AT_LEAST[controller].drain_seconds

    assert drain_of(with_ingresses(chart, ingress_with(CONTROLLERS_AT_LEAST[controller]))) == (seconds, seconds + 40)


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
def test_slower_controller_sets_the_drain(
    chart: Chart, controllers: tuple[IngressController, ...], seconds: int
) -> None:
    """With two controllers, pods sleep for the longer time, in either order."""
    assert drain_of(with_ingresses(chart, *map(ingress_with, controllers))) == (seconds, seconds + 40)


def test_drain_of_pods_with_a_sidecar(chart: Chart) -> None:
    """Only the container of the service sleeps, and not a sidecar."""
    made = with_ingresses(
        chart, ingress_with(ALB), sidecars=[{"name": "proxy", "image": "registry.example.com/proxy:1.0.0"}]
    )

    assert ("lifecycle" in container(made, "api", "proxy"), drain_of(made)) == (False, (30, 70))


@pytest.mark.parametrize("seconds", [30, 45])
def test_given_drain_is_kept(chart: Chart, seconds: int) -> None:
    """A given drain that is long enough is kept, without a warning."""
    assert drain_of(with_ingresses(chart, ingress_with(ALB), drain=Drain(sleep_seconds=seconds))) == (
        seconds,
        seconds + 40,
    )


def test_short_drain_is_kept_with_a_warning(chart: Chart) -> None:
    """A given drain that is too short is kept, with a warning."""
    with pytest.warns(UserWarning, match="pods sleep") as warned:
        made = with_ingresses(chart, ingress_with(ALB), drain=Drain(sleep_seconds=10))

    line = (
        "Deployment/powersync-api: pods sleep 10 s before SIGTERM, but Alb needs 30 s to stop sending clients to a "
        "pod; raise drain.sleep_seconds, or remove it [PS701 ingress-controller]"
    )
    assert (drain_of(made), [str(each.message) for each in warned]) == ((10, 50), [line])


def test_drain_depends_on_the_controller_after_other_changes(chart: Chart) -> None:
    """A change of other props leaves the drain to the controller."""
    props = INSTANCE.with_(topology={"api": {"replicas": 3}}, ingress=INGRESS.with_(controller=ALB))

    PowerSync(chart, "powersync", props)

    assert drain_of(render(chart)) == (30, 70)


def test_unified_pod_keeps_its_drain(chart: Chart) -> None:
    """A unified pod keeps its short sleep, because no other pod could take over its streams."""
    made = render_unified(chart, ingress_with(ALB))

    assert drain_of(made, "unified") == (5, 45)


def test_unified_pod_can_use_the_drain_of_the_controller(chart: Chart) -> None:
    """With `sleep_seconds=None`, a unified pod sleeps as long as the controller needs, instead of 5 s."""
    made = render_unified(chart, ingress_with(ALB), drain=Drain(sleep_seconds=None))

    assert drain_of(made, "unified") == (30, 70)


def test_service_of_a_unified_pod_has_the_annotations_of_the_controller(chart: Chart) -> None:
    """The Service of a unified pod names the BackendConfig of the controller."""
    made = render_unified(chart, ingress_with(GkeIngress()))

    assert service_annotations(made)["cloud.google.com/backend-config"] == '{"default": "powersync-unified"}'


@pytest.mark.parametrize("controller", [Traefik(), ALB, GkeIngress()], ids=lambda controller: controller.type)
def test_an_empty_drain_equals_the_default(controller: IngressController) -> None:
    """`Drain()` equals the default, and renders the same manifests."""
    made = [
        with_ingresses(Chart(App(), "chart", disable_resource_name_hashes=True), ingress_with(controller), **api)
        for api in ({}, {"drain": Drain()})
    ]

    assert (ApiProps() == ApiProps(drain=Drain()), made[0] == made[1]) == (True, True)


@pytest.mark.parametrize("controller", CONTROLLERS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_an_ingress_does_not_change_the_pods(chart: Chart, controller: str) -> None:
    """What a controller needs of the Service and the pods is rendered before the ingress is created."""
    props = ingress_with(CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart), ingresses=[props])
    before = render(chart)

    StreamingIngress(chart, "ingress", props, api=api)

    assert render(chart)[: len(before)] == before


WAY_OUT = "pass these IngressProps to PowerSyncApi(..., ingresses=[...]) or UnifiedPod"
REFUSALS = {
    "alb": "Alb needs pods that sleep 30 s before SIGTERM, but these pods sleep 20 s",
    "agic": "Agic needs pods that sleep 90 s before SIGTERM, but these pods sleep 20 s",
    "contour": "Contour needs annotations or policies for the Service",
    "contour-proxy": "ContourProxy needs annotations or policies for the Service",
    "gke": "GkeIngress needs annotations or policies for the Service",
    "kgateway": "Kgateway needs annotations or policies for the Service",
    "aws-gateway": "AwsGateway needs annotations or policies for the Service",
    "gke-gateway": "GkeGateway needs annotations or policies for the Service",
    "azure-gateway": "AzureGateway needs annotations or policies for the Service",
}


@pytest.mark.parametrize("controller", REFUSALS)
def test_an_ingress_is_refused_if_the_pods_lack_what_it_needs(chart: Chart, controller: str) -> None:
    """Pods that were created without the props of the ingress lack what the controller needs."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    with pytest.raises(ConfigError) as refused:
        StreamingIngress(chart, "ingress", ingress_with(CONTROLLERS_AT_LEAST[controller]), api=api)

    assert refused.value.lines == [f"ingress.controller: {REFUSALS[controller]}; {WAY_OUT}"]


@pytest.mark.parametrize("controller", [name for name in CONTROLLERS_AT_LEAST if name not in REFUSALS])
@pytest.mark.filterwarnings("ignore:Ingress/powersync. ingress-nginx is archived")
def test_an_ingress_that_needs_nothing_of_the_pods_is_accepted(chart: Chart, controller: str) -> None:
    """The manifests are the same, whether or not the pods were created with the props of the ingress."""
    props = ingress_with(CONTROLLERS_AT_LEAST[controller])
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", props, api=api)

    other = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    assert render(chart) == with_ingresses(other, props)


def test_an_ingress_is_accepted_if_the_given_drain_is_long_enough(chart: Chart) -> None:
    """Pods with a long enough drain do not need the props of the ingress."""
    configuration = add_configuration(chart)
    api = PowerSyncApi(chart, "api", ApiProps(drain=Drain(sleep_seconds=45)), configuration=configuration)
    StreamingIngress(chart, "ingress", ingress_with(ALB), api=api)

    assert drain_of(render(chart)) == (45, 85)


def test_annotation_of_the_user_overrides_ours_with_a_warning(chart: Chart) -> None:
    """The warning names the annotation and what it breaks."""
    key = "alb.ingress.kubernetes.io/load-balancer-attributes"
    mine = ObjectMetadata(annotations={key: "idle_timeout.timeout_seconds=60"})

    with pytest.warns(UserWarning, match="overrides") as warned:
        made = with_ingresses(chart, ingress_with(ALB, metadata=mine))

    line = (
        f"Ingress/powersync.metadata.annotations.{key}: 'idle_timeout.timeout_seconds=60' overrides "
        "'idle_timeout.timeout_seconds=3600,routing.http2.enabled=true' "
        "(without the override, the ingress controller waits up "
        "to an hour for the next line (the service sends one every 20 s, see sync/util.ts) and uses HTTP/2 with "
        "clients and HTTP/1.1 with the pods, which do not support HTTP/2); remove the annotation if you did not "
        "intend this "
        "[PS701 ingress-controller]"
    )
    assert (the(made, "Ingress")["metadata"]["annotations"][key], [str(each.message) for each in warned]) == (
        "idle_timeout.timeout_seconds=60",
        [line],
    )


def test_annotation_with_the_same_value_is_not_a_finding(chart: Chart) -> None:
    """An annotation of the user that equals ours gives no warning."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with_ingresses(chart, ingress_with(Contour()), service=ServiceProps(annotations=LIMITS))

    assert warned == []


def test_end_of_life_is_a_warning(chart: Chart) -> None:
    """Each synth warns that ingress-nginx is archived."""
    with pytest.warns(UserWarning, match="archived") as warned:
        with_ingresses(chart, ingress_with(IngressNginx()))

    line = (
        "Ingress/powersync: ingress-nginx is archived and has had no security fixes since March 2026; choose another "
        "ingress controller [PS701 ingress-controller]"
    )
    assert [str(each.message) for each in warned] == [line]

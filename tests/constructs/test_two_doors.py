"""Two front doors of one instance: they share the Service and the pods, and no name."""

import pytest
from cdk8s import App, Chart

from powersync_constructs import PowerSync, PowerSyncApi, StreamingIngress, synth
from powersync_constructs.config import ApiProps, EnvoyGateway, GkeGateway, GkeIngress, IngressProps, Parent
from powersync_constructs.config.doors import FrontDoor
from tests.samples.doors import DOORS_AT_LEAST
from tests.samples.instance import INGRESS, INSTANCE

from .manifests import Manifest, add_configuration, label, opened, render


def of_doors(manifests: list[Manifest]) -> list[str]:
    """The objects that doors have brought along: `Ingress/powersync`."""
    found = [manifest for manifest in manifests if label(manifest, "component") == "ingress"]
    return [f"{each['kind']}/{each['metadata']['name']}" for each in found]


@pytest.mark.parametrize("door", DOORS_AT_LEAST)
@pytest.mark.filterwarnings("ignore:Ingress/powersync.*ingress-nginx is archived")
def test_two_doors_share_no_name(chart: Chart, door: str) -> None:
    """Nothing is there twice."""
    made = of_doors(opened(chart, *[INGRESS.with_(door=DOORS_AT_LEAST[door])] * 2))

    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("door", "names"),
    [
        (
            GkeIngress(),
            [
                *("Ingress/powersync", "BackendConfig/powersync-api", "FrontendConfig/powersync"),
                *("Ingress/powersync-internal", "FrontendConfig/powersync-internal"),
            ],
        ),
        (
            GkeGateway(parents=[Parent(name="public")]),
            [
                *("HTTPRoute/powersync", "GCPBackendPolicy/powersync-api", "HealthCheckPolicy/powersync-api"),
                *("GCPTrafficDistributionPolicy/powersync-api", "HTTPRoute/powersync-internal"),
            ],
        ),
        (
            EnvoyGateway(parents=[Parent(name="public")]),
            [
                *("HTTPRoute/powersync", "BackendTrafficPolicy/powersync"),
                *("HTTPRoute/powersync-internal", "BackendTrafficPolicy/powersync-internal"),
            ],
        ),
    ],
    ids=["gke", "gke-gateway", "envoy-gateway"],
)
def test_what_is_the_services_is_there_once(chart: Chart, door: FrontDoor, names: list[str]) -> None:
    """A load balancer refuses two policies of one Service; each route has its own."""
    assert of_doors(opened(chart, *[INGRESS.with_(door=door)] * 2)) == names


def test_two_doors_of_one_name_are_refused(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither is silently left out."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    for host in ("a.example.com", "b.example.com"):
        door = EnvoyGateway(parents=[Parent(name="public")])
        StreamingIngress(chart, host, IngressProps(host=host, door=door), api=api)

    with pytest.raises(SystemExit):
        synth(app)

    assert capsys.readouterr().err.startswith("HTTPRoute/powersync: is there 2 times")


def test_internal_door_of_an_instance(chart: Chart) -> None:
    """The administrators' one stands beside the clients'."""
    props = INSTANCE.with_(
        ingress=INGRESS, internal_ingress=IngressProps(host="powersync.internal", expose_admin_api=True)
    )

    PowerSync(chart, "powersync", props)

    paths = {
        each["metadata"]["name"]: [path["path"] for path in each["spec"]["rules"][0]["http"]["paths"]]
        for each in render(chart)
        if each["kind"] == "Ingress"
    }
    assert paths == {
        "powersync": ["/sync", "/write-checkpoint.json", "/write-checkpoint2.json"],
        "powersync-internal": ["/"],
    }

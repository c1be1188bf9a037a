"""StreamingIngress: the front door."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import PowerSyncApi, StreamingIngress, UnifiedPod
from powersync_constructs.config import ApiProps, IngressProps, Tls, UnifiedProps
from tests.samples.instance import INGRESS

from .manifests import Manifest, add_configuration, label, render, the

_STREAMING = {
    "nginx.ingress.kubernetes.io/proxy-buffering": "off",
    "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
    "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
}


def _ingress(chart: Chart, **changes: Any) -> Manifest:
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", INGRESS.with_(**changes), api=api)
    return the(render(chart), "Ingress", "powersync")


def test_streams_are_neither_buffered_nor_cut(chart: Chart) -> None:
    """The controller hands every line on at once, and waits an hour for the next."""
    assert _ingress(chart)["metadata"]["annotations"] == _STREAMING


def test_host_leads_to_the_service(chart: Chart) -> None:
    """All of the host goes to the Service, whose port is found by its name."""
    backend = {"service": {"name": "powersync-api", "port": {"name": "http"}}}

    assert _ingress(chart)["spec"]["rules"] == [
        {
            "host": "powersync.example.com",
            "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]},
        }
    ]


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({}, "ingressClassName", "nginx"),
        ({"class_name": "public-nginx"}, "ingressClassName", "public-nginx"),
        ({}, "tls", [{"hosts": ["powersync.example.com"], "secretName": "powersync-tls"}]),
        (
            {"tls": Tls(secret_name="certificate")},
            "tls",
            [{"hosts": ["powersync.example.com"], "secretName": "certificate"}],
        ),
        ({"tls": None}, "tls", None),
    ],
)
def test_options(chart: Chart, changes: dict[str, Any], field: str, value: object) -> None:
    """Class and certificate are as given."""
    assert _ingress(chart, **changes)["spec"].get(field) == value


def test_host_of_the_certificate_is_the_host(chart: Chart) -> None:
    """Rule and certificate are of the same host."""
    spec = _ingress(chart, host="sync.example.com")["spec"]

    assert [spec["rules"][0]["host"], *spec["tls"][0]["hosts"]] == ["sync.example.com"] * 2


def test_annotations_of_the_user(chart: Chart) -> None:
    """Annotations are added to ours, and win over them."""
    mine = {"cert-manager.io/cluster-issuer": "letsencrypt", "nginx.ingress.kubernetes.io/proxy-read-timeout": "7200"}

    annotations = _ingress(chart, metadata={"annotations": mine})["metadata"]["annotations"]

    assert annotations == {**_STREAMING, **mine}


def test_labels_of_the_user(chart: Chart) -> None:
    """Labels are added to ours."""
    ingress = _ingress(chart, metadata={"labels": {"example.com/public": "yes"}})

    assert (ingress["metadata"]["labels"]["example.com/public"], label(ingress, "component")) == ("yes", "ingress")


def test_unified_pod_has_a_front_door_too(chart: Chart) -> None:
    """The Ingress leads to whichever pods serve."""
    unified = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))
    StreamingIngress(chart, "ingress", IngressProps(host="powersync.example.com"), api=unified)

    paths = the(render(chart), "Ingress")["spec"]["rules"][0]["http"]["paths"]

    assert paths[0]["backend"]["service"]["name"] == "powersync-unified"

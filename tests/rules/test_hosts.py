"""A host leads to one instance."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.hosts import host_is_of_one_instance

from .manifests import manifest, objects, ours, with_their_labels

INGRESS: dict[str, Any] = {"rules": [{"host": "a.example.com"}]}
ROUTE: dict[str, Any] = {"hostnames": ["b.example.com", "a.example.com"]}
PROXY: dict[str, Any] = {"virtualhost": {"fqdn": "a.example.com"}}


def ingress(kind: str, instance: str, /, *, namespace: str = "sync", **spec: Any) -> Manifest:
    """What leads to an instance."""
    return ours(manifest(kind, instance, namespace=namespace, spec=spec), "ingress", instance)


ONE = ingress("Ingress", "one", **INGRESS)


@pytest.mark.parametrize(
    ("kind", "spec"), [("Ingress", INGRESS), ("HTTPRoute", ROUTE), ("HTTPProxy", PROXY)], ids=lambda part: str(part)[:9]
)
def test_a_host_of_two_instances(kind: str, spec: dict[str, Any]) -> None:
    """Clients must stay on one instance, whatever kind of object leads there."""
    found = [*host_is_of_one_instance(objects(ONE, ingress(kind, "two", **spec)))]

    reason = "a.example.com is the host of Ingress/one too, which belongs to another instance"
    assert found == [Finding("host-of-one-instance", "error", f"{kind}/two", reason, "give each instance its own host")]


def test_instances_of_one_name_in_two_namespaces() -> None:
    """They are two instances."""
    assert len([*host_is_of_one_instance(objects(ONE, ingress("Ingress", "one", namespace="other", **INGRESS)))]) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ingress("HTTPRoute", "one", **ROUTE), id="the-same-instance"),
        pytest.param(manifest("Ingress", "two", spec=INGRESS), id="somebody-elses"),
        pytest.param(with_their_labels(manifest("Ingress", "two", spec=INGRESS)), id="somebody-elses-with-labels"),
        pytest.param(ingress("Ingress", "two", defaultBackend={"service": {"name": "a"}}), id="without-rules"),
        pytest.param(ingress("Ingress", "two", rules=[{"http": {"paths": []}}]), id="without-a-host"),
        pytest.param(ingress("Ingress", "two", rules=[None, {}]), id="without-anything"),
        pytest.param(ingress("HTTPRoute", "two"), id="without-hostnames"),
        pytest.param(ingress("HTTPProxy", "two", virtualhost=None), id="without-a-virtual-host"),
        pytest.param(ingress("Service", "two", **INGRESS), id="another-kind"),
    ],
)
def test_a_host_that_is_not_shared(other: Manifest) -> None:
    """An instance may have two objects for a host, and what is somebody else's is nobody's business."""
    assert [*host_is_of_one_instance(objects(ONE, other))] == []

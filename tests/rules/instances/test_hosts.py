"""A host belongs to one instance."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.instances.hosts import host_is_of_one_instance
from tests.rules.manifests import app, container, finding, manifest, objects, of_instance, with_recommended_labels

INGRESS: dict[str, Any] = {"rules": [{"host": "a.example.com"}]}
ROUTE: dict[str, Any] = {"hostnames": ["b.example.com", "a.example.com"]}
PROXY: dict[str, Any] = {"virtualhost": {"fqdn": "a.example.com"}}
OPENSHIFT: dict[str, Any] = {"host": "a.example.com"}


def ingress(kind: str, instance: str, /, *, namespace: str = "sync", **spec: Any) -> Manifest:
    """Return an object that routes clients to an instance."""
    return of_instance(manifest(kind, instance, namespace=namespace, spec=spec), "ingress", instance)


ONE = ingress("Ingress", "one", **INGRESS)


@pytest.mark.parametrize(
    ("kind", "spec"),
    [("Ingress", INGRESS), ("HTTPRoute", ROUTE), ("HTTPProxy", PROXY), ("Route", OPENSHIFT)],
    ids=lambda part: str(part)[:9],
)
def test_host_of_two_instances_is_reported(kind: str, spec: dict[str, Any]) -> None:
    """Clients must stay on one instance, so a host of two instances is reported for each kind of object."""
    found = host_is_of_one_instance.findings(objects(ONE, ingress(kind, "two", **spec)))

    reason = "uses host a.example.com, which Ingress/one of another instance also uses"
    assert found == [finding("host-of-one-instance", "error", f"{kind}/two", reason, "give each instance its own host")]


def test_host_of_two_namespaces_is_reported() -> None:
    """Instances of the same name in two namespaces are two instances."""
    assert (
        len(host_is_of_one_instance.findings(objects(ONE, ingress("Ingress", "one", namespace="other", **INGRESS))))
        == 1
    )


def test_host_in_upper_case_is_the_same_host() -> None:
    """The case of a host makes no difference."""
    upper = ingress("HTTPProxy", "two", virtualhost={"fqdn": "A.Example.com"})

    assert len(host_is_of_one_instance.findings(objects(ONE, upper))) == 1


def test_host_of_two_charts_is_a_warning() -> None:
    """A host can move from an instance in one chart to an instance in another chart, so this is a warning."""
    found = host_is_of_one_instance.findings(app({"a": [ONE], "b": [ingress("Ingress", "two", **INGRESS)]}))

    reason = "uses host a.example.com, which Ingress/one of another instance in chart 'a' also uses"
    fix = "give each instance its own host"
    assert found == [finding("host-of-one-instance", "warning", "Ingress/two", reason, fix)]


def served_instance(name: str, path: str) -> list[Manifest]:
    """Return an instance of other origin with an Ingress for this path."""
    backend = {"service": {"name": name, "port": {"number": 80}}}
    rules = [{"host": "a.example.com", "http": {"paths": [{"path": path, "backend": backend}]}}]
    made = manifest("Service", name, spec={"selector": {"app": name}, "ports": [{"port": 80}]})
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container("api")]}}
    workload = manifest("Deployment", name, group="apps", spec={"template": template})
    return [manifest("Ingress", name, spec={"rules": rules}), made, workload]


@pytest.mark.parametrize(
    ("one", "two", "findings"),
    [
        ("/orders(/|$)(.*)", "/crm(/|$)(.*)", 0),
        ("/", "/crm", 0),
        ("/orders", "/orders", 1),
        ("/", "/sync", 1),
        ("/*", "/write-checkpoint2.json", 1),
    ],
)
def test_host_with_a_path_prefix_for_each_instance(one: str, two: str, findings: int) -> None:
    """Two instances can share a host if the controller removes the path prefix of each."""
    found = host_is_of_one_instance.findings(objects(*served_instance("one", one), *served_instance("two", two)))

    assert len(found) == findings


def test_host_of_another_application_is_not_of_the_instance() -> None:
    """If one Ingress routes several hosts, an instance uses only the hosts with a path to its Service."""
    shared, *pods = served_instance("one", "/")
    website = {"path": "/", "backend": {"service": {"name": "website"}}}
    rules = [{"host": "b.example.com", "http": {"paths": [website]}}, *shared["spec"]["rules"]]
    other, *other_pods = served_instance("two", "/")
    other["spec"]["rules"][0]["host"] = "b.example.com"

    found = host_is_of_one_instance.findings(objects({**shared, "spec": {"rules": rules}}, *pods, other, *other_pods))

    assert found == []


def test_instance_in_two_charts_keeps_its_host() -> None:
    """An instance may be in two charts, each for its own cluster, behind one host."""
    assert host_is_of_one_instance.findings(app({"a": [ONE], "b": [ONE]})) == []


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ingress("HTTPRoute", "one", **ROUTE), id="same-instance"),
        pytest.param(ingress("Ingress", "two", tls=[{"hosts": ["a.example.com"]}]), id="in-a-certificate-only"),
        pytest.param(manifest("Ingress", "two", spec=INGRESS), id="not-of-an-instance"),
        pytest.param(
            with_recommended_labels(manifest("Ingress", "two", spec=INGRESS)), id="not-of-an-instance-with-labels"
        ),
        pytest.param(ingress("Ingress", "two", defaultBackend={"service": {"name": "a"}}), id="without-rules"),
        pytest.param(ingress("Ingress", "two", rules=[{"http": {"paths": []}}]), id="without-a-host"),
        pytest.param(ingress("Ingress", "two", rules=[None, {}]), id="with-empty-rules"),
        pytest.param(ingress("HTTPRoute", "two"), id="without-hostnames"),
        pytest.param(ingress("HTTPProxy", "two", virtualhost=None), id="without-a-virtual-host"),
        pytest.param(ingress("Service", "two", **INGRESS), id="another-kind"),
    ],
)
def test_host_of_one_instance_is_not_reported(other: Manifest) -> None:
    """Two objects of one instance may have the same host, and objects of no instance are ignored."""
    assert host_is_of_one_instance.findings(objects(ONE, other)) == []

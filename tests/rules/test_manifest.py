"""Manifests of any shape can be read."""

from typing import Any

import pytest

from powersync_constructs.rules._lib.manifest import KubeObject, kube_objects, mapping, mappings, text, texts
from powersync_constructs.rules._lib.objects import Objects
from tests.rules.manifests import manifest, of_instance, with_recommended_labels

SHAPES = [None, True, 1, 0.5, "text", [], [None], {}, {"a": None}]


@pytest.mark.parametrize("document", [None, "", "text", 1, True, [], [{}], {}, {"kind": None}, {"kind": ["Pod"]}])
def test_document_without_a_kind_is_ignored(document: object) -> None:
    """Empty documents and documents without a kind are ignored."""
    assert kube_objects([document]) == []


@pytest.mark.parametrize("field", ["apiVersion", "metadata", "spec", "data"])
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_any_shape_is_read(field: str, shape: object) -> None:
    """Each attribute that rules read exists and has its type, whatever a field contains."""
    read = KubeObject({"kind": "Deployment", field: shape})

    texts: list[Any] = [read.group, read.name, read.namespace, read.instance, read.component, str(read)]
    mappings: list[Any] = [read.metadata, read.labels, read.annotations, read.spec, read.data, read.pod]
    assert all(isinstance(value, str) for value in texts)
    assert all(isinstance(value, dict) for value in [*mappings, *read.containers])


@pytest.mark.parametrize(
    ("kind", "items", "names"),
    [
        pytest.param("List", [manifest("Service", "a"), manifest("Secret", "b")], ["Service/a", "Secret/b"], id="list"),
        pytest.param("ConfigMapList", [manifest("ConfigMap", "a")], ["ConfigMap/a"], id="list-of-a-kind"),
        pytest.param("List", [{"kind": "List", "items": [manifest("Pod", "a")]}], ["Pod/a"], id="list-in-a-list"),
        pytest.param("List", [None, "a", {}], [], id="list-without-objects"),
        pytest.param("List", None, [], id="no-items"),
    ],
)
def test_items_of_a_list_are_read(kind: str, items: object, names: list[str]) -> None:
    """The items of a List are read like separate objects."""
    found = kube_objects([{"apiVersion": "v1", "kind": kind, "items": items}])

    assert [str(each) for each in found] == names


def test_kind_that_ends_with_list_is_an_object() -> None:
    """A custom resource without items is an object, also if its kind ends with List."""
    assert [str(each) for each in kube_objects([manifest("AllowList", "a", spec={})])] == ["AllowList/a"]


@pytest.mark.parametrize(
    ("metadata", "shown"),
    [
        ({"name": "a"}, "Pod/a"),
        ({"generateName": "probe-"}, "Pod/probe-"),
        ({}, "Pod/?"),
        ({"name": 7}, "Pod/?"),
        (None, "Pod/?"),
    ],
)
def test_an_object_is_shown_by_kind_and_name(metadata: object, shown: str) -> None:
    """An object is shown as its kind and its name, or `generateName` if it has no name."""
    assert str(KubeObject({"kind": "Pod", "metadata": metadata})) == shown


def test_label_of_the_library_identifies_an_instance() -> None:
    """The label of the library identifies an object of an instance, and its component is then read."""
    made = KubeObject(of_instance(manifest("Service", "a"), "api", "app"))

    assert (made.instance, made.component, made.instance_id) == ("app", "api", ("sync", "app"))


def test_recommended_labels_identify_no_instance() -> None:
    """Any object may have the labels that Kubernetes recommends, so they do not identify an instance."""
    made = KubeObject(with_recommended_labels(manifest("Service", "a")))

    assert (made.instance, made.component) == ("", "")


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (mapping({"a": {"b": {"c": 1}}}, "a", "b"), {"c": 1}),
        (mapping({"a": 1}, "a", "b"), {}),
        (mapping({"a": None}, "a"), {}),
        (mapping(None), {}),
        ([*mappings({"a": [{"b": 1}, None, "c"]}, "a")], [{"b": 1}]),
        ([*mappings({"a": "text"}, "a")], []),
        ([*mappings([{"b": 1}])], [{"b": 1}]),
        ([*mappings(None, "a")], []),
        (text("a"), "a"),
        (text(["a"]), ""),
        (texts({"a": "b", "c": 1, 2: "d"}), {"a": "b"}),
        (texts("ab"), {}),
    ],
)
def test_missing_part_is_empty(read: object, expected: object) -> None:
    """A part that is missing, or has another type, is read as an empty value."""
    assert read == expected


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("Deployment", {"template": {"spec": {"initContainers": [{"name": "a"}], "containers": [{"name": "b"}]}}}),
        (
            "CronJob",
            {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"name": "a"}, None, {"name": "b"}]}}}}},
        ),
    ],
)
def test_containers_of_the_pods(kind: str, spec: object) -> None:
    """Init containers come before the other containers."""
    made = KubeObject({"kind": kind, "spec": spec})

    assert [container["name"] for container in made.containers] == ["a", "b"]


def test_objects_have_the_last_one() -> None:
    """`last` is the object that a rule read last, also if the rule reads all objects more than once."""
    objects = Objects(kube_objects([manifest("Pod", "a"), manifest("Pod", "b")]))
    list(objects)
    next(iter(objects))

    assert str(objects.last) == "Pod/a"

"""Manifests are read whatever their shape."""

from typing import Any

import pytest

from powersync_constructs.rules._manifest import KubeObject, Watched, kube_objects, mapping, mappings, text, texts

from .manifests import manifest, ours, with_their_labels

SHAPES = [None, True, 1, 0.5, "text", [], [None], {}, {"a": None}]


@pytest.mark.parametrize("document", [None, "", "text", 1, True, [], [{}], {}, {"kind": None}, {"kind": ["Pod"]}])
def test_no_object(document: object) -> None:
    """Empty documents and what has no kind are left out."""
    assert kube_objects([document]) == []


@pytest.mark.parametrize("field", ["apiVersion", "metadata", "spec", "data"])
@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_any_shape_is_read(field: str, shape: object) -> None:
    """Whatever stands in a field, all that rules ask for is there, and of its own type."""
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
        pytest.param("List", [None, "a", {}], [], id="list-of-nothing"),
        pytest.param("List", None, [], id="no-items"),
    ],
)
def test_a_list_is_its_items(kind: str, items: object, names: list[str]) -> None:
    """What stands in a List is looked at like what stands alone."""
    found = kube_objects([{"apiVersion": "v1", "kind": kind, "items": items}])

    assert [str(each) for each in found] == names


def test_a_kind_may_end_like_a_list() -> None:
    """A custom resource without items is an object."""
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
    """The name may be the API server's to generate."""
    assert str(KubeObject({"kind": "Pod", "metadata": metadata})) == shown


def test_ours_is_known_by_our_label() -> None:
    """The part of an instance is told by it, too."""
    made = KubeObject(ours(manifest("Service", "a"), "api", "app"))

    assert (made.instance, made.component, made.instance_id) == ("app", "api", ("sync", "app"))


def test_their_labels_make_nothing_ours() -> None:
    """Anybody may set the labels that Kubernetes recommends."""
    made = KubeObject(with_their_labels(manifest("Service", "a")))

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
def test_what_is_missing_is_empty(read: object, expected: object) -> None:
    """So that nobody who reads has to ask first."""
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
    """Those that start first come first."""
    made = KubeObject({"kind": kind, "spec": spec})

    assert [container["name"] for container in made.containers] == ["a", "b"]


def test_watched_objects_tell_the_last_one() -> None:
    """Also where a rule goes over them more than once."""
    watched = Watched(kube_objects([manifest("Pod", "a"), manifest("Pod", "b")]))
    list(watched)
    next(iter(watched))

    assert str(watched.last) == "Pod/a"

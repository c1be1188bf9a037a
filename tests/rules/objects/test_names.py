"""Names are unique in a chart, and charts for one cluster have no names in common."""

from collections.abc import Callable
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.objects.names import charts_share_no_names, names_are_unique
from tests.rules.manifests import app, finding, manifest, objects, of_instance, part


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([manifest("Service", "a"), manifest("Service", "b")], id="other-names"),
        pytest.param([manifest("Service", "a"), manifest("Deployment", "a")], id="other-kinds"),
        pytest.param([manifest("Ingress", "a"), manifest("Ingress", "a", group="example.com")], id="other-groups"),
        pytest.param([manifest("Service", "a"), manifest("Service", "a", namespace="b")], id="other-namespaces"),
        pytest.param([manifest("Service", "a"), manifest("Service", "a", namespace=None)], id="no-namespace"),
        pytest.param([{"kind": "Pod", "metadata": {"generateName": "a-"}}] * 2, id="generated"),
        pytest.param([manifest("Namespace", "a"), manifest("Namespace", "a")], id="equal-objects-of-no-instance"),
    ],
)
def test_unique_names_are_not_reported(manifests: list[Manifest]) -> None:
    """Group, kind, namespace and name together identify an object."""
    assert names_are_unique.findings(objects(*manifests)) == []


@pytest.mark.parametrize(
    ("made", "who"),
    [(of_instance, "each instance its own"), (lambda other: other, "one of them another")],
    ids=["of-an-instance", "of-no-instance"],
)
@pytest.mark.parametrize(("times", "words"), [(2, "twice"), (3, "3 times")])
def test_duplicate_name_is_reported_once(
    made: Callable[[Manifest], Manifest], who: str, times: int, words: str
) -> None:
    """A name gives one finding, however often it is defined; another version of a group is the same group."""
    twins = [made(manifest("Deployment", "a", group="apps")) for _ in range(times - 1)]
    older = {**twins[0], "apiVersion": "apps/v1beta1"}

    found = names_are_unique.findings(objects(*twins, manifest("Deployment", "b", group="apps"), older))

    reason = f"is defined {words}, and only the last one applied would remain"
    assert found == [finding("unique-names", "error", "Deployment/a", reason, f"give {who} name")]


def test_duplicate_name_in_a_list_is_reported() -> None:
    """The items of a List are checked like other objects."""
    twins = {"kind": "List", "items": [of_instance(manifest("Service", "a"))] * 2}

    assert len(names_are_unique.findings(objects(twins))) == 1


def test_secret_that_two_instances_map_is_reported() -> None:
    """An ExternalSecret has the name of its Secret, so two instances that map one Secret conflict."""
    specs: list[dict[str, Any]] = [{"data": []}, {}]
    twins = [manifest("ExternalSecret", "a", group="external-secrets.io", spec=spec) for spec in specs]

    assert [finding.fix for finding in names_are_unique.findings(objects(*twins))] == [
        "map the Secret in one instance, with all its keys"
    ]


BOTH = "if both charts are for one cluster, change the namespace of one chart or the name of its instance"


def test_instance_in_two_charts_is_a_warning() -> None:
    """The charts may be for two clusters, so one warning covers all objects of the instance."""
    instance = [part("Service", "api"), part("Deployment", "api", group="apps")]

    found = charts_share_no_names.findings(app({"staging": instance, "production": instance}))

    reason = "is defined in chart 'staging' and in chart 'production', and so is 1 more object of instance 'app'"
    assert found == [finding("charts-share-no-names", "warning", "Service/app-api", reason, BOTH)]


def test_single_object_in_two_charts_is_a_warning() -> None:
    """If the charts share only one object, the warning names no others."""
    [found] = charts_share_no_names.findings(app({"a": [part("Service", "api")], "b": [part("Service", "api")]}))

    assert found.reason == "is defined in chart 'a' and in chart 'b'"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([part("Service", "api", namespace="b")], id="another-namespace"),
        pytest.param([part("Service", "api", "b")], id="another-instance"),
        pytest.param([part("Deployment", "api", group="apps")], id="another-kind"),
    ],
)
def test_charts_without_a_common_name_are_not_reported(other: list[Any]) -> None:
    """An instance may have objects in several charts."""
    assert charts_share_no_names.findings(app({"a": [part("Service", "api")], "b": other})) == []


def test_objects_of_no_instance_in_two_charts_are_not_reported() -> None:
    """Objects of no instance may have the same name in two charts."""
    assert charts_share_no_names.findings(app({"a": [manifest("Service", "a")], "b": [manifest("Service", "a")]})) == []

"""Names are unique in a chart, and charts for one cluster share none."""

from collections.abc import Callable
from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest, check
from powersync_constructs.rules.names import names_are_unique

from .manifests import manifest, objects, ours, part


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
    ],
)
def test_names_that_are_unique(manifests: list[Manifest]) -> None:
    """Group, kind, namespace and name tell objects apart."""
    assert [*names_are_unique(objects(*manifests))] == []


@pytest.mark.parametrize(
    ("made", "who"), [(ours, "each instance"), (lambda other: other, "one of them")], ids=["ours", "others"]
)
@pytest.mark.parametrize(("times", "words"), [(2, "twice"), (3, "3 times")])
def test_a_name_that_is_defined_again(made: Callable[[Manifest], Manifest], who: str, times: int, words: str) -> None:
    """One finding for one name, however often it is there; another version of the group is no other object."""
    twins = [made(manifest("Deployment", "a", group="apps")) for _ in range(times - 1)]
    older = {**twins[0], "apiVersion": "apps/v1beta1"}

    found = [*names_are_unique(objects(*twins, manifest("Deployment", "b", group="apps"), older))]

    reason = f"is defined {words}, and only the last one would be left"
    assert found == [Finding("unique-names", "error", "Deployment/a", reason, f"give {who} another name")]


def test_a_name_in_a_list() -> None:
    """The objects of a List count like others."""
    twins = {"kind": "List", "items": [manifest("Service", "a")] * 2}

    assert len([*names_are_unique(objects(twins))]) == 1


def test_a_secret_that_two_instances_map() -> None:
    """Its ExternalSecret is named as the Secret, whatever the instances are called."""
    twins = [manifest("ExternalSecret", "a", group="external-secrets.io") for _ in range(2)]

    assert [finding.fix for finding in names_are_unique(objects(*twins))] == [
        "map the Secret in one instance, with all its keys"
    ]


BOTH = "if both charts are for one cluster, give one of them another namespace or its instance another name"


def test_charts_that_share_an_instance() -> None:
    """They may be for two clusters, so that it is a warning: one for all objects of the instance."""
    instance = [part("Service", "api"), part("Deployment", "api", group="apps")]

    found = check({"staging": instance, "production": instance})

    reason = "is defined in chart 'staging' and in chart 'production', as is 1 more of instance 'app'"
    assert found == [Finding("charts-share-no-names", "warning", "Service/app-api", reason, BOTH)]


def test_charts_that_share_an_object() -> None:
    """Nothing more is said where it is the only one."""
    [found] = check({"a": [part("Service", "api")], "b": [part("Service", "api")]})

    assert found.reason == "is defined in chart 'a' and in chart 'b'"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([part("Service", "api", namespace="b")], id="another-namespace"),
        pytest.param([part("Service", "api", "b")], id="another-instance"),
        pytest.param([part("Deployment", "api", group="apps")], id="another-kind"),
    ],
)
def test_charts_that_share_nothing(other: list[Any]) -> None:
    """An instance may be spread over several charts."""
    assert check({"a": [part("Service", "api")], "b": other}) == []


def test_charts_may_share_what_is_somebody_elses() -> None:
    """Whether it is for one cluster is nobody's business."""
    assert check({"a": [manifest("Service", "a")], "b": [manifest("Service", "a")]}) == []

"""What alerts look at: one instance alone, however its neighbours in the namespace are called."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from cdk8s import App, Chart

from powersync_constructs.config import ApiProps, Split
from powersync_constructs.config.configuration import LONGEST_NAME
from powersync_constructs.constructs._monitoring.promql import pods_of
from tests.samples.instance import INSTANCE
from tests.samples.monitoring import MONITORING

from .alerts import AUTOSCALED, rules
from .manifests import Manifest, instance, monitored

HOSTILE = ["a", "a-api", "a-replication", "a-unified", "a-compact", "a-api-bcd", "a-api-0", "a" * LONGEST_NAME]
"""Names of instances in one namespace, which objects of others begin with."""
TEMPLATES = ["6d4cf56db9", "bcdfghjklm", "nqrstvwxz2", "7"]
"""Hashes of pod templates, of all letters that there are, and a short one."""


class Selector(NamedTuple):
    """One series in an expression, with what its labels must be."""

    series: str
    equal: dict[str, str]
    pattern: dict[str, str]

    def takes(self, **labels: str) -> bool:
        """Whether it takes a series with these labels; others it does not ask for."""
        equal = all(value == labels.get(name, value) for name, value in self.equal.items())
        return equal and all(re.fullmatch(regex, labels.get(name, "")) for name, regex in self.pattern.items())


def selectors(expression: str) -> Iterator[Selector]:
    """Every series that an expression asks for."""
    for series, matchers in re.findall(r"([a-z_]+)\{([^}]*)\}", expression):
        found = re.findall(r'(\w+)(=~?)"([^"]*)"', matchers)
        equal = {name: value for name, how, value in found if how == "="}
        yield Selector(series, equal, {name: value for name, how, value in found if how == "=~"})


def pods(deployment: str) -> list[str]:
    """What Kubernetes calls the pods of a Deployment (apimachinery, names/generate.go)."""
    return [f"{f'{deployment}-{template}-'[:58]}{end}" for template, end in product(TEMPLATES, ["bcdfg", "98765"])]


def labels_of(manifest: Manifest) -> list[dict[str, str]]:
    """The labels by which the series of an object, and of its pods and Jobs, are told apart."""
    kind, name = manifest["kind"], manifest["metadata"]["name"]
    match kind:
        case "Deployment":
            return [{"deployment": name}, *({"pod": pod} for pod in pods(name))]
        case "CronJob":
            job = f"{name}-29012345"
            return [{"cronjob": name}, {"job_name": job}, {"pod": f"{f'{job}-'[:58]}bcdfg"}]
        case "Job":
            return [{"job_name": name}, {"pod": f"{f'{name}-'[:58]}bcdfg"}]
        case "HorizontalPodAutoscaler":
            return [{"horizontalpodautoscaler": name}]
    return []


@pytest.fixture(scope="module")
def neighbours() -> dict[str, list[Manifest]]:
    """Instances with hostile names in one namespace, all of them watched."""
    props = INSTANCE.with_(monitoring=MONITORING, topology=Split(api=ApiProps(**AUTOSCALED)))
    return {name: instance(Chart(App(), name, namespace="sync"), props, name) for name in HOSTILE}


@pytest.mark.parametrize("name", HOSTILE)
def test_alerts_look_at_their_own_instance_alone(neighbours: dict[str, list[Manifest]], name: str) -> None:
    """No series of a neighbour in the namespace is asked for, however the neighbour is called."""
    asked = [each for rule in rules(neighbours[name]) for each in selectors(rule["expr"])]
    others = [labels for other in HOSTILE if other != name for each in neighbours[other] for labels in labels_of(each)]

    assert [
        (each, labels) for each in asked for labels in others if each.takes(**labels) and is_asked(each, labels)
    ] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_alerts_find_their_own_instance(neighbours: dict[str, list[Manifest]], name: str) -> None:
    """Everything that is asked for is there: each name is that of an object, and each expression of pods takes some."""
    asked = [each for rule in rules(neighbours[name]) for each in selectors(rule["expr"])]
    own = [labels for each in neighbours[name] for labels in labels_of(each)]

    assert [each for each in asked if not any(each.takes(**labels) and is_asked(each, labels) for labels in own)] == []


def is_asked(selector: Selector, labels: dict[str, str]) -> bool:
    """Whether a selector asks for the kind of object that the labels are of."""
    return bool(labels.keys() & (selector.equal.keys() | selector.pattern.keys()))


@pytest.mark.parametrize(("mine", "other"), list(product(HOSTILE, HOSTILE)))
def test_no_two_deployments_share_a_pod(mine: str, other: str) -> None:
    """The expression of a Deployment's pods takes none of another one, be it of another instance or of its own."""
    deployments = [f"{other}-{part}" for part in ("api", "replication", "unified")]

    taken = {each for each in deployments for pod in pods(each) if re.fullmatch(pods_of(f"{mine}-api"), pod)}
    assert taken - {f"{mine}-api"} == set()


@pytest.mark.parametrize("deployment", [f"{name}-{part}" for name in HOSTILE for part in ("api", "replication")])
def test_all_pods_are_taken(deployment: str) -> None:
    """Also those whose names were too long, and were cut."""
    assert [pod for pod in pods(deployment) if not re.fullmatch(pods_of(deployment), pod)] == []


def test_every_series_is_of_one_namespace(chart: Chart) -> None:
    """Two instances of one name, in two namespaces, are two instances."""
    made = rules(monitored(chart, MONITORING, **AUTOSCALED))

    asked = [each for rule in made for each in selectors(rule["expr"])]
    assert {each.equal.get("namespace") for each in asked} == {"sync"}


def test_no_series_is_asked_for_without_labels(chart: Chart) -> None:
    """Nothing but functions, and words of the language, stands outside of the selectors."""
    made = rules(monitored(chart, MONITORING, **AUTOSCALED))

    bare = {
        name for rule in made for name in re.findall(r"\b(?:powersync|kube|prober)\w+\b(?!\{)", outside(rule["expr"]))
    }
    assert bare == set()


def outside(expression: str) -> str:
    """An expression without what stands in quotes."""
    return re.sub(r'"[^"]*"', '""', expression)

"""The alerts of an instance select its own series only, whatever the names of other instances are."""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from cdk8s import App, Chart

from powersync_constructs.config import ApiProps, Split
from powersync_constructs.config.configuration import LONGEST_NAME
from powersync_constructs.constructs._monitoring.promql import pod_name_pattern
from tests.samples.instance import INSTANCE
from tests.samples.monitoring import MONITORING

from .alerts import AUTOSCALED, rules
from .manifests import Manifest, instance, monitored

HOSTILE = ["a", "a-api", "a-replication", "a-unified", "a-compact", "a-api-bcd", "a-api-0", "a" * LONGEST_NAME]
"""Names of instances in one namespace, chosen so that object names of one instance begin with the names of others."""
TEMPLATES = ["6d4cf56db9", "bcdfghjklm", "nqrstvwxz2", "7"]
"""Pod template hashes that contain every possible character, and a short one."""

FAILED = {"outcome": "error"}
"""The label that the service sets on the counters of failed connections, which an alert selects."""


class Selector(NamedTuple):
    """One series selector of an expression."""

    series: str
    equal: dict[str, str]
    pattern: dict[str, str]

    def matches(self, **labels: str) -> bool:
        """Return whether the selector matches a series with these labels, without equality matchers on other labels."""
        equal = all(value == labels.get(name, value) for name, value in self.equal.items())
        return equal and all(re.fullmatch(regex, labels.get(name, "")) for name, regex in self.pattern.items())


def selectors(expression: str) -> Iterator[Selector]:
    """Yield every series selector of an expression."""
    for series, matchers in re.findall(r"([a-z_]+)\{([^}]*)\}", expression):
        found = re.findall(r'(\w+)(=~?)"([^"]*)"', matchers)
        equal = {name: value for name, how, value in found if how == "="}
        yield Selector(series, equal, {name: value for name, how, value in found if how == "=~"})


def pods(deployment: str) -> list[str]:
    """Return possible pod names of a Deployment (apimachinery, names/generate.go)."""
    return [f"{f'{deployment}-{template}-'[:58]}{end}" for template, end in product(TEMPLATES, ["bcdfg", "98765"])]


def labels_of(manifest: Manifest) -> list[dict[str, str]]:
    """Return the labels that identify the series of an object and of its pods and Jobs."""
    kind, name = manifest["kind"], manifest["metadata"]["name"]
    match kind:
        case "Deployment":
            return [{"deployment": name}, *({"pod": pod, **FAILED} for pod in pods(name))]
        case "CronJob":
            job = f"{name}-29012345"
            return [{"cronjob": name}, {"job_name": job}, {"pod": f"{f'{job}-'[:58]}bcdfg"}]
        case "Job":
            return [{"job_name": name}, {"pod": f"{f'{name}-'[:58]}bcdfg"}]
        case "HorizontalPodAutoscaler":
            return [{"horizontalpodautoscaler": name}]
    return []


@pytest.fixture(scope="module")
def instances() -> dict[str, list[Manifest]]:
    """The monitored instances with the hostile names, in one namespace."""
    props = INSTANCE.with_(monitoring=MONITORING, topology=Split(api=ApiProps(**AUTOSCALED)))
    return {name: instance(Chart(App(), name, namespace="sync"), props, name) for name in HOSTILE}


@pytest.mark.parametrize("name", HOSTILE)
def test_alerts_do_not_select_series_of_other_instances(instances: dict[str, list[Manifest]], name: str) -> None:
    """No selector matches a series of another instance in the namespace."""
    selected = [each for rule in rules(instances[name]) for each in selectors(rule["expr"])]
    others = [labels for other in HOSTILE if other != name for each in instances[other] for labels in labels_of(each)]

    assert [
        (each, labels) for each in selected for labels in others if each.matches(**labels) and concerns(each, labels)
    ] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_alerts_select_series_of_their_own_instance(instances: dict[str, list[Manifest]], name: str) -> None:
    """Every selector matches at least one object of the instance."""
    selected = [each for rule in rules(instances[name]) for each in selectors(rule["expr"])]
    own = [labels for each in instances[name] for labels in labels_of(each)]

    assert [
        each for each in selected if not any(each.matches(**labels) and concerns(each, labels) for labels in own)
    ] == []


def concerns(selector: Selector, labels: dict[str, str]) -> bool:
    """Return whether a selector selects the kind of object that the labels identify."""
    return bool(labels.keys() & (selector.equal.keys() | selector.pattern.keys()))


@pytest.mark.parametrize(("mine", "other"), list(product(HOSTILE, HOSTILE)))
def test_no_two_deployments_share_a_pod(mine: str, other: str) -> None:
    """The pod name pattern of a Deployment does not match the pods of any other Deployment."""
    deployments = [f"{other}-{part}" for part in ("api", "replication", "unified")]

    matched = {each for each in deployments for pod in pods(each) if re.fullmatch(pod_name_pattern(f"{mine}-api"), pod)}
    assert matched - {f"{mine}-api"} == set()


@pytest.mark.parametrize("deployment", [f"{name}-{part}" for name in HOSTILE for part in ("api", "replication")])
def test_the_pattern_matches_all_pods_of_its_deployment(deployment: str) -> None:
    """The pod name pattern also matches pods whose names Kubernetes shortened."""
    assert [pod for pod in pods(deployment) if not re.fullmatch(pod_name_pattern(deployment), pod)] == []


def test_every_series_is_of_one_namespace(chart: Chart) -> None:
    """Every selector has the namespace, so instances of the same name in two namespaces are distinct."""
    made = rules(monitored(chart, MONITORING, **AUTOSCALED))

    selected = [each for rule in made for each in selectors(rule["expr"])]
    assert {each.equal.get("namespace") for each in selected} == {"sync"}


def test_no_series_is_selected_without_labels(chart: Chart) -> None:
    """Outside of the selectors, an expression contains no series names."""
    made = rules(monitored(chart, MONITORING, **AUTOSCALED))

    bare = {
        name
        for rule in made
        for name in re.findall(r"\b(?:powersync|kube|prober)\w+\b(?!\{)", without_quoted_text(rule["expr"]))
    }
    assert bare == set()


def without_quoted_text(expression: str) -> str:
    """Return an expression with empty quotes."""
    return re.sub(r'"[^"]*"', '""', expression)

"""The pages of docs/: one for each alert, with commands that name what there is, and the table of all of them."""

import re
from pathlib import Path

import pytest
from cdk8s import Chart

from powersync_constructs.config import Unified
from powersync_constructs.config.alerts import ALERTS
from tests.samples.instance import INSTANCE
from tests.samples.monitoring import MONITORING

from .alerts import AUTOSCALED, names
from .manifests import instance, label, monitored

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted((DOCS / "runbooks").glob("*.md"))
KINDS = {"deployment": "Deployment", "cronjob": "CronJob", "job": "Job", "hpa": "HorizontalPodAutoscaler"}
"""What kubectl calls the kinds in the pages."""


def test_every_alert_has_its_page_and_every_page_its_alert() -> None:
    """None is forgotten, and none is left over."""
    assert {page.stem for page in PAGES} == set(ALERTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_names_real_objects(chart: Chart, page: Path) -> None:
    """What stands as `<instance>-…` in its commands is an object of an instance, and of the kind that is said."""
    made = monitored(chart, MONITORING, **AUTOSCALED)
    names = {each["kind"]: re.sub(r"-[0-9a-f]{10}$", "-<hash>", each["metadata"]["name"]) for each in made}
    real = {(kind, names[KINDS[kind]]) for kind in KINDS} | {("deployment", "powersync-api")}

    text = commands(page.read_text(encoding="utf-8").replace("<instance>", "powersync"))
    named = re.findall(r"\b(\w+)[/ ](powersync-[a-z]+(?:-<hash>)?)(?![-\w.])", text)
    assert set(named) - real == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_selects_real_components(chart: Chart, page: Path) -> None:
    """What stands as `component=…` in it is on objects of an instance, split or unified."""
    real = {label(each, "component") for each in monitored(chart, MONITORING)} | {"unified"}

    asked = re.findall(r"app.kubernetes.io/component=(\w+)", page.read_text(encoding="utf-8"))
    assert set(asked) - real == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_name_the_namespace(page: Path) -> None:
    """Nobody who is woken up should have to think of it; manifests that are applied say it themselves."""
    typed = re.findall(r"kubectl (?!apply).*", commands(page.read_text(encoding="utf-8")))

    assert [line for line in typed if not line.startswith("kubectl -n <namespace> ")] == []


def test_pages_know_unified_instances(chart: Chart) -> None:
    """A page of an alert that they have too says what stands for the Deployments that they lack."""
    raised = names(instance(chart, INSTANCE.with_(monitoring=MONITORING, topology=Unified())))
    texts = {page.stem: page.read_text(encoding="utf-8") for page in PAGES if page.stem in raised}

    lacking = {name for name, text in texts.items() if re.search("<instance>-(api|replication)|component=api", text)}
    assert [name for name in lacking if "unified instance" not in texts[name]] == []


def commands(text: str) -> str:
    """What is to be typed: the blocks of a page."""
    return "\n".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))


def test_the_table_of_alerts_is_complete() -> None:
    """Each alert stands there once, with its severities, and links to its page."""
    text = (DOCS / "monitoring.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| \[(\w+)\]\(runbooks/(\w+)\.md\) \| ([^|]+) \|", text, re.MULTILINE)
    levels = {(name, level) for name, levels in ALERTS.items() for level in levels}

    said = {(name, severity) for name, page, severities in table if name == page for severity in severities.split(", ")}
    assert said == levels

"""The runbooks: one page per alert with valid commands, and the table of alerts in docs/monitoring.md."""

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
"""The kinds by the names that the kubectl commands use."""


def test_every_alert_has_a_page() -> None:
    """Every alert has a page, and every page has an alert."""
    assert {page.stem for page in PAGES} == set(ALERTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_name_existing_objects(chart: Chart, page: Path) -> None:
    """Every `<instance>-…` in the commands is an object of an instance, with the kind that the command uses."""
    made = monitored(chart, MONITORING, **AUTOSCALED)
    names = {each["kind"]: re.sub(r"-[0-9a-f]{10}$", "-<hash>", each["metadata"]["name"]) for each in made}
    real = {(kind, names[KINDS[kind]]) for kind in KINDS} | {("deployment", "powersync-api")}

    text = commands(page.read_text(encoding="utf-8").replace("<instance>", "powersync"))
    named = re.findall(r"\b(\w+)[/ ](powersync-[a-z]+(?:-<hash>)?)(?![-\w./])", text)
    assert set(named) - real == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_select_existing_components(chart: Chart, page: Path) -> None:
    """Every `component=…` in a page is a label of an object of a split or a unified instance."""
    real = {label(each, "component") for each in monitored(chart, MONITORING)} | {"unified"}

    selected = re.findall(r"app.kubernetes.io/component=(\w+)", page.read_text(encoding="utf-8"))
    assert set(selected) - real == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_name_the_namespace(page: Path) -> None:
    """Every kubectl command has the namespace option, except `kubectl apply`, whose manifests contain the namespace."""
    lines = re.findall(r"kubectl (?!apply).*", commands(page.read_text(encoding="utf-8")))

    assert [line for line in lines if not line.startswith("kubectl -n <namespace> ")] == []


def test_pages_mention_unified_instances(chart: Chart) -> None:
    """A page that names the API or the replicators also covers unified instances, if they have the alert."""
    unified = names(instance(chart, INSTANCE.with_(monitoring=MONITORING, topology=Unified())))
    texts = {page.stem: page.read_text(encoding="utf-8") for page in PAGES if page.stem in unified}

    lacking = {name for name, text in texts.items() if re.search("<instance>-(api|replication)|component=api", text)}
    assert [name for name in lacking if "unified instance" not in texts[name]] == []


def commands(text: str) -> str:
    """Return the command blocks of a page."""
    return "\n".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))


def test_the_table_of_alerts_is_complete() -> None:
    """The table lists each alert once, with its levels and a link to its page."""
    text = (DOCS / "monitoring.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| \[(\w+)\]\(runbooks/(\w+)\.md\) \| ([^|]+) \|", text, re.MULTILINE)
    levels = {(name, level) for name, levels in ALERTS.items() for level in levels}

    listed = {
        (name, severity) for name, page, severities in table if name == page for severity in severities.split(", ")
    }
    assert listed == levels

"""A change rolls the workloads that read what has changed, and no others."""

from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs.config import Image, SyncConfig
from tests.samples.configuration import SYNC_CONFIG

from .manifests import gated, pod_templates, workload

_OTHER_SYNC_CONFIG = SyncConfig.from_text(f"{SYNC_CONFIG.text}\n")
_ALL = {"api", "replication", "compact", "migrate"}


def _rolled(**changes: Any) -> set[str | None]:
    before = dict(pod_templates(gated(Chart(App(), "chart", namespace="sync"))))
    after = dict(pod_templates(gated(Chart(App(), "chart", namespace="sync"), **changes)))
    return {component for component, template in after.items() if template != before[component]}


@pytest.mark.parametrize(
    ("changes", "rolled"),
    [
        ({}, set()),
        ({"sync_config": _OTHER_SYNC_CONFIG}, {"replication"}),
        ({"service": {"api": {"parameters": {"max_concurrent_connections": 300}}}}, _ALL),
        ({"service": {"storage": {"max_pool_size": 20}}}, _ALL),
        ({"image": Image(tag="1.27.2")}, _ALL),
        ({"metadata": {"annotations": {"example.com/owner": "sync"}}}, set()),
        ({"metadata": {"pod_annotations": {"example.com/owner": "sync"}}}, _ALL),
    ],
    ids=["nothing", "sync-config", "service-yaml", "storage", "image", "annotations", "pod-annotations"],
)
def test_change_rolls_its_readers(changes: dict[str, Any], rolled: set[str]) -> None:
    """A change of the configuration replaces exactly the pods that read it when they start."""
    assert _rolled(**changes) == rolled


@pytest.mark.parametrize(
    ("component", "reads"),
    [("api", False), ("compact", False), ("migrate", False), ("replication", True), ("unified", True)],
)
def test_sync_config_is_mounted_where_it_is_read(chart: Chart, component: str, reads: bool) -> None:
    """Only pods that replicate mount the sync config."""
    template = dict(pod_templates(workload(chart, component)))[component]

    mounted = {mount["name"] for found in template["spec"]["containers"] for mount in found["volumeMounts"]}

    assert ("sync-config" in mounted) is reads

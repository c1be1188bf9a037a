"""Equal props render equal manifests, and two instances share no object."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cdk8s import App, Chart

from powersync_constructs import PowerSync
from powersync_constructs.config import PowerSyncProps
from tests.samples.instance import FULL_SPLIT, FULL_UNIFIED_INSTANCE, INSTANCE

from .manifests import Manifest, instance, label, own_databases, pod_templates, render

_ROOT = Path(__file__).parents[2]
_APP = """
from cdk8s import App, Chart

from powersync_constructs import PowerSync, PowerSyncApi, PowerSyncConfiguration, StreamingIngress, synth
from powersync_constructs.config import ApiProps
from tests.constructs.manifests import own_databases
from tests.samples.configuration import CONFIGURATION
from tests.samples.instance import FULL_INGRESSES, FULL_SPLIT, FULL_UNIFIED_INSTANCE

app = App()
for id, props in {"split": FULL_SPLIT, "unified": FULL_UNIFIED_INSTANCE}.items():
    PowerSync(Chart(app, id, namespace=id), id, props)
for id, props in FULL_INGRESSES.items():
    chart = Chart(app, id, namespace=id)
    configuration = PowerSyncConfiguration(chart, id, CONFIGURATION.with_(service=own_databases(id)))
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=configuration, ingresses=[props])
    StreamingIngress(chart, "ingress", props, api=api)
synth(app)
"""
_LONGEST = "a" * 43

both = pytest.mark.parametrize("props", [FULL_SPLIT, FULL_UNIFIED_INSTANCE], ids=["split", "unified"])


@both
def test_rendering_twice_gives_the_same(chart: Chart, props: PowerSyncProps) -> None:
    """Rendering a chart does not change its manifests."""
    assert instance(chart, props) == chart.to_json()


@both
def test_two_apps_write_the_same_bytes(tmp_path: Path, props: PowerSyncProps) -> None:
    """The files do not depend on what the process did before."""
    for name in ("first", "second"):
        app = App(outdir=str(tmp_path / name))
        instance(Chart(app, "chart", namespace="sync"), props)
        app.synth()

    first, second = ((tmp_path / name / "chart.k8s.yaml").read_bytes() for name in ("first", "second"))

    assert first == second


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """The files do not depend on the seed of Python's hashes."""
    outputs = {seed: tmp_path / seed for seed in ("1", "2")}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _APP],
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "CDK8S_OUTDIR": str(output)},
        )
        for seed, output in outputs.items()
    ]
    assert [process.wait() for process in processes] == [0, 0]

    first, second = ({path.name: path.read_bytes() for path in output.iterdir()} for output in outputs.values())

    assert first == second


@pytest.mark.parametrize("ids", [("sync", "sync-api"), ("tasks", "tasks-sync")], ids=str)
def test_instances_share_no_object(chart: Chart, ids: tuple[str, str]) -> None:
    """Two instances in one namespace have no object name in common, even if one name is a prefix of the other."""
    for id in ids:
        PowerSync(chart, id, INSTANCE.with_(ingress={"host": f"{id}.example.com"}, **own_databases(id)))

    names = [(manifest["kind"], manifest["metadata"]["name"]) for manifest in render(chart)]

    assert len(names) == len(set(names))


def _too_long(manifests: list[Manifest]) -> list[str]:
    limits = {"CronJob": 52, "StatefulSet": 52, "Job": 63, "Service": 63, "Namespace": 63}
    return [
        f"{found['kind']}/{found['metadata']['name']}"
        for found in manifests
        if len(found["metadata"]["name"]) > limits.get(found["kind"], 253)
    ]


@both
def test_names_fit(chart: Chart, props: PowerSyncProps) -> None:
    """With the longest instance name, every object name fits, including what Kubernetes appends to it."""
    manifests = instance(chart, props.with_(instance=_LONGEST))

    assert _too_long(manifests) == []


@both
def test_labels_fit(chart: Chart, props: PowerSyncProps) -> None:
    """With the longest instance name, every label value fits."""
    manifests = instance(chart, props.with_(instance=_LONGEST))
    labels = [*(found["metadata"]["labels"] for found in manifests), *_pod_labels(manifests)]

    assert [value for found in labels for value in found.values() if len(value) > 63] == []


def test_longest_name_is_not_shortened(chart: Chart) -> None:
    """The longest accepted instance name is used unchanged."""
    manifests = instance(chart, INSTANCE.with_(instance=_LONGEST))

    assert {label(manifest, "instance") for manifest in manifests} == {_LONGEST}


def _pod_labels(manifests: list[Manifest]) -> list[Manifest]:
    return [template["metadata"]["labels"] for _, template in pod_templates(manifests)]

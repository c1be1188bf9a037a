"""Many instances in many namespaces, from one synth."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from cdk8s import App, Chart

from powersync_constructs import PowerSync
from powersync_constructs.config import PowerSyncProps

from .instances import HA
from .kube_api import KubeApi
from .objects import make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

NAMESPACES = [f"fleet-{number}" for number in range(20)]
INSTANCES = [f"tenant-{number}" for number in range(10)]


def test_server_creates_all_instances(
    kube_api: KubeApi, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The server creates every object of 200 instances: no two objects have the same name."""
    count = len(NAMESPACES) * len(INSTANCES)
    make_namespaces(kube_api, *NAMESPACES)
    began = time.perf_counter()
    manifests = synthesize(tmp_path)
    synthesized = time.perf_counter()

    identities = create(kube_api, manifests)

    created = time.perf_counter()
    record_property("an instance of 200 is synthesized in", f"{(synthesized - began) / count:.3f} s")
    record_property("an instance of 200 is created in", f"{(created - synthesized) / count:.3f} s")
    assert len(identities) == len(manifests) >= 10 * count


def synthesize(folder: Path) -> list[str]:
    """Return the text of each object of all instances, with one chart per namespace."""
    app = App(outdir=str(folder))
    for namespace in NAMESPACES:
        chart = Chart(app, namespace, namespace=namespace, disable_resource_name_hashes=True)
        for name in INSTANCES:
            PowerSync(chart, name, instance_of(name, namespace))
    app.synth()
    return [text for file in folder.glob("*.yaml") for text in file.read_text(encoding="utf-8").split("\n---\n")]


def instance_of(name: str, namespace: str) -> PowerSyncProps:
    """Return an instance that shares the servers of its databases with the other instances."""
    own = f"{name}_{namespace}".replace("-", "_")
    return HA.with_(
        ingress={"host": f"{name}.{namespace}.example.com"},
        source={"slot_name_prefix": f"{own}_"},
        storage={"database": own},
    )


def create(kube_api: KubeApi, manifests: list[str]) -> set[str]:
    """Create objects with strict validation and return their UIDs; an object that exists already is an error."""
    with kube_api.client() as client:

        def send(text: str) -> str:
            manifest = yaml.load(text, yaml.CSafeLoader)
            kind = client.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
            strictly = [("fieldValidation", "Strict")]
            created = kind.create(body=manifest, namespace=manifest["metadata"]["namespace"], query_params=strictly)
            return str(created.metadata.uid)

        with ThreadPoolExecutor(4) as threads:
            return set(threads.map(send, manifests))

"""Render instances as their users do: one folder for each state of an app."""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, presets
from powersync_constructs.config import PowerSyncProps
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE

HA = presets.ha(
    host="powersync.example.com", source=SOURCE, storage=STORAGE, client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG
).with_(rules={"severity": {"no-secret-values": "off", "no-single-pods": "off"}})
"""An instance without the rules for production, so that tests can change it to one that is unfit for production."""


def write(folder: Path, namespace: str, **instances: PowerSyncProps) -> Path:
    """Synthesize an app into a new folder: one chart in this namespace, with one instance per name."""
    app = App(outdir=str(folder))
    chart = Chart(app, namespace, namespace=namespace, disable_resource_name_hashes=True)
    for name, props in instances.items():
        PowerSync(chart, name, props)
    app.synth()
    return folder

"""A problem of the construct tree ends an app too, when it creates the construct or when it synthesizes."""

import re
import sys
from pathlib import Path

from tests import CHECKOUT

from .conftest import RunApp

APP = """
from cdk8s import App, Chart

from powersync_constructs import *
from powersync_constructs.config import *

database = dict(hostname="db.example.com", database="app", username="role", password=SecretRef("db", "password"))
service = ServiceConfig(
    source=PostgresSource(**database),
    storage=PostgresStorage(**database | dict(database="powersync")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["app"]),
)
only_the_job = service.with_(migrations=Migrations(disable_auto_migration=True))
sync_config = SyncConfig.from_file("sync-config.yaml")
props = ConfigurationProps(service=service, sync_config=sync_config)
instance = PowerSyncProps(
    source=service.source, storage=service.storage, client_auth=service.client_auth, sync_config=sync_config
)

app = App()
chart = Chart(app, "app", namespace="app", disable_resource_name_hashes=True)
"""
WRONG_CONSTRUCT = (
    "MigrateHook(chart, 'migrate', MigrateProps(), configuration=PowerSyncConfiguration(chart, 'app', props))"
)
WRONG_TREE = "PowerSyncConfiguration(chart, 'app', props.with_(service=only_the_job))"
SYNTH, PLAIN_SYNTH = "\nsynth(app)\n", "\napp.synth()\n"
FINDING = "disables auto-migration, but no Job migrates the bucket storage"


def test_wrong_construct_ends_the_app(run_app: RunApp) -> None:
    """A construct that its configuration does not allow raises an error of one line when it is created."""
    outcome = run_app(APP + WRONG_CONSTRUCT + SYNTH)

    begins = outcome.last_line.startswith("powersync_constructs.ConfigError: migrate.mode: ")
    assert (outcome.code, begins, outcome.written) == (1, True, {})


def test_synth_warns_about_an_old_node(run_app: RunApp, node: str, tmp_path: Path) -> None:
    """A synth on an unsupported Node prints one warning, in addition to the output of jsii."""
    old = tmp_path / "node"
    old.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo v20.20.2 || exec "{node}" "$@"\n', encoding="utf-8")
    old.chmod(0o755)

    outcome = run_app(APP + "PowerSync(chart, 'app', instance)" + SYNTH, JSII_NODE=str(old))

    rule = "Node.js v20.20.2: is no longer supported by cdk8s"
    way_out = "install Node.js 22 or newer, or set JSII_NODE to the path of such a version"
    assert outcome.err.splitlines() == [f"warning: {rule}; {way_out} [PS022 node-version]"]


def test_wrong_tree_ends_synth(run_app: RunApp) -> None:
    """`synth(app)` prints one line per finding, without a traceback, and writes no file."""
    outcome = run_app(APP + WRONG_TREE + SYNTH)

    found = [FINDING in line for line in outcome.err.splitlines()]
    assert (outcome.code, found, outcome.written) == (1, [True], {})


def test_wrong_tree_ends_plain_synth_with_the_same_lines(run_app: RunApp) -> None:
    """`app.synth()` fails too, with a traceback that ends in the same lines."""
    outcome = run_app(APP + WRONG_TREE + PLAIN_SYNTH)

    assert (outcome.code, FINDING in outcome.last_line, outcome.written) == (1, True, {})


def test_instances_with_one_storage_end_synth(run_app: RunApp) -> None:
    """Two instances that use one bucket storage print one error, and no file is written."""
    outcome = run_app(APP + "for name in ('one', 'two'): PowerSync(chart, name, instance)" + SYNTH)

    [line] = [re.sub(r"[0-9a-f]{10}", "…", line) for line in outcome.err.splitlines() if "storage-of" in line]
    used = (
        "uses the bucket storage 'powersync' on db.example.com:5432, which ConfigMap/one-config-… of another instance"
    )
    fix = "give each instance its own database for the bucket storage"
    assert line == f"ConfigMap/two-config-…: {used} also uses; {fix} [PS902 storage-of-one-instance]"
    assert (outcome.code, outcome.written) == (1, {})


def test_source_with_the_storage_is_a_warning(run_app: RunApp) -> None:
    """A Postgres source that is also the bucket storage prints a warning, and the manifests are written."""
    storage = "instance.with_(storage=PostgresStorage(**database))"

    outcome = run_app(APP + f"PowerSync(chart, 'app', {storage})" + SYNTH)

    [line] = [re.sub(r"[0-9a-f]{10}", "…", line) for line in outcome.err.splitlines() if "storage-apart" in line]
    reason = "replicates from the source database 'app' on db.example.com:5432, which is also its bucket storage"
    fix = "use another database for the bucket storage; it can be on the same server"
    assert line == f"warning: ConfigMap/app-config-…: {reason}; {fix} [PS903 storage-apart-from-source]"
    assert outcome.code == 0


def test_cdk8s_fails_with_the_app(run_app: RunApp, tmp_path: Path, node: str) -> None:
    """`cdk8s synth` fails if its app fails, and writes no file."""
    (tmp_path / "cdk8s.yaml").write_text(f"language: python\napp: {sys.executable} main.py\n")
    cdk8s = str(CHECKOUT / "node_modules" / ".bin" / "cdk8s")

    outcome = run_app(APP + WRONG_TREE + SYNTH, node, cdk8s, "synth", "--no-check-upgrade")

    assert (outcome.code, FINDING in outcome.err, outcome.written) == (1, True, {})


LARGE = (
    "text = '{config: {edition: 3}, streams: {}}' + ' ' * 256 * 1024\n"
    "PowerSync(chart, 'app', instance.with_(sync_config=SyncConfig.from_text(text)))"
)


def test_synth_prints_a_warning_in_one_line(run_app: RunApp) -> None:
    """`synth(app)` prints a warning in one line, with the id of its rule, and writes the manifests."""
    outcome = run_app(APP + LARGE + SYNTH)

    line = re.sub(r"[0-9a-f]{10}", "…", outcome.err)
    reason = "is too large for a client-side apply, which stores it in an annotation of at most 256 KiB"
    fix = "use kubectl apply --server-side"
    assert line == f"warning: ConfigMap/app-sync-config-…: {reason}; {fix} [PS014 client-side-apply]\n"
    assert (outcome.code, list(outcome.written)) == (0, ["app.k8s.yaml"])


def test_plain_synth_raises_a_python_warning(run_app: RunApp) -> None:
    """`app.synth()` raises a Python warning of one line, without a place in this library."""
    outcome = run_app(APP + LARGE + PLAIN_SYNTH)

    [line] = outcome.err.splitlines()
    assert line.startswith("powersync_constructs:1: FindingWarning: ConfigMap/app-sync-config-")

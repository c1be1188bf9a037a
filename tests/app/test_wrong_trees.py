"""What only the tree can show ends an app too: at the construct that cannot be, or when the app synthesizes."""

import re
import sys
from pathlib import Path

import pytest

from tests.emitted import CHECKOUT

from .conftest import RunApp
from .wrong import entries

APP = """
from cdk8s import ApiObject, App, Chart, JsonPatch

from powersync_constructs import *
from powersync_constructs.config import *

database = dict(hostname="db.example.com", database="app", username="role", password=SecretRef("db", "password"))
service = ServiceConfig(
    source=PostgresSource(**database),
    storage=PostgresStorage(**database),
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
PLAIN, OURS = "\napp.synth()\n", "\nsynth(app)\n"

NOBODY_MIGRATES = "PowerSyncConfiguration(chart, 'app', props.with_(service=only_the_job))"
ONE_NAME_TWICE = """
PowerSyncConfiguration(chart, 'one', props.with_(instance='app'))
PowerSyncConfiguration(chart, 'two', props.with_(instance='app'))
"""
NO_JOB = (
    "turns auto-migration off and no Job migrates the storage; "
    "add a MigrateHook, or leave disable_auto_migration out [somebody-migrates]"
)
TWICE = "is defined twice, and only the last one would be left; give each instance another name [unique-names]"

NUMBER = "PowerSyncApi(chart, 'api', ApiProps(env=[EnvVar(name='MODE', value='0o17')]), configuration={})".format(
    "PowerSyncConfiguration(chart, 'app', props)"
)
NO_TEXT = "'0o17' would be read as a number, since cdk8s writes it without quotes; write it differently [texts-survive]"

TWO_AUTOSCALERS = """
configuration = PowerSyncConfiguration(chart, 'app', props)
PowerSyncApi(chart, 'api', ApiProps(autoscaling=HpaAutoscaling()), configuration=configuration)
mine = ApiObject(chart, 'mine', api_version='keda.sh/v1alpha1', kind='ScaledObject')
mine.add_json_patch(JsonPatch.add('/spec', {'scaleTargetRef': {'name': 'app-api'}}))
"""
BOTH_SCALE = (
    "scales Deployment/app-api, as HorizontalPodAutoscaler/app-api does; "
    "keep one of the two: two autoscalers would undo each other's changes [one-autoscaler]"
)
PATCHED = """
configuration = PowerSyncConfiguration(chart, 'app', props.with_(service=only_the_job))
migrate = MigrateHook(chart, 'migrate', MigrateProps(), configuration=configuration)
migrate.job.add_json_patch(JsonPatch.add('/spec/{}/spec/hostNetwork', True))
"""
UNRENDERED = (
    "the object 'app-migrate' cannot be rendered: TypeError: Cannot read properties of undefined (reading 'spec'); "
    "correct its JSON patches; powersync_constructs.patch checks each path where it is given [object-renders]"
)

each_wrong_tree = pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        pytest.param(NOBODY_MIGRATES, [NO_JOB], id="nobody migrates"),
        pytest.param(ONE_NAME_TWICE, [TWICE, TWICE], id="one name twice"),
        pytest.param(TWO_AUTOSCALERS, [BOTH_SCALE], id="two autoscalers"),
        pytest.param(NUMBER, [NO_TEXT], id="a text that YAML reads as a number"),
        pytest.param(PATCHED.format("templat"), [UNRENDERED], id="a patch that leads nowhere"),
    ],
)


@pytest.mark.parametrize(("wrong", "line"), entries("wrong_constructs.txt"))
def test_wrong_construct_ends_the_app(run_app: RunApp, wrong: str, line: str) -> None:
    """A construct that cannot be is refused where it is made, with the line of a wrong value."""
    outcome = run_app(APP + wrong + OURS)

    assert (outcome.code, outcome.last_line, outcome.written) == (1, line, {})


@each_wrong_tree
def test_wrong_tree_ends_synth(run_app: RunApp, wrong: str, reasons: list[str]) -> None:
    """`synth(app)` prints the findings, a line each, and nothing else: no traceback, no file."""
    outcome = run_app(APP + wrong + OURS)

    found = [line.partition(": ")[2] for line in outcome.err.splitlines()]
    assert (outcome.code, found, outcome.written) == (1, reasons, {})


@each_wrong_tree
def test_wrong_tree_ends_plain_synth_with_the_same_lines(run_app: RunApp, wrong: str, reasons: list[str]) -> None:
    """`app.synth()` fails as well, with a traceback that ends in the lines."""
    outcome = run_app(APP + wrong + PLAIN)

    found = [line.partition(": ")[2] for line in outcome.err.splitlines()[-len(reasons) :]]
    assert (outcome.code, found, outcome.written) == (1, reasons, {})


@pytest.mark.parametrize("end", [PLAIN, OURS], ids=["app.synth()", "synth(app)"])
def test_cdk8s_fails_with_the_app(run_app: RunApp, tmp_path: Path, node: str, end: str) -> None:
    """`cdk8s synth` fails when its app does, and writes nothing either."""
    (tmp_path / "cdk8s.yaml").write_text(f"language: python\napp: {sys.executable} main.py\n")
    cdk8s = str(CHECKOUT / "node_modules" / ".bin" / "cdk8s")

    outcome = run_app(APP + NOBODY_MIGRATES + end, node, cdk8s, "synth", "--no-check-upgrade")

    assert (outcome.code, NO_JOB in outcome.err, outcome.written) == (1, True, {})


LARGE = "PowerSync(chart, 'app', instance.with_(sync_config=SyncConfig.from_text('streams: {}' + ' ' * 256 * 1024)))"


def test_synth_prints_a_warning_in_one_line(run_app: RunApp) -> None:
    """What only a server-side apply takes is no error: the app tells it, with the rule's id, and writes."""
    outcome = run_app(APP + LARGE + OURS)

    line = re.sub(r"[0-9a-f]{10}", "…", outcome.err)
    reason = "is too large for the annotation of a client-side apply, which ends at 256 KiB"
    fix = "apply it with kubectl apply --server-side"
    assert line == f"warning: ConfigMap/app-sync-config-…: {reason}; {fix} [client-side-apply]\n"
    assert (outcome.code, list(outcome.written)) == (0, ["app.k8s.yaml"])


def test_plain_synth_gives_a_python_warning(run_app: RunApp) -> None:
    """It is on one line too, and names no place in this library."""
    outcome = run_app(APP + LARGE + PLAIN)

    [line] = outcome.err.splitlines()
    assert line.startswith("powersync_constructs:1: FindingWarning: ConfigMap/app-sync-config-")

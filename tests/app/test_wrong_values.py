"""A wrong value ends a user's app: exit code 1, one line that says what to do last on stderr, and nothing written.

Each entry of wrong_values.txt is a process of its own. It ends before cdk8s is imported, so it starts no Node.
"""

import pytest

from .conftest import RunApp
from .wrong import entries

SECRET = "hunter2-and-more"
APP = """
import os

from powersync_constructs import SecretRef, SecretValue, presets
from powersync_constructs.config import *

secret = os.environ["SECRET"]
database = dict(hostname="db.example.com", database="app", username="role", password=SecretRef("db", "password"))
auth = ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["app"])
sync_config = SyncConfig.from_file("sync-config.yaml")
source, storage = PostgresSource(**database), PostgresStorage(**database)
good = dict(host="app.example.com", source=source, storage=storage, client_auth=auth, sync_config=sync_config)

wrong = {wrong}

from cdk8s import App, Chart
from powersync_constructs import PowerSync, synth

app = App()
PowerSync(Chart(app, "app", namespace="app"), "powersync", presets.ha(**good))
synth(app)
"""


@pytest.mark.parametrize(("wrong", "line"), entries("wrong_values.txt"))
def test_wrong_value_ends_the_app(run_app: RunApp, wrong: str, line: str) -> None:
    """The line names the field, shows its value unless that is a secret, and says the rule and the way out."""
    outcome = run_app(APP.replace("{wrong}", wrong), SECRET=SECRET)

    last = outcome.last_line.removeprefix("powersync_constructs.ConfigError: ")
    assert (outcome.code, last, outcome.written, SECRET in outcome.err) == (1, line, {}, False)


def test_right_values_are_written(run_app: RunApp) -> None:
    """The same app with nothing wrong in it writes its manifests."""
    outcome = run_app(APP.replace("{wrong}", "None"), SECRET=SECRET)

    assert (outcome.code, outcome.err, list(outcome.written)) == (0, "", ["app.k8s.yaml"])

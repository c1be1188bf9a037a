"""A wrong value ends the app: exit code 1, the error as the last line on stderr, and no file.

Here each error occurs in its own process, before cdk8s is imported, so no Node starts. The tests in tests/config pin
the errors of each model.
"""

from typing import Any

import pytest

from powersync_constructs import ConfigError
from tests import CHECKOUT

from .conftest import RunApp

SECRET = "hunter2-and-more"
GIVEN = """
import os

from powersync_constructs import SecretRef, SecretValue, presets
from powersync_constructs.config import *

secret = os.environ["SECRET"]
database = dict(hostname="db.example.com", database="app", username="role", password=SecretRef("db", "password"))
auth = ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["app"])
sync_config = SyncConfig.from_file("sync-config.yaml")
source, storage = PostgresSource(**database), PostgresStorage(**database | dict(database="powersync"))
good = dict(host="app.example.com", source=source, storage=storage, client_auth=auth, sync_config=sync_config)
"""
REST = """
from cdk8s import App, Chart
from powersync_constructs import PowerSync, synth

app = App()
PowerSync(Chart(app, "app", namespace="app"), "powersync", presets.ha(**good))
synth(app)
"""
WRONG = {
    "a value": "Resources(memory='1 GB')",
    "a misspelled name": "ApiProps(replica=2)",
    "values that do not fit together": "ApiProps(pdb=DisruptionBudget(min_available=2))",
    "a mapping in a preset": "presets.ha(**good, autoscaling={'type': 'hpa', 'connections': 200})",
    "a change": "presets.ha(**good).with_(topology={'replication': {'replicas': 3}})",
    "a file that is missing": "SyncConfig.from_file('missing.yaml')",
    "a secret as plain text": "PostgresSource(**database | {'password': secret})",
    "a secret that is too short": "HmacKey(alg='HS256', k=SecretValue(secret))",
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_wrong_value_ends_the_app(run_app: RunApp, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """The last line on stderr is the error, and stderr has no secret."""
    outcome = run_app(GIVEN + wrong + REST, SECRET=SECRET)

    last = outcome.last_line.removeprefix("powersync_constructs.ConfigError: ")
    ended = (outcome.code, last, outcome.written, SECRET in outcome.err)
    assert ended == (1, line_of(wrong, monkeypatch), {}, False)


def test_right_values_are_written(run_app: RunApp) -> None:
    """The same app without a wrong value writes its manifests."""
    outcome = run_app(GIVEN + REST, SECRET=SECRET)

    assert (outcome.code, outcome.err, list(outcome.written)) == (0, "", ["app.k8s.yaml"])


def line_of(wrong: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the line of the error that the expression raises in this process."""
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setenv("SECRET", SECRET)
    names: dict[str, Any] = {}
    exec(GIVEN, names)
    with pytest.raises(ConfigError) as refused:
        eval(wrong, names)
    (line,) = refused.value.lines
    return line

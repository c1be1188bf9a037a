"""The examples of the rules that constructs check: a synth reports the bad one, and not the good one."""

import warnings
from pathlib import Path
from typing import Any

import cdk8s
import pytest
from cdk8s import App, Chart

import powersync_constructs
from powersync_constructs import FindingWarning, PowerSync, config
from powersync_constructs.config import Image, MigrateProps, PowerSyncProps
from powersync_constructs.constructs._lib import sync_config_parser
from powersync_constructs.constructs._lib.validation import notes_on
from powersync_constructs.rules import RULES, Rule
from tests import CHECKOUT
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.instance import INSTANCE

ABOUT_OBJECTS = {"PS020", "PS021"}
"""The rules whose examples change the objects of an instance. The other examples are props."""
FIELDS = {
    "IngressProps": "ingress",
    "MongoStorage": "storage",
    "PostgresSource": "source",
    "ServiceSettings": "service",
    "SyncConfig": "sync_config",
}
"""The field of an instance that the props of an example belong to."""
VERSIONS = {"PS132": "1.29.0", "PS133": "1.29.0"}
"""The version of the service to which an example applies."""
REPORTED = ("no-secret-values",)
"""The rules that are off by default."""
REQUIRED = {
    "host": "powersync.example.com",
    "client_auth": INSTANCE.client_auth,
    "source": INSTANCE.source,
    "storage": INSTANCE.storage,
    "sync_config": SYNC_CONFIG,
}
"""The arguments of `presets.ha` that an example leaves out."""
EXAMPLES = [rule for rule in RULES if rule.language == "python" and rule.bad]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which has a sync config, and forget what the parser said before."""
    (tmp_path / "sync-config.yaml").write_bytes((CHECKOUT / "sync-config.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sync_config_parser, "_ANSWERS", {})
    return tmp_path


def names() -> dict[str, Any]:
    """Return the names that an example uses."""
    modules = (cdk8s, config, powersync_constructs)
    return {name: getattr(module, name) for module in modules for name in dir(module) if not name.startswith("_")}


def props_of(rule: Rule, example: str) -> PowerSyncProps:
    """Return the instance of an example."""
    code = compile(example.replace("(...,", "(**required,"), rule.id, "eval")
    value = eval(code, {**names(), "required": REQUIRED})
    match value:
        case PowerSyncProps():
            return value
        case MigrateProps():
            changes: dict[str, Any] = {"topology": {"migrate": value}}
        case _:
            changes = {FIELDS[type(value).__name__]: value}
    image = {"image": Image(tag=VERSIONS[rule.id])} if rule.id in VERSIONS else {}
    return INSTANCE.with_(**changes, **image, rules={"severity": dict.fromkeys(REPORTED, "error")})


def reported(app: App, chart: Chart, rule: Rule, example: str) -> str:
    """Return what a synth of an app with an example reports."""
    if rule.id in ABOUT_OBJECTS:
        exec(example, {**names(), "ps": PowerSync(chart, "powersync", INSTANCE)})
    else:
        PowerSync(chart, "powersync", props_of(rule, example))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FindingWarning)
        try:
            app.synth()
        except RuntimeError as error:
            return str(error)
    return "\n".join([*(str(each.message) for each in caught), *notes_on(app)])


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_bad_example_is_reported(app: App, chart: Chart, folder: Path, rule: Rule) -> None:
    """A synth reports the bad example."""
    if rule.id == "PS130":
        (folder / "node_modules").symlink_to(CHECKOUT / "node_modules")

    assert f"[{rule.id} {rule.name}]" in reported(app, chart, rule, rule.bad)


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_good_example_is_not_reported(app: App, chart: Chart, folder: Path, rule: Rule) -> None:
    """A synth does not report the good example."""
    if rule.id == "PS130":
        (folder / "node_modules").symlink_to(CHECKOUT / "node_modules")

    assert f"[{rule.id} {rule.name}]" not in reported(app, chart, rule, rule.good)

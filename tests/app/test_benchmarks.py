"""The benchmark compares equal apps; only `make bench` checks its figures."""

import re
import sys
from typing import Any

import pytest
import yaml

from benchmarks.instances import Run, Sizes, apps, lines, show

from .conftest import Outcome, RunApp

SIZES = Sizes(few=2, many=4)


def objects(outcome: Outcome) -> dict[tuple[str, str], Any]:
    """Return the written objects by kind and name, with a fixed hash in names, because hashes of content differ."""
    [text] = outcome.written.values()
    manifests = yaml.safe_load_all(re.sub(r"-[0-9a-f]{10}\b", "-0123456789", text.decode()))
    return {(manifest["kind"], manifest["metadata"]["name"]): manifest for manifest in manifests}


def test_both_apps_write_the_same_objects(run_app: RunApp) -> None:
    """The app without the library writes the same objects as the app with the library."""
    library, by_hand = (
        objects(run_app("", sys.executable, "-m", "benchmarks.apps", app, "1", CDK8S_OUTDIR="dist"))
        for app in ("library", "by_hand")
    )

    assert library == by_hand


def test_configuration_starts_no_node(run_app: RunApp) -> None:
    """An import of the configuration starts no child process, so Node uses no memory."""
    outcome = run_app("", sys.executable, "-m", "benchmarks.apps", "instance_props", "0")

    assert '"node": 0.0' in outcome.out


def test_table_shows_which_targets_are_met(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line with a target shows whether the median meets it."""
    steps: dict[str, tuple[float, float]] = dict.fromkeys(("imports", "props", "constructs", "synth"), (0.1, 0.05))
    a_round = {
        (app, count): Run(1.5 if app == "library" else 1.0, seconds=0.05 * count, python=40, node=80, parts=steps)
        for app, count in apps(SIZES)
    }

    show(lines(SIZES), [a_round])

    verdicts = re.findall(r" (ok|over)", capsys.readouterr().out)
    assert verdicts == ["over", "ok", "ok", "ok", "ok"]

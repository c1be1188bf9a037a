"""The benchmark compares like with like; its figures are for `make bench`, not for tests."""

import re
import sys
from typing import Any

import pytest
import yaml

from benchmarks.instances import Run, Sizes, apps, lines, show

from .conftest import Outcome, RunApp

SIZES = Sizes(few=2, many=4)


def objects(outcome: Outcome) -> dict[tuple[str, str], Any]:
    """Give what was written by kind and name; the digits of contents differ where a content is hashed otherwise."""
    [text] = outcome.written.values()
    manifests = yaml.safe_load_all(re.sub(r"-[0-9a-f]{10}\b", "-0123456789", text.decode()))
    return {(manifest["kind"], manifest["metadata"]["name"]): manifest for manifest in manifests}


def test_both_apps_write_the_same_objects(run_app: RunApp) -> None:
    """What is written by hand is, object by object, what the library writes."""
    library, by_hand = (
        objects(run_app("", sys.executable, "-m", "benchmarks.apps", app, "1", CDK8S_OUTDIR="dist"))
        for app in ("library", "by_hand")
    )

    assert library == by_hand


def test_apps_start_no_node_for_the_configuration(run_app: RunApp) -> None:
    """The configuration alone is imported without a child process: none has taken any memory."""
    outcome = run_app("", sys.executable, "-m", "benchmarks.apps", "instance_props", "0")

    assert '"node": 0.0' in outcome.out


def test_table_tells_which_targets_are_met(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line with a target says whether the median is within it."""
    steps: dict[str, tuple[float, float]] = dict.fromkeys(("imports", "props", "constructs", "synth"), (0.1, 0.05))
    a_round = {
        (app, count): Run(1.5 if app == "library" else 1.0, seconds=0.05 * count, python=40, node=80, parts=steps)
        for app, count in apps(SIZES)
    }

    show(lines(SIZES), [a_round])

    verdicts = re.findall(r" (ok|over)", capsys.readouterr().out)
    assert verdicts == ["over", "ok", "ok", "ok", "ok"]

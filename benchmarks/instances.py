"""The time and the memory that a synth of instances takes, also as ratios to cdk8s alone. `make bench` runs it.

Every figure comes from a new process. A round runs all processes one after the other. A ratio compares two processes of
one round, so that a temporary slowdown of the machine affects both. The table shows the medians of all rounds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CHECKOUT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """The figures of one process: seconds in total, seconds of its work only, and peak memory in MiB."""

    total: float
    seconds: float
    python: float
    node: float
    parts: dict[str, tuple[float, float]]
    """Seconds of each step of the library: of its first run and of its last run."""


@dataclass(frozen=True)
class Sizes:
    """Numbers of further instances: `few` measures the cost of one more, `many` whether this cost stays the same."""

    few: int
    many: int


Round = dict[tuple[str, int], Run]
"""One run of each app, by the name of the app and the number of instances."""


@dataclass(frozen=True)
class Line:
    """A line of the table: its name, how its figure is calculated from a round, and the maximum target."""

    name: str
    figure: Callable[[Round], float]
    target: float | None
    unit: str = ""


def run(app: str, count: int, environment: dict[str, str]) -> Run:
    """Run an app in its own process."""
    command = [sys.executable, "-m", "benchmarks.apps", app, str(count)]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    total = time.perf_counter() - began
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return Run(total, **json.loads(done.stdout))


def apps(sizes: Sizes) -> list[tuple[str, int]]:
    """Return the apps of a round. Apps that are compared run directly one after the other."""
    return [
        ("pydantic", 0),
        ("config", 0),
        ("base_model", 0),
        ("instance_props", 0),
        ("floor", 0),
        ("library", 1),
        ("by_hand", 1),
        ("library", sizes.few + 1),
        ("by_hand", sizes.few + 1),
        ("library", sizes.many + 1),
    ]


def lines(sizes: Sizes) -> list[Line]:
    """Return the lines of the table."""
    few, many = sizes.few, sizes.many

    def further(app: str, count: int) -> Callable[[Round], float]:
        return lambda found: (found[app, count + 1].seconds - found[app, 1].seconds) / count

    library, by_hand, at_many = further("library", few), further("by_hand", few), further("library", many)
    return [
        Line("floor: cdk8s-plus and an empty chart", total("floor"), None, "s"),
        Line("one instance, fresh process", lambda found: found["library", 1].total, None, "s"),
        Line("  / floor", lambda found: found["library", 1].total / total("floor")(found), 1.4),
        Line("  by hand / floor", lambda found: found["by_hand", 1].total / total("floor")(found), None),
        *parts(few),
        Line(f"each of {few} further instances", library, None, "s"),
        Line("  / by hand", lambda found: library(found) / by_hand(found), 1.0),
        Line("  / floor", lambda found: library(found) / total("floor")(found), 0.09),
        Line(f"each of {many} / each of {few}", lambda found: at_many(found) / library(found), 1.15),
        Line("import powersync_constructs.config", total("config"), None, "s"),
        Line("  / import pydantic", lambda found: total("config")(found) / total("pydantic")(found), 1.7),
        Line("import PowerSyncProps, with all models", total("instance_props"), None, "s"),
        Line("  / import BaseModel", lambda found: total("instance_props")(found) / total("base_model")(found), None),
        *(memory(app, count) for app, count in apps(sizes)),
    ]


def total(app: str) -> Callable[[Round], float]:
    """Return a function for the total seconds of a process that creates no instance."""
    return lambda found: found[app, 0].total


def parts(few: int) -> list[Line]:
    """Return the lines of the steps of the first instance. Only the first instance builds the schemas of the models."""

    def first(step: str) -> Callable[[Round], float]:
        return lambda found: found["library", 1].parts[step][0]

    def further(found: Round) -> float:
        return found["library", few + 1].parts["props"][1]

    return [
        Line("  importing the models", first("imports"), None, "s"),
        Line("  building their schemas", lambda found: first("props")(found) - further(found), None, "s"),
        Line("  the instance: props", further, None, "s"),
        Line("  the instance: constructs", first("constructs"), None, "s"),
        Line("  synth", first("synth"), None, "s"),
    ]


def memory(app: str, count: int) -> Line:
    """Return the line of the peak memory of an app: the sum of the peaks of Python and Node, an upper limit."""

    def peak(found: Round) -> float:
        return found[app, count].python + found[app, count].node

    return Line(f"peak memory: {app}{f', {count}' if count else ''}", peak, None, "MiB")


def show(table: list[Line], rounds: list[Round]) -> None:
    """Print the median of each figure over all rounds, its range, and whether it meets the target."""
    print(f"{'':40}{'median':>9}{'least':>9}{'most':>9}{'target':>9}")
    for line in table:
        figures = [line.figure(found) for found in rounds]
        numbers = "".join(f"{value:9.3f}" for value in (median(figures), min(figures), max(figures)))
        print(f"{line.name:40}{numbers}{verdict(line, median(figures))} {line.unit}".rstrip())


def verdict(line: Line, figure: float) -> str:
    """Return the target and whether the figure meets it, or nothing if there is no target."""
    if line.target is None:
        return ""
    return f"{line.target:9.3f} {'ok' if figure <= line.target else 'over'}"


def main() -> None:
    """Run all rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=7, help="the number of rounds; each round measures every figure once"
    )
    parser.add_argument(
        "--quick", action="store_true", help="run one round with few instances, to check that the benchmark works"
    )
    options = parser.parse_args()
    sizes, count = (Sizes(few=2, many=4), 1) if options.quick else (Sizes(few=20, many=200), options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "CDK8S_OUTDIR": f"{folder}/dist", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for app in ("library", "by_hand"):
            run(app, 1, environment)  # fill the caches, as the first run on a machine does
        rounds = [{app: run(*app, environment) for app in apps(sizes)} for _ in range(count)]
    show(lines(sizes), rounds)


if __name__ == "__main__":
    main()

"""The time of `powersync-constructs check`, also as ratios to a floor. `make bench` runs it.

Every figure comes from a new process. A round runs all processes one after the other. A ratio compares two processes of
one round, so that a temporary slowdown of the machine affects both. The table shows the medians of all rounds.

The floor of a check is one process that reads the same files with the safe loader of libyaml. The floor of the start is
a process that imports typer and yaml only.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.instances import CHECKOUT, Line, Round, Run, show, total

PROGRAM = [sys.executable, "-m", "powersync_constructs"]
READ = "import sys, yaml; [[*yaml.load_all(open(path), yaml.CSafeLoader)] for path in sys.argv[1:]]"
"""The floor of a check, as Python."""


def lines(many: int) -> list[Line]:
    """Return the lines of the table. The targets correspond to a start in 0.4 s, and 500 files in 5 s, on two CPUs."""
    checked, floor = total_of("check", many), total_of("read", many)
    return [
        Line("floor of the start: import typer, yaml", total("import"), None, "s"),
        Line("start: --version", total("version"), None, "s"),
        Line("  / floor", lambda found: total("version")(found) / total("import")(found), 3.0),
        Line("check of one file", total_of("check", 1), None, "s"),
        Line("  / floor", lambda found: total_of("check", 1)(found) / total("import")(found), 3.3),
        Line(f"floor of {many} files: yaml.CSafeLoader", floor, None, "s"),
        Line(f"check of {many} files", checked, None, "s"),
        Line("  / floor", lambda found: checked(found) / floor(found), 1.0),
    ]


def total_of(name: str, count: int) -> Callable[[Round], float]:
    """Return a function for the total seconds of a process with this number of files."""
    return lambda found: found[name, count].total


def write_files(folder: Path, many: int) -> list[str]:
    """Write a new folder of files with 22 objects each. The instances have different namespaces and hosts."""
    folder.mkdir()
    text = (CHECKOUT / "dist" / "ha.k8s.yaml").read_text(encoding="utf-8")
    paths = [folder / f"instance-{number}.k8s.yaml" for number in range(many)]
    for number, path in enumerate(paths):
        renamed = text.replace("namespace: powersync", f"namespace: ns-{number}")
        path.write_text(renamed.replace("powersync.example.com", f"ps-{number}.example.com"), encoding="utf-8")
    return [str(path) for path in paths]


def run(*command: str) -> Run:
    """Run a command, whose exit code must be 0, and measure it. Python uses compiled modules, as for users."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return Run(time.perf_counter() - began, seconds=0, python=0, node=0, parts={})


def a_round(paths: list[str]) -> Round:
    """Run each process once. Processes that are compared run directly one after the other."""
    many = len(paths)
    return {
        ("import", 0): run(sys.executable, "-c", "import typer, yaml"),
        ("version", 0): run(*PROGRAM, "--version"),
        ("check", 1): run(*PROGRAM, "check", paths[0], "--fail-on", "never"),
        ("read", many): run(sys.executable, "-c", READ, *paths),
        ("check", many): run(*PROGRAM, "check", *paths, "--fail-on", "never"),
    }


def main() -> None:
    """Run all rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=5, help="the number of rounds; each round measures every figure once"
    )
    parser.add_argument("--quick", action="store_true", help="run one round with few files, to check that it works")
    options = parser.parse_args()
    many, rounds = (60, 1) if options.quick else (500, options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        paths = write_files(Path(folder, "manifests"), many)
        run(*PROGRAM, "check", paths[0], "--fail-on", "never")  # fill the caches, as the first run on a machine does
        show(lines(many), [a_round(paths) for _ in range(rounds)])


if __name__ == "__main__":
    main()

"""The script that runs the migration repeats it while the database does not accept connections."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

import pytest

from tests import CHECKOUT

SCRIPT = CHECKOUT / "powersync_constructs" / "constructs" / "run_migration.mjs"
SERVICE = """
const { appendFileSync, readFileSync } = require("node:fs");
const [log, ...args] = process.argv.slice(2);
const results = JSON.parse(process.env.RESULTS);
appendFileSync(log, args.join(" ") + "\\n");
const { code = 0, message, hangs } = results[readFileSync(log, "utf8").split("\\n").length - 2];
if (hangs) { setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit(42)); }
else process.exitCode = code;
if (message) console.log(JSON.stringify({ level: code ? "error" : "info", message }));
"""
"""A program in the place of the service: for each run, it has a message and an exit code."""

DOWN = {"code": 1, "message": "Migration failure postgres query failed"}
LOCKED = {"code": 1, "message": "Migration failure Could not acquire lock"}
DONE = {"message": "Running migrations up"}
WAITS = "The bucket storage does not accept connections."

StartMigration = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Return the file with the arguments of each run of the service."""
    return tmp_path / "runs"


@pytest.fixture
def start(node: str, tmp_path: Path, runs: Path) -> Iterator[StartMigration]:
    """Return a function that starts the script as the Job does, with short times and these results of the service."""
    service = tmp_path / "entry.js"
    service.write_text(SERVICE)
    with ExitStack() as processes:

        def started(*results: object, patience: int = 60_000, delay: int = 1) -> "subprocess.Popen[str]":
            environment = {
                "RESULTS": json.dumps(results),
                "MIGRATION_DELAY_MS": str(delay),
                "MIGRATION_PATIENCE_MS": str(patience),
            }
            script = SCRIPT.read_text(encoding="utf-8")
            command = [node, "--input-type=module", "-e", script, "--", str(service), str(runs), "migrate", "up"]
            process = subprocess.Popen(command, env=environment, stdout=PIPE, stderr=PIPE, text=True)
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield started


def messages(output: str) -> list[str]:
    """Return the messages of a log."""
    return [str(json.loads(line)["message"]) for line in output.splitlines()]


def test_runs_the_migration_once(start: StartMigration, runs: Path) -> None:
    """A migration that succeeds runs once, with the given arguments."""
    process = start(DONE)
    process.communicate(timeout=30)

    assert (process.returncode, runs.read_text()) == (0, "migrate up\n")


def test_log_is_passed_on(start: StartMigration) -> None:
    """The log of the service is the log of the container."""
    out, err = start(DONE).communicate(timeout=30)

    assert (messages(out), err) == (["Running migrations up"], "")


@pytest.mark.parametrize(
    "message",
    [
        "postgres query failed",
        "the database system is starting up",
        "the database system is shutting down",
        "connect ECONNREFUSED 10.0.0.1:27017",
        "getaddrinfo ENOTFOUND storage.example.com",
        "getaddrinfo EAI_AGAIN storage.example.com",
        "querySrv ENOTFOUND _mongodb._tcp.storage.example.com",
        "connect ETIMEDOUT 10.0.0.1:27017",
        "connect EHOSTUNREACH 10.0.0.1:27017",
        "read ECONNRESET",
        "Server selection timed out after 30000 ms",
    ],
)
def test_unreachable_database_is_tried_again(start: StartMigration, message: str) -> None:
    """If the database does not accept connections, the migration runs again until it succeeds."""
    process = start({"code": 1, "message": f"Migration failure {message}"}, DOWN, DONE)
    process.communicate(timeout=30)

    assert process.returncode == 0


def test_each_wait_is_logged(start: StartMigration) -> None:
    """Between two tries, the log contains the reason and the times."""
    out, _ = start(DOWN, DONE, patience=90_000).communicate(timeout=30)

    [wait] = [message for message in messages(out) if message.startswith(WAITS)]
    assert wait.startswith(f"{WAITS} Next try in 0.001 s; tries end in ")


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(LOCKED, id="lock"),
        pytest.param(
            {"code": 1, "message": 'Migration failure password authentication failed for user "u"'}, id="password"
        ),
        pytest.param({"code": 1, "message": 'Migration failure database "buckets" does not exist'}, id="database"),
        pytest.param({"code": 1, "message": "Migration failure The last run migration was not found"}, id="older"),
        pytest.param({"code": 150, "message": "Fatal startup error - exiting with code 150."}, id="startup"),
        pytest.param({"code": 1}, id="no message"),
    ],
)
def test_other_failure_ends_the_container(start: StartMigration, runs: Path, failure: dict[str, object]) -> None:
    """After any other failure, the script ends at once with the exit code of the service."""
    process = start(failure, DONE)
    process.communicate(timeout=30)

    assert (process.returncode, runs.read_text()) == (failure["code"], "migrate up\n")


def test_earlier_failure_does_not_count(start: StartMigration) -> None:
    """Only the log of the last try decides whether there is another one."""
    process = start(DOWN, LOCKED, DONE)
    process.communicate(timeout=30)

    assert process.returncode == 1


def test_tries_end(start: StartMigration) -> None:
    """When the time is over, the script ends with the exit code of the service, so that the log of the pod stays."""
    process = start(DOWN, DONE, patience=0)
    out, _ = process.communicate(timeout=30)

    assert (process.returncode, messages(out)) == (1, [DOWN["message"]])


def test_missing_program_is_named(node: str) -> None:
    """If the image has the service at another path, the script names the path and the field that avoids the script."""
    script = SCRIPT.read_text(encoding="utf-8")
    command = [node, "--input-type=module", "-e", script, "--", "no/entry.js", "migrate", "up"]

    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)

    assert (ended.returncode, ended.stderr) == (
        2,
        "no/entry.js is not in this image; set migrate.wait_for_storage to False\n",
    )


def test_termination_reaches_the_service(start: StartMigration) -> None:
    """A signal is passed on to the service, and the script ends with the service's exit code."""
    process = start({**DOWN, "hangs": True})
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    assert process.returncode == 42


def test_termination_ends_a_wait(start: StartMigration) -> None:
    """A signal between two tries ends the script at once."""
    process = start(DOWN, DONE, delay=20_000)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)

    assert (process.returncode, WAITS in lines[1], time.monotonic() - began < 10) == (128 + signal.SIGTERM, True, True)

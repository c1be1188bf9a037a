"""A restart of the development Postgres applies changed passwords and names, and keeps the data."""

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest

from tests import CHECKOUT
from tests.postgres_server import SETTINGS, Result, Server, new_server

pytestmark = pytest.mark.xdist_group("postgres")

FOLDER = CHECKOUT / "powersync_constructs" / "constructs" / "databases"
FILES = {"10-powersync.sh": "dev_postgres.sh", "start.bash": "dev_postgres_start.sh"}
"""The files of the ConfigMap."""
ENTRYPOINT = '#!/bin/sh\nexec "$@"\n'
"""What docker-entrypoint.sh of the official image does if there are data."""

BEFORE = {
    "POSTGRES_USER": "postgres",
    "POSTGRES_PASSWORD": "before",
    "POSTGRES_DB": "app",
    "SOURCE_USERNAME": "source_role",
    "SOURCE_PASSWORD": "before",
    "STORAGE_DATABASE": "buckets",
    "STORAGE_USERNAME": "storage_role",
    "STORAGE_PASSWORD": "before",
}
CHANGES = {
    "nothing": {},
    "passwords": {f"{role}_PASSWORD": "after" for role in ("POSTGRES", "SOURCE", "STORAGE")},
    "user names": {"SOURCE_USERNAME": "replicator", "STORAGE_USERNAME": "owner"},
    "databases": {"POSTGRES_DB": "shop", "STORAGE_DATABASE": "sync"},
    "exchanged user names": {"SOURCE_USERNAME": "storage_role", "STORAGE_USERNAME": "source_role"},
    "exchanged databases": {"POSTGRES_DB": "buckets", "STORAGE_DATABASE": "app"},
}
LOGINS = {
    "administrator": ("POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"),
    "source": ("SOURCE_USERNAME", "POSTGRES_DB", "SOURCE_PASSWORD"),
    "storage": ("STORAGE_USERNAME", "STORAGE_DATABASE", "STORAGE_PASSWORD"),
}
"""For each role, the variables of its name, its database and its password."""


@dataclass(frozen=True)
class Restarted:
    """A server that was started again with other variables."""

    server: Server
    change: str
    variables: Mapping[str, str]

    def query(self, role: str, sql: str, variables: Mapping[str, str] | None = None) -> Result:
        """Run a statement as one of the roles, with the current variables or with other ones."""
        user, database, password = ((variables or self.variables)[name] for name in LOGINS[role])
        return self.server.query(sql, user=user, database=database, password=password)


def _fill(server: Server) -> None:
    """Create the databases as the first start does, and data in them."""
    server.query('CREATE DATABASE "app"', user="postgres", database="postgres")
    server.run(["bash", str(FOLDER / "dev_postgres.sh")], BEFORE).check_returncode()
    login = {"user": "postgres", "database": "app"}
    server.query("CREATE TABLE todos AS SELECT 7 AS id", **login).check_returncode()
    slot = "SELECT pg_create_logical_replication_slot('powersync_1', 'pgoutput')"
    server.query(slot, **login).check_returncode()
    rows = "CREATE SCHEMA powersync; CREATE TABLE powersync.rows AS SELECT 8 AS id"
    server.query(rows, user="storage_role", database="buckets", password="before").check_returncode()


def _mount(server: Server) -> Path:
    """Return a folder like that of the container, with the program docker-entrypoint.sh on its PATH."""
    folder = server.folder / "initdb.d"
    folder.mkdir()
    for name, file in FILES.items():
        shutil.copy(FOLDER / file, folder / name)
    (server.programs / "docker-entrypoint.sh").write_text(ENTRYPOINT)
    (server.programs / "docker-entrypoint.sh").chmod(0o755)
    return folder


def _start(server: Server, variables: Mapping[str, str]) -> "subprocess.Popen[str]":
    """Start the container's command."""
    command = ["bash", str(_mount(server) / "start.bash"), *SETTINGS]
    environment = server.environment({**variables, "PGDATA": str(server.data)})
    user, group = server.owner
    return subprocess.Popen(
        command, env=environment, user=user, group=group, cwd=server.folder, stdout=PIPE, stderr=STDOUT, text=True
    )


def _wait_until_ready(server: Server, process: "subprocess.Popen[str]") -> None:
    """Return when the server accepts connections over TCP; fail with its output if it ends."""
    ready = ["pg_isready", "-h", "127.0.0.1"]
    for _ in range(300):
        if process.poll() is not None or server.run(ready, {}).returncode == 0:
            break
        time.sleep(0.1)
    if process.poll() is not None:
        pytest.fail(f"the server ended: {process.communicate()[0]}")


@pytest.fixture(scope="module", params=CHANGES)
def restarted(request: pytest.FixtureRequest) -> Iterator[Restarted]:
    """Start a server with data again, with changed variables."""
    change = str(request.param)
    variables = {**BEFORE, **CHANGES[change]}
    with new_server() as server:
        _fill(server)
        server.stop()
        with _start(server, variables) as process:
            _wait_until_ready(server, process)
            yield Restarted(server, change, variables)
            server.stop()
            process.communicate(timeout=60)
        server.start()


@pytest.mark.parametrize("role", LOGINS)
def test_current_login_works(restarted: Restarted, role: str) -> None:
    """After a restart, each role logs in with the current name, password and database."""
    login = restarted.query(role, "SELECT 1")

    assert login.stdout == "1\n", login.stderr


@pytest.mark.parametrize("role", ["source", "storage"])
def test_earlier_login_is_refused(restarted: Restarted, role: str) -> None:
    """After a change, the earlier name, password and database do not log in any more."""
    earlier = restarted.query(
        role, "SELECT count(*) FROM todos" if role == "source" else "TABLE powersync.rows", BEFORE
    )

    assert (earlier.returncode == 0) == (restarted.change == "nothing")


def test_source_data_stay(restarted: Restarted) -> None:
    """The source database keeps its tables, and the role of PowerSync can still read them."""
    rows = restarted.query("source", "SELECT id FROM todos")

    assert rows.stdout == "7\n", rows.stderr


def test_storage_data_stay(restarted: Restarted) -> None:
    """The bucket storage keeps its schema, and its owner can still change it."""
    rows = restarted.query("storage", "ALTER TABLE powersync.rows ADD name text; SELECT id FROM powersync.rows")

    assert rows.stdout == "8\n", rows.stderr


def test_replication_slot_stays(restarted: Restarted) -> None:
    """The replication slot belongs to the source database, also under its new name."""
    slots = restarted.query("source", "SELECT slot_name, database = current_database() FROM pg_replication_slots")

    assert slots.stdout == "powersync_1|t\n", slots.stderr


def test_no_role_or_database_is_left(restarted: Restarted) -> None:
    """A changed name renames, so that there are the same numbers of roles and databases as before."""
    own = "SELECT count(*) FROM pg_roles WHERE rolname !~ '^pg_' UNION ALL SELECT count(*) FROM pg_database"

    counts = restarted.query("administrator", own)

    assert counts.stdout == "3\n5\n", counts.stderr


def test_start_fails_if_the_script_fails() -> None:
    """If the script cannot apply a name, the container ends with its error, and no server is left."""
    with new_server() as server:
        _fill(server)
        server.stop()
        with _start(server, {**BEFORE, "STORAGE_USERNAME": "postgres"}) as process:
            output, _ = process.communicate(timeout=60)
        server.start()

    assert (process.returncode != 0, 'role "postgres" already exists' in output) == (True, True)

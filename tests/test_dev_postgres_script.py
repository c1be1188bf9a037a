"""The script of the development Postgres creates its roles and databases on a real server."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.postgres_server import Result, Server, new_server

pytestmark = pytest.mark.xdist_group("postgres")

SCRIPT = Path(__file__).parents[1] / "powersync_constructs" / "constructs" / "databases" / "dev_postgres.sh"
HOSTILE = """it's "so" $HOME `id` \\ :x :'y' = é"""
SECRET = "not-to-be-logged"
RUN = {
    "executed": ["bash", str(SCRIPT)],
    "sourced": ["bash", "-Eeo", "pipefail", "-c", f". '{SCRIPT}'; echo the next script"],
}


@dataclass(frozen=True)
class Outcome:
    """The result of a run of the script."""

    server: Server
    variables: dict[str, str]
    result: Result

    def as_admin(self, sql: str) -> Result:
        """Run a statement in the source database as its administrator."""
        return self.server.query(sql, user="postgres", database=self.variables["POSTGRES_DB"])

    def as_source(self, sql: str) -> Result:
        """Run a statement in the source database as PowerSync."""
        user, password = self.variables["SOURCE_USERNAME"], self.variables["SOURCE_PASSWORD"]
        return self.server.query(sql, user=user, database=self.variables["POSTGRES_DB"], password=password)

    def as_storage(self, sql: str, database: str = "STORAGE_DATABASE") -> Result:
        """Run a statement as the owner of the bucket storage, in the database of this variable."""
        user, password = self.variables["STORAGE_USERNAME"], self.variables["STORAGE_PASSWORD"]
        return self.server.query(sql, user=user, database=self.variables[database], password=password)


def _variables(suffix: str) -> dict[str, str]:
    """Return names and passwords that a careless script would not quote."""
    return {
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": f"postgres {SECRET} {HOSTILE}",
        "POSTGRES_DB": f"app {suffix} {HOSTILE}",
        "SOURCE_USERNAME": f"source {suffix} {HOSTILE}",
        "SOURCE_PASSWORD": f"source {SECRET} {HOSTILE}",
        "STORAGE_DATABASE": f"buckets {suffix} {HOSTILE}",
        "STORAGE_USERNAME": f"storage {suffix} {HOSTILE}",
        "STORAGE_PASSWORD": f"storage {SECRET} {HOSTILE}",
    }


@pytest.fixture(scope="module", params=RUN)
def outcome(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    """Run the script in a source database with one table, in both ways that the official image may run it."""
    how = str(request.param)
    variables = _variables(how)
    quoted = variables["POSTGRES_DB"].replace('"', '""')
    with new_server() as server:
        server.query(f'CREATE DATABASE "{quoted}"', user="postgres", database="postgres")
        server.query("CREATE TABLE early (id int)", user="postgres", database=variables["POSTGRES_DB"])
        yield Outcome(server, variables, server.run(RUN[how], variables))


def test_script_succeeds(outcome: Outcome) -> None:
    """The script succeeds, and a script that sources it continues."""
    assert outcome.result.returncode == 0, outcome.result.stderr


def test_source_role_can_replicate_and_see_every_row(outcome: Outcome) -> None:
    """The role of PowerSync has exactly the attributes that replication needs."""
    attributes = outcome.as_source(
        "SELECT rolcanlogin, rolreplication, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user"
    )

    assert attributes.stdout == "t|t|t|f\n", attributes.stderr


def test_publication_has_all_tables(outcome: Outcome) -> None:
    """The publication has the name that PowerSync expects, and contains every table."""
    publications = outcome.as_source("SELECT pubname, puballtables FROM pg_publication")

    assert publications.stdout == "powersync|t\n", publications.stderr


def test_source_role_reads_an_existing_table(outcome: Outcome) -> None:
    """The role of PowerSync can read a table that existed before the script."""
    count = outcome.as_source("SELECT count(*) FROM early")

    assert count.stdout == "0\n", count.stderr


def test_source_role_reads_a_later_table(outcome: Outcome) -> None:
    """The role of PowerSync can read a table that the administrator creates later, without another grant."""
    outcome.as_admin("CREATE TABLE later (id int); INSERT INTO later VALUES (7)")

    rows = outcome.as_source("SELECT id FROM later")

    assert rows.stdout == "7\n", rows.stderr


def test_source_role_cannot_write(outcome: Outcome) -> None:
    """The role of PowerSync cannot write to the source database."""
    written = outcome.as_source("INSERT INTO early VALUES (1)")

    assert "permission denied for table early" in written.stderr


def test_source_role_creates_a_replication_slot(outcome: Outcome) -> None:
    """The role of PowerSync can create a logical slot with `pgoutput`, as a replicator does first."""
    slot = outcome.as_source("SELECT slot_name FROM pg_create_logical_replication_slot('powersync', 'pgoutput', true)")

    assert slot.stdout == "powersync\n", slot.stderr


def test_storage_role_creates_its_schema(outcome: Outcome) -> None:
    """The role of the bucket storage can create its schema and a table, as a migration does first."""
    made = outcome.as_storage("CREATE SCHEMA powersync; CREATE TABLE powersync.buckets (id int)")

    assert made.returncode == 0, made.stderr


def test_storage_role_cannot_read_the_source(outcome: Outcome) -> None:
    """The role of the bucket storage cannot read the source database."""
    rows = outcome.as_storage("SELECT * FROM early", database="POSTGRES_DB")

    assert "permission denied for table early" in rows.stderr


RESERVED = {"SOURCE_USERNAME": "pg_monitor"}
"""A name that Postgres reserves, so that the script fails."""


def test_second_run_changes_nothing(outcome: Outcome) -> None:
    """A second run with the same variables succeeds without output, as after a restart."""
    again = outcome.server.run(RUN["executed"], outcome.variables)

    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_failure_stops_the_image_before_the_next_script(outcome: Outcome) -> None:
    """If the script fails, the image runs no later script."""
    failed = outcome.server.run(RUN["sourced"], {**outcome.variables, **RESERVED})

    assert (failed.returncode != 0, failed.stdout) == (True, "")


def test_failure_keeps_the_passwords_out_of_the_log(outcome: Outcome) -> None:
    """A failed statement is logged without its text, which has a password."""
    failed = outcome.server.run(RUN["executed"], {**outcome.variables, **RESERVED})

    assert "pg_monitor" in failed.stderr
    assert SECRET not in outcome.server.log + failed.stdout + failed.stderr


@pytest.mark.parametrize("name", sorted(_variables("")))
def test_missing_variable_is_named(name: str) -> None:
    """If a variable is missing or empty, the script names it and fails."""
    variables = {**_variables(""), name: "", "PATH": os.environ["PATH"]}

    result = subprocess.run(RUN["executed"], check=False, env=variables, capture_output=True, text=True)

    assert f"{name} is not set" in result.stderr

"""The setup of a MySQL source database, on MariaDB, which Debian has in place of MySQL.

PowerSync does not support MariaDB, and MariaDB has no `gtid_mode`. A setup therefore never reports this server as
ready; the tests check everything else.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from powersync_constructs import SecretRef
from powersync_constructs.config import MySqlSource, SetupAdministrator, SourceSetupProps
from tests.source_setup.job import ADMIN_PASSWORD, HOSTILE, SECRETS, SOURCE_PASSWORD, Secrets, command_of, variables_of

Result = subprocess.CompletedProcess[str]

NUMBERS = itertools.count()
UNSUPPORTED = (
    "problem: the server is MariaDB",
    "problem: gtid_mode is ''",
    "problem: enforce_gtid_consistency is ''",
)
"""The problems that every run on MariaDB finds."""
ODD_TABLE = """Odd.T `x 'y' "é\""""


@dataclass(frozen=True)
class Server:
    """A running MariaDB with a binary log."""

    folder: Path
    port: int

    def query(self, sql: str, user: str = "root", password: str | None = None) -> Result:
        """Run SQL, as root through the socket, or as a user with a password over TCP."""
        where = [f"--socket={self.folder}/socket"] if password is None else ["--host=127.0.0.1", f"--port={self.port}"]
        options = ["--batch", "--raw", "--skip-column-names", "--default-character-set=utf8mb4"]
        command = ["mysql", "--no-defaults", *where, f"--user={user}", *options]
        variables = {"PATH": os.environ["PATH"], "MYSQL_PWD": password or ""}
        return subprocess.run(command, check=False, input=sql, env=variables, capture_output=True, text=True)


@dataclass(frozen=True)
class Database:
    """A new database with the tables of an app, and a setup of it."""

    server: Server
    name: str
    folder: Path
    props: SourceSetupProps
    secrets: Secrets = field(default_factory=lambda: SECRETS)

    def set_up(self, **changes: Any) -> Result:
        """Run the Job, with changes to its props. The client of MariaDB does not have each option of that of MySQL."""
        props = self.props.with_(**changes)
        command, variables = command_of(props, self.folder), variables_of(props, self.secrets, self.folder)
        options = self.folder / "client.cnf"
        options.write_text(options.read_text(encoding="utf-8").replace("get-server-public-key\n", "protocol=tcp\n"))
        variables["PATH"] = os.environ["PATH"]
        return subprocess.run(command, check=False, env=variables, capture_output=True, text=True, timeout=60)

    def as_powersync(self, sql: str) -> Result:
        """Run a statement as the user of PowerSync, over TCP as the service does."""
        variables = variables_of(self.props, self.secrets, self.folder)
        return self.server.query(sql, variables["SOURCE_USERNAME"], variables["SOURCE_PASSWORD"])

    def state(self) -> str:
        """Return all users with their passwords, and all privileges, without times."""
        users = "SELECT host, user, JSON_REMOVE(priv, '$.password_last_changed') FROM mysql.global_priv"
        return self.server.query(f"{users}; SELECT * FROM mysql.db; SELECT * FROM mysql.tables_priv").stdout


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server with an administrator. Skip the test without MariaDB."""
    if shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin") is None and shutil.which("mariadbd") is None:
        pytest.skip("mariadbd is missing; install mariadb-server (Debian, Ubuntu)")
    with tempfile.TemporaryDirectory(prefix="my") as name:
        folder = Path(name)
        user = pwd.getpwuid(65534 if os.geteuid() == 0 else os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(folder, user)
        data = [f"--datadir={folder}/data", f"--user={user}"]
        path = f"{os.environ['PATH']}{os.pathsep}/usr/sbin"
        made = ["mariadb-install-db", "--no-defaults", *data, "--auth-root-authentication-method=normal"]
        subprocess.run(made, check=True, capture_output=True, env={"PATH": path})
        running = Server(folder, 20000 + os.getpid() % 10000)
        options = ["--log-bin=binlog", "--binlog-format=ROW", f"--pid-file={folder}/pid", "--skip-name-resolve"]
        options += [f"--socket={folder}/socket", "--bind-address=127.0.0.1", f"--port={running.port}"]
        command = ["mariadbd", "--no-defaults", *data, *options]
        with (folder / "log").open("wb") as log, subprocess.Popen(command, env={"PATH": path}, stderr=log) as process:
            _wait(running)
            running.query(
                "CREATE USER admin@'%' IDENTIFIED BY 'admin password'; GRANT ALL ON *.* TO admin@'%' WITH GRANT OPTION"
            )
            yield running
            process.terminate()


@pytest.fixture
def database(server: Server, tmp_path: Path) -> Database:
    """Return a new database, a database whose name matches it if `_` is a wildcard, and a new user."""
    number = next(NUMBERS)
    name = f"app_{number}"
    odd = ODD_TABLE.replace("`", "``")
    for each in (name, f"appx{number}"):
        server.query(
            f"CREATE DATABASE {each} CHARACTER SET utf8mb4; CREATE TABLE {each}.lists (id int PRIMARY KEY);"
            f"CREATE TABLE {each}.todos (id int PRIMARY KEY); CREATE TABLE {each}.`{odd}` (id int PRIMARY KEY)"
        )
    source = MySqlSource(
        hostname="127.0.0.1",
        port=server.port,
        database=name,
        username=f"powersync_{number}",
        password=SOURCE_PASSWORD,
    )
    quoted = ODD_TABLE.replace('"', '""')
    props = SourceSetupProps(
        source=source,
        administrator=SetupAdministrator(username="admin", password=ADMIN_PASSWORD),
        tables=["lists", f'"{quoted}"'],
    )
    return Database(server, name, tmp_path, props)


def test_new_database_has_no_other_problem(database: Database) -> None:
    """After a setup, only the server itself is a problem."""
    done = database.set_up()

    problems = [line for line in done.stdout.splitlines() if line.startswith("problem: ")]
    assert (done.returncode, [line for line in problems if not line.startswith(UNSUPPORTED)]) == (3, [])


@pytest.mark.parametrize("table", ["lists", ODD_TABLE])
def test_user_reads_the_tables(database: Database, table: str) -> None:
    """The user can read the listed tables, also one with an unusual name."""
    database.set_up()
    quoted = table.replace("`", "``")

    assert database.as_powersync(f"SELECT count(*) FROM {database.name}.`{quoted}`").stdout == "0\n"


def test_user_reads_the_binary_log(database: Database) -> None:
    """The user has the privileges of a replica, with which the service reads its position."""
    database.set_up()

    assert database.as_powersync("SHOW MASTER STATUS").returncode == 0


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO {}.lists VALUES (1)",
        "DELETE FROM {}.lists",
        "SELECT * FROM {}.todos",
        "SELECT * FROM mysql.user",
        "CREATE TABLE {}.own (id int)",
    ],
)
def test_user_can_do_nothing_else(database: Database, sql: str) -> None:
    """The user can neither write nor read other tables."""
    database.set_up()

    assert "denied" in database.as_powersync(sql.format(database.name)).stderr


def test_all_tables_are_those_of_one_database(database: Database) -> None:
    """With `all_tables`, the user reads every table of its database, and none of a database with a similar name."""
    database.set_up(tables=[], all_tables=True)

    names = (database.name, database.name.replace("_", "x"))
    own, similar = (database.as_powersync(f"SELECT count(*) FROM {name}.todos") for name in names)

    assert (own.stdout, "denied" in similar.stderr) == ("0\n", True)


def test_second_run_executes_nothing(database: Database) -> None:
    """A second run grants nothing, and the users and privileges stay the same."""
    database.set_up()
    before = database.state()

    again = database.set_up()

    assert ("GRANT" in again.stdout, database.state()) == (False, before)


def test_changed_password_is_set(database: Database) -> None:
    """After the Secret has changed, a run sets the new password."""
    database.set_up()
    changed = replace(database, secrets={**database.secrets, SOURCE_PASSWORD: "another"})

    changed.set_up()

    assert (changed.as_powersync("SELECT 1").stdout, database.as_powersync("SELECT 1").returncode) == ("1\n", 1)


def test_unusual_user_name(database: Database) -> None:
    """The name of the user and the password may contain any characters."""
    name = SecretRef("source", "username")
    props = database.props.with_(source={"username": name})
    unusual = replace(database, props=props, secrets={**database.secrets, name: HOSTILE})

    unusual.set_up()

    assert unusual.as_powersync("SELECT 1").stdout == "1\n"


def test_missing_table_is_named(database: Database) -> None:
    """A table that does not exist is a problem, and the other tables are readable."""
    done = database.set_up(tables=["lists", "later"])

    read = database.as_powersync(f"SELECT * FROM {database.name}.lists")
    assert (f"problem: table `{database.name}`.`later` does not exist" in done.stdout, read.returncode) == (True, 0)


def test_check_changes_nothing(database: Database) -> None:
    """A check names what is missing, and changes neither users nor privileges."""
    before = database.state()

    done = database.set_up(check=True)

    assert (done.returncode, ". Fix: CREATE USER " in done.stdout, database.state()) == (3, True, before)


@pytest.mark.parametrize(
    ("setting", "value", "problem"),
    [
        ("binlog_format", "STATEMENT", "problem: binlog_format is 'STATEMENT', and PowerSync needs"),
        ("binlog_row_image", "MINIMAL", "problem: binlog_row_image is 'MINIMAL', and PowerSync needs"),
        ("binlog_expire_logs_seconds", "3600", "note: the server removes binary logs after less than a day"),
    ],
)
def test_setting_of_the_server_is_named(database: Database, setting: str, value: str, problem: str) -> None:
    """A wrong setting of the server is a problem with its fix."""
    before = database.server.query(f"SELECT @@GLOBAL.{setting}").stdout.strip()
    database.server.query(f"SET GLOBAL {setting} = {value}")

    done = database.set_up(check=True)

    database.server.query(f"SET GLOBAL {setting} = {before}")
    assert problem in done.stdout


def test_unreachable_server(database: Database) -> None:
    """If nothing listens, the Job fails with its exit status for a connection."""
    assert database.set_up(source={"port": 1024}).returncode == 2


def test_password_is_not_printed(database: Database) -> None:
    """No output of a run contains the password."""
    secret = replace(database, secrets={**database.secrets, SOURCE_PASSWORD: "not-to-be-logged"})

    done = secret.set_up()

    assert "not-to-be-logged" not in done.stdout + done.stderr


def _wait(server: Server) -> None:
    for _ in range(120):
        if server.query("SELECT 1").returncode == 0:
            return
        time.sleep(0.5)
    raise RuntimeError((server.folder / "log").read_text(encoding="utf-8"))

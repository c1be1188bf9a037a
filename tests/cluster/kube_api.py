"""A real Kubernetes API server on this machine: etcd and kube-apiserver, without nodes and controllers."""

import json
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kubernetes.config import new_client_from_config
from kubernetes.dynamic import DynamicClient

_START_SECONDS = 120
_STOP_SECONDS = 10


@dataclass(frozen=True)
class KubeApi:
    """A running API server, spoken to with kubectl as its administrator."""

    kubeconfig: Path
    cache: Path

    def kubectl(self, *args: str, input: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run kubectl with these arguments, and this text on its standard input; a failure is in the return code."""
        command = ["kubectl", f"--kubeconfig={self.kubeconfig}", f"--cache-dir={self.cache}", *args]
        return subprocess.run(command, check=False, input=input, capture_output=True, text=True, timeout=60)

    def read(self, *what: str) -> dict[str, Any]:
        """Get an object, or a List of those that the server has."""
        found = self.kubectl("get", "--output=json", "--ignore-not-found", *what)
        found.check_returncode()
        content: dict[str, Any] = json.loads(found.stdout or "{}")
        return content

    @contextmanager
    def client(self) -> Iterator[DynamicClient]:
        """Speak to the server without kubectl, which takes much longer over many objects."""
        with new_client_from_config(str(self.kubeconfig)) as client:
            yield DynamicClient(client, cache_file=str(self.cache / "kinds.json"))

    def apply(self, path: Path) -> "subprocess.CompletedProcess[str]":
        """Apply a file or a folder of manifests; the server refuses fields that it does not know."""
        return self.kubectl("apply", "--validate=strict", "--recursive", "-f", str(path))


@contextmanager
def run_kube_api(programs: Path, folder: Path) -> Iterator[KubeApi]:
    """Start etcd and kube-apiserver from `programs`, keep all they write in `folder`, and stop both at the end."""
    client_port, peer_port, api_port = _free_ports(3)
    etcd_url, peer_url, token = f"http://127.0.0.1:{client_port}", f"http://127.0.0.1:{peer_port}", secrets.token_hex()
    (folder / "tokens.csv").write_text(f"{token},admin,admin,system:masters\n")
    with ExitStack() as processes:
        processes.enter_context(_process(_etcd(programs, folder, etcd_url, peer_url), folder / "etcd.log"))
        log = folder / "kube-apiserver.log"
        server = processes.enter_context(_process(_kube_apiserver(programs, folder, etcd_url, api_port), log))
        api = KubeApi(_kubeconfig(folder, api_port, token), cache=folder / "kubectl-cache")
        _wait_until_ready(api, server, log)
        yield api


def _free_ports(count: int) -> list[int]:
    """Ports that nothing listens on; all are held until the last is found, so that no two are the same."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def _etcd(programs: Path, folder: Path, client_url: str, peer_url: str) -> list[str]:
    """The command of a store that forgets nothing while it runs, and need not survive a crash."""
    return [
        str(programs / "etcd"),
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls={client_url}",
        f"--advertise-client-urls={client_url}",
        f"--listen-peer-urls={peer_url}",
        f"--initial-advertise-peer-urls={peer_url}",
        f"--initial-cluster=default={peer_url}",
        "--unsafe-no-fsync",
    ]


def _kube_apiserver(programs: Path, folder: Path, etcd_url: str, port: int) -> list[str]:
    """The command of the API server, which makes its own certificate; that key signs ServiceAccount tokens as well.

    Nothing here gives a namespace its default ServiceAccount, and pods would be refused for the lack of it: hence
    the disabled plug-in.
    """
    certificates = folder / "certificates"
    return [
        str(programs / "kube-apiserver"),
        f"--etcd-servers={etcd_url}",
        "--bind-address=127.0.0.1",
        f"--secure-port={port}",
        f"--cert-dir={certificates}",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--authorization-mode=RBAC",
        "--disable-admission-plugins=ServiceAccount",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={certificates / 'apiserver.key'}",
        f"--service-account-signing-key-file={certificates / 'apiserver.key'}",
        "--service-cluster-ip-range=10.0.0.0/16",
    ]


@contextmanager
def _process(command: list[str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program in the background, its output in `log`, and see it end."""
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_ready(api: KubeApi, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the API server says that it is ready; say why it is not, when it ends or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while api.kubectl("get", "--raw=/readyz").returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"kube-apiserver did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def _kubeconfig(folder: Path, port: int, token: str) -> Path:
    """Write the file that tells kubectl where the server is, how to know it, and who asks."""
    cluster = {
        "server": f"https://127.0.0.1:{port}",
        "certificate-authority": str(folder / "certificates" / "apiserver.crt"),
    }
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "test",
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "admin"}}],
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": "admin", "user": {"token": token}}],
    }
    path = folder / "kubeconfig"
    path.write_text(json.dumps(content))
    return path

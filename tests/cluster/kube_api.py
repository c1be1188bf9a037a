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
    """A running API server, and kubectl as its administrator."""

    kubeconfig: Path
    cache: Path

    def kubectl(self, *args: str, input: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run kubectl with these arguments and this standard input; a failure shows in the return code."""
        command = ["kubectl", f"--kubeconfig={self.kubeconfig}", f"--cache-dir={self.cache}", *args]
        return subprocess.run(command, check=False, input=input, capture_output=True, text=True, timeout=60)

    def read(self, *args: str) -> dict[str, Any]:
        """Return an object, or a List of the objects that exist."""
        found = self.kubectl("get", "--output=json", "--ignore-not-found", *args)
        found.check_returncode()
        content: dict[str, Any] = json.loads(found.stdout or "{}")
        return content

    @contextmanager
    def client(self) -> Iterator[DynamicClient]:
        """Return a client that calls the server without kubectl, which is much slower for many objects."""
        with new_client_from_config(str(self.kubeconfig)) as client:
            yield DynamicClient(client, cache_file=str(self.cache / "kinds.json"))

    def apply(self, path: Path) -> "subprocess.CompletedProcess[str]":
        """Apply a file or a folder of manifests; the server refuses unknown fields."""
        return self.kubectl("apply", "--validate=strict", "--recursive", "-f", str(path))


@contextmanager
def run_kube_api(programs: Path, folder: Path) -> Iterator[KubeApi]:
    """Start etcd and kube-apiserver from `programs`, with all their files in `folder`; stop both at the end."""
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
    """Return different free ports: all sockets stay open until the last one is found."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]


def _etcd(programs: Path, folder: Path, client_url: str, peer_url: str) -> list[str]:
    """Return the command of an etcd that does not compact its history and need not survive a crash."""
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
    """Return the command of the API server.

    It makes its own certificate, whose key also signs ServiceAccount tokens. The admission plug-in ServiceAccount is
    disabled: no controller creates the default ServiceAccount of a namespace, and the plug-in would refuse every pod.
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
    """Run a program in the background, with its output in `log`, and stop it at the end."""
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
    """Return when the API server is ready; raise an error with its log if it ends or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while api.kubectl("get", "--raw=/readyz").returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"kube-apiserver did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def _kubeconfig(folder: Path, port: int, token: str) -> Path:
    """Write a kubeconfig with the server's address, its certificate and the user's token."""
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

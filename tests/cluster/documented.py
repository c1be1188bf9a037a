"""Run the commands of the pages in docs/ unchanged."""

import json
import os
import re
import subprocess
from pathlib import Path

from tests import CHECKOUT

from .kube_api import KubeApi


def command_under(heading: str, page: str = "operating.md") -> str:
    """Return the first block of commands below a heading."""
    text = (CHECKOUT / "docs" / page).read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    [command, *_] = re.findall(r"^```console\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return str(command)


def run(
    kube_api: KubeApi, heading: str, *, namespace: str, folder: Path, kubectl: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run that block for the instance `powersync`, in a folder that has dist/, with `namespace` as the current one.

    `kubectl` is a folder with another kubectl.
    """
    config = json.loads(kube_api.kubeconfig.read_text())
    config["contexts"][0]["context"]["namespace"] = namespace
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps(config))
    path = os.pathsep.join([*([str(kubectl)] if kubectl else []), os.environ["PATH"]])
    environment = {"PATH": path, "KUBECONFIG": str(kubeconfig), "KUBECACHEDIR": str(kube_api.cache)}
    command = ["bash", "-c", command_under(heading).replace("<instance>", "powersync")]
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=120
    )

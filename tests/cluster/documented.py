"""Run the commands of the pages in docs/ unchanged."""

import json
import os
import re
import subprocess
from pathlib import Path

import yaml

from tests import CHECKOUT

from .kube_api import KubeApi


def command_under(heading: str, page: str = "operating.md", *, block: int = 0) -> str:
    """Return one of the blocks of commands below a heading; by default, the first block."""
    text = (CHECKOUT / "docs" / page).read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    commands = re.findall(r"^```console\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    return str(commands[block])


def track_by_label(manifests: Path) -> Path:
    """Set the label of each object of a file as Argo CD does before version 3, if the Application has another name.

    Argo CD does not change the labels of pod templates (SetAppInstanceLabel in util/kube/kube.go).
    """
    for file in [manifests] if manifests.is_file() else sorted(manifests.rglob("*.yaml")):
        objects = list(yaml.safe_load_all(file.read_text(encoding="utf-8")))
        for each in objects:
            each["metadata"]["labels"]["app.kubernetes.io/instance"] = "application"
        file.write_text(yaml.safe_dump_all(objects), encoding="utf-8")
    return manifests


def run(
    kube_api: KubeApi, heading: str, *, namespace: str, folder: Path, kubectl: Path | None = None, block: int = 0
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
    command = ["bash", "-c", command_under(heading, block=block).replace("<instance>", "powersync")]
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=120
    )

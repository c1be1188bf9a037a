"""Runs the program as users do, and manifests to run it on."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests import CHECKOUT

HA = (CHECKOUT / "dist" / "ha.k8s.yaml").read_text(encoding="utf-8")
"""22 objects of an instance, in which the rules find nothing."""
WITH_WARNINGS = HA.replace("memory: 2Gi", "memory: 256Mi")
"""The same objects with two warnings: the memory limits of the API pods and of the replicators."""
WITH_ERROR = f"{HA}---\n{HA.partition('---')[0]}"
"""The same objects with one error: the Namespace is there twice."""
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mine\ndata:\n  text: some\n"
"""An object of no instance."""


def annotated(manifests: str, rule: str) -> str:
    """Return the manifests with an annotation that switches a rule off for the Deployment of the API pods."""
    labels = "  labels:\n    app.kubernetes.io/component: api\n"
    annotation = f"  annotations:\n    powersync-constructs/ignore.{rule}: measured\n"
    before, kind, after = manifests.partition("kind: Deployment\nmetadata:\n")
    return before + kind + after.replace(labels, annotation + labels, 1)


class Ended(NamedTuple):
    """How the program ended."""

    code: int
    out: str
    err: str

    @property
    def rules(self) -> list[str]:
        """The ids of the findings in the format `text`."""
        words = [line.split() for line in self.out.splitlines() if line.startswith("  ") and not line.startswith("   ")]
        return [found[1] for found in words]


def run_program(*arguments: str, cwd: Path, stdin: bytes = b"", python: tuple[str, ...] = ()) -> Ended:
    """Run the program in its own process. `python` are options of Python."""
    command = [sys.executable, *python, "-m", "powersync_constructs", *arguments]
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    done = subprocess.run(command, cwd=cwd, input=stdin, env=environment, capture_output=True, check=False, timeout=60)
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

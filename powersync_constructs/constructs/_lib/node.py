"""The Node that cdk8s runs on."""

import os
import subprocess
from collections.abc import Iterator
from functools import cache

from powersync_constructs.rules import Finding

OLDEST_NODE = 22
"""The oldest major version that jsii 1.142 supports; for an older one it prints a banner of eleven lines."""


def node_is_supported() -> Iterator[Finding]:
    """Warn of a Node that cdk8s no longer supports."""
    version = _version(os.environ.get("JSII_NODE", "node"))  # as jsii finds it
    if int(version.removeprefix("v").partition(".")[0]) < OLDEST_NODE:
        fix = f"install Node {OLDEST_NODE} or newer, or name another binary in JSII_NODE"
        yield Finding("node-version", "warning", f"Node {version}", "is not supported by cdk8s any more", fix)


@cache
def _version(binary: str) -> str:
    return subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()

"""The Node that cdk8s runs on."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache

from powersync_constructs.rules import Finding

_OLDEST = 22
"""The oldest major version that jsii 1.142 supports; for an older one it prints a banner of eleven lines."""


def node_is_supported() -> Iterator[Finding]:
    """Warn of a Node that cdk8s no longer supports. A Node that does not tell its version is left to jsii."""
    version = _version(os.environ.get("JSII_NODE", "node"))  # as jsii finds it
    major = re.match(r"v(\d+)\.", version)
    if major is not None and int(major[1]) < _OLDEST:
        fix = f"install Node {_OLDEST} or newer, or name another binary in JSII_NODE"
        yield Finding("node-version", "warning", f"Node {version}", "is not supported by cdk8s any more", fix)


@cache
def _version(binary: str) -> str:
    try:
        return subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""

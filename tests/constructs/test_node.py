"""The check of the Node version. tests/app/test_wrong_trees.py runs an app with an old Node."""

from pathlib import Path

import pytest

from powersync_constructs.constructs._lib.node import node_is_supported


def test_the_node_of_the_tests_is_supported() -> None:
    """A Node version that jsii supports is not a finding."""
    assert [*node_is_supported()] == []


@pytest.mark.parametrize(
    "script", [None, "#!/bin/sh\necho unknown\n", "#!/bin/sh\nexit 1\n"], ids=["missing", "unknown-version", "fails"]
)
def test_a_node_without_a_version_is_not_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    """A Node with an unknown version is not an error here: jsii reports what is wrong with it."""
    node = tmp_path / "node"
    if script is not None:
        node.write_text(script, encoding="utf-8")
        node.chmod(0o755)
    monkeypatch.setenv("JSII_NODE", str(node))

    assert [*node_is_supported()] == []

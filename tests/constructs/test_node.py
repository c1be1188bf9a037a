"""The Node that cdk8s runs on: an app with an old one is in tests/app/test_wrong_trees.py."""

from pathlib import Path

import pytest

from powersync_constructs.constructs._lib.node import node_is_supported


def test_the_node_of_the_tests_is_supported() -> None:
    """No finding for what jsii supports."""
    assert [*node_is_supported()] == []


@pytest.mark.parametrize(
    "script", [None, "#!/bin/sh\necho unknown\n", "#!/bin/sh\nexit 1\n"], ids=["none", "odd", "fails"]
)
def test_a_node_that_does_not_tell_its_version_is_no_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    """And nothing fails: jsii says what is wrong with it."""
    node = tmp_path / "node"
    if script is not None:
        node.write_text(script, encoding="utf-8")
        node.chmod(0o755)
    monkeypatch.setenv("JSII_NODE", str(node))

    assert [*node_is_supported()] == []

"""The pytest plugin."""

import subprocess
import sys
from pathlib import Path

from .conftest import RunPytest

NAME = "powersync_constructs.testing.plugin"
TESTS = """
from cdk8s import Testing
from cdk8s import Testing as TestHelper


class TestOwn:
    def test_is_collected(self):
        assert Testing is TestHelper
"""


def test_class_of_cdk8s_is_not_collected(tmp_path: Path, run_pytest: RunPytest) -> None:
    """A test module may import `Testing` from cdk8s, and its own classes are collected as usual."""
    (tmp_path / "test_app.py").write_text(TESTS, encoding="utf-8")

    ended = run_pytest("-W", "error", "-q")

    assert (ended.code, "1 passed" in ended.out) == (0, True), ended.out


def test_without_the_plugin_the_class_is_an_error(tmp_path: Path, run_pytest: RunPytest) -> None:
    """Without the plugin, the same module cannot be collected, so that the plugin is still needed."""
    (tmp_path / "test_app.py").write_text(TESTS, encoding="utf-8")

    ended = run_pytest("-W", "error", "-q", "-p", f"no:{NAME}")

    assert (ended.code, "ERROR test_app.py::Testing" in ended.out) == (2, True), ended.out


def test_plugin_may_be_named_twice(tmp_path: Path, run_pytest: RunPytest) -> None:
    """A conftest.py that lists the plugin does not conflict with its entry point."""
    (tmp_path / "conftest.py").write_text(f"pytest_plugins = ['{NAME}']\n", encoding="utf-8")
    (tmp_path / "test_app.py").write_text("def test_nothing(): ...\n", encoding="utf-8")

    ended = run_pytest("-W", "error", "-q")

    assert ended.code == 0, ended.out


def test_import_loads_no_large_package() -> None:
    """The plugin, which every pytest run loads, imports neither cdk8s nor pydantic, YAML, syrupy or schemas."""
    large = {"cdk8s", "constructs", "jsii", "jsonschema", "kubernetes_validate", "pydantic", "syrupy", "yaml"}
    code = f"import sys, {NAME}; print(*sorted({large} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []

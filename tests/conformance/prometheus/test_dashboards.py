"""Dashboards are what Grafana's own types say: npm's `@grafana/schema`, asked by the TypeScript compiler."""

import subprocess
from pathlib import Path

import pytest

from tests import CHECKOUT
from tests.judges.judges import find_node

from .instances import BUSY, instances

pytestmark = pytest.mark.xdist_group("prometheus")

_TYPES = Path(__file__).with_name("grafana.ts")
_STRICT = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--target",
    "es2022",
]


def problems(folder: Path, *dashboards: str) -> list[str]:
    """List what the compiler has against dashboards; the test is skipped where Grafana's types are missing."""
    modules = CHECKOUT / "node_modules"
    if not (modules / "@grafana" / "schema").exists():
        pytest.skip("@grafana/schema is not in node_modules; `make setup` installs it")
    file = folder / "dashboards.ts"
    written = [f"export const dashboard{place}: OurDashboard = {text};" for place, text in enumerate(dashboards)]
    file.write_text("\n".join([f'import type {{ OurDashboard }} from "{_TYPES.with_suffix("")}";', *written]))
    compiler = str(modules / "typescript" / "bin" / "tsc")
    command = [find_node(), compiler, *_STRICT, "--typeRoots", str(folder), str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, cwd=CHECKOUT)
    return [line for line in (done.stdout + done.stderr).splitlines() if "error" in line]


def test_dashboards_are_right(tmp_path: Path) -> None:
    """Every field of every dashboard is one that Grafana knows, with a value that it takes."""
    assert problems(tmp_path, *(instance.dashboard for instance in instances().values())) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("schemaVersion", "schemaVersions", id="field-of-the-dashboard"),
        pytest.param("displayMode", "displayedMode", id="option-of-a-graph"),
        pytest.param("never", "not-ever", id="value-of-an-option"),
        pytest.param("custom.lineStyle", "custom.linesStyle", id="field-that-is-overridden"),
        pytest.param("legendFormat", "legend", id="field-of-a-query"),
    ],
)
def test_a_wrong_word_is_found(right: str, wrong: str, tmp_path: Path) -> None:
    """A field or value that Grafana does not have is a problem that names it."""
    dashboard = instances()[BUSY].dashboard.replace(f'"{right}"', f'"{wrong}"')

    assert f'"{wrong}"' in "\n".join(problems(tmp_path, dashboard))

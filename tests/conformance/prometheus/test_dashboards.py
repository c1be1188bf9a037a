"""The dashboards conform to Grafana's types (npm's `@grafana/schema`), checked by the TypeScript compiler."""

import subprocess
from pathlib import Path

import pytest

from tests import CHECKOUT
from tests.judges.judges import find_node

from .instances import OVERLOADED, instances

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


def compile_errors(folder: Path, *dashboards: str) -> list[str]:
    """Return the errors of the compiler for dashboards. Skip the test if Grafana's types are missing."""
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


def test_dashboards_conform_to_the_types(tmp_path: Path) -> None:
    """Grafana's types accept every field and value of every dashboard."""
    assert compile_errors(tmp_path, *(instance.dashboard for instance in instances().values())) == []


@pytest.mark.parametrize(
    ("valid", "wrong"),
    [
        pytest.param("schemaVersion", "schemaVersions", id="field-of-the-dashboard"),
        pytest.param("displayMode", "displayedMode", id="option-of-a-graph"),
        pytest.param("never", "not-ever", id="value-of-an-option"),
        pytest.param("custom.lineStyle", "custom.linesStyle", id="field-that-is-overridden"),
        pytest.param("legendFormat", "legend", id="field-of-a-query"),
    ],
)
def test_a_wrong_field_or_value_is_found(valid: str, wrong: str, tmp_path: Path) -> None:
    """The compiler reports a field or value that Grafana's types do not have, by its name."""
    dashboard = instances()[OVERLOADED].dashboard.replace(f'"{valid}"', f'"{wrong}"')

    assert f'"{wrong}"' in "\n".join(compile_errors(tmp_path, dashboard))

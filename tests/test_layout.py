"""The library imports its folders in a fixed order, and the name of a module shows whether users may import it."""

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from powersync_constructs import config

PACKAGE = Path(config.__file__).parents[1]
ORDER = [
    *("config/core", "config/service/releases"),  # data that all later folders may read
    *(f"config/{folder}" for folder in ("pods", "service", "delivery", "workloads", "ingress", "network")),
    *("config/databases", "config"),
    "rules/_lib/manifest.py",  # functions that read objects of any shape
    *("rules/_service_yaml", "rules/_finding.py", "rules/_lib", "rules/_rule.py"),
    *(f"rules/{topic}" for topic in ("objects", "configuration", "containers", "memory", "availability")),
    *(f"rules/{topic}" for topic in ("migrations", "security", "network", "autoscaling", "instances")),
    "rules",
    *(f"cli/_{module}.py" for module in ("program", "visible", "layout", "explanation", "report", "fingerprint")),
    *("cli/_formats", "cli", "constructs/_lib", "constructs/_monitoring"),
    "constructs/configuration.py",  # all pods of the service use it
    *("constructs/_pods", "constructs/databases", "constructs"),
    "testing",
]
"""The folders: a module imports only modules of its own folder and of earlier folders."""
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)


def show(path: Path) -> str:
    """Return the path of a module or a folder in the library: `config/pods/image.py`."""
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=show)
def test_imports_follow_the_folder_order(module: Path) -> None:
    """A module imports nothing from a folder after its own."""
    assert [show(each) for each in imports(module) if place(each) > place(module)] == []


def test_no_import_is_circular() -> None:
    """No module imports itself through others, not even with a late import or for types only."""
    graph = {show(module): [show(each) for each in imports(module)] for module in MODULES}

    assert cycle(graph) == []


def test_every_folder_has_its_place() -> None:
    """The order of imports contains every folder."""
    folders = {"/".join(show(module).split("/")[:-1][:2]) for module in MODULES}

    assert folders - set(ORDER) == set()


@pytest.mark.parametrize("module", [each for each in MODULES if show(each).startswith("config/")], ids=show)
def test_private_modules_have_an_underscore(module: Path) -> None:
    """The name of a module of config/ has no underscore exactly if users import a name from it."""
    assert (module in public_modules()) is not module.name.startswith("_")


def public_modules() -> set[Path]:
    """Return the modules from which the stub of `powersync_constructs.config` imports names."""
    stub = ast.parse((PACKAGE / "config" / "__init__.pyi").read_text(encoding="utf-8"))
    names = [str(node.module) for node in stub.body if isinstance(node, ast.ImportFrom)]
    return {PACKAGE.joinpath("config", *name.split(".")).with_suffix(".py") for name in names}


def place(module: Path) -> int:
    """Return the position of a module in the order; a folder below a listed folder counts as that folder."""
    return next(ORDER.index(show(path)) for path in (module, *module.parents) if show(path) in ORDER)


@cache
def imports(module: Path) -> list[Path]:
    """Return the modules of the library that a module imports, at its top or elsewhere."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [found for node in froms for alias in node.names for found in _files(f"{node.module}.{alias.name}")]


def _files(name: str) -> list[Path]:
    """Return the file of `package.module`, of `package.module.name` or of `package.name`."""
    parts = name.split(".")
    if parts[0] != PACKAGE.name or len(parts) < 3:
        return []
    candidates = [PACKAGE.joinpath(*parts[1:end]) for end in (len(parts), len(parts) - 1)]
    files = [file for path in candidates for file in (path.with_suffix(".py"), path / "__init__.py")]
    return [file for file in files if file.is_file()][:1]


def cycle(graph: dict[str, list[str]]) -> list[str]:
    """Return the nodes of a cycle in a graph, or an empty list."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []

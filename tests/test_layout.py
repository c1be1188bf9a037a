"""The folders of the library: imports run in their order, and a name says whether users may import it."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from powersync_constructs import config

PACKAGE = Path(config.__file__).parents[1]
ORDER = [
    *(f"config/{folder}" for folder in ("core", "pods", "service", "delivery", "workloads", "ingress", "network")),
    *("config/databases", "config", "rules", "constructs/_lib", "constructs/_monitoring"),
    "constructs/configuration.py",  # which all pods of the service read
    *("constructs/_pods", "constructs/databases", "constructs"),
]
"""The folders: a module imports only modules of its own folder and of those that come before it."""
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)


def show(path: Path) -> str:
    """Name a module or a folder by its place in the library: `config/pods/image.py`."""
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=show)
def test_imports_run_in_folder_order(module: Path) -> None:
    """A module imports nothing from a folder that comes after its own."""
    assert [show(each) for each in imports(module) if place(each) > place(module)] == []


def test_no_import_is_circular() -> None:
    """No module imports itself through others, not even where an import is late or for types alone."""
    graph = {show(module): [show(each) for each in imports(module)] for module in MODULES}

    assert cycle(graph) == []


def test_every_folder_has_its_place() -> None:
    """A new folder is put into the order of imports."""
    folders = {show(module.parent) for module in MODULES}

    assert {"/".join(folder.split("/")[:2]) for folder in folders} - set(ORDER) == {"constructs"} - set(ORDER)


@pytest.mark.parametrize("module", [each for each in MODULES if show(each).startswith("config/")], ids=show)
def test_a_public_module_defines_a_public_name(module: Path) -> None:
    """A module of config/ defines a name that `powersync_constructs.config` exports, or its name has an underscore."""
    assert bool(defined(module) & set(dir(config))) is not module.name.startswith("_")


def place(module: Path) -> int:
    """Tell where in the order a module is; a folder below one of the order counts as that one."""
    return next(ORDER.index(show(path)) for path in (module, *module.parents) if show(path) in ORDER)


@cache
def imports(module: Path) -> list[Path]:
    """List the modules of the library that a module imports, at its top or anywhere else."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [found for node in froms for alias in node.names for found in _files(f"{node.module}.{alias.name}")]


def _files(name: str) -> list[Path]:
    """Find the file of `package.module`, of `package.module.name` or of `package.name`."""
    parts = name.split(".")
    if parts[0] != PACKAGE.name or len(parts) < 3:
        return []
    candidates = [PACKAGE.joinpath(*parts[1:end]) for end in (len(parts), len(parts) - 1)]
    files = [file for path in candidates for file in (path.with_suffix(".py"), path / "__init__.py")]
    return [file for file in files if file.is_file()][:1]


def cycle(graph: dict[str, list[str]]) -> list[str]:
    """List the nodes of a circle in a graph; without one, the list is empty."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def defined(module: Path) -> set[str]:
    """Name what a module defines at its top, and does not import."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return set(_defined(tree.body))


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.If):  # what type checkers see, and what there is when the module runs
            yield from _defined([*node.body, *node.orelse])

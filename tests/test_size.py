"""No module and no function of the library is longer than one can keep in mind.

Belongs into tests/ (as tests/test_size.py, or into tests/test_layout.py, which has MODULES and `show` already).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import powersync_constructs

PACKAGE = Path(powersync_constructs.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 300
"""Lines."""
LONGEST_FUNCTION = 40
"""Lines from the first statement after the docstring to the last one."""


def show(path: Path) -> str:
    """Name a module by its place in the library."""
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=show)
def test_nothing_is_too_long(module: Path) -> None:
    """A module, and each function in it, is within its limit."""
    text = module.read_text(encoding="utf-8")

    lengths = {"": (len(text.splitlines()), LONGEST_MODULE)}
    lengths |= {name: (lines, LONGEST_FUNCTION) for name, lines in functions(ast.parse(text))}

    assert {name: lines for name, (lines, most) in lengths.items() if lines > most} == {}


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each function and method, however deep, with the number of lines of its body."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield f"{node.name}:{node.lineno}", (node.end_lineno or 0) - body[0].lineno + 1 if body else 0

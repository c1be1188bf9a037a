"""No module and no function of the library is too long to understand at once."""

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
    """Return the path of a module in the library."""
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=show)
def test_module_and_functions_are_short(module: Path) -> None:
    """A module and each of its functions are within their limits."""
    text = module.read_text(encoding="utf-8")

    lengths = {"": (len(text.splitlines()), LONGEST_MODULE)}
    lengths |= {name: (lines, LONGEST_FUNCTION) for name, lines in functions(ast.parse(text))}

    assert {name: lines for name, (lines, most) in lengths.items() if lines > most} == {}


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each function and method, at every depth, with the number of lines of its body."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield f"{node.name}:{node.lineno}", (node.end_lineno or 0) - body[0].lineno + 1 if body else 0

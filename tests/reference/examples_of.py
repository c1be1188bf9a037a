"""The examples, by the class or function that each calls."""

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

_FOLDER = Path(__file__).parent / "examples"
MODULES = [f"{__package__}.examples.{path.stem}" for path in sorted(_FOLDER.glob("[a-z]*.py"))]


@cache
def examples() -> dict[str, str]:
    """The source of the first call of each name at the top level of a module, after the module has run."""
    found: dict[str, str] = {}
    for name in MODULES:
        text = Path(str(import_module(name).__file__)).read_text(encoding="utf-8")
        for statement in ast.parse(text).body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=target)]) if target.isupper():
                    pass  # a part of examples
                case ast.Expr(value=ast.Call(func=called)) | ast.Assign(value=ast.Call(func=called)):
                    found.setdefault(ast.unparse(called), str(ast.get_source_segment(text, statement)))
    return found

"""docs/testing.md shows the code, the files and the output of examples/tested_app."""

import pytest

from powersync_constructs import testing
from tests import CHECKOUT
from tests.app.test_readme import blocks

PAGE = CHECKOUT / "docs" / "testing.md"
EXAMPLE = CHECKOUT / "examples" / "tested_app"
SOURCES = [path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.py")]
BLOCKS = list(blocks(PAGE))
CODE = [pytest.param(text, id=place) for place, language, text in BLOCKS if language == "python"]
TEXTS = [text for _, language, text in BLOCKS if language == "text"]


@pytest.mark.parametrize("code", CODE)
def test_code_is_part_of_the_example(code: str) -> None:
    """Each Python block is part of a file of the example, whose tests run."""
    assert any(code in source for source in SOURCES)


def test_snapshot_files_are_those_of_the_example() -> None:
    """The list of snapshot files is complete."""
    files = sorted(path.relative_to(EXAMPLE).as_posix() for path in EXAMPLE.rglob("*.yaml") if "__snap" in str(path))

    assert TEXTS[0].splitlines() == files


def test_page_mentions_every_function() -> None:
    """The page mentions each public name."""
    page = PAGE.read_text(encoding="utf-8")

    assert [name for name in dir(testing) if name not in page] == []

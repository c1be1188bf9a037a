"""Helm renders the kept output of the community chart, which the tests of the rules read."""

from pathlib import Path

import pytest

from tests.rules.fixtures.helm_chart import KEPT, render

from .tools import find


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.stem)
def test_kept_output_is_what_helm_renders(kept: Path) -> None:
    """Helm renders each kept file from the chart; `python -m tests.rules.fixtures` writes the files again."""
    assert render(find("helm"), kept) == kept.read_text(encoding="utf-8")

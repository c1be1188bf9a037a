"""docs/ingress.md describes each controller as it is."""

from tests.samples.ingress_page import PAGE, with_controllers


def test_page_has_the_generated_sections() -> None:
    """The page has the sections that `make pages` generates from the controllers."""
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_controllers(page)

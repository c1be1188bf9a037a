"""docs/ingress.md says of each controller what the controller does."""

from tests.samples.ingress_page import PAGE, with_controllers


def test_page_is_as_the_controllers_are() -> None:
    """The sections of the controllers are those that `make pages` writes."""
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_controllers(page)

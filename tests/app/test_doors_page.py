"""docs/front-doors.md says of each door what the door does."""

from tests.samples.doors_page import PAGE, with_doors


def test_page_is_as_the_doors_are() -> None:
    """The sections of the doors are those that `make pages` writes."""
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_doors(page)

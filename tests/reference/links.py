"""Links from the other pages to the reference: the first mention of each name on a page is a link."""

import re
from os.path import relpath
from pathlib import Path

from tests import CHECKOUT

from .families import TYPES
from .source import places

PAGES = [CHECKOUT / "README.md", *sorted(CHECKOUT.glob("docs/*.md")), *sorted(CHECKOUT.glob("docs/runbooks/*.md"))]
"""The pages that link to the reference. The sections about controllers in docs/ingress.md are generated."""
_REFERENCE = CHECKOUT / "docs" / "reference"
_APART = re.compile(
    r"^```.*?^```$|^#[^\n]*$|<!-- begin.*?<!-- end[^>]*-->|<!--.*?-->|\[[^]]*\]\([^)]*\)", re.MULTILINE | re.DOTALL
)
"""Code, headings, comments, generated sections, and links."""


def without_link(page: Path) -> list[str]:
    """The names that a page mentions as code before any link to their section, or without one."""
    return [
        name for name in _names() if (found := _first_mention(page.read_text(encoding="utf-8"), name)) and not found[1]
    ]


def with_links(page: Path) -> str:
    """The page, with a link at the first mention of each name."""
    text = page.read_text(encoding="utf-8")
    for name in _names():
        found = _first_mention(text, name)
        if found and not found[1]:
            place = relpath(_REFERENCE / places()[name], page.parent)
            text = f"{text[: found[0]]}[`{name}`]({place}){text[found[0] + len(name) + 2 :]}"
    return text


def _names() -> list[str]:
    return [name for name, place in places().items() if not place.startswith(TYPES.file) and name[0].isupper()]


def _first_mention(text: str, name: str) -> tuple[int, bool] | None:
    """Where a page mentions a name as code for the first time, and whether this is a link."""
    apart = [match.span() for match in _APART.finditer(text)]
    for match in re.finditer(rf"`{name}`", text):
        around = [text[start:end] for start, end in apart if start <= match.start() < end]
        if not around:
            return match.start(), False
        if around[0].startswith("["):
            return match.start(), True
    return None


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(with_links(each), encoding="utf-8")

"""The README and the pages of docs/ keep their promises: what they show is run.

A Python block is an app. The YAML block that follows it, before the next Python block, shows a part of what that app
writes: each of its documents is contained in an object of that kind, and of that name if it has one. A command that
begins with `make` names a target.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from powersync_constructs.config.ingress.controllers import controller_classes
from tests import CHECKOUT
from tests.apps import Apps
from tests.emitted import read

PAGES = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted(CHECKOUT.glob("docs/**/*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Snippet:
    """A Python block, where it is, and what is shown of its output."""

    place: str
    code: str
    shown: list[dict[str, Any]] = field(default_factory=list)


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """Give the place, language and text of each fenced block of a page."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{page.relative_to(CHECKOUT)}:{line}", match[1], match[2]


def snippets() -> list[Snippet]:
    """Give all Python blocks, with the YAML that is shown after them."""
    found: list[Snippet] = []
    for place, language, text in (block for page in PAGES for block in blocks(page)):
        if language == "python":
            found.append(Snippet(place, text))
        elif language == "yaml":
            found[-1].shown += yaml.safe_load_all(text)
    return found


def said(pattern: str) -> list[str]:
    """Give all that a pattern matches in the pages."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    return sorted({found for text in texts for found in re.findall(pattern, text, re.MULTILINE)})


@pytest.mark.parametrize("snippet", snippets(), ids=lambda snippet: snippet.place)
def test_python_does_what_it_shows(apps: Apps, tmp_path: Path, snippet: Snippet) -> None:
    """The block runs as an app without a word on stderr, and writes what is shown after it."""
    main = tmp_path / "main.py"
    main.write_text(snippet.code, encoding="utf-8")

    ended = apps.run(main, tmp_path / "dist")

    made = read(tmp_path / "dist")
    missing = [part for part in snippet.shown if not any(contains(manifest, part) for manifest in made)]
    assert (ended.code, ended.err, missing) == (0, "", [])


@pytest.mark.parametrize("name", said(r"(?:^|`)make (\w+)"))
def test_make_has_the_target(name: str) -> None:
    """A command of `make` that is shown is one that the Makefile describes."""
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")

    assert re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)


@pytest.mark.parametrize("path", said(r"`((?:crds|docs|examples|powersync_constructs|tests)/[\w./]*)`"))
def test_path_is_there(path: str) -> None:
    """A file or folder of the project that is named is there."""
    assert (CHECKOUT / path).exists()


@pytest.mark.parametrize(
    ("counted", "how_many"),
    [
        ("alerts", len(list(CHECKOUT.glob("docs/runbooks/*.md")))),
        ("(?:ingress )?controllers", len(controller_classes())),
    ],
    ids=["alerts", "controllers"],
)
def test_readme_counts_right(counted: str, how_many: int) -> None:
    """A number before what the library has is how many there are."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")

    assert set(re.findall(rf"(\d+) {counted}", readme)) == {str(how_many)}


def links() -> list[tuple[str, str]]:
    """Give each link between files of the project: the page, and where it leads."""
    return [
        (str(page.relative_to(CHECKOUT)), link)
        for page in PAGES
        for link in sorted(set(re.findall(r"\]\(((?!https?://)[^)\s]+)\)", page.read_text(encoding="utf-8"))))
    ]


def anchors(page: Path) -> set[str]:
    """Give what a link may name of a page: its headings as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "link"), links())
def test_link_leads_somewhere(page: str, link: str) -> None:
    """The file is there, and so is the heading in it."""
    path, _, anchor = link.partition("#")
    target = (CHECKOUT / page).parent / path if path else CHECKOUT / page

    assert target.exists()
    assert not anchor or anchor in anchors(target)


def contains(whole: object, part: object) -> bool:
    """Tell whether a part is in a whole: keys of a mapping, items of a list in their order, lines of a text."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return all(key in whole and contains(whole[key], value) for key, value in part.items())
    if isinstance(whole, list) and isinstance(part, list):
        rest = iter(whole)
        return all(any(contains(item, wanted) for item in rest) for wanted in part)
    if isinstance(whole, str) and isinstance(part, str) and "\n" in part:
        return part in whole
    return whole == part


@pytest.mark.parametrize(
    "part",
    [
        pytest.param({"kind": "Job"}, id="another value"),
        pytest.param({"spec": {"replicas": None}}, id="a missing key"),
        pytest.param({"spec": {"args": ["-r", "start"]}}, id="another order"),
        pytest.param({"data": "port: 8080\nhost: b\n"}, id="another line"),
    ],
)
def test_contains_refuses_what_is_not_there(part: object) -> None:
    """The comparison itself sees what is not in an object."""
    whole = {"kind": "Pod", "spec": {"args": ["start", "-r", "api"]}, "data": "port: 8080\nhost: a\n"}

    assert not contains(whole, part)

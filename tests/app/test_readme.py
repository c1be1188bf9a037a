"""Everything that the README and the pages of docs/ show works.

A Python block is an app. The YAML block after it, before the next Python block, shows a part of the app's manifests:
each YAML document is contained in an object of the same kind, and of the same name if it has one. A command that begins
with `make` is a target of the Makefile. The code of docs/testing.md and docs/check.md is not an
app: see tests/testing/test_page.py and tests/cli/test_page.py.
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

PAGES = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted(CHECKOUT.glob("docs/*.md"))]
PAGES += sorted(CHECKOUT.glob("docs/runbooks/*.md"))
OTHERS = ("check.md", "testing.md")
"""The pages whose blocks have their own tests."""
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Snippet:
    """A Python block, its place, and the documents that are shown of its output."""

    place: str
    code: str
    shown: list[dict[str, Any]] = field(default_factory=list)


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the place, language and text of each fenced block of a page."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{page.relative_to(CHECKOUT)}:{line}", match[1], match[2]


def snippets() -> list[Snippet]:
    """Return all Python blocks, with the YAML documents that follow them."""
    found: list[Snippet] = []
    for place, language, text in (block for page in PAGES if page.name not in OTHERS for block in blocks(page)):
        if language == "python":
            found.append(Snippet(place, text))
        elif language == "yaml":
            found[-1].shown += yaml.safe_load_all(text)
    return found


def found_in_pages(pattern: str) -> list[str]:
    """Return everything that a pattern matches in the pages."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    return sorted({found for text in texts for found in re.findall(pattern, text, re.MULTILINE)})


@pytest.mark.parametrize("snippet", snippets(), ids=lambda snippet: snippet.place)
def test_python_block_writes_what_the_page_shows(apps: Apps, tmp_path: Path, snippet: Snippet) -> None:
    """The block runs as an app without output on stderr, and writes the documents that follow it."""
    main = tmp_path / "main.py"
    main.write_text(snippet.code, encoding="utf-8")

    ended = apps.run(main, tmp_path / "dist")

    made = read(tmp_path / "dist")
    missing = [part for part in snippet.shown if not any(contains(manifest, part) for manifest in made)]
    assert (ended.code, ended.err, missing) == (0, "", [])


@pytest.mark.parametrize("name", found_in_pages(r"(?:^|`)make (\w+)"))
def test_make_target_exists(name: str) -> None:
    """The Makefile describes every target that the pages mention."""
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")

    assert re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)


def test_commands_select_by_the_label_of_this_library() -> None:
    """No command selects by `app.kubernetes.io/instance`, which Argo CD may set to the name of an Application."""
    assert found_in_pages(r"^.*-l \S*app\.kubernetes\.io/instance=.*$") == []


@pytest.mark.parametrize("path", found_in_pages(r"`((?:crds|docs|examples|powersync_constructs|tests)/[\w./]*)`"))
def test_path_exists(path: str) -> None:
    """Every file or folder of the project that the pages mention exists."""
    assert (CHECKOUT / path).exists()


@pytest.mark.parametrize(
    ("counted", "how_many"),
    [
        ("alerts", len(list(CHECKOUT.glob("docs/runbooks/*.md")))),
        ("(?:ingress )?controllers", len(controller_classes())),
    ],
    ids=["alerts", "controllers"],
)
def test_readme_counts_are_right(counted: str, how_many: int) -> None:
    """The README gives the right number of alerts and of ingress controllers."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")

    assert set(re.findall(rf"(\d+) {counted}", readme)) == {str(how_many)}


def links() -> list[tuple[str, str]]:
    """Return each link between files of the project: the page and the target."""
    return [
        (str(page.relative_to(CHECKOUT)), link)
        for page in PAGES
        for link in sorted(set(re.findall(r"\]\(((?!https?://)[^)\s]+)\)", page.read_text(encoding="utf-8"))))
    ]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "link"), links())
def test_link_has_a_target(page: str, link: str) -> None:
    """The target of a link exists, and so does the heading that it names."""
    path, _, anchor = link.partition("#")
    target = (CHECKOUT / page).parent / path if path else CHECKOUT / page

    assert target.exists()
    assert not anchor or anchor in anchors(target)


def contains(whole: object, part: object) -> bool:
    """Return whether the whole contains the part: keys of a mapping, list items in their order, lines of a text."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return all(key in whole and contains(whole[key], value) for key, value in part.items())
    if isinstance(whole, list) and isinstance(part, list):
        rest = iter(whole)
        return all(any(contains(item, each) for item in rest) for each in part)
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
def test_contains_refuses_another_part(part: object) -> None:
    """`contains` finds no part that is not in an object."""
    whole = {"kind": "Pod", "spec": {"args": ["start", "-r", "api"]}, "data": "port: 8080\nhost: a\n"}

    assert not contains(whole, part)

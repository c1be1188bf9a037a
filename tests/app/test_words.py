"""The words that readers stumbled over do not come back. CONTRIBUTING.md has the table of what to write instead."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = {
    r"unless given": "default: …",
    r"for ever": "forever",
    r"mend(s|ed|ing)?": "fix",
    r"of (yours|ours|theirs)": "your, our, their",
    r"had better": "preferred",
    r"would else": "would otherwise",
    r"lest": "in case",
    r"drop (it|one|them|the field)": "remove",
    r"(front )?doors?": "ingress controller",
    r"put(s|ting)? up with": "tolerate",
    r"shuns?": "prefer different",
    r"roll-outs?": "rollout",
    r"anyhow": "in any case",
    r"a (policy|page|row|line|module|class|job|pod|word|thing) an? \w+": "one … per …",
    r"(is|are) no (list|mapping|string|number|integer|boolean|text|model|name|part)": "is not a …",
    r"nobody": "no one, nothing, no workload",
    r"whoever": "anyone who",
    r"(lets|let) (somebody|nobody) in": "accepts, rejects",
}
"""What must not be written, and what to write instead."""
QUOTES = {"CONTRIBUTING.md", "tests/app/test_words.py"}
"""The files that quote the words."""


def written() -> list[str]:
    """The files with sentences of ours."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    kinds = (".py", ".pyi", ".md", ".mjs", ".toml", "Makefile")
    apart = ("imports/", "tests/orderings/vendor/")
    paths = [path for path in listed.stdout.split() if path.endswith(kinds) and not path.startswith(apart)]
    return [path for path in paths if (ROOT / path).exists()]


@pytest.mark.parametrize("path", [path for path in written() if path not in QUOTES])
def test_a_file_has_none_of_the_words(path: str) -> None:
    """Each line that has one is listed, with what to write instead."""
    text = (ROOT / path).read_text()

    found = [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()!r}; write: {instead}"
        for word, instead in WORDS.items()
        for match in re.finditer(rf"\b{word}\b", text, re.IGNORECASE)
    ]

    assert not found, "\n".join(found)

"""Suggestions for a field name that does not exist: the most similar field that does not mean the opposite."""

import difflib
import re
from collections.abc import Collection, Iterable

_SIMILAR = 0.7
"""The lowest similarity of two names at which a typing error is likely (difflib, from 0 to 1)."""
_SAME_WORD = 0.75
"""The lowest similarity at which two words count as the same word, like `disabled` and `disable`."""
_NEGATIVE = frozenset(
    {
        *("block", "deny", "disable", "disallow", "exclude", "forbid", "ignore", "never", "no", "non", "not"),
        *("off", "prevent", "refuse", "reject", "skip", "stop", "without"),
    }
)
"""Words that turn a setting into its opposite."""
_AFFIRMATIVE = frozenset({"accept", "allow", "enable", "include", "permit", "start", "use", "with"})
"""Words that affirm a setting. Some of them are similar to a negative word."""
_OPPOSITES = (
    *(("max", "min"), ("up", "down"), ("ingress", "egress"), ("before", "after"), ("read", "write")),
    *(("request", "limit"), ("startup", "liveness"), ("startup", "readiness"), ("liveness", "readiness")),
)
"""Pairs of words that make two similar names different settings."""


def similar_name(name: str, names: Iterable[str]) -> str | None:
    """Return the most similar of the names, or None. A name with the opposite meaning is never returned.

    For `hostnme` it returns `hostname`. For `allow_local_jwks` it does not return `block_local_jwks`.
    """
    same_meaning = [other for other in names if not _may_be_opposite(name, other) and not _is_part(other, name)]
    if close := difflib.get_close_matches(name, same_meaning, n=1, cutoff=_SIMILAR):
        return close[0]
    return next((other for other in same_meaning if _is_abbreviation(name, other)), None)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return `did you mean hostname?` for the most similar of the names; empty if none is similar."""
    similar = similar_name(name, names)
    return f"did you mean {similar}?" if similar else ""


def _may_be_opposite(name: str, other: str) -> bool:
    """Whether a word in only one of two names negates it, or opposite words make them different settings."""
    ours, theirs = _words(name), _words(other)
    return any(_has(word, ours) != _has(word, theirs) for word in _NEGATIVE) or any(
        (one in ours and two in theirs) or (two in ours and one in theirs) for one, two in _OPPOSITES
    )


def _has(negative: str, words: Collection[str]) -> bool:
    """Whether the words contain a negative word, even if it is misspelled or inflected. Short words must be equal."""
    if negative in words or len(negative) <= 3:
        return negative in words
    others = [word for word in words if word not in _AFFIRMATIVE | _NEGATIVE]
    return bool(difflib.get_close_matches(negative, others, n=1, cutoff=_SAME_WORD))


def _is_abbreviation(name: str, other: str) -> bool:
    """Whether one name begins with the other: `host` and `hostname`."""
    return min(len(name), len(other)) >= 4 and (other.startswith(name) or name.startswith(other))


def _is_part(other: str, name: str) -> bool:
    """Whether a name continues the other one with more words, like `host_aliases` for `host`: it is another setting."""
    return name.startswith(f"{other}_")


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+|[A-Z][a-z]*", name.replace("_", " ")) or [name]

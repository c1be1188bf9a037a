"""Lists of words, and numbers with their nouns, in sentences."""

from collections.abc import Iterable


def and_list(words: Iterable[object]) -> str:
    """Return the words as a list in a sentence: `a, b and c`."""
    return _joined(words, "and")


def or_list(words: Iterable[object]) -> str:
    """Return the words as a choice in a sentence: `a, b or c`."""
    return _joined(words, "or")


def number_of(count: int, noun: str) -> str:
    """Return a number with its noun, like `1 file` or `2 files`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _joined(words: Iterable[object], conjunction: str) -> str:
    *others, last = [*map(str, words)] or [""]
    return f"{', '.join(others)} {conjunction} {last}" if others else last

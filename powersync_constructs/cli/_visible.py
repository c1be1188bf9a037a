"""Text from files and their names, without the characters that a terminal or a format would interpret."""

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls, which XML cannot contain, and with which a name could steer a terminal
    "\u2028\u2029"  # line ends
    "\u202a-\u202e\u2066-\u2069"  # changes of the writing direction, which hide text: https://trojansource.codes
    "\ud800-\udfff\ufffe\uffff]"  # no characters of UTF-8 or XML
)


def visible(value: str) -> str:
    r"""Return the text with unsafe characters written as escapes, like `\x1b`."""
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape").decode(), value)


def one_line(sentence: str) -> str:
    """Return the sentence with single spaces, on one line."""
    return visible(" ".join(sentence.split()))

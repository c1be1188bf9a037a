"""Strategies for any text, number or boolean, for fields without further checks."""

from hypothesis import strategies as st

from powersync_constructs.config.core._interpolation import interpolation_in, whole_interpolation
from powersync_constructs.config.core._placeholders import is_placeholder

from .typed import register

HOSTILE = [
    *("1e3", "08", "0o17", "0x1f", "1_000", "12:30:45", "2026-01-01", ".5", "-", "+1", "~", "null", "yes", "no", "on"),
    *("true", "NaN", ".inf", "=", "<<", "!env PS_A b", "!!str x", "&a", "*a", "- a", "a: b", "a #b", "#"),
    *("'", '"', "\\", "\\n", "\\x41", "${A} b", "{{ .Values }} b", "%TAG", "@", "`", "|", ">"),
    *("{}", "[]", "? a", "---"),
    *(" a ", "\t", "a\tb", "a\nb", "a\r\nb\r", "\n", "\x07\x1b\x7f", "\x85\u2028\u2029\ufeff\u00a0", "\u00e9\u6f22"),
    *("\U0001f600\U0001f1e9\U0001f1ea", "__proto__", "constructor", "a" * 2000, "a b " * 100),
    *("5432", "1.0", "::number", "PS_SOURCE_PORT::number", "!env PS_A::number b"),
]
"""Texts that YAML, JavaScript or a shell could interpret."""
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
"""Any text."""
PLAIN = TEXTS.filter(lambda text: not is_placeholder(text) and interpolation_in(text) is None)
"""Any text that contains neither a placeholder for the user to replace nor a variable of another tool."""
FREE = TEXTS.filter(lambda text: whole_interpolation(text) is None)
"""Any text that does not consist of a variable of another tool."""

register(str, TEXTS)
register(bool, st.booleans())
register(int, st.integers(0, 3) | st.integers())
register(float, st.floats(0, 20))
register(type(None), st.none())

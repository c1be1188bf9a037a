"""The library reads the text of service.yaml as the service does."""

import json

import pytest
from hypothesis import given, settings, strategies as st

from powersync_constructs.config.core.errors import error_path
from powersync_constructs.rules._service_yaml import Document, Form, decode, read, variables_in
from tests.judges import JudgeError, Judges

VALUES = {
    "words-of-yaml-1.1": "[yes, no, on, off, y, n, Yes, NO]",
    "booleans": "[true, True, TRUE, false, False, FALSE]",
    "nulls": "[null, Null, NULL, ~, ]",
    "integers": "[1, -1, +1, 0o17, 0x1F, 0777, 08, 1_000, 0b11]",
    "floats": "[1.5, 1., .5, 1e3, 6E10, 1e-7, -0.0]",
    "special-numbers": "[.5e, 1e, ., +.5]",
    "times": "[12:30:45, 2026-11-28, 2026-11-28T10:00:00Z]",
    "quoted": """['1', "true", 'yes', "a\\nb", '']""",
    "core-tags": "[!!str 1, !!int 0x10, !!str true, ! 12]",
    "aliases": "{a: &a {b: 1}, c: *a, d: &d text, e: *d}",
    "redefined-anchor": "[&a 1, *a, &a 2, *a]",
    "merge-key": "{<<: {a: 1}, b: 2}",
    "literal": "|\n  a: b\n   c\n",
    "folded": ">-\n  a\n  b\n\n  c\n",
    "flow-like-json": '{"a": [1, "b"], "c": {"d": null}}',
    "keys-of-other-types": "{1: a, true: b, 1.5: c}",
    "unicode": '["\\u00e9", "\\U0001F600", é]',
    "equal-keys-of-other-types": "{1: a, '2': b}",
    "comment": "a # b",
    "hash-in-text": "a#b",
}
"""Values of a key in YAML."""
UNREADABLE = {
    "key-twice": ("a: 1\na: 2\n", "line 2: a occurs twice"),
    "key-twice-inside": ("storage:\n  type: a\n  type: b\n", "line 3: storage.type occurs twice"),
    "two-documents": ("a: 1\n---\nb: 2\n", "line 2: begins a second document"),
    "tab": ("a:\n\tb: 1\n", "line 2: is indented with a tab"),
    "alias-without-anchor": ("a: *secret\n", "line 1: is an alias without an anchor before it"),
    "open-list": ("a: [1, 2\n", "line 2: is not YAML: expected ',' or ']', but got '<stream end>'"),
    "reserved-character": (
        "password: @secret\n",
        "line 1: is not YAML: found character '@' that cannot start any token",
    ),
    "escape": ('a: "\\q"\n', "line 1: is not YAML: found unknown escape character 'q'"),
    "list": ("- a\n- b\n", "line 1: is not a mapping"),
    "text": ("text\n", "line 1: is not a mapping"),
    "template": (
        "a: 1\n{{- if b }}\n",
        "line 2: contains an expression of a template language, which the service does not replace",
    ),
    "wrong-prefix": ("a:\n  b: !env DATABASE_URI\n", "line 2: a.b has !env with a name that does not begin with PS_"),
    "unknown-cast": ("a: !env PS_A::integer\n", "line 1: a has !env with an unknown cast"),
    "too-many-aliases": (
        f"a: &a [1]\nb: [{', '.join(['*a'] * 101)}]\n",
        "line 2: b[99] repeats a value through more than 100 aliases",
    ),
}
"""Texts that the service cannot read, with the first problem."""

CANARY = "c4n4ry"
WORDS = [
    *("storage", "replication", "connections", "type", "uri", "port", "client_auth", "jwks", "keys", "kty", "alg", "k"),
    *("mongodb", "postgresql", "mssql", "oct", "HS256", "object_storage", "s3", "sslmode", "telemetry", "metadata"),
    *(
        "mongodb://c4n4ry@",
        "postgresql://c4n4ry:c4n4ry@[",
        "!env PS_A",
        CANARY,
        "additionalConfig",
        "cacert",
        "parameters",
    ),
]
"""Keys and values of service.yaml, and secrets."""


def lines(document: Document) -> list[str]:
    """Return the problems of a text, in one line each."""
    return [
        f"line {each.line}: {error_path(each.path)} {each.reason}".replace(":  ", ": ") for each in document.problems
    ]


@pytest.mark.parametrize("value", [pytest.param(text, id=name) for name, text in VALUES.items()])
def test_values_are_equal(judges: Judges, value: str) -> None:
    """The service and the library read the same values."""
    text = f"key: {value}\n"

    document = read(text)

    assert json.dumps(document.value) == json.dumps({"key": judges.read_service_yaml(text)["key"]})
    assert document.problems == ()


@pytest.mark.parametrize(("text", "problem"), [pytest.param(*case, id=name) for name, case in UNREADABLE.items()])
def test_unreadable_text_is_a_problem(judges: Judges, text: str, problem: str) -> None:
    """The service refuses a text that it cannot read, and the library reports the line and the reason."""
    assert lines(read(text)) == [problem]
    assert refusal(judges, text, {"PS_A": "1", "DATABASE_URI": "postgresql://db.example.com"})


def refusal(judges: Judges, text: str, env: dict[str, str]) -> list[str]:
    """Return why the service refuses a text."""
    try:
        return judges.config_problems(judges.read_service_yaml(text, env))
    except JudgeError as error:
        return [str(error)]


def test_variable_has_its_cast() -> None:
    """A reference with `!env` is a variable with the cast, and a string without it."""
    document = read("a: !env PS_A\nb: [!env 'PS_B::number']\nc: {d: !env \"PS_C::boolean\"}\ne: !env PS_E::string\n")

    found = [(path, str(variable), variable.cast) for path, variable in variables_in(document.value)]
    assert document.problems == ()
    assert found == [
        (("a",), "PS_A", "string"),
        (("b", 0), "PS_B", "number"),
        (("c", "d"), "PS_C", "boolean"),
        (("e",), "PS_E", "string"),
    ]


@pytest.mark.parametrize("text", ["", "\n", "# comment\n", "\ufeff", "null\n", "---\n"])
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_empty_text_is_a_problem(text: str, form: Form) -> None:
    """The service has no settings without a document, and does not start."""
    assert not read(text, form=form).is_readable


def test_quoted_tag_is_a_problem() -> None:
    """`!env` inside the quotes is a text, with which the service would connect to the database."""
    assert lines(read('storage:\n  password: "!env PS_PASSWORD"\n')) == [
        "line 2: storage.password is a string that begins with !env, because the tag is inside the quotes"
    ]


def test_other_tag_is_ignored() -> None:
    """The service only logs a warning for a tag that it does not have."""
    document = read("a: !secret b\nc: !env {d: e}\n")

    assert document.is_readable
    assert document.value == {"a": "b", "c": {"d": "e"}}
    assert [problem.kind for problem in document.problems] == ["ignored", "ignored"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            '{\n"a": !env PS_A\n}', "line 2: contains !env, which the service does not accept in JSON", id="tag"
        ),
        pytest.param(
            '{\n"a": "!env PS_A"\n}',
            "line None: a is a string that begins with !env, which the service does not replace in JSON",
            id="text",
        ),
        pytest.param("a: 1\n", "line 1: is not JSON: Expecting value", id="yaml"),
        pytest.param("[1]", "line None: is not a mapping", id="list"),
        pytest.param('{"a": NaN}', "line None: is not JSON that the service can read", id="nan"),
        pytest.param('{"a": 1,}', "line 1: is not JSON: Expecting property name enclosed in double quotes", id="comma"),
    ],
)
def test_json_is_strict(text: str, line: str) -> None:
    """A file whose name ends in `.json` is strict JSON, without `!env`."""
    assert lines(read(text, form="json")) == [line]


def test_json_is_read() -> None:
    """JSON has the same values as YAML; a key that occurs twice is valid, and the last one counts."""
    assert read('{"a": 1, "a": [1.0, "b", null]}', form="json").value == {"a": [1, "b", None]}


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", '{"a":', "? "])
def test_deep_nesting_is_a_problem(opening: str, form: Form) -> None:
    """A text that is nested too deeply is a problem, and not an exception."""
    assert not read(opening * 100_000, form=form).is_readable


def test_cycle_is_a_problem() -> None:
    """A value that contains itself is a problem, and not an endless loop."""
    assert lines(read("a: &a\n  b: *a\n")) == ["line 2: a.b contains itself through an alias"]


def test_exponential_aliases_are_a_problem() -> None:
    """Aliases of aliases cannot stand for more values than the service accepts."""
    levels = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 30)]

    assert not read("\n".join(["a0: &a0 [1]", *levels])).is_readable


def test_lines_of_fields() -> None:
    """The line of a field is that of its key, and the line of a missing field is that of the mapping around it."""
    document = read("storage:\n  type: mongodb\nreplication:\n  connections:\n  - type: mysql\n    port: 1\n")

    paths = [
        ("storage", "uri"),
        ("replication", "connections", 0, "port"),
        ("replication", "connections", 1),
        ("port",),
    ]
    assert [document.line_of(path) for path in paths] == [1, 6, 4, None]


@given(text=st.text(), form=st.sampled_from(("yaml", "json")))
def test_any_text_is_read(text: str, form: Form) -> None:
    """No text raises an exception."""
    list(decode(read(text, form=form)))


NESTED = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(WORDS) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(WORDS), NESTED, max_size=5))
def test_any_document_is_decoded(value: dict[str, object]) -> None:
    """No document raises an exception, and no problem contains a value of the document."""
    for problem in decode(read(json.dumps(value), form="json")):
        assert CANARY not in f"{problem.reason} {problem.fix}"

"""Reports for the tests of the formats."""

from typing import Any, get_args

from hypothesis import strategies as st

from powersync_constructs.cli._program import url_of_rule
from powersync_constructs.cli._report import CheckReport, Located, LocatedSuppressed
from powersync_constructs.rules import RULES, Finding, KubeObject, Rule, Severity, rule_named

API = KubeObject(
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "powersync-api", "namespace": "sync"}}
)
REPLICATION = KubeObject(
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "powersync-replication", "namespace": "sync"}}
)
FILE = "dist/ha.k8s.yaml"


def rule(name: str) -> Rule:
    """Return the rule with an id or a name."""
    found = rule_named(name)
    assert found is not None
    return found


def located(
    name: str = "memory-limit",
    severity: Severity = "warning",
    *,
    reason: str = "has a memory limit of 64Mi",
    fix: str = "raise it to 512Mi or more",
    file: str | None = FILE,
    line: int | None = 120,
    **of_finding: Any,
) -> Located:
    """Return a finding about the API in a file. `of_finding` sets other fields of the finding."""
    fields = {"object": API, "where": "Deployment/powersync-api", **of_finding}
    found = rule(name)
    finding = Finding(found.id, found.name, severity, reason=reason, fix=fix, **fields)
    return Located(finding, file, line, url_of_rule(found.id))


def report(*findings: Located, suppressed: tuple[LocatedSuppressed, ...] = ()) -> CheckReport:
    """Return a report about 22 objects in one file."""
    return CheckReport(1, 22, findings, suppressed)


def switched_off(found: Located, by: Any = "annotation", reason: str = "measured: 40 MiB in use") -> LocatedSuppressed:
    """Return a finding that is switched off."""
    return LocatedSuppressed(found, reason, by)


ANY_TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        "\x00",
        "\x1b[31m",
        "a\nb",
        "a\r\n::error::b",
        "]]>",
        "<&>'\"",
        "100%",
        "a:b,c",
        "\ud800",
        "\ufffe",
        "\u202e",
        "ä€😀",
    ]
)
"""Text with any character, which a manifest can contain."""
_NAMES = st.sampled_from(["Deployment", "sync", "powersync-api"]) | ANY_TEXT
OBJECTS = st.builds(
    lambda api, kind, namespace, name: KubeObject(
        {"apiVersion": api, "kind": kind, "metadata": {"namespace": namespace, "name": name}}
    ),
    *(_NAMES, _NAMES, _NAMES, _NAMES),
)
LOCATED = st.builds(
    lambda found, severity, **values: Located(
        Finding(
            *(found.id, found.name, severity, values["where"], values["reason"], values["fix"]),
            object=values["object"],
            path=tuple(values["path"]),
        ),
        values["file"],
        values["line"],
        url_of_rule(found.id),
    ),
    st.sampled_from(RULES),
    st.sampled_from(get_args(Severity)),
    where=ANY_TEXT,
    reason=ANY_TEXT,
    fix=ANY_TEXT,
    object=st.none() | OBJECTS,
    path=st.lists(ANY_TEXT | st.integers(0, 9), max_size=3),
    file=st.none() | st.sampled_from([FILE, "<stdin>", "/absolute.yaml", "../above.yaml"]) | ANY_TEXT.filter(bool),
    line=st.none() | st.integers(1, 99),
)
REPORTS = st.builds(
    CheckReport,
    files_read=st.integers(0, 3),
    objects_read=st.integers(0, 3),
    findings=st.lists(LOCATED, max_size=4).map(tuple),
    suppressed=st.lists(
        st.builds(LocatedSuppressed, LOCATED, ANY_TEXT, st.sampled_from(["annotation", "file", "baseline"])), max_size=2
    ).map(tuple),
)
"""Reports with any text in any place."""

"""The library and the service agree on what a service.yaml may contain."""

import json

import pytest

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._lookup import releases_between
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules._service_yaml import Problem, decode, read
from tests.judges import Judges

from .documents import Case, accepted, empty, of_other_type

SCHEMA = ServiceVersion(1, 26, 0)
"""The version of the published schema."""
NOT_IN_SCHEMA = {each.name for release in releases_between(SCHEMA, NEWEST) for each in release.adds}
"""The names of settings that the schema does not know, so that it accepts any value of them."""


def params(cases: "list[Case]") -> list[object]:
    """Return the cases as parameters of a test, with the names of the fields."""
    return [pytest.param(case, id=case.field) for case in cases]


def problems(case: Case) -> list[Problem]:
    """Return what the library finds in a document."""
    return [*decode(read(json.dumps(case.document)))]


def name(case: Case) -> str:
    """Return the name of a field in the table of releases."""
    return ".".join("[]" if isinstance(part, int) else part for part in case.path).replace(".[]", "[]")


@pytest.mark.parametrize("case", params([*accepted()]))
def test_both_accept_the_field(judges: Judges, case: Case) -> None:
    """The service and the library accept a document with this field."""
    assert judges.config_problems(case.document) == []
    assert problems(case) == []


@pytest.mark.parametrize("case", params([*of_other_type()]))
def test_both_refuse_another_type(judges: Judges, case: Case) -> None:
    """The service and the library refuse a value of another type for this field."""
    found = [problem for problem in problems(case) if problem.kind == "refused"]

    assert [problem.path[: len(case.path)] for problem in found] == [case.path] * len(found)
    assert found
    assert judges.config_problems(case.document) or name(case) in NOT_IN_SCHEMA


@pytest.mark.parametrize("case", params([*empty()]))
def test_both_refuse_null(judges: Judges, case: Case) -> None:
    """The service and the library refuse null for this field."""
    assert [problem.path for problem in problems(case) if problem.kind == "refused"] == [case.path]
    assert judges.config_problems(case.document) or name(case) in NOT_IN_SCHEMA

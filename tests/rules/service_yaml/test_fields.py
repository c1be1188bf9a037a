"""The table of fields and the props have the same fields of service.yaml, with the same releases."""

import json
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from powersync_constructs.config import ServiceConfig
from powersync_constructs.config.core._annotations import models_in
from powersync_constructs.config.core._fields import metadata_of
from powersync_constructs.config.core._versions import ServiceVersion, Since
from powersync_constructs.config.service._extra import EXTRA
from powersync_constructs.config.service.releases._table import OLDEST, RELEASES
from powersync_constructs.rules._service_yaml import decode, read

from .documents import Case, accepted

INSIDE = {"source": "replication.connections[]", "client_auth.jwks.keys": "client_auth.jwks.keys[]"}
"""The places of the fields in a model that another mapping, or a list, contains."""
TAGS = ("type", "kty")
"""The fields that choose the type of a mapping. In the table they are part of the name: `storage(mongodb)`."""
ONLY_IN_TABLE = {
    "healthcheck.probes.use_legacy",  # deprecated; the props always set the other probes
    "storage(postgresql).slot_name_prefix",  # has an effect only on the source database
    "replication.connections[](postgresql).max_pool_size",  # has an effect only on the bucket storage
    *("replication", "replication.connections", "sync_config.path", "sync_config.content"),  # written by the library
    *("metadata.key", "parameters.key"),  # keys of free mappings
    *(f"sync_rules{field}" for field in ("", ".content", ".exit_on_error", ".path", ".version_label")),  # the old name
}
CASES = {case.field: case for case in accepted()}


def fields_of(model: type[BaseModel], place: str = "") -> Iterator[tuple[str, Since | None]]:
    """Yield the fields of a model and of the models in it, with their names in the table and their releases."""
    for name, field in model.model_fields.items():
        if name == EXTRA or name in TAGS:
            continue
        key = f"{place}{field.serialization_alias or name}"
        if key != "source":
            yield key, metadata_of(model, name, Since)
        for inner in models_in(field.annotation):
            yield from fields_of(inner, f"{INSIDE.get(key, key)}{chosen(inner)}.")


def chosen(model: type[BaseModel]) -> str:
    """Return the part of the name for a model whose fields depend on its type: `(mongodb)`."""
    return "".join(f"({model.model_fields[tag].default})" for tag in TAGS if tag in model.model_fields)


def newer(case: Case, version: ServiceVersion) -> list[str]:
    """Return what the library reports for a field because the release is too old."""
    return [each.reason for each in decode(read(json.dumps(case.document)), version) if each.kind == "newer"]


FIELDS = dict(fields_of(ServiceConfig))
IN_EVERY_RELEASE = [
    name
    for name in CASES
    if FIELDS.get(name) is None and "object_storage" not in name and name != "sync_rules.version_label"
]


def test_both_have_the_same_fields() -> None:
    """The table has every field of the props, and no other field except for the listed ones."""
    assert set(CASES) - set(FIELDS) == ONLY_IN_TABLE
    assert set(FIELDS) - set(CASES) == set()


@pytest.mark.parametrize("field", [name for name, since in FIELDS.items() if since is not None])
def test_both_have_the_same_release(field: str) -> None:
    """A release before the one that the props name does not have the field."""
    since = FIELDS[field]
    assert since is not None
    first = ServiceVersion.parse(since.version)
    before = max(release.version for release in RELEASES if release.version < first)

    assert f"needs service {first}, but the image has {before}, which ignores it" in newer(CASES[field], before)
    assert newer(CASES[field], first) == []


@pytest.mark.parametrize("field", IN_EVERY_RELEASE)
def test_other_fields_are_in_every_release(field: str) -> None:
    """The oldest release has every field without a release, except for those in a mapping that is newer."""
    of_convex = ["needs service 1.22.0, but the image has 1.20.0, which ignores it"]

    assert newer(CASES[field], OLDEST) == (of_convex if "convex" in field else [])

"""What is named by its content has that content."""

from typing import Any

import pytest

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.content import content_matches_name

from .manifests import manifest, objects, ours

DATA = {"service.yaml": "port: 8080\n"}
SPEC = {"template": {"spec": {"containers": [{"name": "migrate"}]}}}


def named(kind: str, stem: str, digits: str, **content: Any) -> Manifest:
    """An object of ours with these digits at the end of its name."""
    return ours(manifest(kind, f"{stem}-{digits}", **content))


@pytest.mark.parametrize(
    ("kind", "content", "more"),
    [
        ("ConfigMap", {"data": DATA}, ""),
        ("Secret", {"data": DATA}, ""),
        ("Job", {"spec": SPEC}, ", or use powersync_constructs.patch"),
    ],
)
def test_a_content_that_was_changed(kind: str, content: dict[str, Any], more: str) -> None:
    """It is an error: a cluster refuses to change such an object, and pods would not follow."""
    found = [*content_matches_name(objects(named(kind, "app-x", "0123456789", **content)))]

    [(field, value)] = content.items()
    reason = f"is named by its {field}, which was changed after it got its name: the hash is now {content_hash(value)}"
    fix = f"set what you need in the props{more}, so that the name changes too"
    where = f"{kind}/app-x-0123456789"
    assert found == [Finding("content-matches-name", "error", where, reason, fix)]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(named("ConfigMap", "app-config", content_hash(DATA), data=DATA), id="config-map"),
        pytest.param(named("Secret", "app-values", content_hash(DATA), data=DATA), id="secret"),
        pytest.param(named("Job", "app-migrate", content_hash(SPEC), spec=SPEC), id="job"),
        pytest.param(named("ConfigMap", "app", "migrations"), id="named-otherwise"),
        pytest.param(named("ConfigMap", "app", "0123456789a", data=DATA), id="more-digits"),
        pytest.param(named("Deployment", "app", "0123456789", spec=SPEC), id="another-kind"),
        pytest.param(manifest("ConfigMap", "app-0123456789", data=DATA), id="somebody-elses"),
    ],
)
def test_a_content_that_is_the_same(made: Manifest) -> None:
    """Or a name that says nothing of it."""
    assert [*content_matches_name(objects(made))] == []

"""An object whose name has the hash of its content has that content."""

from typing import Any

import pytest

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.rules import Manifest
from powersync_constructs.rules.objects.content import content_matches_name
from tests.rules.manifests import finding, manifest, objects, of_instance

DATA = {"service.yaml": "port: 8080\n"}
SPEC = {"template": {"spec": {"containers": [{"name": "migrate"}]}}}


def named(kind: str, stem: str, digits: str, **content: Any) -> Manifest:
    """Return an object of an instance whose name ends with these digits."""
    return of_instance(manifest(kind, f"{stem}-{digits}", **content))


@pytest.mark.parametrize(
    ("kind", "content", "more"),
    [
        ("ConfigMap", {"data": DATA}, ""),
        ("Secret", {"data": DATA}, ""),
        ("Job", {"spec": SPEC}, ", or with powersync_constructs.patch"),
    ],
)
def test_changed_content_is_reported(kind: str, content: dict[str, Any], more: str) -> None:
    """A change is an error, because a cluster refuses to change the object, and pods would not restart."""
    found = content_matches_name.findings(objects(named(kind, "app-x", "0123456789", **content)))

    [(field, value)] = content.items()
    now = content_hash(value)
    reason = f"is named by the hash of its {field}, which was changed later: the hash is now {now}"
    fix = f"make the change in the props{more}, so that the name changes too"
    where = f"{kind}/app-x-0123456789"
    assert found == [finding("content-matches-name", "error", where, reason, fix)]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(named("ConfigMap", "app-config", content_hash(DATA), data=DATA), id="config-map"),
        pytest.param(named("Secret", "app-values", content_hash(DATA), data=DATA), id="secret"),
        pytest.param(named("Job", "app-migrate", content_hash(SPEC), spec=SPEC), id="job"),
        pytest.param(named("ConfigMap", "app", "migrations"), id="no-hash-in-the-name"),
        pytest.param(named("ConfigMap", "app", "0123456789a", data=DATA), id="too-many-digits"),
        pytest.param(named("Deployment", "app", "0123456789", spec=SPEC), id="another-kind"),
        pytest.param(manifest("ConfigMap", "app-0123456789", data=DATA), id="not-of-an-instance"),
    ],
)
def test_unchanged_content_is_not_reported(made: Manifest) -> None:
    """Content that matches the hash is not reported, and neither is a name without a hash."""
    assert content_matches_name.findings(objects(made)) == []

"""`find` and `find_all` select objects, and name what there is."""

import pytest

from powersync_constructs.testing import find, find_all
from tests.rules.manifests import manifest

API = manifest("Deployment", "app-api", group="apps")
REPLICATION = manifest("Deployment", "app-replication", group="apps")
ELSEWHERE = manifest("Deployment", "app-api", namespace="other", group="apps")
CONFIG = manifest("ConfigMap", "app-config-0123456789")
ALL = [API, REPLICATION, ELSEWHERE, CONFIG]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        pytest.param({"kind": "ConfigMap"}, CONFIG, id="only one of its kind"),
        pytest.param({"kind": "Deployment", "name": "app-replication"}, REPLICATION, id="a name"),
        pytest.param({"kind": "Deployment", "name": "app-api", "namespace": "other"}, ELSEWHERE, id="a namespace"),
        pytest.param({"kind": "ConfigMap", "name": "app-config-*"}, CONFIG, id="a pattern"),
    ],
)
def test_finds_the_only_object(arguments: dict[str, str], found: object) -> None:
    """The object that matches all arguments is found."""
    assert find(ALL, **arguments) is found


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param(
            {"kind": "ConfigMap", "name": "app-sync-*"},
            "no object matches ConfigMap/app-sync-*; the objects of this kind are: ConfigMap/app-config-0123456789",
            id="another name",
        ),
        pytest.param(
            {"kind": "Job"},
            "no object matches Job; the objects are: ConfigMap/app-config-0123456789 (sync), "
            "Deployment/app-api (other), Deployment/app-api (sync), Deployment/app-replication (sync)",
            id="another kind",
        ),
        pytest.param(
            {"kind": "Deployment", "name": "app-api"},
            "2 objects match Deployment/app-api: Deployment/app-api (other), Deployment/app-api (sync); "
            "use the name of one of them, or its namespace",
            id="two namespaces",
        ),
        pytest.param(
            {"kind": "ConfigMap", "namespace": "other"},
            "no object matches ConfigMap in the namespace other; "
            "the objects of this kind are: ConfigMap/app-config-0123456789",
            id="another namespace",
        ),
    ],
)
def test_error_names_what_there_is(arguments: dict[str, str], text: str) -> None:
    """If no object or more than one matches, the error lists the objects."""
    with pytest.raises(AssertionError) as raised:
        find(ALL, **arguments)

    assert str(raised.value) == text


def test_error_for_no_objects_says_so() -> None:
    """An empty list of manifests has no objects to name."""
    with pytest.raises(AssertionError, match=r"^no object matches Job; the objects are: none$"):
        find([], "Job")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        pytest.param({}, ALL, id="all"),
        pytest.param({"kind": "Deployment"}, [API, REPLICATION, ELSEWHERE], id="a kind"),
        pytest.param({"name": "app-api"}, [API, ELSEWHERE], id="a name of any kind"),
        pytest.param({"namespace": "sync"}, [API, REPLICATION, CONFIG], id="a namespace"),
        pytest.param({"kind": "Secret"}, [], id="none"),
    ],
)
def test_finds_all_objects(arguments: dict[str, str], found: list[object]) -> None:
    """All objects that match are found, in their order."""
    assert find_all(ALL, **arguments) == found

"""Storage versions: an image that does not know the one that is named is refused, with the way back."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from powersync_constructs.config import ConfigurationProps, Image, MongoStorage, SyncConfig
from tests.samples.configuration import CONFIGURATION, EXISTING
from tests.samples.instance import INSTANCE

from .refusal import refusal

STREAMS = "streams:\n  lists:\n    query: SELECT * FROM lists\n"
BACK = "use a newer image, or deploy a lower one first (docs/rolling-back.md)"


def naming(version: object) -> SyncConfig:
    """A sync config that names a storage version."""
    return SyncConfig.from_text(f"config:\n  edition: 3\n  storage_version: {version}\n{STREAMS}")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        pytest.param(STREAMS, None, id="nothing"),
        pytest.param(f"config:\n  edition: 3\n{STREAMS}", None, id="another-field"),
        pytest.param(f"config:\n{STREAMS}", None, id="an-empty-config"),
        pytest.param(f"config: 4\n{STREAMS}", None, id="no-mapping"),
        pytest.param(f"storage_version: 4\n{STREAMS}", None, id="too-high"),
        pytest.param("streams: {storage_version: 4}", None, id="elsewhere"),
        pytest.param(f"config: {{storage_version: 4}}\n{STREAMS}", 4, id="in-a-line"),
        pytest.param('{"config": {"storage_version": 4}, "streams": {}}', 4, id="json"),
        pytest.param(f"{STREAMS}config:\n  storage_version: 3 # unstable\n", 3, id="last"),
        pytest.param(f'config: {{storage_version: "4"}}\n{STREAMS}', None, id="a-text"),
        pytest.param(f"config: {{storage_version: four}}\n{STREAMS}", None, id="a-word"),
        pytest.param(f"config: {{storage_version: -4}}\n{STREAMS}", None, id="negative"),
        pytest.param(f"config: {{storage_version: [4]}}\n{STREAMS}", None, id="a-list"),
        pytest.param(f"config: {{storage_version:}}\n{STREAMS}", None, id="null"),
        pytest.param(f"config: {{storage_version: 99}}\n{STREAMS}", 99, id="of-the-future"),
    ],
)
def test_what_a_sync_config_names(text: str, version: int | None) -> None:
    """A plain number under `config`; anything else is for the service to read or to refuse."""
    assert SyncConfig.from_text(text).storage_version == version


@pytest.mark.parametrize(
    ("version", "image", "line"),
    [
        pytest.param(4, "1.25.0", f"4 needs service 1.26.0 and the image has 1.25.0; {BACK}", id="4"),
        pytest.param(3, "1.20.5", f"3 needs service 1.21.0 and the image has 1.20.5; {BACK}", id="3"),
        pytest.param(
            2,
            "1.20.5",
            "2 needs service 1.21.0 and the image has 1.20.5; use a newer image, or take it out (docs/rolling-back.md)",
            id="2",
        ),
    ],
)
def test_an_older_image_is_refused(version: int, image: str, line: str) -> None:
    """The line names the storage version, the least image that has it, and the way back."""
    lines = refusal(INSTANCE.with_, sync_config=naming(version), image=Image(tag=image))

    assert lines == [f"sync_config.text: config.storage_version {line}"]


@pytest.mark.parametrize(
    ("version", "image"), [(4, "1.26.0"), (4, "1.27.3"), (3, "1.21.0"), (2, "1.21.0"), (99, "1.20.0"), ("x", "1.20.0")]
)
def test_an_image_that_may_know_it_is_taken(version: object, image: str) -> None:
    """From the version on that brought it; of what we do not know, the service decides."""
    storage = MongoStorage(uri="mongodb://db.example.com/powersync")

    assert INSTANCE.with_(storage=storage, sync_config=naming(version), image=Image(tag=image)).image.tag == image


@pytest.mark.parametrize(
    ("make", "root"),
    [
        pytest.param(INSTANCE.with_, "", id="instance"),
        pytest.param(CONFIGURATION.with_, "configuration.", id="configuration"),
        pytest.param(partial(ConfigurationProps, service=EXISTING), "configuration.", id="existing-service-yaml"),
    ],
)
def test_wherever_image_and_sync_config_meet(make: Any, root: str) -> None:
    """In a whole instance, and in a configuration that stands alone."""
    lines = refusal(make, sync_config=naming(4), image=Image(tag="1.25.0"))

    rule = "config.storage_version 4 needs service 1.26.0 and the image has 1.25.0"
    assert lines == [f"{root}sync_config.text: {rule}; {BACK}"]


@pytest.mark.parametrize("workload", ["topology", "compact"])
def test_a_workloads_own_image_reads_the_storage_too(workload: str) -> None:
    """An API pod or a compaction stops at data of a version that it does not have, as a replicator does."""
    image = {"image": Image(tag="1.25.0")}
    changes = {"topology": {"api": image}} if workload == "topology" else {"compact": image}

    lines = refusal(INSTANCE.with_, storage=MongoStorage(uri="mongodb://a/b"), sync_config=naming(4), **changes)

    assert [line.partition(" needs")[0] for line in lines] == ["sync_config.text: config.storage_version 4"]


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_default_is_refused_with_the_way_back(version: int) -> None:
    """What was written while it was in force stays, so that leaving it out is not enough."""
    storage: dict[str, Any] = {"uri": "mongodb://db.example.com/app", "default_storage_version": version}

    lines = refusal(INSTANCE.with_, storage=MongoStorage(**storage), image=Image(tag="1.25.0"))

    way_back = "leave it out once all data is at storage version 2 (docs/rolling-back.md)"
    rule = "needs service 1.26.0 and the image has 1.25.0"
    assert lines == [f"storage.default_storage_version: {rule}; use a newer image, or {way_back}"]


@pytest.mark.parametrize("version", [0, 1])
def test_a_version_that_no_sync_config_may_name(version: int) -> None:
    """The service refuses it, too (StorageVersion.ts)."""
    (line,) = refusal(naming, version=version)

    rule = f"has config.storage_version {version}, which no sync config may name"
    assert line == f"sync_config.text: {rule}; use 2, or take it out"


@pytest.mark.parametrize("make", [INSTANCE.with_, CONFIGURATION.with_], ids=["instance", "configuration"])
def test_version_of_mongodb_is_refused_for_postgres(make: Callable[..., object]) -> None:
    """Storage version 4 is for MongoDB alone, where the sync config names it and where the storage does."""
    rule = "config.storage_version 4 is for storage in MongoDB alone; use 2, or take it out"

    (line,) = refusal(make, sync_config=naming(4))

    assert line.removeprefix("configuration.") == f"sync_config.text: {rule}"

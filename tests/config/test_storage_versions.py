"""Storage versions: an image that does not support the storage version is refused, and the error has a way out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from powersync_constructs.config import ConfigurationProps, Image, MongoStorage, SyncConfig
from powersync_constructs.config.core._versions import ServiceVersion
from tests.samples.configuration import CONFIGURATION, EXISTING
from tests.samples.instance import INSTANCE

from .validation import errors_of

STREAMS = "streams:\n  lists:\n    query: SELECT * FROM lists\n"
PLACE = "sync_config.text: line 3, column 20: "
WAY_OUT = "use a newer image, or deploy a lower storage version first (docs/rolling-back.md)"


def with_storage_version(version: object) -> SyncConfig:
    """Return a sync config that sets a storage version."""
    return SyncConfig.from_text(f"config:\n  edition: 3\n  storage_version: {version}\n{STREAMS}")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        pytest.param(f"config:\n  edition: 3\n{STREAMS}", None, id="another-field"),
        pytest.param("bucket_definitions: {}", None, id="no-config"),
        pytest.param(f"config: {{edition: 3, storage_version: 4}}\n{STREAMS}", 4, id="flow-mapping"),
        pytest.param('{"config": {"edition": 3, "storage_version": 4}, "streams": {}}', 4, id="json"),
        pytest.param(f"{STREAMS}config:\n  edition: 3\n  storage_version: 3 # unstable\n", 3, id="after-the-streams"),
        pytest.param(f"config: {{edition: 3, storage_version: 0x2}}\n{STREAMS}", 2, id="hexadecimal"),
        pytest.param(f"config: {{edition: 3, storage_version: 2.0}}\n{STREAMS}", 2, id="float"),
        pytest.param(f"config: {{edition: 3, storage_version: 99}}\n{STREAMS}", 99, id="unknown"),
    ],
)
def test_storage_version_of_a_sync_config(text: str, version: int | None) -> None:
    """The storage version is the number at `config.storage_version`, in any notation of YAML 1.2."""
    assert SyncConfig.from_text(text).storage_version == version


@pytest.mark.parametrize(
    ("version", "image", "line"),
    [
        pytest.param(4, "1.25.0", f"4 needs service 1.26.0, but the image has 1.25.0; {WAY_OUT}", id="4"),
        pytest.param(3, "1.20.5", f"3 needs service 1.21.0, but the image has 1.20.5; {WAY_OUT}", id="3"),
        pytest.param(99, "1.26.0", "99 is not known; use 2, or remove it", id="99"),
        pytest.param(
            2,
            "1.20.5",
            "2 needs service 1.21.0, but the image has 1.20.5; use a newer image, or remove config.storage_version "
            "(docs/rolling-back.md)",
            id="2",
        ),
    ],
)
def test_older_image_is_refused(version: int, image: str, line: str) -> None:
    """The error names the storage version, the oldest image that supports it, and the way out."""
    lines = errors_of(with_storage_version(version).check_image, version=ServiceVersion.parse(image))

    assert lines == [f"{PLACE}config.storage_version {line}"]


@pytest.mark.parametrize(
    ("version", "image"), [(4, "1.26.0"), (4, "1.27.3"), (3, "1.21.0"), (2, "1.21.0"), (99, "1.99.0")]
)
def test_image_that_supports_the_version_is_accepted(version: object, image: str) -> None:
    """An image is accepted if it supports the storage version, or is newer than all known releases."""
    with_storage_version(version).check_image(ServiceVersion.parse(image))


@pytest.mark.parametrize(
    ("make", "root"),
    [
        pytest.param(INSTANCE.with_, "", id="instance"),
        pytest.param(CONFIGURATION.with_, "configuration.", id="configuration"),
        pytest.param(partial(ConfigurationProps, service=EXISTING), "configuration.", id="existing-service-yaml"),
    ],
)
def test_configuration_and_instance_check_the_image(make: Any, root: str) -> None:
    """A separate configuration and a whole instance both check the image."""
    lines = errors_of(make, sync_config=with_storage_version(4), image=Image(tag="1.25.0"))

    rule = "config.storage_version 4 needs service 1.26.0, but the image has 1.25.0"
    assert f"{root}{PLACE}{rule}; {WAY_OUT}" in lines


@pytest.mark.parametrize("workload", ["topology", "compact"])
def test_image_of_a_workload_is_checked(workload: str) -> None:
    """API pods and compaction need an image that supports the storage version, as replicators do."""
    image = {"image": Image(tag="1.25.0")}
    changes = {"topology": {"api": image}} if workload == "topology" else {"compact": image}

    lines = errors_of(
        INSTANCE.with_, storage=MongoStorage(uri="mongodb://a/b"), sync_config=with_storage_version(4), **changes
    )

    assert f"{PLACE}config.storage_version 4" in [line.partition(" needs")[0] for line in lines]


@pytest.mark.parametrize("version", [2, 3, 4])
def test_default_of_an_older_image_is_refused(version: int) -> None:
    """Removing the default is not enough, because data that was written with it remains."""
    storage: dict[str, Any] = {"uri": "mongodb://db.example.com/app", "default_storage_version": version}

    lines = errors_of(INSTANCE.with_, storage=MongoStorage(**storage), image=Image(tag="1.25.0"))

    way_back = "remove the field after all data is at storage version 2 (docs/rolling-back.md)"
    rule = "needs service 1.26.0, but the image has 1.25.0"
    assert lines == [f"storage.default_storage_version: {rule}; use a newer image, or {way_back}"]


@pytest.mark.parametrize("version", [0, 1])
def test_unsupported_version_is_refused(version: int) -> None:
    """The service refuses storage versions 0 and 1, too (StorageVersion.ts)."""
    (line,) = errors_of(with_storage_version, version=version)

    assert line == f"{PLACE}config.storage_version {version} is not accepted by the service; use 2, or remove it"


@pytest.mark.parametrize("make", [INSTANCE.with_, CONFIGURATION.with_], ids=["instance", "configuration"])
def test_mongodb_version_is_refused_for_postgres(make: Callable[..., object]) -> None:
    """A sync config with storage version 4 is refused if the bucket storage is Postgres."""
    (line,) = errors_of(make, sync_config=with_storage_version(4))

    rule = "config.storage_version 4 is only for MongoDB storage; use 2, or remove it"
    assert line.removeprefix("configuration.") == f"sync_config.text: line 3, column 3: {rule}"

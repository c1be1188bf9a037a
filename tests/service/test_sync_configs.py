"""The service accepts the sync configs of the reference app and of the tests."""

from pathlib import Path

import pytest

from powersync_constructs.config import ConfigError, SyncConfig
from tests.judges import Judges
from tests.judges.samples import BUCKET_DEFINITIONS, SYNC_STREAMS
from tests.samples.configuration import SYNC_CONFIG

USED = [
    pytest.param(SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"), id="reference-app"),
    pytest.param(SYNC_CONFIG, id="samples"),
    pytest.param(SyncConfig.from_text(SYNC_STREAMS), id="sync-streams"),
    pytest.param(SyncConfig.from_text(BUCKET_DEFINITIONS), id="bucket-definitions"),
]


@pytest.mark.parametrize("sync_config", USED)
def test_the_service_accepts_it(judges: Judges, sync_config: SyncConfig) -> None:
    """The service finds no error, which would stop the replicators."""
    assert judges.sync_config_problems(sync_config.text) == []


@pytest.mark.parametrize("sync_config", USED)
def test_the_service_does_not_warn(judges: Judges, sync_config: SyncConfig) -> None:
    """The service finds no warning."""
    assert judges.sync_config_warnings(sync_config.text) == []


@pytest.mark.parametrize("text", ["", "streams: [", "- a", "config: {edition: 3}", "streams:\n\tlists: {}"])
def test_library_refuses_only_what_the_service_refuses(judges: Judges, text: str) -> None:
    """The service refuses every sync config that the library refuses."""
    with pytest.raises(ConfigError):
        SyncConfig.from_text(text)

    assert judges.sync_config_problems(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SYNC_STREAMS.replace(" FROM", "\tFROM"), id="tabs-in-a-query"),
        pytest.param(SYNC_STREAMS.replace(":\n", ":\t\n").replace("\n\n", "\n \t\n"), id="tabs-at-the-end"),
        pytest.param(SYNC_STREAMS.replace("- ", "-\t").replace(": ", ":\t"), id="tabs-before-values"),
        pytest.param(SYNC_STREAMS.replace("\n", "\r\n"), id="windows-line-ends"),
        pytest.param(f"%YAML 1.2\n---\n{SYNC_STREAMS}", id="version"),
    ],
)
def test_library_accepts_what_the_service_accepts(judges: Judges, text: str) -> None:
    """The library accepts a sync config that the service accepts, although it checks it as YAML 1.1."""
    assert judges.sync_config_problems(text) == []
    assert SyncConfig.from_text(text).text == text

"""The sync configs that are used here are ones that the service takes."""

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
def test_the_service_takes_it(judges: Judges, sync_config: SyncConfig) -> None:
    """Without an error, which would stop the replicators."""
    assert judges.sync_config_problems(sync_config.text) == []


@pytest.mark.parametrize("sync_config", USED)
def test_the_service_does_not_warn(judges: Judges, sync_config: SyncConfig) -> None:
    """What we show is what we would write ourselves."""
    assert judges.sync_config_warnings(sync_config.text) == []


@pytest.mark.parametrize("text", ["", "streams: [", "- a", "config: {edition: 3}", "streams:\n\tlists: {}"])
def test_what_is_refused_here_is_refused_there(judges: Judges, text: str) -> None:
    """The early check refuses nothing that the service would take."""
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
def test_what_the_service_takes_is_taken_here(judges: Judges, text: str) -> None:
    """Though the early check reads YAML 1.1."""
    assert judges.sync_config_problems(text) == []
    assert SyncConfig.from_text(text).text == text

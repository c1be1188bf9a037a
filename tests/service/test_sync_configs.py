"""The library and the service's own parser agree on sync configs."""

from pathlib import Path

import pytest

from powersync_constructs.config import ConfigError, SyncConfig
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service._sync_config._structure import warnings_on
from tests.judges import Judges
from tests.judges.samples import BUCKET_DEFINITIONS, SYNC_STREAMS
from tests.judges.sync_configs import PARSED_AS, sync_configs
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


@pytest.mark.parametrize("text", sync_configs("accepted"))
def test_both_accept_it(judges: Judges, text: str) -> None:
    """The library accepts a sync config that the service accepts, and warns about nothing."""
    assert judges.sync_config_problems(text) == []
    assert refusal(text) == []
    assert warnings_on(text, PARSED_AS) == []


@pytest.mark.parametrize("text", sync_configs("rejected"))
def test_both_reject_it(judges: Judges, text: str) -> None:
    """The service rejects a sync config that the library rejects."""
    assert refusal(text)
    assert judges.sync_config_problems(text)


@pytest.mark.parametrize("text", sync_configs("ignored"))
def test_the_service_ignores_a_mistake(judges: Judges, text: str) -> None:
    """The library does not reject a sync config with a mistake that the service ignores."""
    assert judges.sync_config_problems(text) == []
    assert refusal(text) == []


@pytest.mark.parametrize(("text", "line", "message"), sync_configs("invalid_sql", "line", "message"))
def test_only_the_parser_finds_invalid_sql(judges: Judges, text: str, line: int, message: str) -> None:
    """The library does not check SQL; the parser of the service reports the line."""
    assert refusal(text) == []
    problems = judges.sync_config_problems(text)
    assert any(problem.startswith(f"line {line}: ") and message in problem for problem in problems)


@pytest.mark.parametrize(("text", "needs"), sync_configs("newer", "needs"))
def test_a_newer_service_is_needed(judges: Judges, text: str, needs: str) -> None:
    """The library rejects the sync config for the version of this parser, but not for a newer one."""
    assert judges.sync_config_problems(text)
    assert refusal(text)
    SyncConfig.from_text(text).check_image(ServiceVersion.parse(needs))


def refusal(text: str) -> list[str]:
    """Return the errors of the library for the version of the service that has this parser."""
    try:
        SyncConfig.from_text(text).check_image(PARSED_AS)
    except ConfigError as error:
        return error.lines
    return []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SYNC_STREAMS.replace(" FROM", "\tFROM"), id="tabs-in-a-query"),
        pytest.param(SYNC_STREAMS.replace(":\n", ":\t\n").replace("\n\n", "\n \t\n"), id="tabs-at-the-end"),
        pytest.param(SYNC_STREAMS.replace("- ", "-\t").replace(": ", ":\t"), id="tabs-before-values"),
        pytest.param(f"{BUCKET_DEFINITIONS}\t# end\n", id="tab-before-a-comment"),
        pytest.param(SYNC_STREAMS.replace("\n", "\r\n"), id="windows-line-ends"),
        pytest.param(f"\ufeff{SYNC_STREAMS}", id="byte-order-mark"),
        pytest.param(f"%YAML 2.0\n---\n{SYNC_STREAMS}", id="another-version-of-yaml"),
    ],
)
def test_library_reads_yaml_as_the_service_does(judges: Judges, text: str) -> None:
    """The library accepts white space and directives that PyYAML rejects."""
    assert judges.sync_config_problems(text) == []
    assert refusal(text) == []

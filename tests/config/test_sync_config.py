"""The sync config: it is kept byte for byte, and refused only if the service could not read it."""

from pathlib import Path

import pytest

from powersync_constructs.config import SyncConfig
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service._sync_config._structure import warnings_on
from powersync_constructs.config.service.sync_config import MAX_BYTES
from tests.judges.sync_configs import PARSED_AS, sync_configs

from .validation import errors_of

STREAM = "streams:\n  lists:\n    query: SELECT * FROM lists\n"
STREAMS = f"config: {{edition: 3}}\n{STREAM}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STREAMS, id="streams"),
        pytest.param("bucket_definitions:\n  all:\n    data: []\n", id="bucket-definitions"),
        pytest.param('{"config": {"edition": 3}, "streams": {}}', id="json"),
        pytest.param(f"# \u00e9 \U0001f600\n{STREAMS}", id="non-ascii-characters"),
        pytest.param(f"\ufeff{STREAMS}", id="byte-order-mark"),
        pytest.param(STREAMS.replace("\n", "\r\n"), id="windows-line-endings"),
        pytest.param(f"\n\n{STREAMS}  \n\n", id="surrounding-white-space"),
        pytest.param(STREAMS.replace(" FROM", "\tFROM") + "\t\n", id="tabs-that-do-not-indent"),
        pytest.param(STREAMS.replace("lists:", "lists: &a"), id="anchors"),
        pytest.param(f"# \x00\n{STREAMS}", id="control-character"),
    ],
)
def test_file_is_kept_byte_for_byte(tmp_path: Path, text: str) -> None:
    """A changed byte would cause a new snapshot, and a new download by every client."""
    file = tmp_path / "sync-config.yaml"
    file.write_bytes(text.encode())

    assert SyncConfig.from_file(file).text.encode() == text.encode()


def test_file_is_named(tmp_path: Path) -> None:
    """A sync config from a file differs from one from a text only in the path of the file."""
    file = tmp_path / "sync-config.yaml"
    file.write_text(STREAMS, encoding="utf-8")

    assert SyncConfig.from_file(str(file)) == SyncConfig(text=STREAMS, file=str(file))


def test_size_is_in_bytes() -> None:
    """A character may have more than one byte."""
    assert SyncConfig.from_text(f"# \u00e9\n{STREAMS}").size == len(STREAMS) + 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", "is empty; write at least one stream", id="empty"),
        pytest.param(" \n\t\n", "is empty; write at least one stream", id="blank"),
        pytest.param("SELECT * FROM lists", "is not a mapping; begin it with streams:", id="text"),
        pytest.param("- streams", "is not a mapping; begin it with streams:", id="list"),
        pytest.param("# streams:", "is not a mapping; begin it with streams:", id="comment"),
        pytest.param("[" * 5000, "is nested too deeply; remove some levels", id="depth"),
        *(
            pytest.param(
                f"# a\n# {character}\n{STREAMS}",
                f"line 2, column 3: has U+{ord(character):04X}, which kubectl changes; remove it",
                id=f"U+{ord(character):04X}",
            )
            for character in "\x85\u2028\u2029"
        ),
    ],
)
def test_invalid_sync_config_is_refused(text: str, line: str) -> None:
    """A text that the service could not read as a sync config is refused."""
    assert errors_of(SyncConfig.from_text, text=text) == [f"sync_config.text: {line}"]


@pytest.mark.parametrize(("text", "line"), sync_configs("rejected", "line"))
def test_error_names_the_place(text: str, line: str) -> None:
    """A sync config that the service rejects is rejected, with the line and the column of the problem."""
    assert errors_of(read, text=text) == [f"sync_config.text: {line}"]


@pytest.mark.parametrize(("text", "line"), sync_configs("ignored", "line"))
def test_warning_names_the_place(text: str, line: str) -> None:
    """What the service ignores is not an error, and the warning has the line and the column."""
    remarks = warnings_on(read(text).text, PARSED_AS)

    assert [f"{remark.reason(None)}; {remark.fix}" for remark in remarks] == [line]


@pytest.mark.parametrize(("text", "needs", "line"), sync_configs("newer", "needs", "line"))
def test_key_of_a_newer_service_is_refused(text: str, needs: str, line: str) -> None:
    """A key is refused for an image that does not have it, and accepted for the first image that has it."""
    SyncConfig.from_text(text).check_image(ServiceVersion.parse(needs))

    assert errors_of(read, text=text) == [f"sync_config.text: {line}"]


def read(text: str) -> SyncConfig:
    """Return a sync config, checked for the version of the service whose parser the tests have."""
    sync_config = SyncConfig.from_text(text)
    sync_config.check_image(PARSED_AS)
    return sync_config


def test_all_problems_are_reported_in_order() -> None:
    """One error has all problems of the text, in the order of the text."""
    streams = "streams:\n  a:\n    query: [x]\n    priority: 9\n  b:\n    queri: x\n"
    text = f"config: {{edition: 3, storage_versoin: 2}}\n{streams}"

    lines = errors_of(SyncConfig.from_text, text=text)

    places = [line.removeprefix("sync_config.text: ").partition(": ")[0] for line in lines]
    assert places == ["line 1, column 22", "line 4, column 12", "line 5, column 15", "line 7, column 5"]


def test_error_of_a_file_names_the_file(tmp_path: Path) -> None:
    """Each line of the error begins with the path of the file."""
    path = tmp_path / "sync-config.yaml"
    path.write_text(STREAMS.replace("query", "queri"), encoding="utf-8")

    (line,) = errors_of(SyncConfig.from_file, path=path)

    assert (
        line
        == f"sync_config: {path} line 4, column 5: streams.lists has the unknown key 'queri'; did you mean 'query'?"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param(f"{STREAMS}    prioritty: 1\n", "1.24.0", id="unknown-key"),
        pytest.param(
            f"{STREAMS}event_definitions: {{a: {{payloads: [], b: 1}}}}\n", "1.24.0", id="unknown-key-of-event"
        ),
        pytest.param(STREAMS.replace("lists:", "404:"), "1.24.0", id="number-as-name"),
        pytest.param(f"{STREAMS.replace('lists:', 'lists: &a')}  b: *a\n", "1.24.0", id="alias"),
    ],
)
def test_newer_services_reject_what_older_ones_ignore(text: str, first: str) -> None:
    """The same mistake is a warning for an older image, and an error for a newer one (powersync-service#722)."""
    sync_config = SyncConfig.from_text(text)

    assert len(warnings_on(text, ServiceVersion(1, 23, 3))) == 1
    assert len(errors_of(sync_config.check_image, version=ServiceVersion.parse(first))) == 1


@pytest.mark.parametrize("key", ["source_table_options", "connections", "key_of_the_future"])
def test_options_of_the_future_are_accepted(key: str) -> None:
    """An unknown option is accepted for an image whose options are not all known."""
    SyncConfig.from_text(f"config: {{edition: 3, {key}: {{}}}}\n{STREAM}").check_image(ServiceVersion(1, 30, 0))


@pytest.mark.parametrize(("kind", "accepted"), [("mongodb", True), ("postgresql", False)])
@pytest.mark.parametrize("version", [3, 4])
def test_storage_versions_of_mongodb(kind: str, accepted: bool, version: int) -> None:
    """Storage versions 3 and 4 are only for MongoDB storage."""
    sync_config = SyncConfig.from_text(f"config: {{edition: 3, storage_version: {version}}}\n{STREAM}")

    lines = [] if accepted else errors_of(sync_config.check_storage, kind=kind)

    rule = f"config.storage_version {version} is only for MongoDB storage; use 2, or remove it"
    assert lines == ([] if accepted else [f"sync_config.text: line 1, column 22: {rule}"])
    if accepted:
        sync_config.check_storage(kind)


@pytest.mark.parametrize(
    ("text", "edition"),
    [(STREAMS, 3), ("config: {edition: 2}\nbucket_definitions: {}\n", 2), ("bucket_definitions: {}\n", 1)],
)
def test_edition(text: str, edition: int) -> None:
    """The edition is the one that the text names; otherwise it is 1."""
    assert SyncConfig.from_text(text).edition == edition


def test_use_of_the_parser_is_checked() -> None:
    """Only the three uses are accepted."""
    (line,) = errors_of(SyncConfig, text=STREAMS, parser="always")

    assert line == "sync_config.parser: 'always' is not one of 'auto', 'required' or 'off'; use one of these"


def test_too_large_sync_config_is_refused() -> None:
    """900 KiB are accepted, and a text with one byte more is refused before it is parsed."""
    text = STREAMS + "#" * (MAX_BYTES - len(STREAMS))

    lines = errors_of(SyncConfig.from_text, text=f"{text}#")

    assert SyncConfig.from_text(text).size == 921600
    assert lines == [
        "sync_config.text: has 921601 bytes, more than the limit of 921600 for a ConfigMap; make it smaller"
    ]


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """The error has the path of the file, and the reason."""
    path = tmp_path / "sync-rules.yaml"

    lines = errors_of(SyncConfig.from_file, path=path)

    assert lines == [f"sync_config: '{path}' cannot be read: No such file or directory; correct the path"]


def test_folder_is_refused(tmp_path: Path) -> None:
    """The path of a folder is refused like the path of a missing file."""
    lines = errors_of(SyncConfig.from_file, path=tmp_path)

    assert lines == [f"sync_config: '{tmp_path}' cannot be read: Is a directory; correct the path"]


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """The error has the position of the first byte that is not UTF-8."""
    path = tmp_path / "latin-1.yaml"
    path.write_bytes(b"# caf\xe9\n" + STREAMS.encode())

    lines = errors_of(SyncConfig.from_file, path=path)

    assert lines == [f"sync_config: '{path}' is not UTF-8 at byte 5; save it as UTF-8"]

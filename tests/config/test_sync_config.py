"""The sync config: it is kept byte for byte, and refused only if the service could not read it."""

from pathlib import Path

import pytest

from powersync_constructs.config import SyncConfig
from powersync_constructs.config.service.sync_config import MAX_BYTES

from .validation import errors_of

STREAMS = "streams:\n  lists:\n    query: SELECT * FROM lists\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STREAMS, id="streams"),
        pytest.param("bucket_definitions:\n  all:\n    data: []\n", id="bucket-definitions"),
        pytest.param('{"streams": {}}', id="json"),
        pytest.param(f"# \u00e9 \U0001f600\n{STREAMS}", id="non-ascii-characters"),
        pytest.param(f"\ufeff{STREAMS}", id="byte-order-mark"),
        pytest.param(STREAMS.replace("\n", "\r\n"), id="windows-line-endings"),
        pytest.param(f"\n\n{STREAMS}  \n\n", id="surrounding-white-space"),
        pytest.param("streams:\t\n  lists:\t# all\n    query:\tSELECT\t*\n\t\n", id="tabs-that-do-not-indent"),
        pytest.param(f"a: &a 1\nb: *a\n{STREAMS}", id="anchors"),
    ],
)
def test_file_is_kept_byte_for_byte(tmp_path: Path, text: str) -> None:
    """A changed byte would cause a new snapshot, and a new download by every client."""
    file = tmp_path / "sync-config.yaml"
    file.write_bytes(text.encode())

    assert SyncConfig.from_file(file).text.encode() == text.encode()


def test_text_and_file_are_equal(tmp_path: Path) -> None:
    """A sync config from a text equals one from a file."""
    file = tmp_path / "sync-config.yaml"
    file.write_text(STREAMS, encoding="utf-8")

    assert SyncConfig.from_file(str(file)) == SyncConfig.from_text(STREAMS)


def test_size_is_in_bytes() -> None:
    """A character may have more than one byte."""
    assert SyncConfig.from_text(f"# \u00e9\n{STREAMS}").size == len(STREAMS) + 5


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", "is empty; write at least one stream", id="empty"),
        pytest.param(" \n\t\n", "is empty; write at least one stream", id="blank"),
        pytest.param("streams: [", "is not YAML at line 1; correct it", id="not-yaml"),
        pytest.param(f"{STREAMS}\tx: 1", "is not YAML at line 4; correct it", id="not-yaml-later"),
        pytest.param("streams:\n\tlists: {}\n", "is not YAML at line 2; correct it", id="tabs-that-indent"),
        pytest.param(f"{STREAMS}\x00", "is not YAML; correct it", id="control-character"),
        pytest.param(f"{STREAMS}---\n{STREAMS}", "is not YAML at line 4; correct it", id="two-documents"),
        pytest.param("SELECT * FROM lists", "is not a mapping; begin it with streams:", id="text"),
        pytest.param("- streams", "is not a mapping; begin it with streams:", id="list"),
        pytest.param("# streams:", "is not a mapping; begin it with streams:", id="comment"),
        pytest.param(
            "stream: {}",
            "has neither streams nor bucket_definitions; write at least one stream",
            id="no-streams",
        ),
        pytest.param(
            "config:\n  streams: {}",
            "has neither streams nor bucket_definitions; write at least one stream",
            id="streams-too-deep",
        ),
        *(
            pytest.param(
                f"# a\n# {character}\n{STREAMS}",
                f"has U+{ord(character):04X} in line 2, which kubectl changes; remove it",
                id=f"U+{ord(character):04X}",
            )
            for character in "\x85\u2028\u2029"
        ),
    ],
)
def test_invalid_sync_config_is_refused(text: str, line: str) -> None:
    """A text that the service could not read as a sync config is refused."""
    assert errors_of(SyncConfig.from_text, text=text) == [f"sync_config.text: {line}"]


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

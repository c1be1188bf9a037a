"""The sync config: shipped byte for byte, refused only when it cannot be one."""

from pathlib import Path

import pytest

from powersync_constructs.config import SyncConfig
from powersync_constructs.config.service.sync_config import MAX_BYTES

from .refusal import refusal

STREAMS = "streams:\n  lists:\n    query: SELECT * FROM lists\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STREAMS, id="streams"),
        pytest.param("bucket_definitions:\n  all:\n    data: []\n", id="bucket-definitions"),
        pytest.param('{"streams": {}}', id="json"),
        pytest.param(f"# \u00e9 \U0001f600\n{STREAMS}", id="any-letters"),
        pytest.param(f"\ufeff{STREAMS}", id="byte-order-mark"),
        pytest.param(STREAMS.replace("\n", "\r\n"), id="windows-line-ends"),
        pytest.param(f"\n\n{STREAMS}  \n\n", id="white-space-around"),
        pytest.param("streams:\t\n  lists:\t# all\n    query:\tSELECT\t*\n\t\n", id="tabs-that-do-not-indent"),
        pytest.param(f"a: &a 1\nb: *a\n{STREAMS}", id="anchors"),
    ],
)
def test_a_file_is_kept_byte_for_byte(tmp_path: Path, text: str) -> None:
    """Any other byte would be another sync config: a new snapshot, and a new download for every client."""
    file = tmp_path / "sync-config.yaml"
    file.write_bytes(text.encode())

    assert SyncConfig.from_file(file).text.encode() == text.encode()


def test_a_text_and_a_file_are_the_same(tmp_path: Path) -> None:
    """It does not matter where a sync config comes from."""
    file = tmp_path / "sync-config.yaml"
    file.write_text(STREAMS, encoding="utf-8")

    assert SyncConfig.from_file(str(file)) == SyncConfig.from_text(STREAMS)


def test_the_size_is_in_bytes() -> None:
    """A letter may take more than one."""
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
        pytest.param("SELECT * FROM lists", "is no mapping; begin with streams:", id="text"),
        pytest.param("- streams", "is no mapping; begin with streams:", id="list"),
        pytest.param("# streams:", "is no mapping; begin with streams:", id="comment"),
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
                f"# a\n# {letter}\n{STREAMS}",
                f"has U+{ord(letter):04X} in line 2, which kubectl changes; take it out",
                id=f"U+{ord(letter):04X}",
            )
            for letter in "\x85\u2028\u2029"
        ),
    ],
)
def test_no_sync_config(text: str, line: str) -> None:
    """What the service could not read as one is refused."""
    assert refusal(SyncConfig.from_text, text=text) == [f"sync_config.text: {line}"]


def test_a_config_map_must_hold_it() -> None:
    """900 KiB are taken, and one byte more is refused before anything reads it."""
    text = STREAMS + "#" * (MAX_BYTES - len(STREAMS))

    lines = refusal(SyncConfig.from_text, text=f"{text}#")

    assert SyncConfig.from_text(text).size == 921600
    assert lines == [
        "sync_config.text: has 921601 bytes, more than the 921600 that we put in a ConfigMap; make it smaller"
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The line says which file, and why it cannot be read."""
    path = tmp_path / "sync-rules.yaml"

    lines = refusal(SyncConfig.from_file, path=path)

    assert lines == [f"sync_config: '{path}' cannot be read: No such file or directory; correct the path"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A path that leads to a folder is refused like one that leads nowhere."""
    lines = refusal(SyncConfig.from_file, path=tmp_path)

    assert lines == [f"sync_config: '{tmp_path}' cannot be read: Is a directory; correct the path"]


def test_a_file_is_utf_8(tmp_path: Path) -> None:
    """A file of another encoding is refused with the first byte that is wrong."""
    path = tmp_path / "latin-1.yaml"
    path.write_bytes(b"# caf\xe9\n" + STREAMS.encode())

    lines = refusal(SyncConfig.from_file, path=path)

    assert lines == [f"sync_config: '{path}' is not UTF-8 at byte 5; save it as UTF-8"]

"""The sync config (Sync Streams, or the older Sync Rules), which the library writes unchanged, byte for byte.

The service compares the text as a string. If one byte changes, the service deploys the sync config again: it takes a
new snapshot of the source database, and every client downloads all data again. Therefore this module parses the text
only to reject invalid text, and never serializes it.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import DEFAULT_STORAGE_VERSION, STORAGE_VERSIONS, ServiceVersion
from powersync_constructs.config.core.errors import config_error

MAX_BYTES = 900 * 1024
"""The maximum size. The size limit of a ConfigMap is 1 MiB, including its metadata (kubernetes.io, ConfigMap)."""
_OLD_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks in YAML 1.1 but not in 1.2. kubectl would change them."""
_SPACE = re.compile(r"\r(?!\n)|(?<=\S)[ \t]+|^[ \t]+$", re.MULTILINE)
"""White space in YAML 1.2, which the service reads. PyYAML (YAML 1.1) treats it as a line break, or rejects it."""


class SyncConfig(Props):
    """The sync config, which defines the data that each user syncs. Create it with `from_file` or `from_text`."""

    error_path = "sync_config"

    text: StrictStr
    """The text of the sync config. The library does not change it."""

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Create a sync config from a UTF-8 file. Raises ConfigError if the file is missing or is not valid."""
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise config_error("sync_config", f"'{path}' cannot be read: {error.strerror}; correct the path") from None
        try:
            return cls(text=data.decode())
        except UnicodeDecodeError as error:
            raise config_error(
                "sync_config", f"'{path}' is not UTF-8 at byte {error.start}; save it as UTF-8"
            ) from None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Create a sync config from text. Raises ConfigError if the text is not a sync config."""
        return cls(text=text)

    @model_validator(mode="after")
    def _check_text(self) -> Self:
        if self.size > MAX_BYTES:
            raise config_error(
                "text", f"has {self.size} bytes, more than the limit of {MAX_BYTES} for a ConfigMap; make it smaller"
            )
        if not self.text.strip():
            raise config_error("text", "is empty; write at least one stream")
        if found := _OLD_BREAK.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            raise config_error("text", f"has U+{ord(found[0]):04X} in line {line}, which kubectl changes; remove it")
        document = _document(self.text)
        if _value(document, "streams") is None and _value(document, "bucket_definitions") is None:
            raise config_error("text", "has neither streams nor bucket_definitions; write at least one stream")
        if self.storage_version in (0, 1):
            rule = f"has config.storage_version {self.storage_version}, which the service does not accept"
            raise config_error("text", f"{rule}; use {DEFAULT_STORAGE_VERSION}, or remove it")
        return self

    def check_storage(self, kind: str) -> None:
        """Raise if this type of bucket storage does not support the storage version (powersync-service#776)."""
        if self.storage_version == 4 and kind == "postgresql":
            rule = "config.storage_version 4 is only for MongoDB storage"
            raise config_error("sync_config.text", f"{rule}; use {DEFAULT_STORAGE_VERSION}, or remove it")

    def check_image(self, version: ServiceVersion) -> None:
        """Raise if this version of the service does not support the storage version."""
        number = self.storage_version
        least = STORAGE_VERSIONS.get(number or 0)
        if least is None or version >= ServiceVersion.parse(least):
            return
        rule = f"config.storage_version {number} needs service {least}, but the image has {version}"
        back = (
            "remove config.storage_version"
            if number == DEFAULT_STORAGE_VERSION
            else "deploy a lower storage version first"
        )
        raise config_error("sync_config.text", f"{rule}; use a newer image, or {back} (docs/rolling-back.md)")

    @property
    def storage_version(self) -> int | None:
        """The value of `config.storage_version`, or None if it is not a plain decimal number."""
        config = _value(_document(self.text), "config")
        number = _value(config, "storage_version") if isinstance(config, yaml.MappingNode) else None
        if isinstance(number, yaml.ScalarNode) and number.style is None and number.value.isdecimal():
            return int(number.value)
        return None

    @property
    def size(self) -> int:
        """The size of the text in UTF-8, in bytes."""
        return len(self.text.encode())


@lru_cache(maxsize=8)  # parsing is slow, and a model is validated again in each model that contains it
def _document(text: str) -> yaml.MappingNode:
    try:
        document = yaml.compose(_SPACE.sub(" ", text), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        raise config_error("text", f"is not YAML{place}; correct it") from None
    if not isinstance(document, yaml.MappingNode):
        raise config_error("text", "is not a mapping; begin it with streams:")
    return document


def _value(mapping: yaml.MappingNode, name: str) -> yaml.Node | None:
    """Return the value of a key in a mapping, or None."""
    return next((value for key, value in mapping.value if isinstance(key, yaml.ScalarNode) and key.value == name), None)

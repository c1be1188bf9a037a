"""The sync config (Sync Streams, or the older Sync Rules), shipped byte for byte.

The service compares its text as a string: any change of a byte is a new deployment, a new snapshot of the source, and
a new download for every client. So it is parsed here only to refuse what cannot be one, and never written again.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import DEFAULT_STORAGE_VERSION, STORAGE_VERSIONS, ServiceVersion
from powersync_constructs.config.core.errors import config_error

MAX_BYTES = 900 * 1024
"""A ConfigMap holds 1 MiB with its metadata (kubernetes.io, ConfigMap)."""
_OLD_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks of YAML 1.1 and not of 1.2: kubectl would change them on the way."""
_SPACE = re.compile(r"\r(?!\n)|(?<=\S)[ \t]+|^[ \t]+$", re.MULTILINE)
"""What is white space to the service's YAML 1.2, and to PyYAML's 1.1 the end of a line or an error."""


class SyncConfig(Props):
    """What is synced to whom. Make one with `from_file` or `from_text`."""

    error_path = "sync_config"

    text: StrictStr = Field(description="the sync config's text, as it is")

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a file of UTF-8. Raises ConfigError when it is not there, is not UTF-8 or cannot be a sync config."""
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
        """Take a text. Raises ConfigError when it cannot be a sync config."""
        return cls(text=text)

    @model_validator(mode="after")
    def _can_be_one(self) -> Self:
        if self.size > MAX_BYTES:
            raise config_error(
                "text", f"has {self.size} bytes, more than the {MAX_BYTES} that we put in a ConfigMap; make it smaller"
            )
        if not self.text.strip():
            raise config_error("text", "is empty; write at least one stream")
        if found := _OLD_BREAK.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            raise config_error("text", f"has U+{ord(found[0]):04X} in line {line}, which kubectl changes; take it out")
        document = _document(self.text)
        if _value(document, "streams") is None and _value(document, "bucket_definitions") is None:
            raise config_error("text", "has neither streams nor bucket_definitions; write at least one stream")
        if self.storage_version in (0, 1):
            rule = f"has config.storage_version {self.storage_version}, which no sync config may name"
            raise config_error("text", f"{rule}; use {DEFAULT_STORAGE_VERSION}, or take it out")
        return self

    def check_storage(self, kind: str) -> None:
        """Raise for a storage version that this kind of storage does not have (powersync-service#776)."""
        if self.storage_version == 4 and kind == "postgresql":
            rule = "config.storage_version 4 is for storage in MongoDB alone"
            raise config_error("sync_config.text", f"{rule}; use {DEFAULT_STORAGE_VERSION}, or take it out")

    def check_image(self, version: ServiceVersion) -> None:
        """Raise for a storage version that this version of the service does not have."""
        least = STORAGE_VERSIONS.get(self.storage_version or 0)
        if least is None or version >= ServiceVersion.parse(least):
            return
        rule = f"config.storage_version {self.storage_version} needs service {least} and the image has {version}"
        back = "take it out" if self.storage_version == DEFAULT_STORAGE_VERSION else "deploy a lower one first"
        raise config_error("sync_config.text", f"{rule}; use a newer image, or {back} (docs/rolling-back.md)")

    @property
    def storage_version(self) -> int | None:
        """What `config.storage_version` says, if it is a number as one would write it: the service reads the rest."""
        config = _value(_document(self.text), "config")
        number = _value(config, "storage_version") if isinstance(config, yaml.MappingNode) else None
        if isinstance(number, yaml.ScalarNode) and number.style is None and number.value.isdecimal():
            return int(number.value)
        return None

    @property
    def size(self) -> int:
        """Bytes of UTF-8."""
        return len(self.text.encode())


@lru_cache(maxsize=8)  # a model is checked again wherever it becomes part of another, and parsing is what costs
def _document(text: str) -> yaml.MappingNode:
    try:
        document = yaml.compose(_SPACE.sub(" ", text), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        raise config_error("text", f"is not YAML{place}; correct it") from None
    if not isinstance(document, yaml.MappingNode):
        raise config_error("text", "is no mapping; begin with streams:")
    return document


def _value(mapping: yaml.MappingNode, name: str) -> yaml.Node | None:
    """What a mapping has under a key."""
    return next((value for key, value in mapping.value if isinstance(key, yaml.ScalarNode) and key.value == name), None)

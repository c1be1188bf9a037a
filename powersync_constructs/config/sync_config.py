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

from powersync_constructs.config._base import Props
from powersync_constructs.config.errors import refusal

MAX_BYTES = 900 * 1024
"""A ConfigMap holds 1 MiB with its metadata (kubernetes.io, ConfigMap)."""
_OLD_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks of YAML 1.1 and not of 1.2: kubectl would change them on the way."""
_SPACE = re.compile(r"\r(?!\n)|(?<=\S)[ \t]+|^[ \t]+$", re.MULTILINE)
"""What is white space to the service's YAML 1.2, and to PyYAML's 1.1 the end of a line or an error."""


class SyncConfig(Props):
    """What is synced to whom. Make one with `from_file` or `from_text`."""

    called = "sync_config"

    text: StrictStr = Field(description="the sync config's text, as it is")

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a file of UTF-8. Raises ConfigError when it is not there, is not UTF-8 or cannot be a sync config."""
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise refusal("sync_config", f"'{path}' cannot be read: {error.strerror}; correct the path") from None
        try:
            return cls(text=data.decode())
        except UnicodeDecodeError as error:
            raise refusal("sync_config", f"'{path}' is not UTF-8 at byte {error.start}; save it as UTF-8") from None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Take a text. Raises ConfigError when it cannot be a sync config."""
        return cls(text=text)

    @model_validator(mode="after")
    def _can_be_one(self) -> Self:
        if self.size > MAX_BYTES:
            raise refusal(
                "text", f"has {self.size} bytes, more than the {MAX_BYTES} that we put in a ConfigMap; make it smaller"
            )
        if not self.text.strip():
            raise refusal("text", "is empty; write at least one stream")
        if found := _OLD_BREAK.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            raise refusal("text", f"has U+{ord(found[0]):04X} in line {line}, which kubectl changes; take it out")
        if not {"streams", "bucket_definitions"} & _top_level_keys(self.text):
            raise refusal("text", "has neither streams nor bucket_definitions; write at least one stream")
        return self

    @property
    def size(self) -> int:
        """Bytes of UTF-8."""
        return len(self.text.encode())


@lru_cache(maxsize=8)  # a model is checked again wherever it becomes part of another, and parsing is what costs
def _top_level_keys(text: str) -> set[str]:
    try:
        document = yaml.compose(_SPACE.sub(" ", text), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        raise refusal("text", f"is not YAML{place}; correct it") from None
    if not isinstance(document, yaml.MappingNode):
        raise refusal("text", "is no mapping; begin with streams:")
    return {key.value for key, _ in document.value if isinstance(key, yaml.ScalarNode)}

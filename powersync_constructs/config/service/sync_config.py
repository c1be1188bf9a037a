"""The sync config (Sync Streams, or the older Sync Rules), which the library writes unchanged, byte for byte.

The service compares the text as a string. If one byte changes, the service deploys the sync config again: it takes a
new snapshot of the source database, and every client downloads all data again. Therefore the library reads the text
only to check it, and never serializes it.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core._yaml_nodes import Place
from powersync_constructs.config.core.errors import ConfigError, Problem, config_error
from powersync_constructs.config.service._sync_config._options import edition_of
from powersync_constructs.config.service._sync_config._remarks import ALL, Remark
from powersync_constructs.config.service._sync_config._structure import config_of, remarks_on
from powersync_constructs.config.service._sync_config._values import integer_of
from powersync_constructs.config.service.releases._lookup import is_only_for_mongodb
from powersync_constructs.config.service.releases._table import NEWEST

MAX_BYTES = 900 * 1024
"""The maximum size. The size limit of a ConfigMap is 1 MiB, including its metadata (kubernetes.io, ConfigMap)."""
_OLD_BREAK = re.compile("[\x85\u2028\u2029]")
"""Line breaks in YAML 1.1 but not in 1.2. kubectl would change them."""

ParserUse = Literal["auto", "required", "off"]
"""When a synth checks the SQL of a sync config with the parser of the service: if it is installed, always, or never."""


class SyncConfig(Props):
    """The sync config, which defines the data that each user syncs. Create it with `from_file` or `from_text`.

    The model checks the structure: the YAML, the keys, the editions and the types. An instance also checks what its
    version of the service and its bucket storage support. At synth, the parser of the service checks the SQL.
    """

    error_path = "sync_config"

    text: StrictStr
    """The text of the sync config. The library does not change it."""
    parser: ParserUse = "auto"
    """The use of the service's parser, the npm package `@powersync/service-sync-rules`, at synth. With `auto`, the
    parser checks the SQL if the package is installed in a `node_modules` of the folder of the file, of the current
    folder, or of a folder above one of them. Otherwise, a note shows the command that installs it. With `required`, a
    missing parser is an error, which is useful in CI. With `off`, only the structure is checked.
    """
    file: StrictStr | None = None
    """The path of the file that contains the text, for errors and findings. Default: None; `from_file` sets it."""

    @classmethod
    def from_file(cls, path: str | Path, *, parser: ParserUse = "auto") -> Self:
        """Create a sync config from a UTF-8 file.

        Raises ConfigError if the file is missing, or with one line per problem if it is not a valid sync config.
        """
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise config_error("sync_config", f"'{path}' cannot be read: {error.strerror}; correct the path") from None
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise config_error(
                "sync_config", f"'{path}' is not UTF-8 at byte {error.start}; save it as UTF-8"
            ) from None
        return cls(text=text, parser=parser, file=str(path))

    @classmethod
    def from_text(cls, text: str, *, parser: ParserUse = "auto") -> Self:
        """Create a sync config from text. Raises ConfigError with one line per problem if it is not valid."""
        return cls(text=text, parser=parser)

    @model_validator(mode="after")
    def _check_text(self) -> Self:
        if (remark := self._remark_on_text()) is not None:
            raise self._refusal([remark])
        remarks = remarks_on(self.text)
        if any(remark.rejected_by is ALL for remark in remarks):
            raise self._refusal(remark for remark in remarks if remark.is_error(NEWEST))
        return self

    def check_storage(self, kind: str) -> None:
        """Raise if this type of bucket storage does not support the storage version (powersync-service#776)."""
        number = self.storage_version
        if kind == "postgresql" and number is not None and is_only_for_mongodb(number):
            rule = f"config.storage_version {number} is only for MongoDB storage"
            remark = Remark(self._place_of_storage_version, rule, "use 2, or remove it")
            raise self._refusal([remark]).within("sync_config")

    def check_image(self, version: ServiceVersion) -> None:
        """Raise if this version of the service rejects the sync config, for example because it lacks a key."""
        if rejected := [remark for remark in remarks_on(self.text) if remark.is_error(version)]:
            raise self._refusal(rejected, version).within("sync_config")

    @property
    def edition(self) -> int:
        """The edition of the language: 3 for Sync Streams, 1 (the default) or 2 for older sync configs."""
        return edition_of(config_of(self.text))

    @property
    def storage_version(self) -> int | None:
        """The value of `config.storage_version`, or None if the sync config does not set it."""
        config = config_of(self.text)
        return integer_of(config.get("storage_version")) if config is not None else None

    @property
    def size(self) -> int:
        """The size of the text in UTF-8, in bytes."""
        return len(self.text.encode())

    @property
    def _place_of_storage_version(self) -> Place | None:
        config = config_of(self.text)
        return config.place_of("storage_version") if config is not None else None

    def _remark_on_text(self) -> Remark | None:
        """Return the problem of a text that the library does not read; otherwise None."""
        if self.size > MAX_BYTES:
            problem = f"has {self.size} bytes, more than the limit of {MAX_BYTES} for a ConfigMap"
            return Remark(None, problem, "make it smaller")
        if not self.text.strip():
            return Remark(None, "is empty", "write at least one stream")
        if found := _OLD_BREAK.search(self.text):
            before = self.text[: found.start()]
            place = Place(before.count("\n") + 1, found.start() - before.rfind("\n"))
            return Remark(place, f"has U+{ord(found[0]):04X}, which kubectl changes", "remove it")
        return None

    def _refusal(self, remarks: Iterable[Remark], version: ServiceVersion | None = None) -> ConfigError:
        where = ("text",) if self.file is None else ()
        return ConfigError(
            [Problem(where, f"{remark.reason(self.file, version)}; {remark.fix}") for remark in remarks],
            root=self.error_path,
        )

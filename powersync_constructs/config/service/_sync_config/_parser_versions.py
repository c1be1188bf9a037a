"""The versions of the npm package that parses sync configs, by version of the service."""

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._table import RELEASES

PACKAGE = "@powersync/service-sync-rules"
"""The npm package with the parser of the service."""


class ParserVersions:
    """The range of versions of the parser that a version of the service can have.

    For most releases it is one version. If the version for a release is not known, it lies between the versions of the
    neighboring releases.
    """

    def __init__(self, service: ServiceVersion) -> None:
        known = [(each.version, each.sync_rules.value) for each in RELEASES if each.sync_rules.value is not None]
        self.lowest = next((parser for version, parser in reversed(known) if version <= service), known[0][1])
        self.highest = next((parser for version, parser in known if version >= service), None)
        """The highest version. None for a service that is newer than all known releases."""

    def __contains__(self, version: str) -> bool:
        number = _number(version)
        return number >= _number(self.lowest) and (self.highest is None or number <= _number(self.highest))

    @property
    def specifier(self) -> str:
        """The package and its version as an argument of `npm install`, in quotes if the shell needs them."""
        if self.lowest == self.highest:
            return f"{PACKAGE}@{self.lowest}"
        return f'"{PACKAGE}@>={self.lowest}{f" <={self.highest}" if self.highest is not None else ""}"'


def _number(version: str) -> tuple[int, ...]:
    """Return a version as numbers, without the name of a pre-release."""
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdecimal())

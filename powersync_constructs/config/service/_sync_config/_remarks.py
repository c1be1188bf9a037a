"""A remark about a sync config: a problem, its place, its fix, and the versions of the service that reject it."""

from dataclasses import dataclass, field

from powersync_constructs.config.core._versions import ServiceVersion, Versions
from powersync_constructs.config.core._yaml_nodes import Place
from powersync_constructs.config.service.releases._lookup import first_with

ALL = Versions()
NONE = Versions(before=ServiceVersion(0, 0, 0))
STRICT = Versions(first=first_with("sync config: unknown keys of streams are errors").version)
"""The versions that reject unknown keys of streams, aliases, and names that are not strings. Older versions ignore them
(powersync-service#722, in sync-rules 0.40.0).
"""


@dataclass(frozen=True)
class Remark:
    """A problem of a sync config, in one line."""

    place: Place | None
    """The position in the text. None for the whole text."""
    problem: str
    fix: str = field(compare=False)
    rejected_by: Versions = field(default=ALL, compare=False)
    """The versions for which the problem is an error."""
    warned_of: Versions = field(default=ALL, compare=False)
    """The versions for which the problem is a warning, if it is not an error."""
    needs: ServiceVersion | None = field(default=None, compare=False)
    """The version that the text needs, for a problem of older versions only."""

    def is_error(self, version: ServiceVersion) -> bool:
        """Return whether a version of the service rejects the text."""
        return version in self.rejected_by

    def is_warning(self, version: ServiceVersion) -> bool:
        """Return whether a version of the service accepts the text, but probably not as intended."""
        return version not in self.rejected_by and version in self.warned_of

    def at(self, file: str | None) -> str:
        """Return the place: `sync-config.yaml line 3, column 1`. Empty for the whole of a text without a file."""
        where = f"line {self.place.line}, column {self.place.column}" if self.place is not None else ""
        return " ".join(part for part in (file, where) if part)

    def reason(self, file: str | None, version: ServiceVersion | None = None) -> str:
        """Return the place and the problem, for a version of the service if it depends on the version."""
        problem = self.problem
        if self.needs is not None:
            image = f", but the image has {version}" if version is not None else ""
            problem = f"{problem} needs service {self.needs}{image}"
        at = self.at(file)
        if self.place is None:
            return f"{at} {problem}".lstrip()
        return f"{at}: {problem}"


def newer(place: Place | None, name: str, needs: ServiceVersion, fix: str) -> Remark:
    """Return the remark for something that versions before `needs` reject."""
    return Remark(place, name, fix, Versions(before=needs), NONE, needs)

"""Versions of the service."""

import re
from dataclasses import dataclass

_VERSION = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)(?:-.+)?")


@dataclass(frozen=True, order=True)
class ServiceVersion:
    """A version of the PowerSync service."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "ServiceVersion":
        """Parse a version like `1.26.0` or `1.26.0-next`. Raises ValueError for any other text."""
        match = _VERSION.fullmatch(text)
        if match is None:
            raise ValueError("is not a version of the service; write it like 1.26.0")
        return cls(*(int(part) for part in match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


@dataclass(frozen=True)
class Versions:
    """A range of versions of the service."""

    first: ServiceVersion | None = None
    """The first version of the range. None if the range has no beginning."""
    before: ServiceVersion | None = None
    """The first version after the range. None if the range has no end."""

    def __contains__(self, version: ServiceVersion) -> bool:
        return (self.first is None or version >= self.first) and (self.before is None or version < self.before)


@dataclass(frozen=True)
class Since:
    """The first version of the service that accepts a field. It is metadata in the `Annotated` type of the field."""

    version: str
    otherwise: str = "remove the field"
    """The end of the error: the fix for users who keep an older image."""

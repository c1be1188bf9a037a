"""Known problems of releases: the versions that have each problem, its condition and effect, and the fix.

Sources: the advisory GHSA-q6wc-xx4m-92fj (CVE-2026-30870), and the pull requests and changelogs of powersync-service.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from powersync_constructs.config.core._versions import ServiceVersion, Versions
from powersync_constructs.config.service.releases._release import Evidence

_REPOSITORY = "https://github.com/powersync-ja/powersync-service"

Condition = Literal[
    "edition 3", "MongoDB source", "MongoDB storage", "object storage", "Postgres storage", "separate API pods"
]
"""A property of an instance that a problem depends on."""
Reaction = Literal["refuse", "warn", "mention"]
"""What the library does: it rejects the image, it warns at synth, or only the documentation mentions the problem."""


@dataclass(frozen=True, kw_only=True)
class KnownProblem:
    """A problem of some releases. It affects an instance if the version is in the range and all conditions hold."""

    id: str
    """The advisory, the pull request or issue of powersync-service, or the changelog entry."""
    first: ServiceVersion | None
    """The first version with the problem. None if it is older than every supported version."""
    fixed_in: ServiceVersion | None
    """The version with the fix. None if no version is known to have it."""
    when: tuple[Condition, ...]
    effect: str
    """What happens, as the end of a sentence that begins with the version."""
    reaction: Reaction
    evidence: Evidence = "read"
    """How the range and the effect are known."""

    def affects(self, version: ServiceVersion, instance: Collection[Condition]) -> bool:
        """Return whether the problem affects an instance with these properties."""
        return version in Versions(self.first, self.fixed_in) and set(self.when) <= set(instance)

    @property
    def url(self) -> str | None:
        """The page of the advisory, pull request or issue. None for a changelog entry."""
        kind, _, number = self.id.partition("#")
        if number:
            return f"{_REPOSITORY}/issues/{number}"
        return f"{_REPOSITORY}/security/advisories/{kind}" if kind.startswith("GHSA-") else None

    @property
    def fix(self) -> str:
        """The fix, for an error or a finding."""
        return f"use {self.fixed_in} or newer" if self.fixed_in is not None else "no version has a fix"


def _problem(
    id: str,
    versions: tuple[str | None, str | None],
    effect: str,
    reaction: Reaction,
    *when: Condition,
    evidence: Evidence = "read",
) -> KnownProblem:
    """Return a problem. `versions` is the first version that has the problem, and the version with the fix."""
    first, fixed_in = (ServiceVersion.parse(version) if version else None for version in versions)
    return KnownProblem(
        id=id, first=first, fixed_in=fixed_in, when=when, effect=effect, reaction=reaction, evidence=evidence
    )


KNOWN_PROBLEMS: tuple[KnownProblem, ...] = (
    _problem(
        "GHSA-q6wc-xx4m-92fj",
        ("1.20.0", "1.20.1"),
        "sends users rows that they must not see, because it ignores some subqueries of streams",
        "refuse",
        "edition 3",
    ),
    _problem(
        "powersync-service#556",
        (None, "1.20.2"),
        "sends users rows that they must not see, because it ignores parts of filters with OR",
        "refuse",
        "edition 3",
    ),
    _problem(
        "powersync-service#625",
        (None, "1.21.0"),
        "sends too many or too few rows, because it replicates some parameters of streams incorrectly",
        "refuse",
        "edition 3",
    ),
    _problem(
        "powersync-service#718",
        (None, "1.24.0"),
        "can leave API pods without new data after a lost connection to the storage, without an error",
        "refuse",
        "Postgres storage",
        "separate API pods",
        evidence="inferred",
    ),
    _problem(
        "changelog 2407f71",
        (None, "1.26.0"),
        "sends requests to the object storage without a timeout, which can block all reads",
        "refuse",
        "object storage",
    ),
    _problem(
        "powersync-service#659",
        ("1.20.3", "1.22.0"),
        "can stop creating checkpoints after it repeats a command, and then sends no new data",
        "warn",
        "MongoDB source",
    ),
    _problem(
        "powersync-service#542",
        (None, "1.20.1"),
        "can fail with PSYNC_S1101 during concurrent compactions",
        "warn",
        "Postgres storage",
    ),
    _problem(
        "changelog 206633f",
        (None, "1.20.2"),
        "cannot compact buckets of more than 2 GB",
        "warn",
        "MongoDB storage",
    ),
    _problem(
        "powersync-service#586",
        (None, "1.20.5"),
        "causes checksum errors on clients that override the priority of a stream",
        "warn",
    ),
    _problem(
        "powersync-service#592",
        (None, "1.20.5"),
        "cannot log in to MongoDB if the password in the URI is percent-encoded",
        "warn",
        "MongoDB storage",
    ),
    _problem(
        "powersync-service#701",
        (None, "1.23.2"),
        "can leave clients with incomplete data if a compaction runs during their sync and buckets have priorities",
        "warn",
    ),
    _problem(
        "powersync-service#814",
        (None, "1.27.0"),
        "can send operations twice, and clients then download their data repeatedly because the checksums differ",
        "warn",
        "Postgres storage",
    ),
    _problem(
        "powersync-service#821",
        (None, "1.27.0"),
        "leaks memory and connections of WebSocket clients when it logs their parameters",
        "warn",
    ),
    _problem(
        "powersync-service#822",
        (None, "1.27.0"),
        "crashes in the command test-connection with Postgres",
        "mention",
        "Postgres storage",
    ),
    _problem(
        "powersync-service#868",
        (None, "1.28.0"),
        "leaves unused objects in the object storage after repeated requests, which costs money",
        "mention",
        "object storage",
    ),
    _problem(
        "powersync-service#839",
        (None, "1.28.0"),
        "can store an invalid sync config and start to replicate with it",
        "mention",
    ),
    _problem(
        "changelog 2d50d1e",
        ("1.26.0", "1.28.2"),
        "does not clean up completely when a deployment returns from storage version 4 to 2",
        "mention",
        "MongoDB storage",
        evidence="inferred",
    ),
    _problem(
        "powersync-service#700",
        (None, None),
        "can stop replicating from Postgres without an error after a connection breaks silently",
        "mention",
    ),
)
"""The known problems, the most severe first."""


@lru_cache(maxsize=256)
def problems_of(version: ServiceVersion, instance: frozenset[Condition]) -> tuple[KnownProblem, ...]:
    """Return the known problems that affect an instance with these properties."""
    return tuple(problem for problem in KNOWN_PROBLEMS if problem.affects(version, instance))

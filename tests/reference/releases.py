"""The page of the releases of the service: facts, known problems, and what changes at each upgrade."""

from collections.abc import Iterator

from powersync_constructs.config.service.releases._known_problems import KNOWN_PROBLEMS, KnownProblem
from powersync_constructs.config.service.releases._release import Evidence, Fact, Release, StorageType
from powersync_constructs.config.service.releases._table import DEFAULT, NEWEST, OLDEST, RELEASES

from .models import cells, table

_MARKS: dict[Evidence, str] = {"read": "", "inferred": " (inferred)", "unknown": " (unknown)"}
_REACTIONS = {
    "refuse": "rejects the image",
    "warn": "warns at synth",
    "mention": "none",
}
_IMAGE_COLUMNS = ("Version", "Date", "Channel", "Image", "Node.js", "Parser of sync configs")
_STORAGE_COLUMNS = ("Version", "Bucket storage", "New migrations", "Default storage version", "Selectable")
_PROBLEM_COLUMNS = ("Id", "Versions", "Condition", "Problem", "Fixed in", "Reaction of the library")
_STORAGES: tuple[tuple[StorageType, str], ...] = (("mongodb", "MongoDB"), ("postgresql", "Postgres"))


def releases() -> Iterator[str]:
    """The sections: how facts are known, the releases, the known problems, and the upgrade notes."""
    yield (
        f"The library supports the service from {OLDEST} to {NEWEST}. The default image is {DEFAULT}: it is the newest "
        "release that is known to be stable, and it has no known problem with the presets. If the image is newer than "
        f"{NEWEST}, a synth reports the finding `version-is-known`.\n\n"
        "Most facts were read in a source for the release: a git tag, a release page, a changelog, or an npm package. "
        "*Inferred* means that a fact follows from other facts. *Unknown* means that no source was found, and the page "
        "shows what the library assumes. No fact on this page was found by running the image.\n"
    )
    yield "## Releases\n"
    yield table(*_IMAGE_COLUMNS, rows=map(_image_row, RELEASES)) + "\n"
    yield "## Migrations and storage versions\n"
    yield (
        "A rollback across a migration needs [other steps](../rolling-back.md#an-image-across-a-migration). Releases "
        "that are not in the table add no migration and have the storage versions of the release before.\n"
    )
    yield table(*_STORAGE_COLUMNS, rows=_storage_rows()) + "\n"
    yield "## Known problems\n"
    yield (
        "If an instance meets the condition, the library rejects the image or warns. To use an image that the library "
        "rejects, for example during a rollback, add the id to `accepted_problems` of the [`Image`](pods.md#image).\n"
    )
    yield table(*_PROBLEM_COLUMNS, rows=map(_problem_row, KNOWN_PROBLEMS)) + "\n"
    yield "## Upgrade notes\n"
    yield from (_notes(release) for release in RELEASES if release.adds or release.upgrade_notes or release.unknowns)


def _image_row(release: Release) -> str:
    facts: list[Fact[object]] = [*(release.released, release.channel, release.base, release.node, release.sync_rules)]
    return cells(str(release.version), *map(_shown, facts))


def _shown(fact: Fact[object]) -> str:
    if fact.value is None:
        return "unknown"
    return f"{fact.value}{_MARKS[fact.evidence]}"


def _storage_rows() -> Iterator[str]:
    previous: dict[str, object] = {}
    for release in RELEASES:
        for kind, name in _STORAGES:
            scripts, versions = release.migrations[kind], release.storage_versions[kind]
            if not scripts.value and versions.value == previous.get(kind):
                continue
            previous[kind] = versions.value
            migrations = ", ".join(f"`{script}`" for script in scripts.value) or "none"
            accepted = ", ".join(map(str, versions.value.accepted)) or "none"
            yield cells(
                str(release.version),
                name,
                migrations + _MARKS[scripts.evidence],
                f"{versions.value.default}{_MARKS[versions.evidence]}",
                accepted,
            )


def _problem_row(problem: KnownProblem) -> str:
    first = f"{problem.first} and newer" if problem.first else "all older versions"
    return cells(
        f"[{problem.id}]({problem.url})" if problem.url is not None else problem.id,
        (first if problem.fixed_in is None else f"{problem.first or OLDEST} to before {problem.fixed_in}")
        + _MARKS[problem.evidence],
        " and ".join(problem.when) or "none",
        f"The service {problem.effect}.",
        str(problem.fixed_in or "unknown"),
        _REACTIONS[problem.reaction],
    )


def _notes(release: Release) -> str:
    lines = [f"### {release.version}\n", *(f"- {note}" for note in release.upgrade_notes)]
    if release.adds:
        names = ", ".join(f"`{each.name}`{_MARKS[each.evidence]}" for each in release.adds)
        lines.append(f"- New: {names}.")
    lines += [f"- Unknown: {note}" for note in release.unknowns]
    return "\n".join(lines) + "\n"

"""Rules about the version of the service."""

from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject

VERSION_LABEL = "app.kubernetes.io/version"
"""The label with the version of the service."""


def version_is_known(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A service version must not be newer than the newest release that this library knows."""
    seen: set[tuple[tuple[str, str], str]] = set()
    for each in objects:
        version = each.labels.get(VERSION_LABEL, "") if each.instance and each.pod else ""
        if not _is_newer(version) or (each.instance_id, version) in seen:
            continue
        seen.add((each.instance_id, version))
        unknown = f"the settings, migrations and known problems of releases after {NEWEST} were not checked"
        reason = f"runs service {version}, but {unknown}"
        fix = f"use {NEWEST}, or upgrade powersync-constructs"
        yield Finding("version-is-known", "warning", str(each), reason, fix)


def _is_newer(version: str) -> bool:
    try:
        return ServiceVersion.parse(version) > NEWEST
    except ValueError:
        return False

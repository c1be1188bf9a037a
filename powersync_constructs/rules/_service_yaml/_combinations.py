"""What the service refuses in fields that depend on each other: addresses of databases, certificates, keys of S3.

Sources: `normalizeConnectionConfig` of each module of powersync-service 1.25, S3ObjectStorage.ts and
compound-config-collector.ts.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core._words import or_list
from powersync_constructs.config.service.releases._lookup import first_with, release_of
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules._lib.manifest import Manifest, Path, indexed, mapping
from powersync_constructs.rules._service_yaml._document import Problem, Value, Variable

_SCHEMES = {"postgresql": ("postgresql", "postgres"), "mysql": ("mysql",), "mssql": ("mssql",)}
"""The schemes of the URIs of databases that also accept separate fields."""
_STORAGES = ("mongodb", "postgresql")
_MONGO_URI = re.compile(r"(?P<scheme>mongodb(\+srv)?)://([^/?]*@)?(?P<hosts>[^/?]+)(/(?P<database>[^?]*))?")
_LOWEST_PORT = 1024


def combinations(document: Mapping[str, Value], version: ServiceVersion | None) -> Iterator[Problem]:
    """Yield what the service refuses in fields that depend on each other."""
    if mapping(document, "sync_config") and mapping(document, "sync_rules"):
        yield Problem(
            ("sync_rules",), "is set in addition to sync_config", "remove it; it is the old name of sync_config"
        )
    for index, connection in indexed(document, "replication", "connections"):
        yield from _database(("replication", "connections", index), connection)
    storage = mapping(document, "storage")
    if storage.get("type") in _STORAGES:
        yield from _database(("storage",), storage)
    yield from _object_storage(("storage", "object_storage"), mapping(storage, "object_storage"))
    yield from _storage_version(storage, version)


def _database(path: Path, settings: Manifest) -> Iterator[Problem]:
    kind = settings.get("type")
    if kind == "mongodb":
        yield from _mongo(path, settings)
    elif isinstance(kind, str) and kind in _SCHEMES:
        yield from _server(path, settings, kind)
        yield from _certificates(path, settings)


def _server(path: Path, settings: Manifest, kind: str) -> Iterator[Problem]:
    """Check that the fields and the URI together have all parts of an address, and a URI that the service accepts."""
    uri = settings.get("uri")
    if isinstance(uri, Variable):
        return
    url = _url(uri)
    if isinstance(uri, str) and uri and (url is None or url.scheme not in _SCHEMES[kind]):
        schemes = or_list(f"{scheme}://" for scheme in _SCHEMES[kind])
        yield Problem((*path, "uri"), f"does not begin with {schemes}", "correct it")
        return
    needed = ["hostname", "username", "password", "database"]
    if kind == "mssql" and settings.get("authentication"):
        needed = ["hostname", "database"]
    parts = _parts(url)
    for name in needed:
        if settings.get(name, "") == "" and (name in settings or not parts.get(name)):
            yield Problem((*path, name), "is missing", f"set {name}, or a uri that contains it")
    if kind == "postgresql" and url is not None and "port" not in settings:
        yield from _port_of(path, url)


def _parts(url: SplitResult | None) -> dict[str, str | None]:
    if url is None:
        return {}
    # the service splits the user and the password at each colon, and does not decode them
    user, _, password = url.netloc.rpartition("@")[0].partition(":")
    return {"hostname": _host(url), "username": user, "password": password, "database": url.path[1:]}


def _host(url: SplitResult) -> str | None:
    try:
        return url.hostname
    except ValueError:
        return None


def _port_of(path: Path, url: SplitResult) -> Iterator[Problem]:
    try:
        port = url.port
    except ValueError:
        port = 0
    if port is not None and port < _LOWEST_PORT:
        yield Problem(
            (*path, "uri"), f"has a port that is not from {_LOWEST_PORT} to 65535", "use a port in this range"
        )


def _url(uri: object) -> SplitResult | None:
    if not isinstance(uri, str):
        return None
    try:
        return urlsplit(uri)
    except ValueError:
        return None


def _certificates(path: Path, settings: Manifest) -> Iterator[Problem]:
    if settings.get("sslmode") == "verify-ca" and "cacert" not in settings:
        yield Problem(
            (*path, "cacert"), "is missing, and sslmode verify-ca needs it", "set the CA certificates as text"
        )
    trusts_all = mapping(settings, "additionalConfig").get("trustServerCertificate")
    if settings.get("type") == "mssql" and settings.get("cacert") and trusts_all is True:
        reason = "cannot be combined with additionalConfig.trustServerCertificate (PSYNC_S1604)"
        yield Problem((*path, "cacert"), reason, "remove one of the two")


def _mongo(path: Path, settings: Manifest) -> Iterator[Problem]:
    uri = settings.get("uri")
    if not isinstance(uri, str) or isinstance(uri, Variable):
        return
    found = _MONGO_URI.fullmatch(uri.partition("?")[0])
    if found is None:
        yield Problem((*path, "uri"), "is not a mongodb:// or mongodb+srv:// URI", "correct it")
        return
    if found["scheme"] == "mongodb+srv" and re.search(r"[:,]", found["hosts"]):
        reason = "has a port or several hosts, which mongodb+srv:// does not accept"
        yield Problem((*path, "uri"), reason, "use one host without a port, or mongodb://")
    if settings.get("database", "") == "" and (not found["database"] or "database" in settings):
        reason = "is missing, and the path of the URI has no database (PSYNC_S1105)"
        yield Problem((*path, "database"), reason, "set it here or in the URI")


def _object_storage(path: Path, settings: Manifest) -> Iterator[Problem]:
    pair = ("access_key_id", "secret_access_key")
    for given, missing in (pair, pair[::-1]):
        if given in settings and missing not in settings:
            yield Problem((*path, missing), f"is missing, but {given} is set", "set both, or neither")


def _storage_version(storage: Manifest, version: ServiceVersion | None) -> Iterator[Problem]:
    """Check that the release, and the type of the bucket storage, have the storage version."""
    number, kind = storage.get("default_storage_version"), storage.get("type")
    release = release_of(version or NEWEST)
    if not isinstance(number, int) or release.version < first_with("storage.default_storage_version").version:
        return
    accepted = next((fact.value.accepted for name, fact in release.storage_versions.items() if name == kind), ())
    if accepted and number not in accepted:
        reason = f"is not a storage version of {kind} storage in service {release.version}"
        yield Problem(("storage", "default_storage_version"), reason, f"use {or_list(accepted)}")

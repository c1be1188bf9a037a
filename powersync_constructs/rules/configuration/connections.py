"""Rules about the addresses of the databases in service.yaml."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from urllib.parse import urlsplit

from powersync_constructs.config.core.errors import ConfigError
from powersync_constructs.config.service._hosts import (
    POSTGRES_PORT,
    ServerAddress,
    hosts_of_mongo,
    refuse_unreachable,
)
from powersync_constructs.config.service._poolers import refuse_pooler_of_source, refuse_pooler_of_storage
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import Manifest, Path, indexed, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_files import ServiceFile, service_files, shown_hosts, shown_values
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import Variable
from powersync_constructs.rules._service_yaml._texts import is_ip_range

_FILES = "the databases in service.yaml"
_WITH_FIELDS = ("mssql", "mysql", "postgresql")
"""The databases whose URI the service splits itself. The driver of MongoDB decodes its URIs."""
_RESOLVED = ("mssql", "mysql")
"""The databases whose host names the service does not compare with `reject_ip_ranges`."""


@rule(
    "PS117",
    "database-uri",
    "warning",
    looks_at=_FILES,
    fix="Use the separate fields `hostname`, `username`, `password`, `database` and `sslmode`.",
)
def uri_is_read_completely(objects: Objects) -> Iterator[Violation]:
    """The URI of a database has no part that the service ignores or misreads.

    For Postgres, MySQL and SQL Server, the service splits the user and the password at each colon, and does not decode
    them: `p%40ss` is sent as it is, and a password ends at its first colon. It ignores `?sslmode=`, so a connection
    without TLS needs the field `sslmode`. The rule checks URIs that the manifests show.
    """
    for file in service_files(objects):
        values = shown_values(file, objects)
        for path, settings in _databases(file):
            if settings.get("type") in _WITH_FIELDS and (uri := _shown(settings.get("uri"), values)):
                for reason, fix in _problems_of_uri(uri, settings):
                    yield file.at((*path, "uri"), reason, fix)


def _problems_of_uri(uri: str, settings: Manifest) -> Iterator[tuple[str, str]]:
    try:
        url = urlsplit(uri)
    except ValueError:
        return
    user, _, password = url.netloc.rpartition("@")[0].partition(":")
    if "password" not in settings and ":" in password:
        yield "has a colon in the password, and the service ends the password there", "set the field password instead"
    if ("password" not in settings and "%" in password) or ("username" not in settings and "%" in user):
        reason = "has an encoded character in the user or the password, which the service does not decode"
        yield reason, "set the fields username and password instead"
    if "sslmode=" in url.query and settings.get("type") == "postgresql":
        yield "has the parameter sslmode, which the service ignores in a URI", "set the field sslmode"


@rule(
    "PS118",
    "direct-connection",
    "error",
    looks_at=_FILES,
    fix="Use the address of the database server itself.",
)
def databases_are_not_poolers(objects: Objects) -> Iterator[Violation]:
    """The source database is not a connection pooler, and the bucket storage is not a pooler in transaction mode.

    A pooler does not forward logical replication. For the bucket storage, the service uses `SET search_path` and
    `LISTEN`. With a pooler in transaction mode, both last only for one transaction. The rule recognizes the poolers of
    Supabase, Neon, Azure, DigitalOcean and AWS by their addresses.
    """
    for file in service_files(objects):
        for path, settings in _databases(file):
            address = _address(settings) if settings.get("type") == "postgresql" else None
            refuse = refuse_pooler_of_storage if path == ("storage",) else refuse_pooler_of_source
            if address is not None:
                yield from _refusals(file, path, partial(refuse, address), "is the address of a connection pooler")


@rule(
    "PS119",
    "database-is-allowed",
    "error",
    looks_at=_FILES,
    fix="Remove the range, or use another address.",
)
def databases_are_allowed(objects: Objects) -> Iterator[Violation]:
    """`reject_ip_ranges` of a database does not contain the address of this database.

    Otherwise, the service rejects the address when it starts, or when it connects. The range `local` contains every
    address that is not public, including those of Services in the cluster.
    """
    for file in service_files(objects):
        for path, settings in _databases(file):
            kind, ranges = settings.get("type"), settings.get("reject_ip_ranges")
            if isinstance(ranges, list):
                known = [each for each in ranges if isinstance(each, str) and is_ip_range(each) is None]
                hosts = hosts_of_mongo(settings.get("uri")) if kind == "mongodb" else shown_hosts(settings)
                check = partial(refuse_unreachable, [*(hosts or ())], known, checks_names=kind not in _RESOLVED)
                yield from _refusals(file, path, check, "has a host that reject_ip_ranges rejects")


def _refusals(file: ServiceFile, path: Path, check: Callable[[], None], hidden: str) -> Iterator[Violation]:
    """Yield the problems of a check of the props, for the mapping of a database.

    `hidden` is the reason for a service.yaml in a Secret, because the other reason contains the host.
    """
    try:
        check()
    except ConfigError as error:
        for where, text in error.problems:
            reason, _, fix = text.rpartition("; ")
            if file.by.kind == "ConfigMap":
                yield file.at((*path, *where), reason, fix)
            else:
                yield file.at((*path, *where), hidden, "")


def _address(settings: Manifest) -> ServerAddress | None:
    """Return the address of a Postgres server; None if the file does not show its host."""
    hostname, uri, port = settings.get("hostname"), settings.get("uri"), settings.get("port")
    try:
        url = urlsplit(uri if isinstance(uri, str) and not isinstance(uri, Variable) else "")
        host, port_of_uri = hostname or url.hostname, url.port
    except ValueError:
        return None
    if not isinstance(host, str) or not host or isinstance(host, Variable):
        return None
    number = int(str(port)) if re.fullmatch(r"[0-9]{1,5}", str(port)) else None
    username = settings.get("username") or url.username
    return ServerAddress(
        field="hostname" if hostname else "uri",
        host=host.rstrip(".").lower(),
        port=number if port is not None else port_of_uri or POSTGRES_PORT,
        username=username if isinstance(username, str) else None,
    )


def _shown(value: object, values: Mapping[str, str]) -> str | None:
    """Return a string, or the value of a variable, if the manifests show it."""
    text = values.get(value) if isinstance(value, Variable) else value
    return text if isinstance(text, str) else None


def _databases(file: ServiceFile) -> Iterator[tuple[Path, Manifest]]:
    for index, connection in indexed(file.document.value, "replication", "connections"):
        yield ("replication", "connections", index), connection
    yield ("storage",), mapping(file.document.value, "storage")

"""Connection settings that source databases and bucket storage databases share."""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._addresses import cidr
from powersync_constructs.config.core._credentials import Credential, DatabasePort, Text
from powersync_constructs.config.core._env import OrEnv
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, PositiveSeconds
from powersync_constructs.config.core._uris import Uri
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._extra import ServiceYamlMapping
from powersync_constructs.config.service._hosts import (
    POSTGRES_PORT,
    ServerAddress,
    hosts_of_mongo,
    hosts_of_server,
    refuse_unreachable,
)
from powersync_constructs.config.service.pem import Pem

_HOST = re.compile(r"[A-Za-z0-9_]([-A-Za-z0-9_.]*[A-Za-z0-9_.])?")
_SSLMODE = "use verify-full, with cacert if the CA is private; disable turns TLS off"
_MONGO_PATH = re.compile(r"mongodb(?:\+srv)?://[^/]+/([^?/]+)")


def _ip_range(text: str) -> str:
    return text if text == "local" else cidr(text)


def _address(value: Any) -> Any:
    if isinstance(value, str) and not _HOST.fullmatch(value):
        try:
            ipaddress.ip_address(value)
        except ValueError:
            raise ValueError(
                "is not a host name or an IP address; use only the host, and set port separately"
            ) from None
    return value


Address = Annotated[Text, AfterValidator(_address)]
"""The host name or IP address of a server."""
IpRange = Annotated[StrictStr, AfterValidator(_ip_range)]
"""A CIDR, or `local` for all private IP ranges."""
Heartbeat = Annotated[StrictInt, Field(ge=5, le=60)]
"""Seconds between heartbeats, from 5 to 60."""


class PostgresConnection(ServiceYamlMapping):
    """The connection to a Postgres server, as a `uri` or as separate fields.

    Prefer separate fields. The service splits the user part of the URI at `:` and does not decode it, so some
    passwords do not work in a URI. The service also ignores `?sslmode=` in a URI.
    """

    corrections: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("ssl", "tls"), "set sslmode"),
        **dict.fromkeys(("sslrootcert", "ca", "ca_cert"), "set cacert to the text of the certificates"),
        **dict.fromkeys((f"sslmode={mode}" for mode in ("allow", "prefer", "require", "no-verify")), _SSLMODE),
    }

    id: OrEnv[StrictStr] | None = None
    """The ID of the connection in the service. Default: 'default'."""
    tag: OrEnv[StrictStr] | None = None
    """The tag of the connection in the service. Default: 'default'."""
    uri: Uri | None = None
    """A connection URI that begins with postgresql:// or postgres://. A URI with a password must come from a Secret.
    The other fields override the parts of the URI.
    """
    hostname: Address | None = None
    """The host name or IP address of the server."""
    port: DatabasePort | None = None
    """The port of the server, from 1024 to 65535. Default: 5432."""
    username: Text | None = None
    """The user name."""
    password: Credential | None = None
    """The password of the user."""
    database: Text | None = None
    """The name of the database."""
    sslmode: OrEnv[Literal["verify-full", "verify-ca", "disable"]] | None = None
    """The TLS mode. Default: verify-full. The service verifies the server certificate with the CA certificates in
    `cacert`, or with its bundled CA certificates (AWS, Azure, ISRG X1, Supabase).
    """
    cacert: Pem | None = None
    """The CA certificates that verify the server: PEM text, or a ConfigMapRef or SecretRef. At most 128 KiB. Required
    for sslmode verify-ca.
    """
    client_certificate: Pem | None = None
    """The client certificate for mutual TLS: PEM text, or a ConfigMapRef or SecretRef. Set `client_private_key` too."""
    client_private_key: Credential | None = None
    """The private key of the client certificate, in PEM format."""
    tls_servername: OrEnv[StrictStr] | None = None
    """The server name that the server certificate must contain. Default: `hostname`."""
    reject_ip_ranges: FrozenList[OrEnv[IpRange]] = ()
    """The list of IP ranges that the service must not connect to: CIDRs, or `local` for all private ranges."""
    connect_timeout: OrEnv[PositiveSeconds] | None = None
    """The timeout for opening a connection, in seconds. Default: 20."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        refuse_scheme(self.uri, "postgresql", "postgres")
        require_database(self, self.uri, ("hostname", "username", "password", "database"))
        if self.sslmode == "verify-ca" and self.cacert is None:
            raise config_error("cacert", "missing; set the CA certificates, which sslmode verify-ca needs")
        require_both(self, "client_certificate", "client_private_key")
        return self

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        refuse_unreachable(hosts_of_server(self.hostname, self.uri), self.reject_ip_ranges)
        return self


class MongoConnection(ServiceYamlMapping):
    """The connection to a MongoDB replica set."""

    uri: Uri
    """The connection URI, which begins with mongodb:// or mongodb+srv://. A URI with a password must come from a
    Secret.
    """
    database: Text | None = None
    """The name of the database. Default: the database in the path of the URI."""
    username: Text | None = None
    """The user name. Default: the user in the URI."""
    password: Credential | None = None
    """The password of the user. Default: the password in the URI."""
    reject_ip_ranges: FrozenList[OrEnv[IpRange]] = ()
    """The list of IP ranges that the service must not connect to: CIDRs, or `local` for all private ranges."""

    @model_validator(mode="after")
    def _check_database(self) -> Self:
        refuse_scheme(self.uri, "mongodb", "mongodb+srv")
        if isinstance(self.uri, str) and self.database is None and not _MONGO_PATH.match(self.uri):
            raise config_error(
                "database", "missing, and the path of the URI has no database (PSYNC_S1105); set it here or in the URI"
            )
        return self

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        refuse_unreachable(hosts_of_mongo(self.uri), self.reject_ip_ranges)
        return self


def plain_host(connection: PostgresConnection) -> str | None:
    """Return the host of the server, or None if the host comes from a Secret."""
    if connection.hostname is not None:
        return connection.hostname if isinstance(connection.hostname, str) else None
    return urlsplit(connection.uri).hostname if isinstance(connection.uri, str) else None


def plain_address(connection: PostgresConnection) -> ServerAddress | None:
    """Return the address of the server, or None if its host comes from a Secret."""
    url = urlsplit(connection.uri) if isinstance(connection.uri, str) else None
    host = plain_host(connection)
    if host is None:
        return None
    port = (url.port if url else None) or POSTGRES_PORT if connection.port is None else connection.port
    username = (url.username if url else None) if connection.username is None else connection.username
    return ServerAddress(
        field="uri" if connection.hostname is None else "hostname",
        host=host.rstrip(".").lower(),
        port=port if isinstance(port, int) else None,
        username=username if isinstance(username, str) else None,
    )


def require_database(props: Props, uri: object, parts: Sequence[str]) -> None:
    """Raise if a part is missing in the fields and in a plain `uri`, or if the service does not accept the URI."""
    if uri is not None and not isinstance(uri, str):
        return
    given = _parts_of(uri) if isinstance(uri, str) else set()
    missing = [name for name in parts if getattr(props, name) is None and name not in given]
    if missing:
        needed = f"{', '.join(parts[:-1])} and {parts[-1]}"
        raise config_error(missing[0], f"missing; set {needed}, or a uri from a SecretRef")


def _parts_of(uri: str) -> set[str]:
    try:
        url = urlsplit(uri)
        port = url.port
    except ValueError:
        raise config_error("uri", "is not a URI; correct it") from None
    if port is not None and port < 1024:
        raise config_error(
            "uri", f"has port {port}, and the service connects only to ports 1024 to 65535; use another port"
        )
    if "sslmode=" in url.query:
        raise config_error(
            "uri", "has the parameter sslmode, which the service ignores in a URI; use the field sslmode"
        )
    parts = {"hostname": url.hostname, "username": url.username, "database": url.path.strip("/")}
    return {name for name, part in parts.items() if part}


def require_both(props: Props, one: str, other: str) -> None:
    """Raise if only one field of a pair is set. The two fields need each other."""
    for given, missing in ((one, other), (other, one)):
        if getattr(props, given) is not None and getattr(props, missing) is None:
            raise config_error(missing, f"missing, but {given} is set; set both, or neither")


def refuse_scheme(uri: object, *schemes: str) -> None:
    """Raise if a plain `uri` has none of these schemes."""
    if isinstance(uri, str) and uri.partition("://")[0] not in schemes:
        known = " or ".join(f"{scheme}://" for scheme in schemes)
        raise config_error("uri", f"does not begin with {known}; correct it")

"""What the connections to databases have in common, for sources and storages."""

import ipaddress
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._addresses import cidr
from powersync_constructs.config.core._credentials import Credential, DatabasePort, Text
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, PositiveSeconds
from powersync_constructs.config.core._uris import Uri
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service.pem import Pem

_HOST = re.compile(r"[A-Za-z0-9_]([-A-Za-z0-9_.]*[A-Za-z0-9_.])?")
_MONGO_PATH = re.compile(r"mongodb(?:\+srv)?://[^/]+/([^?/]+)")


def _ip_range(text: str) -> str:
    return text if text == "local" else cidr(text)


def _address(value: Any) -> Any:
    if isinstance(value, str) and not _HOST.fullmatch(value):
        try:
            ipaddress.ip_address(value)
        except ValueError:
            raise ValueError("is neither a host nor an address; the port has a field of its own") from None
    return value


Address = Annotated[Text, AfterValidator(_address)]
"""A server: its host name or IP address."""
IpRange = Annotated[StrictStr, AfterValidator(_ip_range)]
"""A CIDR, or `local` for all private ranges."""
Heartbeat = Annotated[StrictInt, Field(ge=5, le=60)]
"""Seconds from 5 to 60."""


class PostgresConnection(Props):
    """How to reach a Postgres server: a `uri`, or the separate fields.

    Separate fields are better: the service splits the URI's user part at `:` and does not decode it, so that some
    passwords cannot stand in one, and it ignores `?sslmode=` there.
    """

    id: StrictStr | None = Field(default=None, description="the connection's id in the service; default: 'default'")
    tag: StrictStr | None = Field(default=None, description="the connection's tag in the service; default: 'default'")
    uri: Uri | None = Field(default=None, description="postgresql://, without a password unless from a Secret")
    hostname: Address | None = Field(default=None, description="the server's host")
    port: DatabasePort | None = Field(default=None, description="the server's port, 1024 to 65535; default: 5432")
    username: Text | None = Field(default=None, description="the user")
    password: Credential | None = Field(default=None, description="the user's password")
    database: Text | None = Field(default=None, description="the database")
    sslmode: Literal["verify-full", "verify-ca", "disable"] | None = Field(
        default=None,
        description="how the server is verified, against the bundled CAs or `cacert`; default: verify-full",
    )
    cacert: Pem | None = Field(
        default=None,
        description="the CA certificates: PEM text, or a ConfigMapRef or SecretRef of at most 128 KiB; for verify-ca",
    )
    client_certificate: Pem | None = Field(
        default=None, description="the client's certificate: PEM text, or a ConfigMapRef or SecretRef"
    )
    client_private_key: Credential | None = Field(default=None, description="the client's private key as PEM text")
    tls_servername: StrictStr | None = Field(
        default=None, description="the certificate's name, where it is not the host"
    )
    reject_ip_ranges: FrozenList[IpRange] = Field(
        default=(), description="addresses that the service must not connect to"
    )
    slot_name_prefix: StrictStr | None = Field(
        default=None, description="how replication slots begin; default: powersync_; each instance needs its own"
    )
    connect_timeout: PositiveSeconds | None = Field(default=None, description="seconds to connect; default: 20")

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        refuse_scheme(self.uri, "postgresql", "postgres")
        require_database(self, self.uri, ("hostname", "username", "password", "database"))
        if self.sslmode == "verify-ca" and self.cacert is None:
            raise config_error("cacert", "missing; sslmode verify-ca needs the certificate authority")
        require_both(self, "client_certificate", "client_private_key")
        return self


class MongoConnection(Props):
    """How to reach a MongoDB replica set."""

    uri: Uri = Field(description="mongodb:// or mongodb+srv://, without a password unless from a Secret")
    database: Text | None = Field(default=None, description="the database; else the one in the URI's path")
    username: Text | None = Field(default=None, description="the user; wins over the URI's")
    password: Credential | None = Field(default=None, description="the user's password; wins over the URI's")
    reject_ip_ranges: FrozenList[IpRange] = Field(
        default=(), description="addresses that the service must not connect to"
    )

    @model_validator(mode="after")
    def _names_a_database(self) -> Self:
        refuse_scheme(self.uri, "mongodb", "mongodb+srv")
        if isinstance(self.uri, str) and self.database is None and not _MONGO_PATH.match(self.uri):
            raise config_error("database", "missing; the URI has none in its path, so name it here (PSYNC_S1105)")
        return self


def plain_host(connection: PostgresConnection) -> str | None:
    """The server's host, as far as it can be read: None where a Secret has it."""
    if connection.hostname is not None:
        return connection.hostname if isinstance(connection.hostname, str) else None
    return urlsplit(connection.uri).hostname if isinstance(connection.uri, str) else None


def require_database(props: Props, uri: object, parts: Sequence[str]) -> None:
    """Raise when neither the fields nor a plain `uri` give every part, and for what the service ignores in a URI."""
    if uri is not None and not isinstance(uri, str):
        return
    given = _parts_of(uri) if isinstance(uri, str) else set()
    missing = [name for name in parts if getattr(props, name) is None and name not in given]
    if missing:
        raise config_error(missing[0], f"missing; give {', '.join(parts)}, or a uri from a SecretRef")


def _parts_of(uri: str) -> set[str]:
    try:
        url = urlsplit(uri)
        port = url.port
    except ValueError:
        raise config_error("uri", "is no URI; correct it") from None
    if port is not None and port < 1024:
        raise config_error("uri", f"has port {port}, and the service connects to 1024 and above; use another")
    if "sslmode=" in url.query:
        raise config_error("uri", "has an sslmode, which the service ignores there; use the field sslmode")
    parts = {"hostname": url.hostname, "username": url.username, "database": url.path.strip("/")}
    return {name for name, part in parts.items() if part}


def require_both(props: Props, one: str, other: str) -> None:
    """Raise when only one of two fields is given that go together."""
    for given, missing in ((one, other), (other, one)):
        if getattr(props, given) is not None and getattr(props, missing) is None:
            raise config_error(missing, f"missing beside {given}; give both, or neither")


def refuse_scheme(uri: object, *schemes: str) -> None:
    """Raise for a plain `uri` that belongs to something else."""
    if isinstance(uri, str) and uri.partition("://")[0] not in schemes:
        known = " or ".join(f"{scheme}://" for scheme in schemes)
        raise config_error("uri", f"begins with another scheme than {known}; correct it")

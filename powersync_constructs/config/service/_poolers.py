"""The connection poolers of Postgres providers, recognized by host and port.

A source database needs a direct connection: a pooler does not forward logical replication. Bucket storage uses LISTEN
and `SET search_path`, which last only for a transaction if the pooler is in transaction mode.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._hosts import POSTGRES_PORT, ServerAddress

_USER_OF_PROJECT = re.compile(r"[^.]+\.([a-z0-9]{20})")
"""The user name for the shared pooler of Supabase: `<role>.<project>`."""

_Mode = Literal["transaction", "session", "configurable"]


@dataclass(frozen=True)
class _Pooler:
    """A pooler of a provider, with the fix for each address that belongs to it."""

    name: str
    host: re.Pattern[str]
    mode: _Mode
    direct: Callable[[ServerAddress], str]
    port: int | None = None
    """The port of the pooler. None if every port of the host belongs to the pooler."""

    def owns(self, address: ServerAddress) -> bool:
        """Whether an address belongs to the pooler."""
        return self.host.fullmatch(address.host) is not None and self.port in (None, address.port)


def _host_of_project(address: ServerAddress) -> str:
    project = _USER_OF_PROJECT.fullmatch(address.username or "")
    return f"use the direct host, db.{project[1] if project else '<project>'}.supabase.co"


def _use_port(port: int) -> Callable[[ServerAddress], str]:
    return lambda _: f"use port {port} of the same host"


def _use(text: str) -> Callable[[ServerAddress], str]:
    return lambda _: f"use {text}"


_DIGITAL_OCEAN = r".+\.db\.ondigitalocean\.com"
_POOLERS = (
    # supabase.com/docs/guides/database/connecting-to-postgres
    _Pooler(
        "the shared pooler of Supabase", re.compile(r".+\.pooler\.supabase\.com"), "transaction", _host_of_project, 6543
    ),
    _Pooler("the shared pooler of Supabase", re.compile(r".+\.pooler\.supabase\.com"), "session", _host_of_project),
    _Pooler(
        "the dedicated pooler of Supabase",
        re.compile(r"db\.\w+\.supabase\.co"),
        "transaction",
        _use_port(POSTGRES_PORT),
        6543,
    ),
    # neon.com/docs/connect/connection-pooling
    _Pooler(
        "the pooler of Neon",
        re.compile(r"[^.]+-pooler\..+\.neon\.tech"),
        "transaction",
        lambda address: f"use {address.host.replace('-pooler.', '.', 1)}",
    ),
    # learn.microsoft.com/azure/postgresql, PgBouncer in flexible server: pgbouncer.pool_mode can be changed
    _Pooler(
        "the PgBouncer of Azure",
        re.compile(r".+\.postgres\.database\.azure\.com"),
        "configurable",
        _use_port(POSTGRES_PORT),
        6432,
    ),
    # docs.digitalocean.com, postgresql/how-to/manage-connection-pools: each pool has its own mode
    _Pooler(
        "a connection pool of DigitalOcean",
        re.compile(_DIGITAL_OCEAN),
        "configurable",
        _use("port 25060 and the name of the database, not of the pool"),
        25061,
    ),
    # docs.aws.amazon.com, RDS Proxy: no streaming replication; a session with LISTEN keeps its own connection
    _Pooler(
        "an RDS Proxy",
        re.compile(r".+\.proxy-[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com(\.cn)?"),
        "session",
        _use("the endpoint of the DB instance or of the writer"),
    ),
)


def refuse_pooler_of_source(address: ServerAddress | None) -> None:
    """Raise ConfigError if the address of a Postgres source database is that of a pooler."""
    if address is not None and (pooler := _pooler_of(address)):
        rule = f"'{address.host}' is {pooler.name}, but logical replication needs a direct connection"
        raise config_error(address.field, f"{rule}; {pooler.direct(address)}")


def refuse_pooler_of_storage(address: ServerAddress | None) -> None:
    """Raise ConfigError if the address of Postgres storage is that of a pooler that is always in transaction mode."""
    if address is not None and (pooler := _pooler_of(address)) and pooler.mode == "transaction":
        rule = f"'{address.host}' is {pooler.name} in transaction mode, but the service uses LISTEN and SET search_path"
        other = _pooler_of(replace(address, port=POSTGRES_PORT))
        keeps_sessions = other is not None and other.mode == "session"
        fix = f"use port {POSTGRES_PORT} for session mode" if keeps_sessions else pooler.direct(address)
        raise config_error(address.field, f"{rule}; {fix}")


def _pooler_of(address: ServerAddress) -> _Pooler | None:
    return next((pooler for pooler in _POOLERS if pooler.owns(address)), None)

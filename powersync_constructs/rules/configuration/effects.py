"""A rule about settings of service.yaml that have no effect on the service.

Source: powersync-service 1.25, the files that each check names.
"""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import Manifest, Path, indexed, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_files import service_files
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import Variable

_SUPABASE_AUDIENCE = "authenticated"
"""The audience that tokens of Supabase must have (StaticSupabaseKeyCollector.ts)."""
_BY_ADDRESS_ONLY = ("mysql", "mssql")
"""The sources whose host name the service does not resolve before it connects (mysql-utils.ts, module-mssql)."""


class _Setting(NamedTuple):
    """A setting without effect: its path in service.yaml, the reason, and the fix."""

    path: Path
    reason: str
    fix: str


@rule(
    "PS115",
    "settings-have-effect",
    "warning",
    looks_at="the service.yaml of each instance",
    fix="Remove the setting.",
    scope="app",
)
def settings_have_effect(objects: Objects) -> Iterator[Violation]:
    """Each setting of service.yaml has an effect.

    The service accepts settings that other settings make useless.
    """
    for file in service_files(objects):
        yield from (file.at(*setting) for setting in _without_effect(file.document.value))


def _without_effect(document: Manifest) -> Iterator[_Setting]:
    client_auth, has_tokens = mapping(document, "client_auth"), bool(mapping(document, "api").get("tokens"))
    yield from _audience(client_auth)
    yield from _ranges_of_keys(client_auth)
    for index, source in indexed(document, "replication", "connections"):
        path = ("replication", "connections", index)
        if source.get("debug_api") is True and not has_tokens:
            yield _debug_api(path)
        yield from _ranges_of_source(path, source)


def _audience(client_auth: Manifest) -> Iterator[_Setting]:
    """If only keys of Supabase verify tokens, the audience is fixed (KeyStore.ts replaces the configured value)."""
    audience = client_auth.get("audience")
    others = client_auth.get("jwks_uri") or client_auth.get("jwks")
    if not audience or others or client_auth.get("supabase") is not True:
        return
    if audience != [_SUPABASE_AUDIENCE] and not _is_hidden(audience):
        reason = f"has no effect, because tokens of Supabase must have the audience '{_SUPABASE_AUDIENCE}'"
        fix = "remove it; tokens that you sign with supabase_jwt_secret need this audience too"
        yield _Setting(("client_auth", "audience"), reason, fix)


def _ranges_of_keys(client_auth: Manifest) -> Iterator[_Setting]:
    """IP ranges apply only to keys that the service fetches (compound-config-collector.ts)."""
    if client_auth.get("jwks_uri") or client_auth.get("supabase"):
        return
    for field in ("jwks_reject_ip_ranges", "block_local_jwks"):
        if client_auth.get(field) not in (None, [], False):
            reason = "has no effect, because the service fetches no keys"
            yield _Setting(("client_auth", field), reason, "remove it, or set jwks_uri")


def _debug_api(source: Path) -> _Setting:
    """SQL is executed only for requests with a token of the admin API (routes/endpoints/admin.ts, routes/auth.ts)."""
    reason = "has no effect, because the admin API rejects every request without api.tokens"
    return _Setting((*source, "debug_api"), reason, "set api.tokens, or remove debug_api")


def _ranges_of_source(path: Path, source: Manifest) -> Iterator[_Setting]:
    """For MySQL and SQL Server, the service checks a configured IP address, but not the addresses of a host name."""
    kind, host = text(source.get("type")), source.get("hostname")
    if kind not in _BY_ADDRESS_ONLY or not source.get("reject_ip_ranges") or isinstance(host, Variable):
        return
    if _is_name(text(host)):
        reason = f"has no effect on a host name, because the service checks only IP addresses for {kind}"
        yield _Setting((*path, "reject_ip_ranges"), reason, "remove it, and restrict the egress with a NetworkPolicy")


def _is_hidden(values: object) -> bool:
    return isinstance(values, list) and any(isinstance(value, Variable) for value in values)


def _is_name(host: str) -> bool:
    """Whether a host is a name and not an IP address. An address ends with a digit, and a name ends with a letter."""
    return bool(host) and ":" not in host and not host[-1].isdigit()

"""A rule about settings of service.yaml that have no effect on the service.

Source: powersync-service 1.25, the files that each check names.
"""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.configurations import Configuration, configurations
from powersync_constructs.rules._lib.manifest import Manifest, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import Variable

_SUPABASE_AUDIENCE = "authenticated"
"""The audience that tokens of Supabase must have (StaticSupabaseKeyCollector.ts)."""
_BY_ADDRESS_ONLY = ("mysql", "mssql")
"""The sources whose host name the service does not resolve before it connects (mysql-utils.ts, module-mssql)."""


class _Setting(NamedTuple):
    """A setting without effect: its path, the reason, and the fix."""

    path: str
    reason: str
    fix: str


@rule(
    "PS115",
    "settings-have-effect",
    "warning",
    looks_at="service.yaml of each instance",
    fix="Remove the setting.",
    scope="app",
)
def settings_have_effect(objects: Objects) -> Iterator[Violation]:
    """A setting of service.yaml has an effect on the service.

    The service accepts settings that other settings make useless.
    """
    for configuration in configurations(objects):
        for setting in _without_effect(configuration):
            reason = f"{setting.path} {setting.reason}"
            yield Violation(configuration.by, reason, setting.fix)


def _without_effect(configuration: Configuration) -> Iterator[_Setting]:
    client_auth = mapping(configuration.document, "client_auth")
    yield from _audience(client_auth)
    yield from _ranges_of_keys(client_auth)
    yield from _debug_api(configuration)
    yield from _ranges_of_source(configuration.source)


def _audience(client_auth: Manifest) -> Iterator[_Setting]:
    """If only keys of Supabase verify tokens, the audience is fixed (KeyStore.ts replaces the configured value)."""
    audience = client_auth.get("audience")
    others = client_auth.get("jwks_uri") or client_auth.get("jwks")
    if not audience or others or not _is_true(client_auth.get("supabase")):
        return
    if audience != [_SUPABASE_AUDIENCE] and not _is_hidden(audience):
        reason = f"has no effect, because tokens of Supabase must have the audience '{_SUPABASE_AUDIENCE}'"
        fix = "remove it; tokens that you sign with supabase_jwt_secret need this audience too"
        yield _Setting("client_auth.audience", reason, fix)


def _ranges_of_keys(client_auth: Manifest) -> Iterator[_Setting]:
    """IP ranges apply only to keys that the service fetches (compound-config-collector.ts)."""
    if client_auth.get("jwks_uri") or client_auth.get("supabase"):
        return
    for field in ("jwks_reject_ip_ranges", "block_local_jwks"):
        if client_auth.get(field) not in (None, [], "false"):
            reason = "has no effect, because the service fetches no keys"
            yield _Setting(f"client_auth.{field}", reason, "remove it, or set jwks_uri")


def _debug_api(configuration: Configuration) -> Iterator[_Setting]:
    """SQL is executed only for requests with a token of the admin API (routes/endpoints/admin.ts, routes/auth.ts)."""
    if _is_true(configuration.source.get("debug_api")) and not mapping(configuration.document, "api").get("tokens"):
        reason = "has no effect, because the admin API rejects every request without api.tokens"
        yield _Setting("source.debug_api", reason, "set service.api.tokens, or remove debug_api")


def _ranges_of_source(source: Manifest) -> Iterator[_Setting]:
    """For MySQL and SQL Server, the service checks a configured IP address, but not the addresses of a host name."""
    kind, host = text(source.get("type")), source.get("hostname")
    if kind not in _BY_ADDRESS_ONLY or not source.get("reject_ip_ranges") or isinstance(host, Variable):
        return
    if _is_name(text(host)):
        reason = f"has no effect on a host name, because the service checks only IP addresses for {kind}"
        yield _Setting("source.reject_ip_ranges", reason, "remove it, and restrict the egress with a NetworkPolicy")


def _is_true(value: object) -> bool:
    return value == "true" and not isinstance(value, Variable)


def _is_hidden(values: object) -> bool:
    return isinstance(values, list) and any(isinstance(value, Variable) for value in values)


def _is_name(host: str) -> bool:
    """Whether a host is a name and not an IP address. An address ends with a digit, and a name ends with a letter."""
    return bool(host) and ":" not in host and not host[-1].isdigit()

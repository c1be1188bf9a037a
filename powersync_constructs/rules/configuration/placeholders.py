"""A rule about placeholders and publicly known credentials in service.yaml."""

import re
from collections.abc import Iterator, Mapping

from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.config.service._shared_keys import HASH_BYTES, decoded_key
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import indexed
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_files import ServiceFile, service_files, shown_values
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import FREE_MAPPINGS, SECRET_FIELDS, Variable, texts_in

_NAMES = frozenset(
    {
        *("uri", "hostname", "database", "username", "jwks_uri", "deployment_url", "endpoint", "bucket", "audience"),
        *("internal_service_endpoint", "clientId", "tenantId", "userName", "access_key_id"),
    }
)
"""The fields that name something outside the instance."""
_NEVER_RESOLVED = re.compile(r"\.invalid(?![\w.-])")
"""A host in the domain `invalid`, which never exists (RFC 6761)."""
_KNOWN = frozenset(
    {
        *("admin", "changeit", "default", "demo", "dev", "example", "local", "password", "postgres", "powersync"),
        *("secret", "strippedtwo", "test", "testing", "token", "use_a_better_token_in_production"),
    }
)
"""Credentials of charts, guides and demos, in lower case. The Helm chart has the key `testing`, and two tokens."""


@rule(
    "PS107",
    "no-placeholders",
    "error",
    looks_at="the service.yaml that the containers of the service load, and the variables that it reads",
    fix="Replace the placeholder or the known credential with your own secret value.",
)
def service_yaml_has_no_placeholders(objects: Objects) -> Iterator[Violation]:
    """No credential or address in service.yaml is a placeholder, and no key or token is publicly known.

    Everyone who knows a shared key can sign a token for any user, and everyone who knows a token can use the admin API.
    The community Helm chart has the shared key `testing` and two tokens in its default values, which remain unless you
    replace each of them. The rule also reports a shared key that is shorter than its hash.
    """
    for file in service_files(objects):
        values = shown_values(file, objects)
        for path, field, written in texts_in(file.document.value):
            text = values.get(written) if isinstance(written, Variable) else written
            if text and path[0] not in FREE_MAPPINGS and (reason := _problem(field, text)):
                secret = "use a long random value, from a Secret"
                yield file.at(path, reason, secret if field in SECRET_FIELDS else "write the real value")
        yield from _weak_keys(file, values)


def _problem(field: str, text: str) -> str | None:
    if field in SECRET_FIELDS | _NAMES and (is_placeholder(text) or _NEVER_RESOLVED.search(text)):
        return "is a placeholder"
    if field in {"k", "tokens", "supabase_jwt_secret"} and text.lower() in _KNOWN:
        return "is publicly known, from a chart, a guide or a demo"
    return None


def _weak_keys(file: ServiceFile, values: Mapping[str, str]) -> Iterator[Violation]:
    """Yield the shared keys that are shorter than their hash, or that are not base64url."""
    for index, key in indexed(file.document.value, "client_auth", "jwks", "keys"):
        written, needed = key.get("k"), HASH_BYTES.get(str(key.get("alg")))
        text = values.get(written) if isinstance(written, Variable) else written
        if needed is not None and isinstance(text, str) and not _problem("k", text) and _size(text) < needed:
            reason = f"is not base64url of {needed} bytes or more, which its algorithm needs"
            path = ("client_auth", "jwks", "keys", index, "k")
            yield file.at(path, reason, "use a longer random key, in base64url")


def _size(key: str) -> int:
    try:
        return len(decoded_key(key))
    except ValueError:
        return 0

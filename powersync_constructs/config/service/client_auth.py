"""Client authentication: the keys with which the service verifies client tokens.

Source: `packages/types/src/config/PowerSyncConfig.ts` of powersync-service 1.25, and its KeyStore.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, StrictBool, StrictStr, Tag, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential, FilledText, Text
from powersync_constructs.config.core._env import OrEnv, plain_only
from powersync_constructs.config.core._fields import Path
from powersync_constructs.config.core._types import FrozenList
from powersync_constructs.config.core._uris import HttpUrl
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.service._connection import IpRange
from powersync_constructs.config.service._extra import ServiceYamlMapping
from powersync_constructs.config.service._hosts import LOCAL, host_of_url, refuse_rejected_hosts, rejecting
from powersync_constructs.config.service._shared_keys import HASH_BYTES, decoded_key


class _Key(ServiceYamlMapping):
    error_path = "key"

    kid: OrEnv[StrictStr] | None = None
    """The key ID (`kid`). Set it where possible: the service checks each token against all keys without an ID."""
    use: Literal["sig"] | None = None
    """The intended use of the key."""


class RsaKey(_Key):
    """An RSA public key."""

    kty: Literal["RSA"] = "RSA"
    """The key type."""
    kid: OrEnv[StrictStr]  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
    """The key ID (`kid`)."""
    n: Text
    """The RSA modulus in base64url."""
    e: Text
    """The RSA exponent in base64url."""
    alg: OrEnv[Literal["RS256", "RS384", "RS512"]] | None = None
    """The signature algorithm."""


class HmacKey(_Key):
    """A shared HMAC key. It must be long, random and secret: anyone who has it can forge a token for any user."""

    kty: Literal["oct"] = "oct"
    """The key type."""
    k: Credential
    """The shared key in base64url, at least as long as the hash: 32 bytes for HS256, 48 for HS384, 64 for HS512."""
    alg: OrEnv[Literal["HS256", "HS384", "HS512"]]
    """The signature algorithm."""

    @model_validator(mode="after")
    def _is_long_enough(self) -> Self:
        if isinstance(self.k, SecretValue):
            alg = self.alg if isinstance(self.alg, str) else "HS256"  # the shortest hash
            needed = HASH_BYTES[alg]
            try:
                key = decoded_key(self.k.value)
            except ValueError:
                raise config_error("k", "is not base64url; encode the key as base64url") from None
            if len(key) < needed:
                raise config_error("k", f"has fewer than the {needed} bytes that {alg} needs; use a longer random key")
        return self


class EcKey(_Key):
    """An elliptic-curve public key."""

    kty: Literal["EC"] = "EC"
    """The key type."""
    crv: OrEnv[Literal["P-256", "P-384", "P-521"]]
    """The elliptic curve."""
    x: Text
    """The x coordinate in base64url."""
    y: Text
    """The y coordinate in base64url."""
    alg: OrEnv[Literal["ES256", "ES384", "ES512"]]
    """The signature algorithm."""


class OkpKey(_Key):
    """An Edwards-curve public key."""

    kty: Literal["OKP"] = "OKP"
    """The key type."""
    crv: OrEnv[Literal["Ed25519", "Ed448"]]
    """The Edwards curve."""
    x: Text
    """The public key in base64url."""
    alg: Literal["EdDSA"] = "EdDSA"
    """The signature algorithm."""


Urls = Annotated[
    Annotated[HttpUrl, Tag("[one]")] | Annotated[FrozenList[HttpUrl], Tag("[many]")],
    Discriminator(lambda value: "[many]" if isinstance(value, list | tuple) else "[one]"),
]
"""One URL or a list of URLs."""
Key = Annotated[RsaKey | HmacKey | EcKey | OkpKey, Field(discriminator="kty")]
"""A JSON Web Key (JWK) of a type that the service supports."""


class KeySet(ServiceYamlMapping):
    """A set of keys (JWKS) in service.yaml itself."""

    keys: FrozenList[Key] = Field(min_length=1)
    """The list of JSON Web Keys."""


class ClientAuth(ServiceYamlMapping):
    """The settings for the verification of client tokens.

    A token needs the claims `sub`, `iat`, `exp` and `aud`, and its lifetime must be at most one day.
    """

    error_path = "client_auth"
    corrections: ClassVar[Mapping[str, str]] = {
        "allow_local_jwks": "remove it: local addresses are allowed unless jwks_reject_ip_ranges or "
        "block_local_jwks rejects them",
        "telemetry": "did you mean telemetry of the service settings?",
        "api_tokens": "did you mean api.tokens of the service settings?",
    }

    jwks_uri: Urls | None = None
    """The URL of a JWKS endpoint, or a list of such URLs, with http:// or https://."""
    jwks: KeySet | None = None
    """The set of keys in service.yaml itself. The service uses these keys in addition to all others."""
    supabase: Annotated[StrictBool | None, plain_only("the checks of the keys and of the audience need it")] = None
    """Whether to accept tokens of the Supabase project that contains the source database. The service finds the keys
    by the source host, db.<project>.supabase.co.
    """
    supabase_jwt_secret: Credential | None = None
    """The legacy JWT secret of the Supabase project, not base64-encoded. It requires `supabase=True`."""
    audience: FrozenList[OrEnv[FilledText]] = ()
    """The list of accepted values of the `aud` claim of client tokens. Required with `jwks_uri` or `jwks`. It has no
    effect on the tokens of Supabase, whose audience must be 'authenticated' (StaticSupabaseKeyCollector.ts).
    """
    jwks_reject_ip_ranges: FrozenList[OrEnv[IpRange]] = ()
    """The list of IP ranges from which the service must not fetch keys: CIDRs, or `local` for all private ranges."""
    block_local_jwks: OrEnv[StrictBool] | None = None
    """Whether to reject JWKS URLs on private networks. Deprecated: use jwks_reject_ip_ranges=['local']."""

    @model_validator(mode="after")
    def _check_keys_and_audience(self) -> Self:
        if not self.jwks_uri and self.jwks is None and not self.supabase:
            raise config_error(
                "jwks_uri", "missing, and without keys the service rejects every client; set jwks_uri, jwks or supabase"
            )
        if not self.audience and (self.jwks_uri or self.jwks is not None):
            tokens = f"every token of {'jwks_uri' if self.jwks_uri else 'jwks'}" if self.supabase else "every token"
            raise config_error(
                "audience", f"is empty, and the service then rejects {tokens} (PSYNC_S2105); set your audience"
            )
        if self.supabase_jwt_secret is not None and not self.supabase:
            raise config_error(
                "supabase_jwt_secret", "has no effect without supabase=True; set supabase=True, or remove it"
            )
        return self

    @model_validator(mode="after")
    def _keys_can_be_fetched(self) -> Self:
        settings = rejecting("jwks_reject_ip_ranges", self.jwks_reject_ip_ranges)
        if self.block_local_jwks is True:  # it also rejects IPv6 addresses (compound-config-collector.ts)
            settings |= dict.fromkeys((LOCAL, "::/0"), "block_local_jwks")
        one: Path = ("jwks_uri",)
        urls = {one: self.jwks_uri}
        if isinstance(self.jwks_uri, tuple):
            urls = {(*one, index): url for index, url in enumerate(self.jwks_uri)}
        refuse_rejected_hosts([host for path, url in urls.items() for host in host_of_url(path, url)], settings)
        return self

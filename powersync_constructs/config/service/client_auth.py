"""Who may connect: the keys that client tokens are checked with.

Source: `packages/types/src/config/PowerSyncConfig.ts` of powersync-service 1.25, and its KeyStore.
"""

import base64
import binascii
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictBool, StrictStr, Tag, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential, FilledText, Text
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList
from powersync_constructs.config.core._uris import HttpUrl
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.service._connection import IpRange

_HASH_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}


class _Key(Props):
    error_path = "key"

    kid: StrictStr | None = Field(default=None, description="the key's id; a key without one is tried for every token")
    use: Literal["sig"] | None = Field(default=None, description="what the key is for")


class RsaKey(_Key):
    """An RSA public key."""

    kty: Literal["RSA"] = Field(default="RSA", description="the kind of key")
    kid: StrictStr = Field(description="the key's id")  # pyright: ignore[reportIncompatibleVariableOverride]
    n: Text = Field(description="the modulus, base64url")
    e: Text = Field(description="the exponent, base64url")
    alg: Literal["RS256", "RS384", "RS512"] | None = Field(default=None, description="the algorithm")


class HmacKey(_Key):
    """A shared key: whoever has it can be any user, so it must be long, random and secret."""

    kty: Literal["oct"] = Field(default="oct", description="the kind of key")
    k: Credential = Field(description="the key, base64url, at least as long as the hash")
    alg: Literal["HS256", "HS384", "HS512"] = Field(description="the algorithm")

    @model_validator(mode="after")
    def _is_long_enough(self) -> Self:
        if isinstance(self.k, SecretValue):
            needed = _HASH_BYTES[self.alg]
            try:
                key = base64.b64decode(self.k.value + "=" * (-len(self.k.value) % 4), altchars=b"-_", validate=True)
            except (binascii.Error, ValueError):
                raise config_error("k", "is not base64url; encode the key") from None
            if len(key) < needed:
                raise config_error("k", f"has less than the {needed} bytes of {self.alg}; make a longer random key")
        return self


class EcKey(_Key):
    """An elliptic-curve public key."""

    kty: Literal["EC"] = Field(default="EC", description="the kind of key")
    crv: Literal["P-256", "P-384", "P-521"] = Field(description="the curve")
    x: Text = Field(description="the x coordinate, base64url")
    y: Text = Field(description="the y coordinate, base64url")
    alg: Literal["ES256", "ES384", "ES512"] = Field(description="the algorithm")


class OkpKey(_Key):
    """An Edwards-curve public key."""

    kty: Literal["OKP"] = Field(default="OKP", description="the kind of key")
    crv: Literal["Ed25519", "Ed448"] = Field(description="the curve")
    x: Text = Field(description="the public key, base64url")
    alg: Literal["EdDSA"] = Field(default="EdDSA", description="the algorithm")


Urls = Annotated[
    Annotated[HttpUrl, Tag("[one]")] | Annotated[FrozenList[HttpUrl], Tag("[many]")],
    Discriminator(lambda value: "[many]" if isinstance(value, list | tuple) else "[one]"),
]
"""One URL, or several."""
Key = Annotated[RsaKey | HmacKey | EcKey | OkpKey, Field(discriminator="kty")]
"""A JSON Web Key that the service knows."""


class KeySet(Props):
    """Keys that stand in the configuration itself."""

    keys: FrozenList[Key] = Field(min_length=1, description="the keys")


class ClientAuth(Props):
    """How client tokens are checked. A token needs `sub`, `iat`, `exp` and `aud`, and lives at most a day."""

    error_path = "client_auth"

    jwks_uri: Urls | None = Field(default=None, description="where the keys are published, http:// or https://")
    jwks: KeySet | None = Field(default=None, description="keys given here")
    supabase: StrictBool | None = Field(
        default=None, description="take the keys of the Supabase project that is the source"
    )
    supabase_jwt_secret: Credential | None = Field(
        default=None, description="Supabase's legacy secret; needs `supabase`"
    )
    audience: FrozenList[FilledText] = Field(default=(), description="the `aud` values that are accepted")
    jwks_reject_ip_ranges: FrozenList[IpRange] = Field(default=(), description="addresses that keys must not come from")
    block_local_jwks: StrictBool | None = Field(
        default=None, description="deprecated: use jwks_reject_ip_ranges=['local']"
    )

    @model_validator(mode="after")
    def _check_keys_and_audience(self) -> Self:
        if not self.jwks_uri and self.jwks is None and not self.supabase:
            raise config_error(
                "jwks_uri", "missing; without keys every client is refused: give jwks_uri, jwks or supabase"
            )
        if not self.audience and not self.supabase:
            raise config_error(
                "audience", "empty; the service then refuses every token (PSYNC_S2105): name your audience"
            )
        if self.supabase_jwt_secret is not None and not self.supabase:
            raise config_error(
                "supabase_jwt_secret", "is ignored by the service without supabase=True; set it, or drop this"
            )
        return self

"""Examples of client authentication."""

from powersync_constructs import SecretRef
from powersync_constructs.config import ClientAuth, EcKey, HmacKey, KeySet, OkpKey, RsaKey

ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"])
KeySet(keys=[HmacKey(kid="backend-1", alg="HS256", k=SecretRef("powersync-auth", "key"))])
RsaKey(kid="rsa-1", n="q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ", e="AQAB", alg="RS256")
HmacKey(kid="backend-1", alg="HS256", k=SecretRef("powersync-auth", "key"))
EcKey(kid="ec-1", crv="P-256", x="q83vEjRWeJA", y="EjRWeJCrze8", alg="ES256")
OkpKey(kid="okp-1", crv="Ed25519", x="q83vEjRWeJA")

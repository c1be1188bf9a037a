"""Shared keys, with which the service verifies client tokens with HMAC."""

import base64

HASH_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}
"""The minimum size of a shared key by algorithm, which is the size of the hash (RFC 7518, 3.2)."""


def decoded_key(text: str) -> bytes:
    """Return a key from base64url, with or without padding. Raises ValueError for any other text."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

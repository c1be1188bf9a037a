"""Checks of strings in service.yaml: URLs, IP ranges, prefixes. Each returns the reason of a refusal, or None."""

from urllib.parse import urlsplit

from powersync_constructs.config.core._addresses import cidr

_LONGEST_PREFIX = 256
"""The maximum size of a prefix of object keys in bytes (S3ObjectStorage.ts)."""


def has_http_scheme(text: str) -> str | None:
    """Check a URL to which the service sends requests."""
    try:
        url = urlsplit(text)
        valid = url.scheme in ("http", "https") and bool(url.hostname)
    except ValueError:
        valid = False
    return None if valid else "is not an http:// or https:// URL"


def is_ip_range(text: str) -> str | None:
    """Check a range of `reject_ip_ranges`. The service ignores an invalid range when it starts."""
    if text == "local":
        return None
    try:
        cidr(text)
    except ValueError:
        return "is not a CIDR range"
    return None


def is_object_prefix(text: str) -> str | None:
    """Check a prefix of object keys."""
    if len(text.encode(errors="replace")) > _LONGEST_PREFIX:
        return f"has more than {_LONGEST_PREFIX} bytes"
    return "ends with a slash" if text.endswith("/") else None

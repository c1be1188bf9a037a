"""Content hashes for object names."""

import hashlib
import json


def content_hash(content: object) -> str:
    """Return the first ten hexadecimal digits of the SHA-256 hash of the content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:10]

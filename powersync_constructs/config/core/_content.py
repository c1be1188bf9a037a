"""Names that say what an object contains."""

import hashlib
import json


def content_hash(content: object) -> str:
    """Ten hexadecimal digits of what something is made of."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:10]

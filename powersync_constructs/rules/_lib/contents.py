"""The keys and the texts of ConfigMaps and Secrets."""

from base64 import b64decode
from functools import lru_cache

from powersync_constructs.rules._lib.manifest import KubeObject, texts


def content_keys(stored: KubeObject) -> tuple[str, ...]:
    """Return the keys of a ConfigMap or Secret."""
    return tuple({**stored.data, **texts(stored.manifest.get("stringData"))})


def content_of(stored: KubeObject, key: str) -> str | None:
    """Return the text of a key of a ConfigMap or Secret; None if the manifest does not contain it as text."""
    if stored.kind == "ConfigMap":
        return stored.data.get(key)
    plain = texts(stored.manifest.get("stringData")).get(key)
    return plain if plain is not None else decoded(stored.data.get(key))


@lru_cache(maxsize=1024)
def decoded(encoded: str | None) -> str | None:
    """Return the text of a base64 value; None if it is not base64 of a text."""
    try:
        return None if encoded is None else b64decode(encoded).decode()
    except ValueError:
        return None

"""The values of service.yaml as strings, for rules that compare them."""

from functools import lru_cache

from powersync_constructs.rules._lib.loaded import unloaded_service_yaml
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping
from powersync_constructs.rules._service_yaml import read


def service_yaml_of(each: KubeObject) -> Manifest | None:
    """Return the content of service.yaml in an object of this library; None if it is missing or cannot be read."""
    written = unloaded_service_yaml(each)
    return None if written is None else parsed(written)


@lru_cache(maxsize=1024)
def parsed(written: str) -> Manifest | None:
    """Return the content of a service.yaml; None if it cannot be read. Several rules read each file.

    Every scalar is a string: `true`, `8080`, or an empty string for null.
    """
    document = read(written)
    return mapping(_as_texts(document.value)) if document.is_readable else None


def _as_texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

"""Functions that read service.yaml from the manifests of an instance."""

from base64 import b64decode

import yaml

from powersync_constructs.rules._manifest import KubeObject, Manifest, mapping

_FILE = "service.yaml"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The YAML loader. It accepts every tag, like `!env` of the service, and reads scalars as strings.

The C loader is 10 times faster.
"""


def service_yaml(each: KubeObject) -> Manifest | None:
    """Return the content of service.yaml in an object of an instance; None if it is missing or cannot be read."""
    if each.component != "config" or _FILE not in each.data:
        return None
    try:
        return mapping(yaml.load(_text(each), Loader=_LOADER))
    except (ValueError, yaml.YAMLError):
        return None


def _text(each: KubeObject) -> str:
    written = each.data[_FILE]
    return b64decode(written).decode() if each.kind == "Secret" else written

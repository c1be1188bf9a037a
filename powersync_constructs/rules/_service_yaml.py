"""Functions that read service.yaml from the manifests of an instance."""

from base64 import b64decode
from functools import lru_cache
from typing import Any

import yaml

from powersync_constructs.rules._manifest import KubeObject, Manifest, mapping

_FILE = "service.yaml"


class Variable(str):
    """The name of an environment variable that service.yaml reads with `!env`, without the cast."""


def _variable(_: yaml.BaseLoader, node: yaml.Node) -> object:
    if not isinstance(node, yaml.ScalarNode):
        return ""
    return Variable(str(node.value).partition("::")[0])


_FASTEST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C loader is 10 times faster


class _Loader(_FASTEST):  # type: ignore[misc]
    """A YAML loader that accepts every tag, and reads scalars as strings."""


_Loader.add_constructor("!env", _variable)


def service_yaml(each: KubeObject) -> Manifest | None:
    """Return the content of service.yaml in an object of an instance; None if it is missing or cannot be read."""
    if each.component != "config" or _FILE not in each.data:
        return None
    try:
        return _parsed(_text(each))
    except (ValueError, yaml.YAMLError):
        return None


@lru_cache(maxsize=1024)
def _parsed(written: str) -> Manifest:
    """Return the content of a file. Several rules read each file, and reading takes most of their time."""
    return mapping(yaml.load(written, Loader=_Loader))


def _text(each: KubeObject) -> str:
    written = each.data[_FILE]
    return b64decode(written).decode() if each.kind == "Secret" else written

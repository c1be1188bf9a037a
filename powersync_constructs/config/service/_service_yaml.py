"""Renders service.yaml.

The service reads YAML 1.2, but PyYAML writes YAML 1.1, so unquoted strings like `1e3` or `08` would become numbers.
Therefore every string value is double-quoted. There are no nulls, because the service rejects them, and no anchors.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel

from powersync_constructs.config.core._env import is_variable
from powersync_constructs.config.core._fields import Path
from powersync_constructs.config.core._types import NOTHING
from powersync_constructs.config.pods._reserved import SYNC_CONFIG_YAML
from powersync_constructs.config.service._extra import EXTRA
from powersync_constructs.config.service._variables import Cast, cast_of, variable_name
from powersync_constructs.config.service.settings import ServiceConfig

_PLAIN_KEY = re.compile(r"(?!(null|true|false|yes|no|on|off|y|n)$)[a-z][A-Za-z_]*")


@dataclass(frozen=True)
class _Env:
    name: str
    cast: Cast | None

    def __str__(self) -> str:
        return self.name + (f"::{self.cast}" if self.cast else "")


def render(service: ServiceConfig, values: Mapping[str, str] = NOTHING) -> str:
    """Return the text of service.yaml, with `!env` for all variables except for those in `values`."""
    document = _filled(_document(service), values)
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=float("inf"), allow_unicode=True)


def _document(service: ServiceConfig) -> dict[str, Any]:
    plain = _plain_model(service, ())
    first: dict[str, Any] = {"replication": {"connections": [plain.pop("source")]}}
    first |= {name: plain.pop(name) for name in ("storage", "client_auth")}
    sync_config = {"path": SYNC_CONFIG_YAML, **plain.pop("sync_config")}
    return first | plain | {"sync_config": sync_config}


def _plain(value: Any, path: Path, cast: Cast | None = None) -> Any:
    if is_variable(value):
        return _Env(variable_name(path, value), cast)
    if isinstance(value, BaseModel):
        return _plain_model(value, path)
    if isinstance(value, tuple):
        return [_plain(item, (*path, index), cast) for index, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {key: _plain(item, (*path, key), cast) for key, item in value.items()}
    return value


def _plain_model(model: BaseModel, path: Path) -> dict[str, Any]:
    """Return the fields that are set, with the `type` first and the keys of `extra` last."""
    plain: dict[str, Any] = {}
    for name, field in type(model).__pydantic_fields__.items():
        value = getattr(model, name)
        if value is not None and value not in ((), {}):
            plain[field.serialization_alias or name] = _plain(value, (*path, name), cast_of(type(model), name))
    extra: dict[str, Any] = plain.pop(EXTRA, {})
    return dict(sorted(plain.items(), key=lambda item: item[0] not in ("type", "kty"))) | extra


def _filled(plain: Any, values: Mapping[str, str]) -> Any:
    if isinstance(plain, _Env):
        return values.get(plain.name, plain)
    if isinstance(plain, dict):
        return {key: _filled(value, values) for key, value in plain.items()}
    return [_filled(item, values) for item in plain] if isinstance(plain, list) else plain


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


def _env(dumper: yaml.SafeDumper, env: _Env) -> yaml.ScalarNode:
    return dumper.represent_scalar("!env", str(env), style='"')


def _mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.MappingNode:
    pairs = [(_key(dumper, key), dumper.represent_data(value)) for key, value in data.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


def _key(dumper: yaml.SafeDumper, key: str) -> yaml.ScalarNode:
    style = None if _PLAIN_KEY.fullmatch(key) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", key, style=style)


_Dumper.add_representer(str, _quoted)
_Dumper.add_representer(_Env, _env)
_Dumper.add_representer(dict, _mapping)

"""Manifests as YAML for people: a text of several lines is a block, and nothing is an alias."""

from collections.abc import Iterable

import yaml


def to_yaml(documents: Iterable[object]) -> str:
    """Return documents as YAML, each after a line `---`. Mappings keep the order of their keys."""
    return yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, explicit_start=True, width=10_000)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)

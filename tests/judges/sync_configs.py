"""Sync configs, with the verdict of the library and of the service's own parser: sync_configs.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from powersync_constructs.config.core._versions import ServiceVersion

PARSED_AS = ServiceVersion(1, 23, 2)
"""The version of the service whose parser is in node_modules (package.json)."""

_ALL = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def sync_configs(verdict: str, *fields: str) -> list[Any]:
    """Return the sync configs with a verdict as parameters of a test: the text, and other fields of the file."""
    return [
        pytest.param(*([case] if isinstance(case, str) else (case[field] for field in ("text", *fields))), id=name)
        for name, case in _ALL[verdict].items()
    ]

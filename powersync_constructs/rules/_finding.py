"""A rule's finding, and what rules know about manifests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Manifest = Mapping[str, Any]
"""An object as it is applied."""


@dataclass(frozen=True)
class Finding:
    """What a rule has found: where, why it is wrong, and the way out."""

    rule: str
    severity: Literal["error", "warning"]
    where: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}; {self.fix}"


def kind_and_name(manifest: Manifest) -> str:
    """`Deployment/powersync-api`."""
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def label(manifest: Manifest, name: str) -> str | None:
    """One of the `app.kubernetes.io/` labels."""
    labels = (manifest.get("metadata") or {}).get("labels") or {}
    found: str | None = labels.get(f"app.kubernetes.io/{name}")
    return found

"""A controller that is not known here."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from powersync_constructs.config.ingress.base import (
    REQUIREMENTS,
    IngressClassController,
    IngressContext,
    Requirement,
    Setting,
)
from powersync_constructs.config.pods.pod import Annotations


class GenericIngress(IngressClassController):
    """Another controller, with what its own documentation asks for: nothing is known of it, and nothing is checked."""

    type: Literal["generic"] = Field(default="generic", description="the controller")
    annotations: Annotations = Field(default={}, description="what the controller wants to be told")

    notes: ClassVar[Mapping[Requirement, str]] = {
        name: "as your annotations say" for name in REQUIREMENTS if name not in ("TLS", "admin API")
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """The annotations as they are given."""
        return [Setting((), key, value) for key, value in self.annotations.items()]

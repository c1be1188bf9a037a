"""An ingress controller without built-in support."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from powersync_constructs.config.ingress.base import (
    REQUIREMENTS,
    IngressClassController,
    IngressContext,
    Requirement,
    Setting,
)
from powersync_constructs.config.pods.pod import Annotations


class GenericIngress(IngressClassController):
    """Any other controller, with the annotations that its own documentation requires. Nothing is preset or checked."""

    type: Literal["generic"] = "generic"
    """The type of the controller, which selects this class in a mapping."""
    annotations: Annotations = {}
    """The annotations that the controller requires on the Ingress."""

    notes: ClassVar[Mapping[Requirement, str]] = {
        name: "set by your annotations" for name in REQUIREMENTS if name not in ("TLS", "admin API")
    }

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the given annotations unchanged."""
        return [Setting((), key, value) for key, value in self.annotations.items()]

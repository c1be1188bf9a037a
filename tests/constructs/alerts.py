"""How tests find their way in alerts."""

from typing import Any

from powersync_constructs.config import HpaAutoscaling

from .manifests import Manifest

AUTOSCALED: dict[str, Any] = {"autoscaling": HpaAutoscaling()}
"""What else API pods need so that every alert is there."""


def rules(made: list[Manifest]) -> list[Manifest]:
    """All rules of all instances."""
    found = [each for each in made if each["kind"] == "PrometheusRule"]
    return [rule for each in found for group in each["spec"]["groups"] for rule in group["rules"]]


def names(made: list[Manifest]) -> set[str]:
    """The names of the alerts."""
    return {rule["alert"] for rule in rules(made)}

"""Helpers for tests of alerts."""

from typing import Any

from powersync_constructs.config import HpaAutoscaling

from .manifests import Manifest

AUTOSCALED: dict[str, Any] = {"autoscaling": HpaAutoscaling()}
"""The props of the API with which an instance has every alert."""


def rules(made: list[Manifest]) -> list[Manifest]:
    """Return all alerting rules in the manifests."""
    found = [each for each in made if each["kind"] == "PrometheusRule"]
    return [rule for each in found for group in each["spec"]["groups"] for rule in group["rules"]]


def names(made: list[Manifest]) -> set[str]:
    """Return the names of all alerts in the manifests."""
    return {rule["alert"] for rule in rules(made)}

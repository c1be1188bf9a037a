"""When an autoscaler adds pods. This module needs no pydantic."""

TOLERANCE_PERCENT = 10
"""Kubernetes adds pods only when a metric exceeds its target by more than this (default of the controller manager)."""


def fills_before_scaling(target: float, limit: int) -> bool:
    """Return whether a pod reaches its limit of connections before the autoscaler adds a pod."""
    return target * (100 + TOLERANCE_PERCENT) >= limit * 100

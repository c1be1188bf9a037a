"""The one place that names cdk8s-plus: its typed classes of the Kubernetes API.

The L1 classes are used throughout. The L2 pods have no seccomp profile, spread, preferred anti-affinity, service links,
priority class or disk in MiB, the L2 Service emits `externalIPs: []`, which makes `kubectl apply` say `configured` for
ever, and there is no L2 PodDisruptionBudget.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from cdk8s_plus_28 import k8s

__all__ = ["cached", "int_or_string", "k8s", "quantity"]

Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")


def cached(function: Callable[Parameters, Value]) -> Callable[Parameters, Value]:
    """Make each value once a process: structs are immutable, and making one costs 0.1 ms or a round trip to Node."""
    return cast("Callable[Parameters, Value]", lru_cache(maxsize=1024)(function))


@cached
def quantity(text: str) -> k8s.Quantity:
    """A quantity of the Kubernetes API."""
    return k8s.Quantity.from_string(text)


@cached
def int_or_string(value: int | str) -> k8s.IntOrString:
    """A number or a name, as probes and budgets take them."""
    return k8s.IntOrString.from_number(value) if isinstance(value, int) else k8s.IntOrString.from_string(value)

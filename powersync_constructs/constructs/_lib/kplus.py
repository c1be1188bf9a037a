"""The typed classes of the Kubernetes API from cdk8s-plus. Only this module imports cdk8s-plus.

The library uses only the L1 classes. The L2 pods cannot set a seccomp profile, topology spread, preferred
anti-affinity, service links, a priority class, or ephemeral storage in MiB. The L2 Service emits `externalIPs: []`, so
every `kubectl apply` reports `configured`. There is no L2 PodDisruptionBudget.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

from cdk8s_plus_28 import k8s

__all__ = ["cached", "int_or_string", "k8s", "quantity"]

Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")


def cached(function: Callable[Parameters, Value]) -> Callable[Parameters, Value]:
    """Cache the results of a function, which are immutable.

    Without the cache, each struct takes 0.1 ms, and each quantity needs a call to Node.js.
    """
    return cast("Callable[Parameters, Value]", lru_cache(maxsize=1024)(function))


@cached
def quantity(text: str) -> k8s.Quantity:
    """Return a quantity of the Kubernetes API."""
    return k8s.Quantity.from_string(text)


@cached
def int_or_string(value: int | str) -> k8s.IntOrString:
    """Return a number or a string, as the ports of probes and the limits of budgets use them."""
    return k8s.IntOrString.from_number(value) if isinstance(value, int) else k8s.IntOrString.from_string(value)

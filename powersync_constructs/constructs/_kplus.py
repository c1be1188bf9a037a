"""The one place that names cdk8s-plus: its typed classes of the Kubernetes API.

The L1 classes are used throughout. The L2 pods have no seccomp profile, spread, preferred anti-affinity, service links,
priority class or disk in MiB, the L2 Service emits `externalIPs: []`, which makes `kubectl apply` say `configured` for
ever, and there is no L2 PodDisruptionBudget.
"""

from functools import lru_cache

from cdk8s_plus_28 import k8s as k8s


@lru_cache(maxsize=None)
def quantity(text: str) -> k8s.Quantity:
    """A quantity; made once a process, since each is a round trip to Node."""
    return k8s.Quantity.from_string(text)


@lru_cache(maxsize=None)
def int_or_string(value: int | str) -> k8s.IntOrString:
    """A number or a name, as probes and budgets take them; made once a process."""
    return k8s.IntOrString.from_number(value) if isinstance(value, int) else k8s.IntOrString.from_string(value)

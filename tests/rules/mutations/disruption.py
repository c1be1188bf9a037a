"""Mistakes in PodDisruptionBudgets."""

from .mutation import add, mutation, put, remove

API = "PodDisruptionBudget/powersync-api"
SECOND = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "all", "namespace": "powersync"},
    "spec": {
        "maxUnavailable": 1,
        "selector": {"matchLabels": {"app.kubernetes.io/name": "powersync", "app.kubernetes.io/component": "api"}},
    },
}
COMPONENT = "spec.selector.matchLabels.app~kubernetes~io/component"

MUTATIONS = [
    mutation("PS404", "no-pod-may-be-unavailable", put(API, "spec.maxUnavailable", 0)),
    mutation("PS404", "zero-percent-may-be-unavailable", put(API, "spec.maxUnavailable", "0%")),
    mutation(
        "PS404", "all-pods-must-be-available", remove(API, "spec.maxUnavailable"), put(API, "spec.minAvailable", 2)
    ),
    mutation(
        "PS404",
        "hundred-percent-must-be-available",
        remove(API, "spec.maxUnavailable"),
        put(API, "spec.minAvailable", "100%"),
    ),
    mutation(
        "PS405",
        "one-pod-of-ten-must-be-available",
        remove(API, "spec.maxUnavailable"),
        put(API, "spec.minAvailable", 1),
        put("Deployment/powersync-api", "spec.replicas", 10),
    ),
    mutation("PS405", "all-pods-may-be-unavailable", put(API, "spec.maxUnavailable", "100%")),
    mutation("PS406", "selector-of-no-pods", put(API, COMPONENT, "apis")),
    mutation("PS407", "two-budgets", add(SECOND)),
]

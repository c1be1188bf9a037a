"""Mistakes in how pods terminate."""

from .mutation import mutation, put, remove

API = "Deployment/powersync-api"
POD = "spec.template.spec"

MUTATIONS = [
    mutation("PS402", "grace-period-shorter-than-the-drain", put(API, f"{POD}.terminationGracePeriodSeconds", 40)),
    mutation("PS402", "default-grace-period-after-a-sleep", remove(API, f"{POD}.terminationGracePeriodSeconds")),
    mutation(
        "PS402",
        "short-grace-period-of-a-replicator",
        put("Deployment/powersync-replication", f"{POD}.terminationGracePeriodSeconds", 10),
    ),
    mutation("PS403", "no-pre-stop-sleep", remove(API, f"{POD}.containers.0.lifecycle")),
    mutation(
        "PS403",
        "pre-stop-sleep-of-zero",
        put(API, f"{POD}.containers.0.lifecycle.preStop", {"sleep": {"seconds": 0}}),
    ),
]

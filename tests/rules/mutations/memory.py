"""Mistakes in the memory of the containers."""

from .mutation import API, COMPACT, CONTAINER, MIGRATE, REPLICATION, mutation, put, remove

_COMPACTION = "spec.jobTemplate.spec.template.spec.containers.0"

MUTATIONS = [
    mutation("PS301", "low-memory-limit", put(API, f"{CONTAINER}.resources.limits.memory", "64Mi")),
    mutation("PS302", "no-heap-of-compaction", remove(COMPACT, f"{_COMPACTION}.env.0")),
    mutation("PS302", "another-node-option", put(API, f"{CONTAINER}.env.0.value", "--enable-source-maps")),
    mutation(
        "PS302",
        "no-heap-of-the-migration",
        remove(MIGRATE, "spec.template.spec.initContainers.0.env.0"),
    ),
    mutation("PS303", "no-limit", remove(API, f"{CONTAINER}.resources.limits.memory")),
    mutation("PS303", "only-requests", remove(REPLICATION, f"{CONTAINER}.resources.limits")),
    mutation(
        "PS304",
        "image-without-the-option",
        put(API, f"{CONTAINER}.image", "journeyapps/powersync-service:1.15.8"),
        also="PS104 PS111 PS506",
    ),
    mutation(
        "PS305",
        "heap-above-the-limit",
        put(API, f"{CONTAINER}.env.0.value", "--max-old-space-size=4096"),
    ),
    mutation(
        "PS305",
        "nothing-left",
        put(REPLICATION, f"{CONTAINER}.env.0.value", "--max-old-space-size-percentage=95"),
    ),
    mutation("PS306", "request-below-idle", put(API, f"{CONTAINER}.resources.requests.memory", "32Mi")),
    mutation("PS307", "small-heap", put(COMPACT, f"{_COMPACTION}.env.0.value", "--max-old-space-size=300")),
    mutation("PS307", "no-heap-left", put(COMPACT, f"{_COMPACTION}.env.0.value", "--max-old-space-size=128")),
]

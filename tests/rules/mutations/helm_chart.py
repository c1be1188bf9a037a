"""The seven mistakes of the self-test of the community Helm chart, in correct manifests."""

from .mutation import mutation, put, remove, service_yaml

API = "Deployment/powersync-api"
REPLICATION = "Deployment/powersync-replication"
JOB = "Job/powersync-migrate-"
CONTAINER = "spec.template.spec.containers.0"

MUTATIONS = [
    mutation("PS303", "bad-mem-limit", put(API, f"{CONTAINER}.resources.limits.memory", "not-a-quantity")),
    mutation("PS107", "bad-mongo-uri", service_yaml('hostname: "storage.example.com"', 'hostname: "nope.invalid"')),
    mutation("PS206", "metrics-port-renamed", put(REPLICATION, f"{CONTAINER}.ports.1.containerPort", 9465)),
    mutation("PS228", "mismatched-cm-name", put("ConfigMap/powersync-sync-config-", "metadata.name", "sync-streams")),
    mutation(
        "PS610",
        "missing-image-tag",
        *(
            put(workload, f"{CONTAINER}.image", "journeyapps/powersync-service:does-not-exist-99.99.99")
            for workload in (API, REPLICATION)
        ),
        also="PS506",
    ),
    mutation("PS610", "template-typo", remove(API, f"{CONTAINER}.image")),
    mutation("PS512", "wrong-migrate-args", put(JOB, "spec.template.spec.initContainers.0.args.3", "down")),
]

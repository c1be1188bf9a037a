"""Mistakes in the commands of the containers, and in the folders of the program."""

from .mutation import API, CONTAINER, MIGRATE, REPLICATION, mutation, put, remove

_MIGRATION = "spec.template.spec.initContainers.0"

MUTATIONS = [
    mutation(
        "PS223",
        "command-in-place-of-args",
        put(API, f"{CONTAINER}.command", ["start", "-r", "api"]),
        remove(API, f"{CONTAINER}.args"),
    ),
    mutation(
        "PS223",
        "command-before-args",
        put(MIGRATE, f"{_MIGRATION}.command", ["migrate"]),
        put(MIGRATE, f"{_MIGRATION}.args", ["up"]),
    ),
    mutation("PS224", "unknown-runner", put(REPLICATION, f"{CONTAINER}.args", ["start", "-r", "replication"])),
    mutation("PS224", "unknown-command", put(REPLICATION, f"{CONTAINER}.args", ["serve"])),
    mutation("PS224", "unknown-direction", put(MIGRATE, f"{_MIGRATION}.args.3", "Up")),
    mutation(
        "PS225",
        "volume-at-the-program",
        put(API, f"{CONTAINER}.volumeMounts.0.mountPath", "/app"),
        also="PS228",
    ),
    mutation("PS225", "working-directory", put(API, f"{CONTAINER}.workingDir", "/powersync")),
]

"""Mistakes in the compaction of the bucket storage."""

from .mutation import delete, mutation, put, remove

JOB = "CronJob/powersync-compact"
ARGS = "spec.jobTemplate.spec.template.spec.containers.0.args"

MUTATIONS = [
    mutation("PS414", "no-compaction", delete(JOB)),
    mutation("PS414", "suspended-compaction", put(JOB, "spec.suspend", True)),
    mutation("PS415", "concurrent-compactions", remove(JOB, "spec.concurrencyPolicy")),
    mutation("PS415", "compaction-that-is-replaced", put(JOB, "spec.concurrencyPolicy", "Replace")),
    mutation("PS416", "no-starting-deadline", remove(JOB, "spec.startingDeadlineSeconds")),
    mutation("PS416", "starting-deadline-of-five-seconds", put(JOB, "spec.startingDeadlineSeconds", 5)),
    mutation("PS417", "buckets-without-parameters", put(JOB, ARGS, ["compact", "--buckets", "global[],lists"])),
    mutation("PS417", "one-bucket-without-parameters", put(JOB, ARGS, ["compact", "-b=lists"])),
]

"""Rules about the compaction of the bucket storage."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import applied_workloads, is_controlled, number
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._rule import rule

_LOWEST_DEADLINE = 10
"""The CronJob controller checks every 10 seconds (Kubernetes documentation, CronJob limitations)."""
_BUCKETS = ("-b", "--buckets")


@rule(
    "PS414",
    "storage-is-compacted",
    "warning",
    "note",
    looks_at="instances with API pods and replicators, and the CronJobs that run `compact`",
    fix="Add a CronJob that runs `compact` once a day.",
    scope="app",
)
def bucket_storage_is_compacted(objects: Objects) -> Iterator[Violation]:
    """A CronJob compacts the bucket storage.

    The bucket storage keeps every change to a row until a compaction removes the older changes. Until then, a new
    client downloads all of the changes. The documentation of PowerSync recommends a daily compaction. The rule does not
    look at unified pods, which are for development. For objects from a cluster, the finding is a note, because the
    CronJob can be in the cluster, but not in the manifests. For an instance of this library, it is a note too, because
    its props disable the compaction explicitly.
    """
    replicators = {instance_of(each.object, objects): each for each in applied_workloads(objects, "replication")}
    # the last compaction of an instance counts, so those that are not suspended come last
    compacting = sorted(objects.services("compact"), key=_is_suspended, reverse=True)
    by_instance = {instance_of(each.object, objects): each for each in compacting}
    # a compaction of an unknown instance counts for its namespace
    others = {
        each.object.namespace: each for each in compacting if instance_of(each.object, objects) not in replicators
    }
    serving = {instance_of(each.object, objects) for each in applied_workloads(objects, "api")}
    for instance, replicator in replicators.items():
        if instance in serving:
            compaction = by_instance.get(instance) or others.get(replicator.object.namespace)
            yield from _no_compaction(replicator, compaction)


def _no_compaction(replicator: ServiceContainer, compaction: ServiceContainer | None) -> Iterator[Violation]:
    is_note = bool(replicator.object.instance) or replicator.object.is_from_cluster
    severity: Severity = "note" if is_note else "warning"
    if compaction is None:
        reason = "replicates, but no CronJob compacts its bucket storage"
        fix = "add a CronJob that runs `compact` once a day"
        yield Violation(replicator.object, reason, fix, replicator.path, severity)
    elif _is_suspended(compaction):
        reason = f"is suspended, so nothing compacts the bucket storage of {replicator}"
        yield Violation(compaction.object, reason, "remove suspend", ("spec", "suspend"), severity)


def _is_suspended(compaction: ServiceContainer) -> bool:
    return compaction.object.spec.get("suspend") is True


@rule(
    "PS415",
    "one-compaction",
    "warning",
    looks_at="CronJobs that run `compact`",
    fix="Set `concurrencyPolicy` to `Forbid`.",
)
def only_one_compaction_runs(objects: Objects) -> Iterator[Violation]:
    """A compaction starts only after the previous one has ended.

    The service has no lock for a compaction (compact-action.ts), so two compactions rewrite the same buckets at the
    same time. `Replace` stops a compaction that takes longer than the interval, so such a compaction never finishes.
    """
    for container in _cron_jobs(objects):
        policy = container.object.spec.get("concurrencyPolicy", "Allow")
        if policy in ("Allow", "Replace"):
            effect = "runs next to" if policy == "Allow" else "stops"
            reason = f"has the concurrencyPolicy {policy}, so a new compaction {effect} one that is not finished"
            yield Violation(container.object, reason, "set concurrencyPolicy to Forbid", ("spec", "concurrencyPolicy"))


@rule(
    "PS416",
    "compaction-deadline",
    "note",
    "warning",
    looks_at="CronJobs that run `compact`",
    fix="Set `startingDeadlineSeconds` to 3600.",
)
def compaction_may_start_late(objects: Objects) -> Iterator[Violation]:
    """A compaction that misses its schedule can start later, but only within a limited time.

    Without `startingDeadlineSeconds`, a missed run starts at any later time, even during the day. A CronJob misses a
    run, for example, if the control plane is down or the previous run takes too long. After more than 100 missed
    starts, the controller reports an error instead (Kubernetes documentation, CronJob limitations). With less than 10
    seconds, the finding is a warning: the controller checks only every 10 seconds, so it may start no Job.
    """
    path = ("spec", "startingDeadlineSeconds")
    for container in _cron_jobs(objects):
        written = container.object.spec.get("startingDeadlineSeconds")
        deadline = number(written)
        if written is None:
            reason = "has no startingDeadlineSeconds, so a missed compaction starts at any later time"
            yield Violation(container.object, reason, "set startingDeadlineSeconds to 3600", ("spec",))
        elif deadline is not None and deadline < _LOWEST_DEADLINE:
            reason = (
                f"sets startingDeadlineSeconds to {deadline}, but the controller checks only every {_LOWEST_DEADLINE} s"
            )
            yield Violation(container.object, reason, "set startingDeadlineSeconds to 3600", path, "warning")


@rule(
    "PS417",
    "compaction-buckets",
    "error",
    looks_at="containers that run `compact` with `--buckets`",
    fix='Write full bucket names, like `global[]` or `by_user["1"]`.',
)
def buckets_to_compact_have_full_names(objects: Objects) -> Iterator[Violation]:
    """The option `--buckets` of `compact` lists full bucket names, each with its parameters.

    If the name of a bucket does not contain `[`, `compact` exits with code 1 and compacts nothing (compact-action.ts).
    """
    for container in objects.services("compact"):
        buckets = container.option(*_BUCKETS)
        if buckets is None or "$" in buckets or is_controlled(container.object):
            continue
        wrong = [name for name in buckets.split(",") if "[" not in name]
        # half of a quoted parameter with a comma, like `by_name["a,b"]`
        if wrong and not any(name.count('"') % 2 for name in wrong):
            what = f"the bucket '{wrong[0]}' without parameters" if wrong[0] else "no bucket"
            reason = f"names {what} in --buckets, so `compact` exits with an error"
            fix = f"write '{wrong[0]}[]', or remove --buckets" if wrong[0] else "name a bucket, or remove --buckets"
            yield Violation(container.object, reason, fix, (*container.path, "args"))


def _cron_jobs(objects: Objects) -> Iterator[ServiceContainer]:
    return (each for each in objects.services("compact") if each.object.kind == "CronJob" and not each.is_init)

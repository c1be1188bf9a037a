"""Rules about the Job that migrates the bucket storage."""

import re
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.generated_names import changes_with_content
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.order import ARGO, FLUX, KAPP, KAPP_VERSIONED, is_applied_by, is_hook
from powersync_constructs.rules._lib.replicas import is_controlled
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._rule import rule

_ARGO_OPTIONS = f"{ARGO}sync-options"
_FLUX_FORCE = f"{FLUX}force"
_KAPP_STRATEGY = f"{KAPP}update-strategy"
_REPLACES = ("fallback-on-replace", "always-replace")


@rule(
    "PS507",
    "job-applies-again",
    "warning",
    looks_at="Jobs that run `migrate up`",
    fix="End the name of the Job with a hash of its content, or make the Job a hook.",
)
def job_can_be_applied_again(objects: Objects) -> Iterator[Violation]:
    """You can apply a new version of the migration Job.

    The pod template of a Job is immutable. If the Job keeps its name, `kubectl apply` fails after a change of the
    image. You can apply these Jobs again: a Job with a hash or a version at the end of its name, a hook of Helm or Argo
    CD, a Job that Argo CD, Flux or kapp replaces because of an annotation, and a Job that Kubernetes removes after it
    has finished (`ttlSecondsAfterFinished`).
    """
    for container in _jobs(objects):
        job = container.object
        if job.name and not (changes_with_content(job.name) or is_hook(job) or _is_replaced(job) or _expires(job)):
            reason = "keeps its name when its image changes, but the pod template of a Job is immutable"
            fix = "end its name with a hash or with the version, or make it a hook"
            yield Violation(job, reason, fix, ("metadata", "name"))


@rule(
    "PS508",
    "no-ttl-under-gitops",
    "warning",
    looks_at="Jobs that run `migrate up` and that Argo CD or Flux applies",
    fix="Remove `ttlSecondsAfterFinished`.",
)
def job_stays_under_gitops(objects: Objects) -> Iterator[Violation]:
    """A migration Job that Argo CD or Flux applies does not set `ttlSecondsAfterFinished`.

    When Kubernetes removes the finished Job, the cluster differs from the repository. Flux creates the Job again at the
    next interval. Argo CD shows it as missing, and creates it again if self-healing is enabled for the Application. The
    migration then runs again and again. A hook of Argo CD may set the field, because Argo CD does not compare hooks.
    """
    for container in _jobs(objects):
        job = container.object
        tool = _tool_of(job)
        if tool and _expires(job) and not is_hook(job):
            reason = f"is removed after it has finished (ttlSecondsAfterFinished), so {tool} creates it again"
            yield Violation(job, reason, "remove ttlSecondsAfterFinished", ("spec", "ttlSecondsAfterFinished"))


@rule(
    "PS511",
    "migration-deadline",
    "note",
    looks_at="Jobs that run `migrate up`",
    fix="Set `activeDeadlineSeconds` to 1800.",
)
def migration_has_a_deadline(objects: Objects) -> Iterator[Violation]:
    """A migration Job ends within a limited time.

    Without `activeDeadlineSeconds`, a Job whose pod cannot start, for example because a Secret is missing, waits
    forever. A tool that waits for the Job then waits until its own timeout, and does not show why.
    """
    for container in _jobs(objects):
        if container.object.spec.get("activeDeadlineSeconds") is None:
            reason = "has no activeDeadlineSeconds, so a Job whose pod cannot start never fails"
            yield Violation(container.object, reason, "set activeDeadlineSeconds to 1800", ("spec",))


@rule(
    "PS512",
    "no-migrate-down",
    "error",
    looks_at="containers that run `migrate`",
    fix="Write `migrate up`. To run an older image, set `disable_auto_migration` to true, and run no Job.",
)
def nothing_migrates_down(objects: Objects) -> Iterator[Violation]:
    """No workload runs `migrate down`.

    `migrate down` has no number of steps: it reverts all migrations, and not only the latest one
    (AbstractMigrationAgent.ts). For a rollback, the older image runs on the newer schema without a migration.
    """
    for container in objects.services("migrate"):
        if "down" in container.words[1:2] and not is_controlled(container.object):
            reason = "runs `migrate down`, which reverts all migrations of the bucket storage"
            yield Violation(container.object, reason, "write `migrate up`", (*container.path, "args"))


def _jobs(objects: Objects) -> Iterator[ServiceContainer]:
    """Yield one container that migrates of each Job that no other object controls."""
    seen: set[int] = set()
    for container in objects.services("migrate"):
        job = container.object
        if job.kind == "Job" and id(job) not in seen and not is_controlled(job):
            seen.add(id(job))
            yield container


def _is_replaced(job: KubeObject) -> bool:
    """Whether an annotation makes a tool replace the Job instead of changing it."""
    options = re.split(r"[\s,]+", job.annotations.get(_ARGO_OPTIONS, ""))
    return (
        "Force=true" in options
        or job.annotations.get(_FLUX_FORCE, "").lower() == "enabled"
        or job.annotations.get(_KAPP_STRATEGY) in _REPLACES
        or KAPP_VERSIONED in job.annotations
    )


def _expires(job: KubeObject) -> bool:
    return job.spec.get("ttlSecondsAfterFinished") is not None


def _tool_of(job: KubeObject) -> str:
    """Return the GitOps tool that applies the Job; empty for none."""
    tools = {ARGO: "Argo CD", FLUX: "Flux"}
    return next((tool for prefix, tool in tools.items() if is_applied_by(job, prefix)), "")

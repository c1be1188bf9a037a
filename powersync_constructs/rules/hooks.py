"""Rules about Helm hooks."""

from collections.abc import Iterable, Iterator

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject
from powersync_constructs.rules._secrets import references_of, secrets_of

_HOOK = "helm.sh/hook"


def hooks_wait_for_no_release(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A Job that is a Helm hook must not need a Secret from an object that Helm applies after the hook."""
    late = {made.secret: str(made.by) for each in objects if _HOOK not in each.annotations for made in secrets_of(each)}
    for job in objects:
        if job.kind != "Job" or _HOOK not in job.annotations:
            continue
        needed: dict[str, str] = {}
        for reference in references_of(job):
            if maker := late.get((job.namespace, reference.name)):
                needed.setdefault(maker, reference.name)
        for maker, secret in needed.items():
            reason = f"is a Helm hook and needs Secret/{secret} from {maker}, which Helm applies after the hook"
            fix = f"put {maker} into a separate release"
            yield Finding("hooks-wait-for-no-release", "error", str(job), reason, fix)

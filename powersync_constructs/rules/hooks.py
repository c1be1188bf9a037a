"""Rules about the hooks of Helm."""

from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name
from powersync_constructs.rules._secrets import references_of, secrets_of

_HOOK = "helm.sh/hook"


def hooks_wait_for_no_release(manifests: Sequence[Manifest]) -> list[Finding]:
    """A Job that is a hook needs no Secret of what Helm applies only when the Job has ended."""
    late = {made.secret: made.by for manifest in manifests if not _is_hook(manifest) for made in secrets_of(manifest)}
    found: dict[tuple[str, str], Finding] = {}
    for manifest in manifests:
        if manifest["kind"] == "Job" and _is_hook(manifest):
            for name, _ in references_of(manifest):
                if maker := late.get((manifest["metadata"].get("namespace"), name)):
                    reason = f"is a hook, and waits for Secret/{name} of {kind_and_name(maker)}, which comes after it"
                    fix = f"keep {kind_and_name(maker)} in a release of its own"
                    finding = Finding("hooks-wait-for-no-release", "error", kind_and_name(manifest), reason, fix)
                    found.setdefault((manifest["metadata"]["name"], kind_and_name(maker)), finding)
    return list(found.values())


def _is_hook(manifest: Manifest) -> bool:
    return _HOOK in (manifest["metadata"].get("annotations") or {})

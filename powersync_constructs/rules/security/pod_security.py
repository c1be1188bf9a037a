"""Rules about the privileges of pods."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import KubeObject, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import is_controlled
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.security._pod_security import Disallowed, outside_baseline, outside_restricted

_DEFAULT_ACCOUNT = "default"
_AUTOMOUNT = "automountServiceAccountToken"
_BINDINGS = ("RoleBinding", "ClusterRoleBinding")
_VAULT = "vault.hashicorp.com/agent-inject"
"""The annotation of pods to which Vault adds a container, which logs in with the token of the ServiceAccount."""


@rule(
    "PS604",
    "restricted-profile",
    "warning",
    looks_at="the pods of the service, with all of their containers",
    fix="Set the fields of `securityContext` that the finding names, in each container.",
)
def pods_meet_the_restricted_profile(objects: Objects) -> Iterator[Violation]:
    """Each pod of the service meets the Pod Security profile `restricted`.

    A namespace with the label `pod-security.kubernetes.io/enforce: restricted` rejects other pods. The service needs no
    privilege: the image runs as user 901, and the service opens only ports from 1024. Each container needs
    `allowPrivilegeEscalation: false` and `capabilities.drop: [ALL]`. The pod or each container needs
    `runAsNonRoot: true` and a `seccompProfile` of the type `RuntimeDefault` or `Localhost`.
    """
    for each in _workloads(objects):
        found = [*outside_restricted(each)]
        if found:
            yield _violation(each, "restricted", found, "change each of these fields as the profile requires")


@rule(
    "PS605",
    "baseline-profile",
    "error",
    looks_at="the pods of the service, with all of their containers",
    fix="Remove the settings that the finding names.",
)
def pods_meet_the_baseline_profile(objects: Objects) -> Iterator[Violation]:
    """Each pod of the service meets the Pod Security profile `baseline`.

    The profile forbids what gives a container access to its node: the namespaces of the host, `hostPath` volumes, host
    ports, privileged containers and additional capabilities. The service needs none of them. With them, anyone who
    takes over the container can take over the node. Since Kubernetes 1.34, the profile also forbids a host in probes
    and hooks.
    """
    for each in _workloads(objects):
        found = [*outside_baseline(each)]
        if found:
            yield _violation(each, "baseline", found, "remove each of these settings")


@rule(
    "PS606",
    "service-account-token",
    "warning",
    "note",
    looks_at="the pods of the service that have no other container, with their ServiceAccounts",
    fix="Set `automountServiceAccountToken: false` in the pod.",
    scope="app",
)
def pods_have_no_unused_token(objects: Objects) -> Iterator[Violation]:
    """A pod has a token of the Kubernetes API only if a container uses it.

    The service does not use the Kubernetes API. By default, Kubernetes mounts the token of the ServiceAccount into each
    container, and anyone who takes over the container can use it. The rule does not report a pod if it has a container
    of another image, if Vault adds a container, or if the manifests bind a role to its ServiceAccount. If the manifests
    do not contain the ServiceAccount, the finding is a note for the account `default`, and the rule does not report
    other accounts.
    """
    for each in _workloads(objects):
        if _runs_other_programs(each, objects) or _has_role(each, objects):
            continue
        account = _account_of(each)
        stored = objects.get("ServiceAccount", each.namespace, account, near=each)
        if not _mounts_token(each, stored):
            continue
        is_certain = each.pod.get(_AUTOMOUNT) is True or stored is not None
        if is_certain or account == _DEFAULT_ACCOUNT:
            reason = f"mounts the token of ServiceAccount/{account}, which the service does not use"
            severity: Severity | None = None if is_certain else "note"
            yield Violation(each, reason, f"set {_AUTOMOUNT}: false in the pod", each.pod_path, severity)


def _workloads(objects: Objects) -> Iterator[KubeObject]:
    """Yield the workloads that run the service, each once."""
    found = {id(container.object): container.object for container in objects.services()}
    yield from (each for each in found.values() if not is_controlled(each))


def _violation(each: KubeObject, profile: str, found: list[Disallowed], fix: str) -> Violation:
    by_container: dict[str, list[str]] = {}
    for problem in found:
        by_container.setdefault(problem.of, []).append(problem.what)
    problems = ", and ".join(f"{of}: {', '.join(dict.fromkeys(whats))}" for of, whats in by_container.items())
    reason = f"does not meet the Pod Security profile {profile} ({problems})"
    return Violation(each, reason, fix, found[0].path)


def _account_of(each: KubeObject) -> str:
    return text(each.pod.get("serviceAccountName")) or text(each.pod.get("serviceAccount")) or _DEFAULT_ACCOUNT


def _mounts_token(each: KubeObject, account: KubeObject | None) -> bool:
    """Return whether the pods mount a token. The pod decides, then the ServiceAccount; the default is true."""
    in_account = account.manifest.get(_AUTOMOUNT) if account is not None else None
    in_pod = each.pod.get(_AUTOMOUNT)
    return (in_account if in_pod is None else in_pod) is not False


def _runs_other_programs(each: KubeObject, objects: Objects) -> bool:
    """Return whether the pods have a container that may use the token."""
    images = {container.image for container in objects.services_in(each)}
    is_injected = each.pod_annotations.get(_VAULT) == "true"
    return is_injected or any(text(container.get("image")) not in images for container in each.containers)


def _has_role(each: KubeObject, objects: Objects) -> bool:
    """Return whether a binding in the manifests gives the ServiceAccount of a workload a role."""
    return (each.namespace, _account_of(each)) in objects.once(_accounts_with_roles)


def _accounts_with_roles(objects: Objects) -> set[tuple[str, str]]:
    return {
        (text(subject.get("namespace")) or binding.namespace, text(subject.get("name")))
        for binding in objects.of_kind(*_BINDINGS)
        for subject in mappings(binding.manifest, "subjects")
        if subject.get("kind") == "ServiceAccount"
    }

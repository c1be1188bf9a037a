"""Mistakes in the migration of the bucket storage."""

import copy

from .mutation import Manifests, delete, found, mutation, put, remove, service_yaml

JOB, API = "Job/powersync-migrate-", "Deployment/powersync-api"
POD = "spec.template.spec"
CONTAINER = f"{POD}.initContainers.0"
GATE = f"{POD}.containers.0.env.4"
ANNOTATIONS = "metadata.annotations"
WITHOUT_TTL = remove(JOB, "spec.ttlSecondsAfterFinished")
HOOK = f"{ANNOTATIONS}.helm~sh/hook"
ARGO_HOOK, WAVE = f"{ANNOTATIONS}.argocd~argoproj~io/hook", f"{ANNOTATIONS}.argocd~argoproj~io/sync-wave"


def migrate_in_an_init_container(manifests: Manifests) -> None:
    """Give the API pods an init container that migrates."""
    pod = found(manifests, API)["spec"]["template"]["spec"]
    container = copy.deepcopy(pod["containers"][0])
    for field in ("lifecycle", "livenessProbe", "ports", "readinessProbe", "startupProbe"):
        del container[field]
    pod["initContainers"] = [{**container, "name": "migrate", "args": ["migrate", "up"]}]


MUTATIONS = [
    mutation("PS501", "no-migration", delete(JOB)),
    mutation("PS502", "hook-before-its-config-map", put(JOB, HOOK, "pre-install,pre-upgrade")),
    mutation("PS502", "pre-sync-hook-before-its-config-map", put(JOB, ARGO_HOOK, "PreSync")),
    mutation("PS502", "lower-sync-wave-than-its-config-map", put(JOB, WAVE, "-1"), WITHOUT_TTL),
    mutation(
        "PS504",
        "job-and-replicators-migrate",
        service_yaml("disable_auto_migration: true", "disable_auto_migration: false"),
    ),
    mutation("PS505", "renamed-config-map-of-the-gate", put(API, f"{GATE}.valueFrom.configMapKeyRef.name", "other")),
    mutation("PS505", "gate-that-no-job-opens", put(API, f"{GATE}.valueFrom.configMapKeyRef.key", "migrated-1.28.0-0")),
    mutation("PS506", "older-image-of-the-job", put(JOB, f"{CONTAINER}.image", "journeyapps/powersync-service:1.27.0")),
    mutation(
        "PS506", "other-digest-of-the-job", put(JOB, f"{CONTAINER}.image", f"powersync-service@sha256:{'0' * 64}")
    ),
    mutation("PS507", "job-with-a-fixed-name", WITHOUT_TTL, put(JOB, "metadata.name", "powersync-migrate")),
    mutation("PS508", "time-to-live-under-flux", put(JOB, "metadata.labels.kustomize~toolkit~fluxcd~io/name", "apps")),
    mutation("PS508", "time-to-live-under-argo-cd", put(JOB, f"{ANNOTATIONS}.argocd~argoproj~io/tracking-id", "a")),
    mutation("PS509", "hook-after-the-workloads", put(JOB, HOOK, "post-install,post-upgrade")),
    mutation("PS509", "higher-sync-wave-than-the-workloads", put(JOB, WAVE, "5"), WITHOUT_TTL),
    mutation("PS510", "migration-in-an-init-container", migrate_in_an_init_container),
    mutation("PS511", "no-deadline", remove(JOB, "spec.activeDeadlineSeconds")),
    mutation("PS512", "migrate-down", put(JOB, f"{CONTAINER}.args.3", "down")),
    mutation("PS513", "api-pods-without-a-gate", remove(API, GATE)),
]

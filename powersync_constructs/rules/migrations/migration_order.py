"""Rules about what migrates the bucket storage, and about the workloads that wait for it."""

from collections.abc import Iterator, Mapping

from powersync_constructs.config.pods._reserved import GATE
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.configurations import configurations
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.manifest import CONTROLLERS, KubeObject, Path, indexed, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.order import FLUX, HELM_HOOK, KAPP_RULE, TOOLS, Tool, is_applied_by, is_hook
from powersync_constructs.rules._lib.replicas import applied_workloads, is_controlled
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._rule import rule

_LOCK = "the migration lock lasts 60 s and is not renewed"


@rule(
    "PS504",
    "one-migration",
    "warning",
    looks_at="service.yaml, the Jobs that run `migrate up`, and the workloads that replicate",
    fix="Set `migrations.disable_auto_migration` to true, or remove the Job.",
)
def either_job_or_pods_migrate(objects: Objects) -> Iterator[Violation]:
    """Either a Job or the pods that replicate migrate the bucket storage, but not both.

    Each replicator migrates when it starts, unless `disable_auto_migration` is true. The migration lock lasts 60
    seconds and is not renewed (AbstractMigrationAgent.ts), so a second process starts the same migration if the first
    one takes longer.
    """
    jobs = _jobs_by_instance(objects)
    for configuration in configurations(objects):
        disabled = mapping(configuration.document, "migrations").get("disable_auto_migration", "false")
        job = jobs.get(configuration.instance)
        if job and disabled == "false" and configuration.replicates:
            reason = f"lets the replicators migrate in addition to {job}, but {_LOCK}"
            fix = "set migrations.disable_auto_migration to true"
            yield Violation(configuration.by, reason, fix, ("data",) if configuration.by.data else ())


@rule(
    "PS505",
    "gate-opens",
    "error",
    looks_at="pods that wait for a migration marker, and the Jobs that write markers into the same ConfigMap",
    fix="Render the Job and the workloads together, so that both have the same migration marker.",
    scope="app",
)
def migration_gate_opens(objects: Objects) -> Iterator[Violation]:
    """The migration Job writes the key for which the pods wait.

    A pod of this library refers to a key of the ConfigMap `<instance>-migrations`, and its container does not start
    before the key exists. If the Job writes another key, or into another ConfigMap, the pods wait forever. For example,
    `namePrefix` of Kustomize renames the ConfigMap, but not the argument of the Job.
    """
    jobs = objects.once(_jobs_by_argument)
    for container in applied_workloads(objects):
        for name, key, path in _gates(container):
            namespace = container.object.namespace
            by_name, by_key = jobs.get((namespace, name), []), jobs.get((namespace, key), [])
            if by_name and not any(job in by_name for job in by_key):
                reason = f"waits for the key {key} of ConfigMap/{name}, but {by_name[0]} does not write this key"
                fix = f"apply the workloads together with a Job that writes {key}"
                yield Violation(container.object, reason, fix, path)
            elif by_key and not by_name:
                reason = f"waits for a key of ConfigMap/{name}, but {by_key[0]} writes this key into another ConfigMap"
                yield Violation(
                    container.object, reason, f"write the name {name} into the arguments of {by_key[0]}", path
                )


def _gates(container: ServiceContainer) -> Iterator[tuple[str, str, Path]]:
    """Yield the ConfigMap, the key and the path of each migration gate of a container."""
    for index, env in indexed(container.spec, "env"):
        reference = mapping(env, "valueFrom", "configMapKeyRef")
        name, key = text(reference.get("name")), text(reference.get("key"))
        if env.get("name") == GATE and reference.get("optional") is not True and name and key:
            yield name, key, (*container.path, "env", index)


def _jobs_by_argument(objects: Objects) -> Mapping[tuple[str, str], list[KubeObject]]:
    """Return the Jobs by their namespace and each argument of their containers."""
    found: dict[tuple[str, str], list[KubeObject]] = {}
    for job in objects.of_kind("Job"):
        for argument in _arguments(job):
            found.setdefault((job.namespace, argument), []).append(job)
    return found


def _arguments(job: KubeObject) -> set[str]:
    lists = (container.get("args") for container in job.containers)
    return {arg for args in lists if isinstance(args, list) for arg in args if isinstance(arg, str)}


@rule(
    "PS506",
    "migration-image",
    "error",
    "warning",
    "note",
    looks_at="Jobs that run `migrate up`, and the workloads of the same instance",
    fix="Use the same image in the Job and in the workloads.",
)
def job_has_the_image_of_the_pods(objects: Objects) -> Iterator[Violation]:
    """The migration Job runs the same version of the service as the workloads.

    Each version has its own migrations. If the Job is older than the workloads, the tables and columns that the
    workloads need are missing. If the tags do not show the versions, the finding is a warning. If the Job is newer, it
    is a note: older workloads run on the newer schema, for example during a rollback. If there are several Jobs, for
    example of earlier versions in a cluster, one Job with the same version is enough.
    """
    jobs = _containers_by_instance(objects)
    for container in applied_workloads(objects):
        migrating = [each for each in jobs.get(instance_of(container.object, objects), ()) if each.image]
        if not migrating or not container.image or any(_is_same_release(each, container) for each in migrating):
            continue
        job = migrating[-1]
        severity: Severity = "warning"
        reason = f"runs the image {container.image}, but {job} migrates with {job.image}"
        if job.version and container.version:
            severity = "error" if job.version < container.version else "note"
            reason = f"runs version {container.version}, but {job} migrates with version {job.version}"
        yield Violation(container.object, reason, f"use the same image in {job}", (*container.path, "image"), severity)


def _is_same_release(one: ServiceContainer, other: ServiceContainer) -> bool:
    return one.image == other.image or (one.version is not None and one.version == other.version)


@rule(
    "PS509",
    "migration-first",
    "error",
    looks_at="Jobs that run `migrate up`, and the workloads of the same instance, with hooks or sync waves",
    fix="Run the Job before the workloads: as a `pre-install` and `pre-upgrade` hook of Helm, or in a lower sync wave.",
)
def migration_runs_first(objects: Objects) -> Iterator[Violation]:
    """Helm and Argo CD run the migration Job before they apply the workloads.

    An API pod does not migrate, and is ready although the bucket storage has no tables (measured). Requests then fail
    with status 500. If the workloads wait for the migration, and the tool waits for the workloads, both wait forever.
    """
    jobs = _jobs_by_instance(objects)
    for container in applied_workloads(objects):
        job = jobs.get(instance_of(container.object, objects))
        if job is None:
            continue
        for tool in TOOLS:
            migrates, runs = tool.position(job), tool.position(container.object)
            if migrates is not None and runs is not None and migrates > runs:
                reason = f"runs after {container.object}, because {tool.name} applies the workload first"
                yield Violation(job, reason, _first_by(tool, job), ("metadata", "annotations"))
                break


def _first_by(tool: Tool, job: KubeObject) -> str:
    """Return what makes a tool run the Job before the workloads."""
    if tool.name == "Helm" or HELM_HOOK in job.annotations:
        return "make it a pre-install,pre-upgrade hook"
    return "make it a Sync hook in a lower sync wave" if is_hook(job) else "give it a lower sync wave"


@rule(
    "PS513",
    "pods-wait-for-migration",
    "note",
    looks_at="API pods, and the Job of the same instance that runs `migrate up`",
    fix="Make the API pods wait: with a hook, a sync wave, a change rule of kapp, or an init container.",
)
def pods_wait_for_the_migration(objects: Objects) -> Iterator[Violation]:
    """API pods start after the migration Job has finished.

    An API pod is ready although the bucket storage has no tables, and its requests fail with status 500 (measured: 20
    seconds before the Job had finished). `kubectl apply` starts the Job and the pods at the same time. The finding is a
    note, because a script can apply the Job first and wait for it.
    """
    jobs = _jobs_by_instance(objects)
    for container in applied_workloads(objects, "api"):
        job = jobs.get(instance_of(container.object, objects))
        if job and not _waits(container, job):
            reason = f"does not wait for {job}, so the pods are ready before the migration is done"
            fix = "run the Job first: as a pre-install hook, in a lower sync wave, or before you apply the pods"
            yield Violation(container.object, reason, fix, container.object.pod_path)


def _waits(container: ServiceContainer, job: KubeObject) -> bool:
    workload = container.object
    # a sidecar, which always restarts, does not keep the containers from starting
    checks = [each for each in mappings(workload.pod, "initContainers") if each.get("restartPolicy") != "Always"]
    has_own_check = any((*checks, *_gates(container)))
    has_order = any(tool.position(job) != tool.position(workload) for tool in TOOLS)
    # with Flux, the order is in a Kustomization that depends on another one
    return has_own_check or has_order or KAPP_RULE in workload.annotations or is_applied_by(job, FLUX)


@rule(
    "PS510",
    "migration-in-a-job",
    "warning",
    looks_at="workloads whose containers run `migrate up`",
    fix="Run `migrate up` in one Job instead.",
)
def pods_do_not_migrate(objects: Objects) -> Iterator[Violation]:
    """A Job migrates the bucket storage, not a container of each pod.

    The migration lock lasts 60 seconds and is not renewed (AbstractMigrationAgent.ts). If a migration takes longer, the
    next pod starts it a second time. After a rollback to an older image, `migrate up` fails, so the pods do not start.
    """
    for container in objects.services():
        if container.migrates and container.object.kind in CONTROLLERS and not is_controlled(container.object):
            kind = "init container" if container.is_init else "container"
            reason = f"migrates in the {kind} '{container.name}' of each pod, but {_LOCK}"
            yield Violation(container.object, reason, "run `migrate up` in one Job instead", container.path)


def _containers_by_instance(objects: Objects) -> dict[InstanceId | None, list[ServiceContainer]]:
    """Return the containers of Jobs that migrate each instance."""
    found: dict[InstanceId | None, list[ServiceContainer]] = {}
    for container in objects.services("migrate"):
        instance = instance_of(container.object, objects)
        if container.object.kind == "Job" and instance:
            found.setdefault(instance, []).append(container)
    return found


def _jobs_by_instance(objects: Objects) -> dict[InstanceId | None, KubeObject]:
    """Return the first Job that migrates each instance."""
    return {instance: found[0].object for instance, found in _containers_by_instance(objects).items()}

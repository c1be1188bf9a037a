"""Rules about probes that cannot fail, and about probes that read files of the service."""

from collections.abc import Iterator
from posixpath import normpath

from powersync_constructs.config.pods._reserved import PROBE_FILES
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import Manifest, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.served import served_by
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.containers._probes import Probe, probes_of

_FILES = ("startup", "ready", "poll")
"""The files that the service writes (libs/lib-services/src/signals/probes/fs-probes.ts)."""
_READ_ONLY = frozenset({"configMap", "downwardAPI", "image", "projected", "secret"})
"""The types of volumes to which no container can write."""


@rule(
    "PS216",
    "probe-files-are-written",
    "error",
    looks_at="probes of API pods, replicators and unified pods that read files in `/app/.probes`",
    fix="Use HTTP probes, or set `healthcheck.probes.use_filesystem: true` in service.yaml.",
)
def probe_files_are_written(objects: Objects) -> Iterator[Violation]:
    """The service writes each file that a probe reads.

    The files are `startup`, `ready` and `poll` in `/app/.probes`. If service.yaml contains `healthcheck.probes`, the
    service writes them only with `use_filesystem: true` (CoreModule.ts:108-158). A probe for a file that does not exist
    always fails.
    """
    for probe in _file_probes(objects):
        served = served_by(probe.container, objects)
        unknown = [name for name in probe.files if name not in _FILES]
        if unknown:
            reason = f"has a {probe} that reads {PROBE_FILES.path}/{unknown[0]}, which the service does not write"
            fix = f"use one of the files {', '.join(_FILES)}, or an HTTP probe"
        elif served and not served.has_file_probes:
            reason = f"has a {probe} that reads a file, but service.yaml sets healthcheck.probes without use_filesystem"
            fix = "use an HTTP probe, or set healthcheck.probes.use_filesystem to true"
        else:
            continue
        yield Violation(probe.container.object, reason, fix, probe.path)


@rule(
    "PS217",
    "probe-files-volume",
    "error",
    looks_at="containers with a read-only root file system and probes that read files",
    fix="Use HTTP probes, or mount an `emptyDir` volume at `/app/.probes`.",
)
def probe_files_have_a_volume(objects: Objects) -> Iterator[Violation]:
    """A container with file probes and a read-only root file system mounts a writable volume at `/app/.probes`.

    The service ignores errors when it writes the files (fs-probes.ts:19-46). Without the volume, the files never exist,
    the probes fail, and no log message shows the reason.
    """
    for probe in _file_probes(objects):
        container = probe.container
        is_read_only = mapping(container.spec, "securityContext").get("readOnlyRootFilesystem") is True
        if is_read_only and not any(_writable_mounts(container)):
            reason = f"has a {probe} that reads a file in {PROBE_FILES.path}, but the service cannot write there"
            yield Violation(container.object, reason, path=probe.path)


@rule(
    "PS218",
    "liveness-can-fail",
    "warning",
    looks_at="liveness probes of API pods, replicators and unified pods",
    fix="Use an HTTP probe for `/probes/liveness`, or check the age of `/app/.probes/poll`.",
)
def liveness_can_fail(objects: Objects) -> Iterator[Violation]:
    """A liveness probe fails if the process hangs.

    The service never removes its probe files, so a probe that only checks whether a file exists always succeeds
    (measured: a stopped process stayed ready). A TCP probe succeeds too, because the kernel accepts the connection. The
    service writes `/app/.probes/poll` again every 5 s, so the age of this file shows whether the process hangs.
    """
    for container in objects.workloads():
        for probe in probes_of(container, "liveness"):
            served = served_by(container, objects)
            if mapping(probe.spec, "tcpSocket"):
                reason = "has a liveness probe that only connects, which also succeeds if the process hangs"
            elif not probe.checks_only_existence or (probe.files and served and not served.has_file_probes):
                continue
            elif probe.files:
                reason = "has a liveness probe that cannot fail, because the service never removes its probe files"
            else:
                reason = "has a liveness probe that does not check the service"
            yield Violation(container.object, reason, path=probe.path)


@rule(
    "PS219",
    "probe-files-of-this-process",
    "warning",
    looks_at="startup and readiness probes that read files, in containers with a volume at `/app/.probes`",
    fix="Use HTTP probes, or check the age of `/app/.probes/poll` in place of the existence of another file.",
)
def probe_files_are_of_this_process(objects: Objects) -> Iterator[Violation]:
    """A file of an earlier process does not make a startup or readiness probe succeed.

    A volume keeps its files when the kubelet restarts the container. If a probe only checks whether a file exists,
    Kubernetes counts the restarted container as started and ready at once, before the service listens.
    """
    for probe in _file_probes(objects):
        is_affected = probe.kind != "liveness" and probe.checks_only_existence
        if is_affected and any(_writable_mounts(probe.container)):
            reason = f"has a {probe} that finds the files of an earlier process in the volume at {PROBE_FILES.path}"
            yield Violation(probe.container.object, reason, path=probe.path)


def _file_probes(objects: Objects) -> Iterator[Probe]:
    for container in objects.workloads():
        yield from (probe for probe in probes_of(container) if probe.files)


def _writable_mounts(container: ServiceContainer) -> Iterator[Manifest]:
    """Yield the mounts that make the folder of the probe files writable."""
    volumes = {text(volume.get("name")): volume for volume in mappings(container.object.pod, "volumes")}
    for mount in mappings(container.spec, "volumeMounts"):
        volume = volumes.get(text(mount.get("name")), {})
        is_here = f"{PROBE_FILES.path}/".startswith(normpath(text(mount.get("mountPath")) or "/").rstrip("/") + "/")
        if is_here and mount.get("readOnly") is not True and _READ_ONLY.isdisjoint(volume):
            yield mount

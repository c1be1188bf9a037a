"""Rules about the bucket storage, which an instance must not share with another instance or with a source database."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.configurations import existing_service_yaml
from powersync_constructs.rules._lib.databases import Used, used_databases
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.instances._claims import Claim, Conflict, conflicts

_OWN_DATABASE = "give each instance its own database for the bucket storage"
_ANOTHER_DATABASE = "use another database for the bucket storage; it can be on the same server"


@rule(
    "PS902",
    "storage-of-one-instance",
    "error",
    "warning",
    looks_at="the service.yaml of each instance",
    fix="Give each instance its own database for the bucket storage.",
    scope="app",
)
def storage_is_of_one_instance(objects: Objects) -> Iterator[Violation]:
    """A bucket storage belongs to one instance.

    Otherwise, each instance replaces the sync config of the other instance, and `teardown` of one deletes the data of
    both. Two instances that load the same existing service.yaml share the bucket storage too.
    """
    for conflict in conflicts(_storages(objects)):
        reason = f"uses {conflict.second.shown} {conflict.other} also uses"
        fix = conflict.fix(_OWN_DATABASE)
        yield Violation(conflict.second.by, reason, fix, severity=conflict.severity)


@rule(
    "PS903",
    "storage-apart-from-source",
    "error",
    "warning",
    looks_at="the service.yaml of each instance",
    fix="Use another database for the bucket storage. It can be on the same server.",
    scope="app",
)
def storage_is_apart_from_source(objects: Objects) -> Iterator[Violation]:
    """A source database is not also the bucket storage of the same instance or of another one.

    With MongoDB, this is an error, because `teardown` drops the whole database of the bucket storage
    (MongoStorageProvider.ts). With Postgres, it is a warning: `teardown` drops only the tables of the service, but the
    replication slot of the source also processes each write to the bucket storage. A slot ignores other databases of
    the same server.
    """
    used = [*used_databases(objects)]
    storages: dict[object, list[Used]] = {}
    for each in used:
        for key in each.storage.keys if each.storage else ():
            storages.setdefault(key, []).append(each)
    for each in used:
        found = [other for key in (each.source.keys if each.source else ()) for other in storages.get(key, ())]
        if found:
            yield _source_is_storage(each, each if each in found else found[0])


def _source_is_storage(used: Used, storing: Used) -> Violation:
    assert used.source is not None
    claim = Claim(used.by, used.instance, is_same_from_everywhere=used.source.is_same_from_everywhere)
    conflict = Conflict(Claim(storing.by, storing.instance), claim)
    whose = "is also its bucket storage" if used is storing else f"{conflict.other} uses as bucket storage"
    shown = f"the source database {used.source}, which" if used.source.is_shown else "a source database that"
    reason = f"replicates from {shown} {whose}"
    fix = conflict.fix(_ANOTHER_DATABASE)
    if used.source.type != "mongodb":
        return Violation(used.by, reason, fix, severity="warning")
    reason = f"{reason}, and teardown drops the whole database"
    return Violation(used.by, reason, fix, severity=conflict.severity)


def _storages(objects: Objects) -> Iterator[Claim]:
    for used in used_databases(objects):
        if storage := used.storage:
            shown = f"the bucket storage {storage}, which" if storage.is_shown else "the bucket storage that"
            yield Claim(used.by, used.instance, storage.keys, storage.is_same_from_everywhere, shown)
    first: dict[object, Claim] = {}
    for container in objects.services():
        workload, instance = container.object, instance_of(container.object, objects)
        if instance and (hidden := existing_service_yaml(container, objects)):
            shown = f"service.yaml from {hidden.kind}/{hidden.name}, and thus the bucket storage, which"
            first.setdefault((workload.chart, instance, hidden), Claim(workload, instance, (hidden,), shown=shown))
    yield from first.values()

"""Rules about the bucket storage, which an instance must not share with another instance or with a source database."""

from collections.abc import Iterable, Iterator

from powersync_constructs.rules._claims import Claim, Conflict, conflicts
from powersync_constructs.rules._configurations import existing_service_yaml
from powersync_constructs.rules._databases import Used, used_databases
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject

_OWN_DATABASE = "give each instance its own database for the bucket storage"
_ANOTHER_DATABASE = "use another database for the bucket storage; it can be on the same server"


def storage_is_of_one_instance(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A bucket storage must belong to one instance.

    Otherwise, each instance replaces the sync config of the other instance, and `teardown` of one deletes the data of
    both. Two instances that load the same existing service.yaml share the bucket storage too.
    """
    for conflict in conflicts(_storages([*objects])):
        where, reason = str(conflict.second.by), f"uses {conflict.second.shown} {conflict.other} also uses"
        if conflict.is_certain:
            yield Finding("storage-of-one-instance", "error", where, reason, _OWN_DATABASE)
        else:
            yield Finding("storage-of-one-instance", "warning", where, reason, conflict.fix(_OWN_DATABASE))


def storage_is_apart_from_source(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A source database must not also be the bucket storage of an instance, whether the same or another one.

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


def _source_is_storage(used: Used, storing: Used) -> Finding:
    assert used.source is not None
    where = str(used.by)
    conflict = Conflict(Claim(storing.by), Claim(used.by, is_same_from_everywhere=used.source.is_same_from_everywhere))
    whose = "is also its bucket storage" if used is storing else f"{conflict.other} uses as bucket storage"
    shown = f"the source database {used.source}, which" if used.source.is_shown else "a source database that"
    reason = f"replicates from {shown} {whose}"
    fix = conflict.fix(_ANOTHER_DATABASE)
    if used.source.type != "mongodb":
        return Finding("storage-apart-from-source", "warning", where, reason, fix)
    reason = f"{reason}, and teardown drops the whole database"
    if conflict.is_certain:
        return Finding("storage-apart-from-source", "error", where, reason, fix)
    return Finding("storage-apart-from-source", "warning", where, reason, fix)


def _storages(objects: list[KubeObject]) -> Iterator[Claim]:
    for used in used_databases(objects):
        if storage := used.storage:
            shown = f"the bucket storage {storage}, which" if storage.is_shown else "the bucket storage that"
            yield Claim(used.by, storage.keys, storage.is_same_from_everywhere, shown)
    first: dict[object, Claim] = {}
    for workload in objects:
        if secret := existing_service_yaml(workload):
            shown = f"service.yaml from Secret/{secret.name}, and thus the bucket storage, which"
            first.setdefault((workload.chart, workload.instance_id, secret), Claim(workload, (secret,), shown=shown))
    yield from first.values()

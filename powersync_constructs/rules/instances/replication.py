"""Rules about what identifies an instance on the server of its source database."""

from collections.abc import Iterator

from powersync_constructs.config.service._slots import SLOT_PREFIX
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.databases import used_databases
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.instances._claims import Claim, conflicts

_SERVER_ID = "1"
"""The default of `server_id` (types.ts of module-mysql)."""


@rule(
    "PS906",
    "slot-prefix-of-one-instance",
    "warning",
    looks_at="the service.yaml of each instance with a Postgres source database",
    fix="Set a different `slot_name_prefix` of the source database for each instance.",
    scope="app",
)
def slot_prefix_is_of_one_instance(objects: Objects) -> Iterator[Violation]:
    """Instances that replicate from one Postgres server have different prefixes for their replication slots.

    A server has one list of slots for all its databases. The finding is a warning, because equal names are rare: after
    the prefix, a name contains the number of the replication stream and four random hexadecimal digits
    (`generateReplicationStreamName`), and the service drops a slot only by its full name (`cleanUpReplicationSlot`).
    If two names are equal, both instances read one slot and lose changes without an error (`WalStream.initSlot`). With
    equal prefixes, the name of a slot also does not show its instance, which you need to know before you drop the slot.
    """
    fix = "set a different slot_name_prefix of the source database for each instance"
    for conflict in conflicts(_claims(objects, "postgresql", "slot_name_prefix", SLOT_PREFIX)):
        reason = f"uses the slot prefix {conflict.second.shown}, as {conflict.other} does"
        yield Violation(conflict.second.by, reason, conflict.fix(fix))


@rule(
    "PS907",
    "server-id-of-one-instance",
    "warning",
    looks_at="the service.yaml of each instance with a MySQL source database",
    fix="Set a different `server_id` of the source database for each instance.",
    scope="app",
)
def server_id_is_of_one_instance(objects: Objects) -> Iterator[Violation]:
    """Instances that replicate from one MySQL server have different server IDs.

    MySQL closes the older of two connections with the same server ID (error 1236). The finding is a warning, because
    the service up to 1.26.1 ignores `server_id`, and uses a random ID for each connection (`createRandomServerId` of
    module-mysql). The code of newer versions was not available.
    """
    fix = "set a different server_id of the source database for each instance"
    for conflict in conflicts(_claims(objects, "mysql", "server_id", _SERVER_ID)):
        reason = f"has the MySQL server ID {conflict.second.shown}, as {conflict.other} does"
        yield Violation(conflict.second.by, reason, conflict.fix(fix))


def _claims(objects: Objects, of_type: str, field: str, default: str) -> Iterator[Claim]:
    """Yield the value that each instance has for a field of its source database, for each server of the database."""
    for used in used_databases(objects):
        source = used.source
        if source is None or source.type != of_type:
            continue
        settings = used.configuration.source
        value = used.configuration.value(settings, field) or default
        own = f"'{value}'" if used.configuration.shows(settings, field) else "from a Secret"
        shown = f"{own} on {source.address or 'the server of its source database'}"
        same = source.server_is_same_from_everywhere and isinstance(value, str)
        yield Claim(used.by, used.instance, tuple((server, value) for server in source.servers), same, shown)

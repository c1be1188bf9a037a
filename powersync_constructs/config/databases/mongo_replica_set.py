"""Props of `MongoReplicaSet`: MongoDB run by the operator MongoDB Controllers for Kubernetes."""

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, StrictStr

from powersync_constructs.config.core._types import Bytes, matching
from powersync_constructs.config.databases._operator_database import OperatorDatabase, PasswordRef, check_name

Members = Literal[1, 3, 5, 7]
"""The number of members, which must be odd. More than half of them must be available to elect a primary. MongoDB allows
at most seven voting members.
"""
MOST_MEMBERS: int = max(get_args(Members))
"""The largest possible number of members."""


def replica_set_name(text: str) -> str:
    """Check the name of a replica set. Raises ValueError.

    The StatefulSet has the same name. A label value of the pods of the StatefulSet is 11 characters longer than this
    name, and may have at most 63 characters (kubernetes#64023).
    """
    return check_name(text, 52)


def _database(text: str) -> str:
    if text in ("admin", "config", "local"):
        raise ValueError("is a system database of MongoDB; choose another")
    return text


ReplicaSetName = Annotated[StrictStr, AfterValidator(replica_set_name)]
"""The name of a replica set."""
MongoName = Annotated[
    StrictStr,
    matching(
        r"[A-Za-z_][A-Za-z0-9_-]{0,62}",
        "is not a valid name; begin with a letter, and use up to 63 letters, digits, _ and -",
    ),
]
"""The name of a MongoDB user or database."""
MongoDatabase = Annotated[MongoName, AfterValidator(_database)]
"""The name of a MongoDB database that is not a system database."""
MongoVersion = Annotated[
    StrictStr,
    matching(
        r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}",
        "is not a full version, which the operator uses as an image tag; write it like 8.0.32",
    ),
]
"""A MongoDB version with three numbers."""


class MongoReplicaSetProps(OperatorDatabase):
    """Props of a replica set for the bucket storage of one instance."""

    error_path = "mongo_replica_set"
    operators_labels: ClassVar[tuple[str, ...]] = ("app",)

    name: ReplicaSetName | None = None
    """The name of the replica set. Default: the id of the construct."""
    members: Members = 3
    """The number of members: 1, 3, 5 or 7. The default of 3 comes from the PowerSync documentation
    (deployment-architecture).
    """
    version: MongoVersion = "8.0.32"
    """The MongoDB version."""
    logs_size: Bytes = "2Gi"
    """The size of each pod's log volume. The default is the default of the operator."""
    database: MongoDatabase = "powersync"
    """The name of the database, which is also the authentication database of the user."""
    username: MongoName = "powersync"
    """The user name. The user has the roles readWrite and dbAdmin on the database."""
    password: PasswordRef
    """The password of the user, in any key of a Secret."""

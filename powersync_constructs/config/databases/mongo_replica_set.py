"""Props of `MongoReplicaSet`: MongoDB kept by the operator MongoDB Controllers for Kubernetes."""

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, Field, StrictStr

from powersync_constructs.config.core._types import Bytes, matching
from powersync_constructs.config.databases._operator_database import OperatorDatabase, PasswordRef, check_name

Members = Literal[1, 3, 5, 7]
"""How many members elect a primary: an odd number, of which more than half must live; MongoDB lets seven vote."""
MOST_MEMBERS: int = max(get_args(Members))
"""The most members that there may ever have been."""


def replica_set_name(text: str) -> str:
    """Check the name of a replica set. Raises ValueError.

    It is a StatefulSet's: a label of its pods, which end at 63, is its name and 11 more (kubernetes#64023).
    """
    return check_name(text, 52)


def _database(text: str) -> str:
    if text in ("admin", "config", "local"):
        raise ValueError("is a database of MongoDB's own; choose another")
    return text


ReplicaSetName = Annotated[StrictStr, AfterValidator(replica_set_name)]
"""The name of a replica set."""
MongoName = Annotated[
    StrictStr,
    matching(r"[A-Za-z_][A-Za-z0-9_-]{0,62}", "is no plain name; use letters, digits, _ and -, at most 63 of them"),
]
"""A user's name in MongoDB."""
MongoDatabase = Annotated[MongoName, AfterValidator(_database)]
"""A database of the user's in MongoDB."""
MongoVersion = Annotated[
    StrictStr,
    matching(
        r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}",
        "is no whole version, which the operator makes an image's tag of; write it like 8.0.32",
    ),
]
"""A version of MongoDB: three numbers."""


class MongoReplicaSetProps(OperatorDatabase):
    """A replica set for the bucket storage of one instance."""

    error_path = "mongo_replica_set"
    operators_labels: ClassVar[tuple[str, ...]] = ("app",)

    name: ReplicaSetName | None = Field(default=None, description="the replica set's name; default: the construct's id")
    members: Members = Field(
        default=3, description="members: 1, 3, 5 or 7; default: 3 (PowerSync's docs, deployment-architecture)"
    )
    version: MongoVersion = Field(default="8.0.32", description="the version of MongoDB")
    logs_size: Bytes = Field(default="2Gi", description="each pod's volume for logs; the operator's own default")
    database: MongoDatabase = Field(default="powersync", description="the database, and the one that knows the user")
    username: MongoName = Field(default="powersync", description="the user, with readWrite and dbAdmin on it")
    password: PasswordRef = Field(description="its password, in any key of a Secret")

"""The bucket storage, the database where the service stores replicated data.

Fields, types and defaults: `modules/module-*-storage/src/types/types.ts` of powersync-service 1.25, the JSON Schema of
`@powersync/service-schema` 1.26, `@powersync/service-module-mongodb-storage` 0.22 (service 1.26.1), and
changelogs up to service 1.29.1.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential, FilledText, Text
from powersync_constructs.config.core._env import OrEnv, plain_only
from powersync_constructs.config.core._types import Count, PositiveCount
from powersync_constructs.config.core._uris import HttpUrl
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._connection import (
    MongoConnection,
    PostgresConnection,
    plain_address,
    require_both,
)
from powersync_constructs.config.service._extra import ServiceYamlMapping
from powersync_constructs.config.service._poolers import refuse_pooler_of_storage
from powersync_constructs.config.service.releases._lookup import is_only_for_mongodb, since

_BACK = "remove the field after all data is at storage version 2 (docs/rolling-back.md)"


def _prefix(text: str) -> str:
    if len(text.encode()) > 256:
        raise ValueError("has more than 256 bytes in UTF-8, the limit of the service; shorten it")
    if text.endswith("/"):
        raise ValueError("ends with '/', which the service does not accept; remove the '/'")
    return text


Prefix = Annotated[FilledText, AfterValidator(_prefix)]
"""A prefix of object keys in a bucket, like `production/powersync`."""
ReadPreference = Literal["primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"]
"""A MongoDB read preference."""


_OF_MONGODB = (
    *("bulk_read_preference", "chunk_compaction_concurrency", "clear_batch_throttle_rate"),
    *("object_storage", "stats_read_preference"),
)
"""The fields that only bucket storage in MongoDB has."""


class _Storage(ServiceYamlMapping):
    error_path = "storage"

    max_pool_size: OrEnv[PositiveCount] | None = None
    """The maximum number of connections per pool. Default: 8. With Postgres storage, a process can open two pools and
    10 more connections.
    """
    default_storage_version: Annotated[
        Literal[2, 3, 4] | None,
        since("storage.default_storage_version", _BACK),
        plain_only("the checks of the storage versions need it"),
    ] = None
    """The storage version of sync configs that do not set one. Default: 2, or 4 with MongoDB storage since service
    1.27. Set it to 2 so that an upgrade of the service does not change the storage version. 3 is unstable. Postgres
    storage accepts only 2. A change has no effect on a sync config that is already deployed.
    """


class BatchLimits(ServiceYamlMapping):
    """Limits of a batch of writes to Postgres storage."""

    max_estimated_size: OrEnv[PositiveCount] | None = None
    """The maximum estimated size of a batch, in bytes. Default: 5000000."""
    max_record_count: OrEnv[PositiveCount] | None = None
    """The maximum number of records in a batch. Default: 2000."""
    max_current_data_batch_size: OrEnv[PositiveCount] | None = None
    """The maximum size of the `current_data` rows that the service looks up at once, in bytes. Default: 50000000."""


class PostgresStorage(PostgresConnection, _Storage):
    """Bucket storage in Postgres. If the server also contains the source database, it must be Postgres 14 or newer.

    Do not use a pooler in transaction mode, because the service uses LISTEN and `SET search_path`.
    """

    error_path = "storage"
    corrections: ClassVar[Mapping[str, str]] = {
        "slot_name_prefix": "it has an effect only on the source database; set source.slot_name_prefix",
        **dict.fromkeys(_OF_MONGODB, "only MongoDB storage has it; remove it, or use MongoStorage"),
    }

    type: Literal["postgresql"] = "postgresql"
    """The type of the bucket storage."""
    batch_limits: BatchLimits | None = None
    """Limits of a batch of writes."""

    @model_validator(mode="after")
    def _check_storage_version(self) -> Self:
        number = self.default_storage_version
        if number is not None and is_only_for_mongodb(number):
            rule = f"{number} is only for MongoDB storage"
            raise config_error("default_storage_version", f"{rule}; use 2, or remove it")
        return self

    @model_validator(mode="after")
    def _is_not_a_pooler(self) -> Self:
        refuse_pooler_of_storage(plain_address(self))
        return self


class ObjectStorage(ServiceYamlMapping):
    """An S3 bucket for large data. Only data with storage version 4 uses it.

    API pods, replicators and the compaction need access to the bucket: to list, get, put and delete objects with the
    prefix. Without access keys, the AWS SDK uses its default credential chain, for example a role of the ServiceAccount
    (IRSA). Do not enable versioning, Object Lock or an expiration rule for the bucket.
    """

    type: Literal["s3"] = "s3"
    """The type of the object storage."""
    bucket: OrEnv[FilledText]
    """The name of the S3 bucket."""
    region: OrEnv[StrictStr] | None = None
    """The AWS region of the bucket."""
    prefix: OrEnv[Prefix] | None = None
    """The prefix of all object keys, at most 256 bytes, without a slash at the end. Set it, even if only one instance
    uses the bucket: the command `teardown` deletes all objects below `<prefix>/bucket-data/`. Without a prefix, it also
    deletes those of other instances without a prefix. Instances that share a bucket need different prefixes.
    """
    endpoint: HttpUrl | None = None
    """The URL of an S3-compatible server. Default: AWS."""
    force_path_style: OrEnv[StrictBool] | None = None
    """Whether URLs contain the bucket name in the path and not in the host."""
    access_key_id: Text | None = None
    """The access key ID. Default: the default credential chain of the AWS SDK."""
    secret_access_key: Credential | None = None
    """The secret access key. Required if `access_key_id` is set."""
    concurrency_limit: OrEnv[PositiveCount] | None = None
    """The maximum number of concurrent requests. Default: 64, or 16 before service 1.26.1."""
    inline_threshold_bytes: OrEnv[Count] | None = None
    """The size in bytes below which data stays in MongoDB. Default: 16384."""
    defaults_mode: Annotated[
        OrEnv[Literal["standard", "in-region", "cross-region", "mobile"]] | None,
        since("storage.object_storage.defaults_mode"),
    ] = None
    """The defaults mode of the AWS SDK, which sets the timeouts of its requests. Default: standard, with 124 s for a
    whole operation. 'in-region' has 44 s, and 'mobile' 1200 s.
    """

    @model_validator(mode="after")
    def _has_both_keys_or_none(self) -> Self:
        require_both(self, "access_key_id", "secret_access_key")
        return self


class MongoStorage(MongoConnection, _Storage):
    """Bucket storage in a MongoDB replica set. The user needs the roles readWrite and dbAdmin on the database."""

    error_path = "storage"

    type: Literal["mongodb"] = "mongodb"
    """The type of the bucket storage."""
    bulk_read_preference: Annotated[OrEnv[ReadPreference] | None, since("storage.bulk_read_preference")] = None
    """The MongoDB read preference of bulk reads (experimental)."""
    clear_batch_throttle_rate: Annotated[
        OrEnv[Annotated[StrictFloat, Field(ge=0, le=20)]] | None, since("storage.clear_batch_throttle_rate")
    ] = None
    """The throttle rate for clearing old data, from 0 to 20. Default: 0.2. A higher rate makes clearing slower."""
    object_storage: Annotated[ObjectStorage | None, since("storage.object_storage")] = None
    """An S3 bucket for large data. It needs storage version 4."""
    chunk_compaction_concurrency: Annotated[
        OrEnv[Annotated[StrictInt, Field(ge=1, le=64)]] | None, since("storage.chunk_compaction_concurrency")
    ] = None
    """The number of buckets that a process compacts at the same time, from 1 to 64, with storage version 4. Default: 4
    with `object_storage`, otherwise 2.
    """
    stats_read_preference: Annotated[OrEnv[ReadPreference] | None, since("storage.stats_read_preference")] = None
    """The MongoDB read preference for the sizes of the storage in the metrics. The version and the values are inferred
    from the changelog of the service.
    """


Storage = Annotated[PostgresStorage | MongoStorage, Field(discriminator="type")]
"""Bucket storage of any type that the service supports."""


def object_storage_of(storage: object) -> ObjectStorage | None:
    """Return the object storage of a bucket storage; None if it has none."""
    return storage.object_storage if isinstance(storage, MongoStorage) else None

"""The bucket storage, the database where the service stores replicated data.

Fields, types and defaults: `modules/module-*-storage/src/types/types.ts` of powersync-service 1.25 and the JSON Schema
of `@powersync/service-schema` 1.26.
"""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential, FilledText, Text
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Count, PositiveCount
from powersync_constructs.config.core._uris import HttpUrl
from powersync_constructs.config.core._versions import Since
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._connection import MongoConnection, PostgresConnection, require_both

_BACK = "remove the field after all data is at storage version 2 (docs/rolling-back.md)"


class _Storage(Props):
    error_path = "storage"

    max_pool_size: PositiveCount | None = None
    """The maximum number of connections per pool. Default: 8. With Postgres storage, a process can open two pools and
    10 more connections.
    """
    default_storage_version: Annotated[Literal[2, 3, 4] | None, Since("1.26.0", otherwise=_BACK)] = None
    """The storage version of sync configs that do not set one. Default: 2. If you set it, an upgrade of the service
    does not change the storage version, so you can still roll back. 4 is only for MongoDB storage.
    """


class BatchLimits(Props):
    """Limits of a batch of writes to Postgres storage."""

    max_estimated_size: PositiveCount | None = None
    """The maximum estimated size of a batch, in bytes. Default: 5000000."""
    max_record_count: PositiveCount | None = None
    """The maximum number of records in a batch. Default: 2000."""
    max_current_data_batch_size: PositiveCount | None = None
    """The maximum size of the `current_data` rows that the service looks up at once, in bytes. Default: 50000000."""


class PostgresStorage(PostgresConnection, _Storage):
    """Bucket storage in Postgres. If the server also contains the source database, it must be Postgres 14 or newer.

    Do not use a pooler in transaction mode, because the service uses LISTEN and `SET search_path`.
    """

    error_path = "storage"

    type: Literal["postgresql"] = "postgresql"
    """The type of the bucket storage."""
    batch_limits: BatchLimits | None = None
    """Limits of a batch of writes."""

    @model_validator(mode="after")
    def _check_storage_version(self) -> Self:
        if self.default_storage_version == 4:
            raise config_error("default_storage_version", "4 is only for MongoDB storage; use 2, or remove it")
        return self


class ObjectStorage(Props):
    """An S3 bucket for large data (experimental in the service).

    Without access keys, the AWS SDK uses its default credential chain, for example a role of the ServiceAccount (IRSA).
    """

    type: Literal["s3"] = "s3"
    """The type of the object storage."""
    bucket: FilledText
    """The name of the S3 bucket."""
    region: StrictStr | None = None
    """The AWS region of the bucket."""
    prefix: StrictStr | None = None
    """The prefix of all object keys. Instances that share a bucket need different prefixes."""
    endpoint: HttpUrl | None = None
    """The URL of an S3-compatible server. Default: AWS."""
    force_path_style: StrictBool | None = None
    """Whether URLs contain the bucket name in the path and not in the host."""
    access_key_id: Text | None = None
    """The access key ID. Default: the default credential chain of the AWS SDK."""
    secret_access_key: Credential | None = None
    """The secret access key. Required if `access_key_id` is set."""
    concurrency_limit: PositiveCount | None = None
    """The maximum number of concurrent requests. Default: 16."""
    inline_threshold_bytes: Count | None = None
    """The size in bytes below which data stays in MongoDB."""
    defaults_mode: Annotated[Literal["standard", "in-region", "cross-region", "mobile"] | None, Since("1.26.0")] = None
    """The defaults mode of the AWS SDK, which sets its timeouts and retries."""

    @model_validator(mode="after")
    def _has_both_keys_or_none(self) -> Self:
        require_both(self, "access_key_id", "secret_access_key")
        return self


class MongoStorage(MongoConnection, _Storage):
    """Bucket storage in a MongoDB replica set. The user needs the roles readWrite and dbAdmin on the database."""

    error_path = "storage"

    type: Literal["mongodb"] = "mongodb"
    """The type of the bucket storage."""
    bulk_read_preference: Annotated[
        Literal["primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"] | None, Since("1.23.2")
    ] = None
    """The MongoDB read preference of bulk reads (experimental)."""
    clear_batch_throttle_rate: Annotated[Annotated[StrictFloat, Field(ge=0, le=20)] | None, Since("1.24.0")] = None
    """The throttle rate for clearing old data, from 0 to 20. Default: 0.2. A higher rate makes clearing slower."""
    object_storage: Annotated[ObjectStorage | None, Since("1.24.0")] = None
    """An S3 bucket for large data."""


Storage = Annotated[PostgresStorage | MongoStorage, Field(discriminator="type")]
"""Bucket storage of any type that the service supports."""

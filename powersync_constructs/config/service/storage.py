"""The bucket storage: where the service keeps what it has replicated.

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

_BACK = "leave it out once all data is at storage version 2 (docs/rolling-back.md)"


class _Storage(Props):
    error_path = "storage"

    max_pool_size: PositiveCount | None = Field(
        default=None,
        description="connections a pool; for Postgres, a process may open two pools and 10 connections more; "
        "default: 8",
    )
    default_storage_version: Annotated[Literal[2, 3, 4] | None, Since("1.26.0", otherwise=_BACK)] = Field(
        default=None,
        description="the storage version of new sync configs; pin it to keep a way back to an older service",
    )


class BatchLimits(Props):
    """How much the Postgres storage takes in one batch."""

    max_estimated_size: PositiveCount | None = Field(default=None, description="bytes a batch; default: 5000000")
    max_record_count: PositiveCount | None = Field(default=None, description="records a batch; default: 2000")
    max_current_data_batch_size: PositiveCount | None = Field(
        default=None, description="bytes of current data a batch; default: 50000000"
    )


class PostgresStorage(PostgresConnection, _Storage):
    """Bucket storage in Postgres, 14 or newer when the source is on the same server.

    A pooler in transaction mode must not stand before it: the service uses LISTEN and `SET search_path`.
    """

    error_path = "storage"

    type: Literal["postgresql"] = Field(default="postgresql", description="the kind of storage")
    batch_limits: BatchLimits | None = Field(default=None, description="how much is taken in one batch")

    @model_validator(mode="after")
    def _has_no_version_of_mongodb(self) -> Self:
        if self.default_storage_version == 4:
            raise config_error("default_storage_version", "4 is for storage in MongoDB alone; use 2, or leave it out")
        return self


class ObjectStorage(Props):
    """An S3 bucket for bulky data (experimental in the service).

    Without keys the AWS client looks for its own: a role of the ServiceAccount (IRSA) works.
    """

    type: Literal["s3"] = Field(default="s3", description="the kind of object storage")
    bucket: FilledText = Field(description="the bucket's name")
    region: StrictStr | None = Field(default=None, description="the bucket's region")
    prefix: StrictStr | None = Field(default=None, description="what all keys begin with")
    endpoint: HttpUrl | None = Field(default=None, description="another server than AWS's")
    force_path_style: StrictBool | None = Field(default=None, description="the bucket in the path, not in the host")
    access_key_id: Text | None = Field(default=None, description="the access key's id")
    secret_access_key: Credential | None = Field(default=None, description="the access key's secret")
    concurrency_limit: PositiveCount | None = Field(default=None, description="requests at once; default: 16")
    inline_threshold_bytes: Count | None = Field(default=None, description="smaller data stays in the database")
    defaults_mode: Annotated[Literal["standard", "in-region", "cross-region", "mobile"] | None, Since("1.26.0")] = (
        Field(default=None, description="the AWS client's timeouts and retries")
    )

    @model_validator(mode="after")
    def _has_both_keys_or_none(self) -> Self:
        require_both(self, "access_key_id", "secret_access_key")
        return self


class MongoStorage(MongoConnection, _Storage):
    """Bucket storage in MongoDB: a replica set, and a user with readWrite and dbAdmin on the database."""

    error_path = "storage"

    type: Literal["mongodb"] = Field(default="mongodb", description="the kind of storage")
    bulk_read_preference: Annotated[
        Literal["primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"] | None, Since("1.23.2")
    ] = Field(default=None, description="where bulk reads go (experimental)")
    clear_batch_throttle_rate: Annotated[Annotated[StrictFloat, Field(ge=0, le=20)] | None, Since("1.24.0")] = Field(
        default=None, description="how much clearing old data is slowed down, 0 to 20; default: 0.2"
    )
    object_storage: Annotated[ObjectStorage | None, Since("1.24.0")] = Field(
        default=None, description="an S3 bucket for bulky data"
    )


Storage = Annotated[PostgresStorage | MongoStorage, Field(discriminator="type")]
"""Either kind of bucket storage."""

"""The bucket storage in Postgres and MongoDB, with and without an object storage."""

from typing import Any

import pytest

from powersync_constructs.config import MongoStorage, ObjectStorage, PostgresStorage, SecretRef
from powersync_constructs.config.core._model import Props
from tests.samples.databases import STORAGE

from .refusal import refusal, taken

SECRET = SecretRef("storage", "secret")
MONGO = {"uri": "mongodb://storage.example.com/powersync"}


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(PostgresStorage, {"uri": SECRET}, id="postgres-uri"),
        pytest.param(
            PostgresStorage,
            {"hostname": "storage.example.com", "username": "u", "password": SECRET, "database": "powersync"},
            id="postgres",
        ),
        pytest.param(MongoStorage, MONGO, id="mongodb"),
        pytest.param(MongoStorage, {**MONGO, "clear_batch_throttle_rate": 0}, id="mongodb-unthrottled"),
        pytest.param(MongoStorage, {**MONGO, "object_storage": ObjectStorage(bucket="chunks")}, id="mongodb-and-s3"),
    ],
)
def test_a_storage_needs_no_more(model: type[Props], fields: dict[str, Any]) -> None:
    """The least that can be said of a storage is taken."""
    assert taken(model, **fields)


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(
            PostgresStorage,
            {},
            "storage.hostname: missing; give hostname, username, password, database, or a uri from a SecretRef",
            id="postgres-nothing",
        ),
        pytest.param(
            STORAGE.with_,
            {"uri": "mongodb://storage.example.com/powersync"},
            "storage.uri: begins with another scheme than postgresql:// or postgres://; correct it",
            id="postgres-scheme",
        ),
        pytest.param(
            STORAGE.with_,
            {"sslmode": "verify-ca"},
            "storage.cacert: missing; sslmode verify-ca needs the certificate authority",
            id="postgres-ca",
        ),
        pytest.param(
            STORAGE.with_,
            {"max_pool_size": 0},
            "storage.max_pool_size: 0 should be greater than or equal to 1; it is …",
            id="postgres-empty-pool",
        ),
        pytest.param(
            STORAGE.with_,
            {"default_storage_version": 1},
            "storage.default_storage_version: 1 is not one of 2, 3 or 4; use one of these",
            id="postgres-storage-version",
        ),
        pytest.param(
            STORAGE.with_,
            {"default_storage_version": 4},
            "storage.default_storage_version: 4 is for storage in MongoDB alone; use 2, or leave it out",
            id="postgres-has-no-version-4",
        ),
        pytest.param(
            STORAGE.with_,
            {"batch_limit": {}},
            "storage.batch_limit: no such field; use batch_limits",
            id="postgres-slip-in-a-name",
        ),
        pytest.param(
            STORAGE.with_,
            {"batch_limits": {"max_record_count": 0}},
            "storage.batch_limits.max_record_count: 0 should be greater than or equal to 1; it is …",
            id="postgres-batch",
        ),
        pytest.param(
            MongoStorage,
            {"uri": "mongodb://storage.example.com"},
            "storage.database: missing; the URI has none in its path, so name it here (PSYNC_S1105)",
            id="mongodb-database",
        ),
        pytest.param(
            MongoStorage,
            {**MONGO, "clear_batch_throttle_rate": 20.5},
            "storage.clear_batch_throttle_rate: 20.5 should be less than or equal to 20; it is …",
            id="mongodb-throttle",
        ),
        pytest.param(
            MongoStorage,
            {**MONGO, "clear_batch_throttle_rate": "slow"},
            "storage.clear_batch_throttle_rate: 'slow' is no number; it is …",
            id="mongodb-throttle-text",
        ),
        pytest.param(
            MongoStorage,
            {**MONGO, "bulk_read_preference": "any"},
            "storage.bulk_read_preference: 'any' is not one of 'primary', 'primaryPreferred', 'secondary', "
            "'secondaryPreferred' or 'nearest'; use one of these",
            id="mongodb-read-preference",
        ),
        pytest.param(
            MongoStorage,
            {**MONGO, "object_storage": {"bucket": "chunks", "access_key_id": "AKIA"}},
            "storage.object_storage.secret_access_key: missing beside access_key_id; give both, or neither",
            id="s3-key-without-its-secret",
        ),
        pytest.param(
            ObjectStorage,
            {"bucket": "chunks", "secret_access_key": SECRET},
            "object_storage.access_key_id: missing beside secret_access_key; give both, or neither",
            id="s3-secret-without-its-key",
        ),
        pytest.param(
            ObjectStorage,
            {"bucket": "chunks", "endpoint": "minio:9000"},
            "object_storage.endpoint: 'minio:9000' is no http:// or https:// URL; correct it",
            id="s3-endpoint",
        ),
        pytest.param(ObjectStorage, {}, "object_storage.bucket: missing; it is …", id="s3-no-bucket"),
    ],
)
def test_a_storage_keeps_its_rules(make: Any, fields: dict[str, Any], line: str) -> None:
    """What the service refuses, or silently ignores, is refused with the way out."""
    assert refusal(make, **fields) == [line]

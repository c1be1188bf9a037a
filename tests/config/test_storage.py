"""The bucket storage in Postgres and MongoDB, with and without object storage."""

from typing import Any

import pytest

from powersync_constructs.config import MongoStorage, ObjectStorage, PostgresStorage, SecretRef
from powersync_constructs.config.core._model import Props
from tests.samples.databases import STORAGE

from .validation import accepts, errors_of

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
def test_minimal_storage_is_accepted(model: type[Props], fields: dict[str, Any]) -> None:
    """The required fields of each kind are enough."""
    assert accepts(model, **fields)


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(
            PostgresStorage,
            {},
            "storage.hostname: missing; set hostname, username, password and database, or a uri from a SecretRef",
            id="postgres-no-fields",
        ),
        pytest.param(
            STORAGE.with_,
            {"uri": "mongodb://storage.example.com/powersync"},
            "storage.uri: does not begin with postgresql:// or postgres://; correct it",
            id="postgres-scheme",
        ),
        pytest.param(
            STORAGE.with_,
            {"sslmode": "verify-ca"},
            "storage.cacert: missing; set the CA certificates, which sslmode verify-ca needs",
            id="postgres-ca",
        ),
        pytest.param(
            STORAGE.with_,
            {"max_pool_size": 0},
            "storage.max_pool_size: 0 should be greater than or equal to 1; set it to …",
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
            "storage.default_storage_version: 4 is only for MongoDB storage; use 2, or remove it",
            id="postgres-with-version-4",
        ),
        pytest.param(
            STORAGE.with_,
            {"batch_limit": {}},
            "storage.batch_limit: no such field; did you mean batch_limits?",
            id="postgres-misspelled-field",
        ),
        pytest.param(
            STORAGE.with_,
            {"object_storage": {"bucket": "data"}},
            "storage.object_storage: no such field; only MongoDB storage has it; remove it, or use MongoStorage",
            id="postgres-object-storage",
        ),
        pytest.param(
            STORAGE.with_,
            {"batch_limits": {"max_record_count": 0}},
            "storage.batch_limits.max_record_count: 0 should be greater than or equal to 1; set it to …",
            id="postgres-batch-limit",
        ),
        pytest.param(
            MongoStorage,
            {"uri": "mongodb://storage.example.com"},
            "storage.database: missing, and the path of the URI has no database (PSYNC_S1105); set it here or in the "
            "URI",
            id="mongodb-database",
        ),
        pytest.param(
            MongoStorage,
            {**MONGO, "clear_batch_throttle_rate": 20.5},
            "storage.clear_batch_throttle_rate: 20.5 should be less than or equal to 20; set it to …",
            id="mongodb-throttle",
        ),
        pytest.param(
            MongoStorage,
            {**MONGO, "clear_batch_throttle_rate": "slow"},
            "storage.clear_batch_throttle_rate: 'slow' is not a number; set it to …",
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
            "storage.object_storage.secret_access_key: missing, but access_key_id is set; set both, or neither",
            id="s3-key-without-its-secret",
        ),
        pytest.param(
            ObjectStorage,
            {"bucket": "chunks", "secret_access_key": SECRET},
            "object_storage.access_key_id: missing, but secret_access_key is set; set both, or neither",
            id="s3-secret-without-its-key",
        ),
        pytest.param(
            ObjectStorage,
            {"bucket": "chunks", "endpoint": "minio:9000"},
            "object_storage.endpoint: 'minio:9000' is not an http:// or https:// URL; correct it",
            id="s3-endpoint",
        ),
        pytest.param(ObjectStorage, {}, "object_storage.bucket: missing; set it to …", id="s3-no-bucket"),
    ],
)
def test_invalid_storage_is_refused(make: Any, fields: dict[str, Any], line: str) -> None:
    """Values that the service refuses or ignores are refused, and the error has a way out."""
    assert errors_of(make, **fields) == [line]

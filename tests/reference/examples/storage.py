"""Examples of bucket storages."""

from powersync_constructs import SecretRef
from powersync_constructs.config import BatchLimits, MongoStorage, ObjectStorage, PostgresStorage

PostgresStorage(
    hostname="storage.example.com",
    database="powersync",
    username="powersync_storage",
    password=SecretRef("powersync-storage", "password"),
    max_pool_size=20,
)
MongoStorage(uri=SecretRef("powersync-storage", "uri"), database="powersync")
ObjectStorage(bucket="powersync-chunks")
BatchLimits(max_record_count=1000)

"""Minimal and full samples of the setup of a source database."""

from powersync_constructs.config import (
    ConfigMapRef,
    MongoSource,
    MySqlSource,
    SecretRef,
    SetupAdministrator,
    SourceSetupProps,
)
from tests.samples.configuration import FULL_METADATA
from tests.samples.databases import SOURCE
from tests.samples.pods import FULL_RESOURCES

_PASSWORD = SecretRef("powersync-source", "password")
_ADMINISTRATOR = SetupAdministrator(username="admin", password=SecretRef("database-admin", "password"))
SOURCE_SETUP = SourceSetupProps(
    source=SOURCE.with_(cacert=ConfigMapRef("database-ca", "ca.crt")), administrator=_ADMINISTRATOR, tables=["lists"]
)
SOURCE_SETUPS = {
    "source-setup": SOURCE_SETUP,
    "source-setup-mysql": SourceSetupProps(
        source=MySqlSource(hostname="db.example.com", database="app", username="powersync", password=_PASSWORD),
        administrator=_ADMINISTRATOR,
        tables=["lists"],
    ),
    "source-setup-mongodb": SourceSetupProps(
        source=MongoSource(uri="mongodb://db.example.com/app", username="powersync", password=_PASSWORD),
        administrator=_ADMINISTRATOR,
        tables=["lists"],
    ),
}
LISTED_SOURCE_SETUP = SOURCE_SETUP.with_(tables=["lists", "shop.Orders"], replica_identity_full=["lists"])
FULL_SOURCE_SETUP = SourceSetupProps(
    name="tasks-source",
    source=SOURCE_SETUP.source.with_(
        sslmode="verify-ca",
        client_certificate=SecretRef("database-client", "tls.crt"),
        client_private_key=SecretRef("database-client", "tls.key"),
        slot_name_prefix="tasks_",
    ),
    administrator=SetupAdministrator(
        username=SecretRef("database-admin", "username"), password=SecretRef("database-admin", "password")
    ),
    all_tables=True,
    replica_identity_full=["log"],
    default_privileges_of=["tasks_app"],
    bypass_rls=False,
    check=True,
    image="registry.example.com/mirror/postgres:17",
    image_pull_secrets=["registry-login"],
    resources=FULL_RESOURCES,
    backoff_limit=2,
    active_deadline_seconds=600,
    ttl_seconds_after_finished=86400,
    metadata=FULL_METADATA,
)

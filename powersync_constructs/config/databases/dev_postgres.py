"""Props of `DevPostgres`."""

import base64

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core._credentials import StoredCredential
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Bytes, Identifier, ImageReference
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.pod import ObjectMetadata, PullSecrets
from powersync_constructs.config.service.source import PostgresSource
from powersync_constructs.config.service.storage import PostgresStorage

_PASSWORD = "password"
"""The key of the password in the created Secret."""


class DevPostgresProps(Props):
    """Props of a Postgres for development, with a source and a storage database. Do not keep important data in it."""

    error_path = "dev_postgres"

    password: StoredCredential
    """The password of all roles. A changed `SecretValue` restarts Postgres, which then sets the password. After a
    change of the content of a referenced Secret, restart Postgres and the pods of the service; see docs/secrets.md.
    """
    image: ImageReference = "postgres:18"
    """The Postgres image: the official Debian image, version 15 or newer. The Alpine image uses another user ID."""
    image_pull_secrets: PullSecrets = ()
    """The names of the image pull Secrets."""
    source_database: Identifier = "app"
    """The name of the source database, which contains the app's tables. If you change the name of a database or a role,
    Postgres restarts and renames it. Its content and privileges stay.
    """
    source_username: Identifier = "powersync_role"
    """The role that PowerSync replicates with."""
    storage_database: Identifier = "powersync_storage"
    """The name of the bucket storage database."""
    storage_username: Identifier = "powersync_storage"
    """The role that owns the bucket storage database."""
    size: Bytes = "1Gi"
    """The size of the data volume. If you delete the objects from the cluster, you also delete the data."""
    resources: Resources = Field(default=Resources(cpu="100m", cpu_limit="1", memory="256Mi", memory_limit="512Mi"))
    """The resource requests and limits of the container."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to the objects and pods of the database."""

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        if self.source_username == self.storage_username:
            raise config_error("storage_username", f"'{self.storage_username}' is also source_username; choose another")
        if self.source_database == self.storage_database:
            raise config_error("storage_database", f"'{self.storage_database}' is also source_database; choose another")
        return self

    def source(self, instance: str) -> PostgresSource:
        """Return the connection of an instance to the source database."""
        return PostgresSource(
            hostname=dev_postgres_name(instance),
            database=self.source_database,
            username=self.source_username,
            password=self.password_ref(instance),
            sslmode="disable",
        )

    def storage(self, instance: str) -> PostgresStorage:
        """Return the connection of an instance to the bucket storage."""
        return PostgresStorage(
            hostname=dev_postgres_name(instance),
            database=self.storage_database,
            username=self.storage_username,
            password=self.password_ref(instance),
            sslmode="disable",
        )

    def password_ref(self, instance: str) -> SecretRef:
        """Return the reference to the password, in the given Secret or in the Secret created from a `SecretValue`.

        The name of a created Secret ends in the hash of its content, so that a new password restarts the pods.
        """
        if isinstance(self.password, SecretRef):
            return self.password
        return SecretRef(f"{dev_postgres_name(instance)}-{content_hash(self.secret_data)}", _PASSWORD)

    @property
    def secret_data(self) -> dict[str, str]:
        """The data of the Secret that is created from a `SecretValue`, in base64. Empty for a `SecretRef`."""
        if isinstance(self.password, SecretRef):
            return {}
        return {_PASSWORD: base64.b64encode(self.password.value.encode()).decode()}


def dev_postgres_name(instance: str) -> str:
    """Return the name of the objects of an instance's development Postgres."""
    return f"{instance}-postgres"

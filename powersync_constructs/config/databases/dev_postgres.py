"""Props of `DevPostgres`."""

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import StoredCredential
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Bytes, Identifier, ImageReference
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.pod import ObjectMetadata, PullSecrets
from powersync_constructs.config.service.source import PostgresSource
from powersync_constructs.config.service.storage import PostgresStorage


class DevPostgresProps(Props):
    """A Postgres for development, with a source database and a storage database. Never for data that matters."""

    error_path = "dev_postgres"

    password: StoredCredential = Field(description="the password of all its roles")
    image: ImageReference = Field(
        default="postgres:18", description="the official image on Debian, 15 or newer; alpine has another user"
    )
    image_pull_secrets: PullSecrets = Field(default=(), description="Secrets that the image is pulled with")
    source_database: Identifier = Field(default="app", description="the database of the app's tables")
    source_username: Identifier = Field(default="powersync_role", description="the role that replicates it")
    storage_database: Identifier = Field(default="powersync_storage", description="the bucket storage's database")
    storage_username: Identifier = Field(default="powersync_storage", description="the role that owns it")
    size: Bytes = Field(default="1Gi", description="the volume's size; the data goes with the manifests")
    resources: Resources = Field(
        default=Resources(cpu="100m", cpu_limit="1", memory="256Mi", memory_limit="512Mi"),
        description="its resource requests and limits",
    )
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata, description="labels and annotations to add")

    @model_validator(mode="after")
    def _keeps_its_names_apart(self) -> Self:
        if self.source_username == self.storage_username:
            raise config_error("storage_username", f"'{self.storage_username}' is source_username too; choose another")
        if self.source_database == self.storage_database:
            raise config_error("storage_database", f"'{self.storage_database}' is source_database too; choose another")
        return self

    def source(self, instance: str) -> PostgresSource:
        """The source database, as an instance connects to it."""
        return PostgresSource(
            hostname=dev_postgres_name(instance),
            database=self.source_database,
            username=self.source_username,
            password=self.password_ref(instance),
            sslmode="disable",
        )

    def storage(self, instance: str) -> PostgresStorage:
        """The bucket storage, as an instance connects to it."""
        return PostgresStorage(
            hostname=dev_postgres_name(instance),
            database=self.storage_database,
            username=self.storage_username,
            password=self.password_ref(instance),
            sslmode="disable",
        )

    def password_ref(self, instance: str) -> SecretRef:
        """The password in the given Secret, or in the one that is made of a `SecretValue`."""
        made = SecretRef(dev_postgres_name(instance), "password")
        return self.password if isinstance(self.password, SecretRef) else made


def dev_postgres_name(instance: str) -> str:
    """The name of the objects of an instance's development Postgres."""
    return f"{instance}-postgres"

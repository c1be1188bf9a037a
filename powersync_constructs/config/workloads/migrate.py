"""Props of `MigrateHook`."""

from collections.abc import Collection
from typing import ClassVar, Literal

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Reference
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Count, PositiveSeconds, Seconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.delivery.orderings import Ordering
from powersync_constructs.config.pods._reserved import MIGRATE_CONTAINER
from powersync_constructs.config.pods._workload import ServiceFacts, WorkloadProps
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.service._variables import variable_name


class StorageCredentials(Props):
    """Other credentials for the same bucket storage, for example of a database role that may create and change tables.

    Each field replaces the Secret of the same field in `storage`, for the migration Job only.
    """

    error_path = "credentials"

    uri: Reference | None = None
    """The connection URI. The URI in `storage` must be in a Secret too."""
    username: Reference | None = None
    """The user name. The user name in `storage` must be in a Secret too."""
    password: Reference | None = None
    """The password of the user."""

    @model_validator(mode="after")
    def _check_not_empty(self) -> Self:
        if not self.variables:
            raise config_error("password", "missing; give username and password, or a uri")
        return self

    @property
    def variables(self) -> dict[str, SecretRef]:
        """The Secrets that replace those of service.yaml, by the name of the environment variable."""
        given = {"uri": self.uri, "username": self.username, "password": self.password}
        return {variable_name(("storage", field)): secret for field, secret in given.items() if secret is not None}


class MigrateProps(WorkloadProps):
    """The migration of the bucket storage, before other workloads start."""

    error_path = "migrate"
    service_container: ClassVar[str] = MIGRATE_CONTAINER

    mode: Literal["job", "replicators", "none"] = "job"
    """The method of the migration. `job`: a Job migrates before other workloads start. `replicators`: the replicators
    migrate when they start, and API pods do not wait. `none`: no migration, for a rollback to an image that is older
    than the last migration (docs/rolling-back.md).
    """
    gate: StrictBool | None = None
    """Whether pods wait for the migration marker. Default: True with `Plain` and `FluxCD`, the
    orderings that do not wait for the Job.
    """
    backoff_limit: Count = 6
    """The number of retries after the first attempt, each with a new pod. Six retries take ten minutes, and up to two
    minutes more per pod with `wait_for_storage`. An abandoned lock expires after one minute.
    """
    wait_for_storage: StrictBool = True
    """Whether a pod of the Job runs `migrate up` again, every 5 s for up to two minutes, while the bucket storage does
    not accept connections. For this, a script starts `service/lib/entry.js` of the image. The path was read in the
    sources of the service up to 1.26, and is inferred for newer versions. False runs the entry point of the image once,
    for an image in which this file has another path.
    """
    active_deadline_seconds: PositiveSeconds = 1800
    """Seconds that all attempts together may take. Waiting for the lock alone can take 3 minutes."""
    ttl_seconds_after_finished: Seconds | None = None
    """Seconds until the finished Job is removed. The migration marker stays. Default: one day, or never with FluxCD and
    Kapp, which would create the Job again.
    """
    resources: Resources = Field(default=Resources(cpu="100m", cpu_limit="1", memory="256Mi", memory_limit="512Mi"))
    """The resource requests and limits of each container of the Job."""
    credentials: StorageCredentials | None = None
    """The credentials of the migration for the bucket storage. None for the credentials in `storage`."""

    @model_validator(mode="after")
    def _check_gate(self) -> Self:
        if self.gate and self.mode != "job":
            raise config_error(
                "gate", f"True needs a Job that sets the migration marker, but mode '{self.mode}' has no Job; remove it"
            )
        return self

    def check_credentials(self, environment: Collection[str]) -> None:
        """Raise ConfigError for credentials that service.yaml does not read from an environment variable."""
        for name in self.credentials.variables if self.credentials else ():
            if name not in environment:
                field = name.removeprefix("PS_STORAGE_").lower()
                rule = f"replaces the Secret of {name}, but service.yaml does not read this variable"
                fix = f"set storage.{field}=SecretRef(...), or use the variable in an existing service.yaml"
                raise config_error(f"credentials.{field}", f"{rule}; {fix}")

    @property
    def has_job(self) -> bool:
        """Whether a Job migrates the bucket storage."""
        return self.mode == "job"

    def gates(self, ordering: Ordering) -> bool:
        """Return whether the Job sets the migration marker, and pods wait for it."""
        return self.has_job and (not ordering.waits if self.gate is None else self.gate)

    def ttl_seconds(self, ordering: Ordering) -> int | None:
        """Return the seconds until the finished Job is removed, or None for never."""
        given = self.ttl_seconds_after_finished
        return ordering.ttl_seconds if given is None else given

    def check_service(self, service: ServiceFacts) -> None:
        """Run the inherited checks, and raise ConfigError if the replicators would migrate, but `mode` forbids it."""
        super().check_service(service)
        if self.mode != "replicators" and not service.only_the_job_migrates:
            rule = f"'{self.mode}' does not allow the replicators to migrate, but service.yaml does"
            raise config_error("mode", f"{rule}; set disable_auto_migration=True in service.yaml")

    def check_ordering(self, ordering: Ordering) -> None:
        """Raise ConfigError for fields that do not work with the tool that applies the manifests."""
        tool = type(ordering).__name__
        if self.gate and not ordering.takes_gate:
            raise config_error(
                "gate", f"True does not work with {tool}, which removes the migration markers; remove this field"
            )
        if self.ttl_seconds_after_finished is not None and ordering.ttl_seconds is None:
            rule = f"{self.ttl_seconds_after_finished} makes {tool} create the Job again after each removal"
            raise config_error("ttl_seconds_after_finished", f"{rule}; remove this field")

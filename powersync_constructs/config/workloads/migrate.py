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
    """Other credentials for the same bucket storage, like those of a role that may create and change tables.

    Each replaces the Secret that `storage` has in its place, for the migration Job alone.
    """

    error_path = "credentials"

    uri: Reference | None = Field(default=None, description="the URI, where the storage has its own from a Secret")
    username: Reference | None = Field(
        default=None, description="the user, where the storage has its own from a Secret"
    )
    password: Reference | None = Field(default=None, description="the user's password")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if not self.variables:
            raise config_error("password", "missing; give username and password, or a uri")
        return self

    @property
    def variables(self) -> dict[str, SecretRef]:
        """The variables of service.yaml that they replace, by name."""
        given = {"uri": self.uri, "username": self.username, "password": self.password}
        return {variable_name(("storage", field)): secret for field, secret in given.items() if secret is not None}


class MigrateProps(WorkloadProps):
    """The migration of the storage, before anything else runs."""

    error_path = "migrate"
    service_container: ClassVar[str] = MIGRATE_CONTAINER

    mode: Literal["job", "replicators", "none"] = Field(
        default="job",
        description="what migrates the storage: a Job, before anything else starts; the replicators at their start, "
        "while API pods start regardless; or nothing, for a rollback across a migration (docs/rolling-back.md)",
    )
    gate: StrictBool | None = Field(
        default=None,
        description="whether pods wait for the migration marker; default: where the ordering does not wait for the "
        "Job, which are Plain and FluxCD",
    )
    backoff_limit: Count = Field(
        default=6,
        description="retries after the first attempt, over ten minutes: a lock left behind lasts a minute, and a "
        "database that is applied at the same time takes some to start",
    )
    active_deadline_seconds: PositiveSeconds = Field(
        default=1800, description="seconds that all attempts may take; waiting for the lock alone may take 3 minutes"
    )
    ttl_seconds_after_finished: Seconds | None = Field(
        default=None,
        description="seconds until the finished Job is removed; the marker stays. Default: a day, or never where the "
        "ordering would create the Job again: FluxCD and Kapp",
    )
    resources: Resources = Field(
        default=Resources(cpu="100m", cpu_limit="1", memory="256Mi", memory_limit="512Mi"),
        description="requests and limits of a step",
    )
    credentials: StorageCredentials | None = Field(
        default=None, description="other credentials for the storage than those at run time; None for the same"
    )

    @model_validator(mode="after")
    def _gates_behind_a_job(self) -> Self:
        if self.gate and self.mode != "job":
            raise config_error(
                "gate", f"True waits for the marker of a Job, and mode '{self.mode}' has none; remove it"
            )
        return self

    def check_credentials(self, environment: Collection[str]) -> None:
        """Raise ConfigError for credentials that service.yaml does not read from a variable."""
        for name in self.credentials.variables if self.credentials else ():
            if name not in environment:
                field = name.removeprefix("PS_STORAGE_").lower()
                rule = f"replaces the Secret of {name}, and service.yaml has none for it"
                fix = f"give storage.{field}=SecretRef(...), or an existing service.yaml a variable of that name"
                raise config_error(f"credentials.{field}", f"{rule}; {fix}")

    @property
    def has_job(self) -> bool:
        """Whether a Job migrates the storage."""
        return self.mode == "job"

    def gates(self, ordering: Ordering) -> bool:
        """Whether the Job sets the migration marker, and pods wait for it."""
        return self.has_job and (not ordering.waits if self.gate is None else self.gate)

    def ttl_seconds(self, ordering: Ordering) -> int | None:
        """Seconds until the finished Job is removed; None: never."""
        given = self.ttl_seconds_after_finished
        return ordering.ttl_seconds if given is None else given

    def check_service(self, service: ServiceFacts) -> None:
        """Raise ConfigError where the replicators would migrate beside the Job."""
        super().check_service(service)
        if self.mode != "replicators" and not service.only_the_job_migrates:
            rule = f"'{self.mode}' does not let the replicators migrate, and service.yaml does"
            raise config_error("mode", f"{rule}; set disable_auto_migration=True in it")

    def check_ordering(self, ordering: Ordering) -> None:
        """Raise ConfigError for what does not go with the tool that applies the manifests."""
        tool = type(ordering).__name__
        if self.gate and not ordering.takes_gate:
            raise config_error("gate", f"True does not go with {tool}, which removes the markers; remove it")
        if self.ttl_seconds_after_finished is not None and ordering.ttl_seconds is None:
            rule = f"{self.ttl_seconds_after_finished} has {tool} create the Job again whenever it was removed"
            raise config_error("ttl_seconds_after_finished", f"{rule}; remove it")

"""Props of `MigrateHook`."""

from collections.abc import Collection
from typing import ClassVar

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Reference
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Count, PositiveSeconds, Seconds
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.delivery.orderings import HelmHooks, Ordering, Plain
from powersync_constructs.config.delivery.secret_sources import ExternalSecrets, SecretSource
from powersync_constructs.config.pods._reserved import MIGRATE_CONTAINER
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.workload import WorkloadProps
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

    enabled: StrictBool = Field(
        default=True,
        description="False for a rollback across a migration alone: no Job and no gate, while replicators still leave "
        "the storage as it is (docs/rolling-back.md)",
    )
    ordering: Ordering = Field(
        default_factory=Plain, description="what applies the manifests, and so how it is told to migrate first"
    )
    gate: StrictBool | None = Field(
        default=None,
        description="whether pods wait for the migration's mark; unless given, where the tool does not wait for the "
        "Job: Plain and Flux",
    )
    backoff_limit: Count = Field(
        default=6,
        description="tries after the first, over ten minutes: a lock left behind lasts a minute, and a database of the "
        "same apply takes some to start",
    )
    active_deadline_seconds: PositiveSeconds = Field(
        default=1800, description="seconds that all tries may take; waiting for the lock alone may take 3 minutes"
    )
    ttl_seconds_after_finished: Seconds | None = Field(
        default=None,
        description="seconds until the finished Job is cleaned up; the mark stays. None to keep it. Unless given, a "
        "day, or None where the tool would make it again: Flux and Kapp",
    )
    resources: Resources = Field(
        default=Resources(cpu="100m", cpu_limit="1", memory="256Mi", memory_limit="512Mi"),
        description="what a step asks for and at most gets",
    )
    credentials: StorageCredentials | None = Field(
        default=None, description="other credentials for the storage than those at run time; None for the same"
    )

    @model_validator(mode="after")
    def _suits_its_tool(self) -> Self:
        tool = type(self.ordering).__name__
        if self.gate and not self.enabled:
            raise config_error("gate", "True has pods wait for the mark of a Job that is not enabled; leave it out")
        if self.gate and not self.ordering.takes_gate:
            raise config_error("gate", f"True does not go with {tool}, which takes the marks away; leave it out")
        if self.ttl_seconds_after_finished is not None and self.ordering.ttl_seconds is None:
            rule = f"{self.ttl_seconds_after_finished} has {tool} make the Job again whenever it was cleaned up"
            raise config_error("ttl_seconds_after_finished", f"{rule}; leave it out")
        return self

    def check_credentials(self, environment: Collection[str], root: str = "migrate") -> None:
        """Raise for credentials that replace nothing, since service.yaml does not read them from a variable."""
        for name in self.credentials.variables if self.credentials else ():
            if name not in environment:
                field = name.removeprefix("PS_STORAGE_").lower()
                rule = f"replaces the Secret of {name}, and service.yaml has none for it"
                fix = f"give storage.{field}=SecretRef(...), or an existing service.yaml a variable of that name"
                raise config_error(f"{root}.credentials.{field}", f"{rule}; {fix}")

    @property
    def marks(self) -> bool:
        """Whether the Job sets a mark, for which pods wait."""
        return self.enabled and (not self.ordering.waits if self.gate is None else self.gate)

    @property
    def ttl_seconds(self) -> int | None:
        """Seconds until the finished Job is cleaned up, as given or as the tool takes it."""
        given = "ttl_seconds_after_finished" in self.model_fields_set
        return self.ttl_seconds_after_finished if given else self.ordering.ttl_seconds


def refuse_owned_secrets(secrets: SecretSource | None, migrate: MigrateProps, root: str = "") -> None:
    """Raise where a tool would take away, at every upgrade, what owns the Secrets, and the Secrets with it."""
    if isinstance(secrets, ExternalSecrets) and isinstance(migrate.ordering, HelmHooks):
        rule = "Helm makes its hooks anew at every upgrade, and with an ExternalSecret its Secret goes"
        raise config_error(f"{root}migrate.ordering", f"{rule}; keep the ExternalSecrets in a release of their own")

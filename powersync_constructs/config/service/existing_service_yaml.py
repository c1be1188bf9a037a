"""A service.yaml that somebody else keeps in a Secret, and what of it the rest of the cluster must know."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import Discriminator, Field, StrictBool, Tag, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Reference
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, PositiveCount, UnprivilegedPort
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.pods._reserved import CONFIG_B64, CONFIG_PATH, SERVICE_YAML
from powersync_constructs.config.pods.env import EnvVar
from powersync_constructs.config.service.observability import Variable
from powersync_constructs.config.service.settings import HealthCheckProbes, refuse_shared_port


class ExistingServiceYaml(Props):
    """A whole service.yaml in a key of a Secret, which is read by the pods alone.

    The other fields repeat what the file says, as far as something outside it depends on that: ports, probes, alerts,
    the migration. The file names the sync config by its path, `/powersync/sync-config/sync-config.yaml`.
    """

    error_path = "service"

    secret: Reference = Field(description="the Secret, and its key with the file")
    form: Literal["file", "base64"] = Field(
        default="file",
        description="what the key holds: the file, which is mounted, or its base64, which becomes "
        "POWERSYNC_CONFIG_B64 and may have 128 KiB, the most that Linux takes for a variable",
    )
    source_type: Literal["postgresql", "mongodb", "mysql", "mssql", "convex"] = Field(
        description="the type of the source database, on which some alerts hang"
    )
    port: UnprivilegedPort = Field(default=8080, description="its port")
    prometheus_port: UnprivilegedPort | None = Field(
        default=9464, description="its telemetry.prometheus_port; None where it has none, and so no metrics"
    )
    probes: HealthCheckProbes = Field(default_factory=HealthCheckProbes, description="its healthcheck.probes")
    max_concurrent_connections: PositiveCount = Field(
        default=200, description="its api.parameters.max_concurrent_connections"
    )
    disable_auto_migration: StrictBool = Field(
        default=True, description="its migrations.disable_auto_migration: true exactly when there is a migration Job"
    )
    env: FrozenList[EnvVar] = Field(default=(), description="the variables that its `!env` names, all of them PS_…")

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        refuse_shared_port(self.port, self.prometheus_port, "prometheus_port")
        return self

    @model_validator(mode="after")
    def _has_variables_of_its_own(self) -> Self:
        require_unique("env", [env.name for env in self.env])
        for env in self.env:
            if not env.name.startswith("PS_"):
                raise config_error(
                    "env", f"'{env.name}' is not for !env, which reads PS_… alone; use the workloads' env"
                )
        return self

    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping changes this, rather than describes the settings that stand in its place."""
        return change.keys() <= type(self).model_fields.keys()

    @property
    def only_the_job_migrates(self) -> bool:
        """Whether replicators leave the storage's migrations to the Job."""
        return self.disable_auto_migration

    @property
    def environment(self) -> dict[str, Variable]:
        """What loading it takes from the environment: where it is, and its variables."""
        variables: dict[str, Variable] = {env.name: env.value for env in self.env}
        return ({CONFIG_PATH: SERVICE_YAML} if self.form == "file" else {CONFIG_B64: self.secret}) | variables

    def check_migration(self, *, has_job: bool) -> None:
        """Raise where the replicators would migrate beside a Job, and where nobody would."""
        field = "service.disable_auto_migration"
        if has_job and not self.disable_auto_migration:
            rule = "False lets the replicators migrate, and topology.migrate does not"
            fix = "set it to True in the file and here, or topology.migrate.mode to 'replicators'"
            raise config_error(field, f"{rule}; {fix}")
        if self.disable_auto_migration and not has_job:
            raise config_error(
                field, "True leaves the storage to a Job, and there is none; set it to False in the file and here"
            )


def _settings_or_existing(value: object) -> str:
    """The tag of what stands in a field that takes either, as a model or as its fields."""
    fields = value if isinstance(value, Mapping) else ()
    return "[existing]" if isinstance(value, ExistingServiceYaml) or "secret" in fields else "[settings]"


Settings = TypeVar("Settings", bound=Props)
OrExisting = Annotated[
    Annotated[Settings, Tag("[settings]")] | Annotated[ExistingServiceYaml, Tag("[existing]")],
    Discriminator(_settings_or_existing),
]
"""What stands in service.yaml, or that all of it stands in a Secret already."""

"""An existing service.yaml in a Secret, and those of its settings that other objects depend on."""

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
from powersync_constructs.config.service._defaults import API_PORT, MAX_CONNECTIONS
from powersync_constructs.config.service.observability import Variable
from powersync_constructs.config.service.settings import HealthCheckProbes, refuse_shared_port


class ExistingServiceYaml(Props):
    """A complete service.yaml in a key of a Secret. Only the pods read the Secret, not the library.

    The other fields repeat settings from the file, because ports, probes, alerts and the migration depend on them. In
    the file, the path of the sync config must be `/powersync/sync-config/sync-config.yaml`.
    """

    error_path = "service"

    secret: Reference
    """The reference to the key of a Secret that contains service.yaml."""
    form: Literal["file", "base64"] = "file"
    """The format of the Secret's value: 'file' for YAML text, 'base64' for YAML text in base64. A 'file'
    is mounted. A 'base64' value becomes the variable POWERSYNC_CONFIG_B64, which Linux limits to 128 KiB.
    """
    source_type: Literal["postgresql", "mongodb", "mysql", "mssql", "convex"]
    """The type of the source database in the file. Some alerts depend on the type."""
    port: UnprivilegedPort = API_PORT
    """The `port` in the file."""
    prometheus_port: UnprivilegedPort | None = 9464
    """The `telemetry.prometheus_port` in the file. None if the file does not set it, so that there are no metrics."""
    probes: HealthCheckProbes = Field(default_factory=HealthCheckProbes)
    """The `healthcheck.probes` in the file."""
    max_concurrent_connections: PositiveCount = MAX_CONNECTIONS
    """The `api.parameters.max_concurrent_connections` in the file."""
    disable_auto_migration: StrictBool = True
    """Whether `migrations.disable_auto_migration` is true in the file. It must be true if there is a migration Job, and
    false otherwise.
    """
    env: FrozenList[EnvVar] = ()
    """The environment variables that the file reads with `!env`. All names begin with PS_."""

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        refuse_shared_port(self.port, self.prometheus_port, "prometheus_port")
        return self

    @model_validator(mode="after")
    def _probes_add_nothing(self) -> Self:
        if self.probes.extra:
            raise config_error(
                "probes.extra", "has no effect on the file; add the keys to the file, and remove them here"
            )
        return self

    @model_validator(mode="after")
    def _check_env(self) -> Self:
        require_unique("env", [env.name for env in self.env])
        for env in self.env:
            if not env.name.startswith("PS_"):
                raise config_error(
                    "env", f"'{env.name}' does not begin with PS_, which !env requires; move it to workloads.env"
                )
        return self

    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping changes this model. Otherwise, it describes `ServiceSettings`, which replace the model."""
        return change.keys() <= type(self).__pydantic_fields__.keys()

    @property
    def only_the_job_migrates(self) -> bool:
        """Whether only the migration Job migrates the bucket storage, and replicators do not."""
        return self.disable_auto_migration

    @property
    def environment(self) -> dict[str, Variable]:
        """The environment variables for the file: its path or content, and the variables that it reads with `!env`."""
        variables: dict[str, Variable] = {env.name: env.value for env in self.env}
        return ({CONFIG_PATH: SERVICE_YAML} if self.form == "file" else {CONFIG_B64: self.secret}) | variables

    def check_migration(self, *, has_job: bool) -> None:
        """Raise if both the migration Job and the replicators would migrate the storage, or neither of them."""
        field = "service.disable_auto_migration"
        if has_job and not self.disable_auto_migration:
            rule = "False lets the replicators migrate the storage, but topology.migrate uses a Job"
            fix = "set it to True in the file and here, or topology.migrate.mode to 'replicators'"
            raise config_error(field, f"{rule}; {fix}")
        if self.disable_auto_migration and not has_job:
            raise config_error(
                field,
                "True leaves migrations to a Job, but there is no migration Job; set it to False in the file and here",
            )


def _settings_or_existing(value: object) -> str:
    """Return the tag of the union member for a value, which is a model or a mapping of the fields of a model."""
    fields = value if isinstance(value, Mapping) else ()
    return "[existing]" if isinstance(value, ExistingServiceYaml) or "secret" in fields else "[settings]"


Settings = TypeVar("Settings", bound=Props)
OrExisting = Annotated[
    Annotated[Settings, Tag("[settings]")] | Annotated[ExistingServiceYaml, Tag("[existing]")],
    Discriminator(_settings_or_existing),
]
"""Settings of service.yaml, or an existing service.yaml in a Secret."""

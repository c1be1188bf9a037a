"""Props of `PowerSyncConfiguration`: what all workloads of an instance share."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._fields import check_version
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._object_names import check_characters, name_from_id
from powersync_constructs.config.core.errors import ConfigError, config_error
from powersync_constructs.config.delivery.orderings import HelmHooks, Ordering, Plain
from powersync_constructs.config.delivery.reloader import Reloader
from powersync_constructs.config.delivery.secret_sources import ExternalSecrets, SecretSource
from powersync_constructs.config.pods._reserved import CONFIG_PATH, SERVICE_YAML
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.config.pods.workload_defaults import Workload, WorkloadDefaults
from powersync_constructs.config.service._variables import secret_values, variables
from powersync_constructs.config.service._version_checks import conditions_of, refuse_known_problems
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml, OrExisting
from powersync_constructs.config.service.observability import OpenTelemetry, Sentry, Variable
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.config.service.sync_config import SyncConfig
from powersync_constructs.config.workloads.migrate import MigrateProps

LONGEST_NAME = 43
"""The maximum length of an instance name. `<name>-postgres` is a StatefulSet. Its pods have a label with the name of
the StatefulSet and 11 more characters, and labels are limited to 63 characters (kubernetes#64023). `<name>-compact` is
a CronJob, whose name is limited to 52, and `<name>-migrate-<10 digits>` is a Job, whose name is limited to 63."""


def check_instance_name(text: str) -> str:
    """Return a valid instance name unchanged. Raise ValueError for an invalid one."""
    check_characters(text, "an instance's name")
    if len(text) > LONGEST_NAME:
        fits = text[:LONGEST_NAME].rstrip("-")
        raise ValueError(
            f"has {len(text)} characters, but the maximum is {LONGEST_NAME}; shorten it, for example to '{fits}'"
        )
    return text


def instance_name(id: str) -> str:
    """Return the id of a construct as an instance name. Raise ConfigError if it is not valid."""
    return name_from_id(id, check_instance_name, "instance")


ServiceYamlKind = Literal["ConfigMap", "Secret"]
"""The kind of object for service.yaml: a ConfigMap without secret values, or a Secret with every `SecretValue`."""
InstanceName = Annotated[StrictStr, AfterValidator(check_instance_name)]
"""The name of an instance. The names of all its objects begin with it."""


class SharedProps(Props):
    """The fields that a configuration and a whole instance have in common."""

    sync_config: SyncConfig
    """The sync config, which defines the data that the service syncs to each client."""
    service_yaml_in: ServiceYamlKind = "ConfigMap"
    """The kind of object that contains service.yaml. A Secret also contains the value of every `SecretValue`."""
    sentry: Sentry | None = None
    """The error reporting to Sentry. None for no error reporting."""
    open_telemetry: OpenTelemetry | None = None
    """The settings of the OpenTelemetry metrics. None for the defaults of the service."""
    ordering: Ordering = Field(default_factory=Plain)
    """The tool that applies the manifests. It determines how the migration of the bucket storage runs before other
    workloads start.
    """
    secrets: SecretSource | None = Field(default=None, discriminator="type")
    """The operator or CSI driver that fills the referenced Secrets. None if you create these Secrets."""
    reloader: Reloader | None = None
    """The settings of Stakater Reloader, which restarts pods when a Secret changes. None for no restarts."""
    image: Image = Field(default_factory=Image)
    """The image of the PowerSync service."""
    workloads: WorkloadDefaults = Field(default_factory=WorkloadDefaults)
    """The settings of all workloads. The fields of an individual workload take precedence."""
    instance: InstanceName | None = None
    """The name of the instance. Default: the id of the construct."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to all objects except the Namespace."""


class ConfigurationProps(SharedProps):
    """service.yaml, the sync config, and the image that reads them."""

    error_path = "configuration"

    service: OrExisting[ServiceConfig]
    """The content of service.yaml, or the Secret with an existing service.yaml."""

    @model_validator(mode="after")
    def _check_service_version(self) -> Self:
        self._check_image(self.image)
        if isinstance(self.service, ServiceConfig):
            self.sync_config.check_storage(self.service.storage.type)
        return self

    @model_validator(mode="after")
    def _check_metrics_push(self) -> Self:
        if self.open_telemetry is None:
            return self
        silent = isinstance(self.service, ServiceConfig) and self.service.telemetry.disable_telemetry_sharing is True
        if self.open_telemetry.pushed and silent:
            rule = "configures the push of metrics, but disable_telemetry_sharing is on"
            raise config_error(f"open_telemetry.{self.open_telemetry.pushed[0]}", f"{rule}; remove one of the two")
        if self.open_telemetry.metrics_address is not None and self.service.prometheus_port is None:
            rule = "configures `/metrics`, but telemetry.prometheus_port is None"
            raise config_error("open_telemetry.metrics_address", f"{rule}; remove it, or set the port")
        return self

    @model_validator(mode="after")
    def _check_service_yaml_in(self) -> Self:
        if isinstance(self.service, ExistingServiceYaml) and self.service_yaml_in != "ConfigMap":
            rule = f"'{self.service_yaml_in}' applies to a generated service.yaml, but yours is already in a Secret"
            raise config_error("service_yaml_in", f"{rule}; remove this field")
        return self

    @model_validator(mode="after")
    def _check_helm_secrets(self) -> Self:
        if isinstance(self.secrets, ExternalSecrets) and isinstance(self.ordering, HelmHooks):
            rule = "HelmHooks recreates ExternalSecrets at each upgrade, which deletes their Secrets"
            raise config_error("ordering", f"{rule}; install the ExternalSecrets in a separate release")
        return self

    @property
    def values_inside(self) -> dict[str, str]:
        """The secret values inside service.yaml, by variable name. Empty if service.yaml is in a ConfigMap."""
        if isinstance(self.service, ServiceConfig) and self.service_yaml_in == "Secret":
            return secret_values(self.service)
        return {}

    @property
    def loading(self) -> dict[str, Variable]:
        """The environment variables for loading service.yaml, by name: its path and its secrets."""
        if isinstance(self.service, ExistingServiceYaml):
            return self.service.environment
        inside = self.values_inside
        outside = {name: secret for name, secret in variables(self.service).items() if name not in inside}
        return {CONFIG_PATH: SERVICE_YAML, **outside}

    @property
    def environment(self) -> dict[str, Variable]:
        """The environment variables that the service reads in addition to service.yaml, by name."""
        given = (part.environment for part in (self.sentry, self.open_telemetry) if part is not None)
        return {name: value for part in given for name, value in part.items()}

    def workload(self, props: Workload, path: str = "", *, migrate: MigrateProps | None = None) -> Workload:
        """Merge the settings of all workloads into the props of a workload, and check the result.

        `path` is the path of the workload in errors. `migrate` is the migration that runs before the workload. Raises
        ConfigError.
        """
        if props.image is not None:
            self._check_image(props.image)
        try:
            made = self.workloads.applied_to(props)
            self._check_workload(made, migrate)
        except ConfigError as error:
            raise error.within(path or props.error_path) from None
        return made

    def _check_workload(self, props: WorkloadProps, migrate: MigrateProps | None) -> None:
        image = props.image or self.image
        check_version(props, image.version)
        refuse_known_problems(image, conditions_of(self.service, self.sync_config, props.error_path))
        if migrate is not None and image.version > (newest := (migrate.image or self.image).version):
            raise config_error(
                "image", f"{image.version} is newer than the migration image {newest}; use this image for migrate too"
            )
        for env in props.env:
            if env.name in self.loading or env.name in self.environment:
                raise config_error("env", f"'{env.name}' is set by the configuration; choose another name")
        props.check_service(self.service)
        if isinstance(props, MigrateProps):
            props.check_ordering(self.ordering)
            props.check_credentials(self.loading)

    def _check_image(self, image: Image) -> None:
        check_version(self.service, image.version, "service")
        self.sync_config.check_image(image.version)
        refuse_known_problems(image, conditions_of(self.service, self.sync_config))

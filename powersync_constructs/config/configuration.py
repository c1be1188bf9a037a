"""Props of `PowerSyncConfiguration`: what all workloads of an instance share."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._object_names import check_characters, name_from_id
from powersync_constructs.config.core._versions import check_version
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
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml, OrExisting
from powersync_constructs.config.service.observability import OpenTelemetry, Sentry, Variable
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.config.service.sync_config import SyncConfig
from powersync_constructs.config.workloads.migrate import MigrateProps

LONGEST_NAME = 43
"""Letters of an instance's name. `<name>-postgres` is a StatefulSet: a label of its pods, which end at 63, is its name
and 11 more (kubernetes#64023). `<name>-compact` is a CronJob, whose names end at 52, and `<name>-migrate-<10 digits>`
is a Job, whose names end at 63."""


def check_instance_name(text: str) -> str:
    """Check the name of an instance. Raises ValueError with the longest part of it that fits."""
    check_characters(text, "an instance's name")
    if len(text) > LONGEST_NAME:
        fits = text[:LONGEST_NAME].rstrip("-")
        raise ValueError(
            f"has {len(text)} characters and {LONGEST_NAME} are the most; the longest that fits is '{fits}'"
        )
    return text


def instance_name(id: str) -> str:
    """The id of a construct as its instance's name. Raises ConfigError when it is none."""
    return name_from_id(id, check_instance_name, "instance")


ServiceYamlKind = Literal["ConfigMap", "Secret"]
"""What service.yaml stands in: a ConfigMap with all secrets beside it, or a Secret with every `SecretValue` in it."""
InstanceName = Annotated[StrictStr, AfterValidator(check_instance_name)]
"""The name of an instance: what the names of all its objects begin with."""


class SharedProps(Props):
    """What a configuration and a whole instance have in common."""

    sync_config: SyncConfig = Field(description="what is synced to whom")
    service_yaml_in: ServiceYamlKind = Field(
        default="ConfigMap", description="the kind of object that holds service.yaml"
    )
    sentry: Sentry | None = Field(default=None, description="where errors are reported to; default: nowhere")
    open_telemetry: OpenTelemetry | None = Field(default=None, description="how metrics leave the process")
    ordering: Ordering = Field(
        default_factory=Plain, description="the tool that applies the manifests, and how it migrates the storage first"
    )
    secrets: SecretSource | None = Field(
        default=None,
        description="what fills the Secrets of references; default: nothing in these manifests",
        discriminator="type",
    )
    reloader: Reloader | None = Field(
        default=None, description="whether Stakater Reloader rolls pods when a Secret changes; None for no"
    )
    image: Image = Field(default_factory=Image, description="the image of the service")
    workloads: WorkloadDefaults = Field(
        default_factory=WorkloadDefaults, description="settings of all workloads; what a workload sets itself wins"
    )
    instance: InstanceName | None = Field(
        default=None, description="the instance's name; default: the id of the construct"
    )
    metadata: ObjectMetadata = Field(
        default_factory=ObjectMetadata, description="your labels and annotations, on all objects but the Namespace"
    )


class ConfigurationProps(SharedProps):
    """service.yaml, the sync config, and the image that reads them."""

    error_path = "configuration"

    service: OrExisting[ServiceConfig] = Field(
        description="the content of service.yaml, or the Secret that has it already"
    )

    @model_validator(mode="after")
    def _suits_the_image(self) -> Self:
        self._check_image(self.image)
        if isinstance(self.service, ServiceConfig):
            self.sync_config.check_storage(self.service.storage.type)
        return self

    @model_validator(mode="after")
    def _check_metrics_push(self) -> Self:
        if self.open_telemetry is None:
            return self
        silent = isinstance(self.service, ServiceConfig) and self.service.telemetry.disable_telemetry_sharing
        if self.open_telemetry.pushed and silent:
            rule = "is for the push of metrics, and disable_telemetry_sharing is on"
            raise config_error(f"open_telemetry.{self.open_telemetry.pushed[0]}", f"{rule}; remove one of the two")
        if self.open_telemetry.metrics_address is not None and self.service.prometheus_port is None:
            rule = "is for `/metrics`, and telemetry.prometheus_port is None"
            raise config_error("open_telemetry.metrics_address", f"{rule}; remove it, or give the port")
        return self

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if isinstance(self.service, ExistingServiceYaml) and self.service_yaml_in != "ConfigMap":
            rule = f"'{self.service_yaml_in}' is for a service.yaml of ours, and this one is in a Secret"
            raise config_error("service_yaml_in", f"{rule}; remove it")
        return self

    @model_validator(mode="after")
    def _keeps_its_secrets(self) -> Self:
        if isinstance(self.secrets, ExternalSecrets) and isinstance(self.ordering, HelmHooks):
            rule = "Helm deletes its hooks before it creates them again, and with an ExternalSecret its Secret goes"
            raise config_error("ordering", f"{rule}; keep the ExternalSecrets in a release of their own")
        return self

    @property
    def values_inside(self) -> dict[str, str]:
        """The variables that service.yaml has the values of, by name: those of every `SecretValue` in a Secret."""
        if isinstance(self.service, ServiceConfig) and self.service_yaml_in == "Secret":
            return secret_values(self.service)
        return {}

    @property
    def loading(self) -> dict[str, Variable]:
        """What loading service.yaml takes from the environment, by the variable's name: its path and its secrets."""
        if isinstance(self.service, ExistingServiceYaml):
            return self.service.environment
        inside = self.values_inside
        beside = {name: secret for name, secret in variables(self.service).items() if name not in inside}
        return {CONFIG_PATH: SERVICE_YAML, **beside}

    @property
    def environment(self) -> dict[str, Variable]:
        """What the service reads from the environment beside service.yaml, by the variable's name."""
        given = (part.environment for part in (self.sentry, self.open_telemetry) if part is not None)
        return {name: value for part in given for name, value in part.items()}

    def workload(self, props: Workload, path: str = "", *, migrate: MigrateProps | None = None) -> Workload:
        """The props of a workload of this instance, with what all workloads have, checked against the configuration.

        `path` is what the user calls the workload in an error; `migrate`, the migration that it comes after. Raises
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
        if migrate is not None and image.version > (newest := (migrate.image or self.image).version):
            raise config_error(
                "image", f"{image.version} is newer than {newest}, which migrates; give migrate this image"
            )
        for env in props.env:
            if env.name in self.loading or env.name in self.environment:
                raise config_error("env", f"'{env.name}' is the configuration's own; choose another name")
        props.check_service(self.service)
        if isinstance(props, MigrateProps):
            props.check_ordering(self.ordering)
            props.check_credentials(self.loading)

    def _check_image(self, image: Image) -> None:
        check_version(self.service, image.version, "service")
        self.sync_config.check_image(image.version)

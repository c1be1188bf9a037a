"""Props of `PowerSync`: a whole instance."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from typing_extensions import Self

from powersync_constructs.config.configuration import (
    SharedProps,
    refuse_another_place,
    refuse_push_to_nowhere,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import check_version
from powersync_constructs.config.core.errors import ConfigError, Problem, config_error
from powersync_constructs.config.databases.dev_postgres import DevPostgresProps
from powersync_constructs.config.delivery.orderings import HelmHooks
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.config.network._context import NetworkContext
from powersync_constructs.config.network._traffic import check_network
from powersync_constructs.config.network.props import NetworkProps, Role
from powersync_constructs.config.pods.pod import Labels
from powersync_constructs.config.pods.workload import WorkloadProps
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml, OrExisting
from powersync_constructs.config.service.settings import (
    Migrations,
    ServiceConfig,
    ServiceSettings,
    refuse_supabase_without_a_project,
)
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.config.workloads.api import ApiProps
from powersync_constructs.config.workloads.compact import CompactProps
from powersync_constructs.config.workloads.migrate import MigrateProps, refuse_owned_secrets
from powersync_constructs.config.workloads.replication import ReplicationProps
from powersync_constructs.config.workloads.unified import UnifiedProps


class Split(Props):
    """API pods apart from the replicators: for production."""

    error_path = "topology"

    type: Literal["split"] = Field(default="split", description="the kind of topology")
    api: ApiProps = Field(default_factory=ApiProps, description="the API pods")
    replication: ReplicationProps = Field(default_factory=ReplicationProps, description="the replicators")
    migrate: MigrateProps | None = Field(
        default_factory=MigrateProps,
        description="the migration Job; None lets the replicators migrate, while API pods start anyhow",
    )


class Unified(Props):
    """One pod that does everything and migrates by itself: for development."""

    error_path = "topology"

    type: Literal["unified"] = Field(default="unified", description="the kind of topology")
    pod: UnifiedProps = Field(default_factory=UnifiedProps, description="the pod")


class NamespaceProps(Props):
    """The Namespace, named as the chart's, with Pod Security enforced."""

    error_path = "namespace"

    pod_security: Literal["restricted", "baseline", "privileged"] = Field(
        default="restricted", description="the Pod Security standard that is enforced, audited and warned of"
    )
    labels: Labels = Field(default={}, description="labels of yours")

    @model_validator(mode="after")
    def _leaves_pod_security_alone(self) -> Self:
        for label in self.labels:
            if label.startswith("pod-security.kubernetes.io/"):
                raise config_error("labels", f"'{label}' is ours; use pod_security")
        return self


class PowerSyncProps(SharedProps):
    """One instance: PowerSync with its own bucket storage."""

    error_path = ""

    service: OrExisting[ServiceSettings] = Field(
        default_factory=ServiceSettings,
        description="the rest of service.yaml, or the Secret that has all of it already",
    )
    client_auth: ClientAuth | None = Field(
        default=None, description="how client tokens are checked", validate_default=True
    )
    source: Source | None = Field(default=None, description="the source database; that of dev_postgres unless given")
    storage: Storage | None = Field(default=None, description="the bucket storage; that of dev_postgres unless given")
    topology: Split | Unified = Field(default_factory=Split, description="which pods there are", discriminator="type")
    compact: CompactProps | None = Field(
        default_factory=CompactProps, description="the daily compaction; None for none"
    )
    ingress: IngressProps | None = Field(default=None, description="the ingress controller; None for none")
    internal_ingress: IngressProps | None = Field(
        default=None, description="a second one, like that for administrators inside the network"
    )
    monitoring: MonitoringProps | None = Field(
        default=None, description="scraping, alerts and a dashboard, for a cluster with the Prometheus operator"
    )
    dev_postgres: DevPostgresProps | None = Field(default=None, description="a throw-away Postgres, for development")
    network: NetworkProps | None = Field(
        default=None, description="NetworkPolicies that let through what is named in it and no more; None for none"
    )
    namespace: NamespaceProps | None = Field(
        default=None, description="the Namespace; None where somebody else makes it"
    )

    @field_validator("client_auth")
    @classmethod
    def _is_there(cls, given: ClientAuth | None, info: ValidationInfo) -> ClientAuth | None:
        if given is None and isinstance(info.data.get("service"), ServiceSettings):
            raise ConfigError([Problem((), f"missing; it is {cls.model_fields['client_auth'].description}")])
        return given

    @model_validator(mode="after")
    def _says_service_yaml_once(self) -> Self:
        if not isinstance(self.service, ExistingServiceYaml):
            return self
        refuse_another_place(self.service, self.service_yaml_in)
        fields = ("source", "storage", "client_auth", "dev_postgres")
        given = [field for field in fields if getattr(self, field) is not None]
        if given:
            raise ConfigError([Problem((field,), "stands in the existing service.yaml; drop it") for field in given])
        self.service.check_migration(has_job=self._has_job)
        return self

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for field in ("source", "storage"):
            if getattr(self, field) is None and self.dev_postgres is None and isinstance(self.service, ServiceSettings):
                raise config_error(field, "missing; give the database, or dev_postgres for development")
        if self.dev_postgres is not None and isinstance(self.topology, Split):
            raise config_error(
                "dev_postgres", "is for development alone and the topology is split; give source and storage"
            )
        if self.dev_postgres is not None and self.source is not None and self.storage is not None:
            raise config_error("dev_postgres", "would serve nobody beside source and storage; drop it, or one of them")
        if self.ingress is not None and self.internal_ingress is not None:
            self.internal_ingress.refuse_hosts_of(self.ingress, "internal_ingress")
        if self.client_auth is not None:
            refuse_supabase_without_a_project(self.client_auth, self.source)
        refuse_push_to_nowhere(self.open_telemetry, self.service)
        if isinstance(self.topology, Split) and self.topology.api.autoscaling is not None:
            limit, port = self.service.max_concurrent_connections, self.service.prometheus_port
            self.topology.api.autoscaling.check_service(limit, port, "topology.api")
        if self.monitoring is not None:
            self.monitoring.check_service(self.service.prometheus_port)
        return self

    @model_validator(mode="after")
    def _suits_its_tool(self) -> Self:
        if self._migrate is None:
            return self
        if self.namespace is not None and isinstance(self._migrate.ordering, HelmHooks):
            rule = "would come after Helm's hooks, which are in it"
            raise config_error("namespace", f"{rule}; leave it out, and use `helm install --create-namespace`")
        refuse_owned_secrets(self.secrets, self._migrate, "topology.")
        return self

    @model_validator(mode="after")
    def _suits_the_images(self) -> Self:
        for image in (self.image, *(workload.image for workload in self.workloads.values() if workload.image)):
            for field in ("source", "storage", "service"):
                if (part := getattr(self, field)) is not None:
                    check_version(part, image.version, field)
            self.sync_config.check_image(image.version)
        if self.storage is not None:
            self.sync_config.check_storage(self.storage.type)
        migrate = self.workloads.get("topology.migrate")
        for path, workload in self.workloads.items():
            image = workload.image or self.image
            check_version(workload, image.version, path)
            if migrate is not None and image.version > (migrate.image or self.image).version:
                raise config_error(
                    f"{path}.image", f"{image.version} is newer than what migrates; give migrate the same image"
                )
        return self

    @model_validator(mode="after")
    def _reaches_what_it_needs(self) -> Self:
        if self.network is None:
            return self
        ingresses = [ingress for ingress in (self.ingress, self.internal_ingress) if ingress is not None]
        context = NetworkContext.of(
            self.service,
            roles=self._roles,
            client_auth=self.client_auth,
            source=self.source,
            storage=self.storage,
            sentry=self.sentry,
            controllers=[ingress.controller for ingress in ingresses],
            autoscaling=self.topology.api.autoscaling if isinstance(self.topology, Split) else None,
            is_monitored=self.monitoring is not None,
            needs_api_server=self._migrate is not None and self._migrate.marks,
        )
        check_network(self.network, context)
        return self

    @property
    def _has_job(self) -> bool:
        """Whether a Job migrates the storage."""
        return isinstance(self.topology, Split) and self.topology.migrate is not None

    @property
    def _roles(self) -> list[Role]:
        """Whose pods there are."""
        by_path: dict[str, Role] = {
            "topology.pod": "unified",
            "topology.api": "api",
            "topology.replication": "replication",
            "topology.migrate": "migrate",
            "compact": "compact",
        }
        return [by_path[path] for path, props in self.workloads.items() if getattr(props, "enabled", True)]

    @property
    def _migrate(self) -> MigrateProps | None:
        """The migration Job, if there is one."""
        return self.topology.migrate if isinstance(self.topology, Split) else None

    @property
    def workloads(self) -> dict[str, WorkloadProps]:
        """The props of every workload, by their path."""
        if isinstance(self.topology, Unified):
            found: dict[str, WorkloadProps | None] = {"topology.pod": self.topology.pod}
        else:
            found = {f"topology.{name}": getattr(self.topology, name) for name in ("api", "replication", "migrate")}
        return {path: props for path, props in (found | {"compact": self.compact}).items() if props is not None}

    def service_config(self, source: Source, storage: Storage) -> ServiceConfig:
        """The whole of a service.yaml of ours, with auto-migration off exactly when there is a Job."""
        assert self.client_auth is not None  # checked above
        settings = {name: getattr(self.service, name) for name in self.service.model_fields_set}
        return ServiceConfig(
            **settings,
            source=source,
            storage=storage,
            client_auth=self.client_auth,
            migrations=Migrations(disable_auto_migration=self._has_job),
        )

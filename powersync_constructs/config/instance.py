"""Props of `PowerSync`, a whole instance."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import Field, ValidationInfo, field_validator, model_validator
from typing_extensions import Self

from powersync_constructs.config.configuration import ConfigurationProps, SharedProps
from powersync_constructs.config.core._documentation import summary
from powersync_constructs.config.core._fields import walk
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core.errors import ConfigError, Problem, config_error, error_path
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.databases.dev_postgres import DevPostgresProps
from powersync_constructs.config.delivery.orderings import HelmHooks
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.config.network._context import NetworkContext
from powersync_constructs.config.network._traffic import check_network
from powersync_constructs.config.network.props import NetworkProps, Role
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.pod import Labels
from powersync_constructs.config.rules import RuleSettings
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml, OrExisting
from powersync_constructs.config.service.settings import (
    Migrations,
    ServiceConfig,
    ServiceSettings,
)
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.config.workloads.api import ApiProps
from powersync_constructs.config.workloads.compact import CompactProps
from powersync_constructs.config.workloads.migrate import MigrateProps
from powersync_constructs.config.workloads.replication import ReplicationProps
from powersync_constructs.config.workloads.unified import UnifiedProps


class Split(Props):
    """Separate API pods and replicators, for production."""

    error_path = "topology"

    type: Literal["split"] = "split"
    """The type of the topology, which selects this class in a mapping."""
    api: ApiProps = Field(default_factory=ApiProps)
    """The API pods."""
    replication: ReplicationProps = Field(default_factory=ReplicationProps)
    """The replicators."""
    migrate: MigrateProps = Field(default_factory=MigrateProps)
    """The migration of the bucket storage."""


class Unified(Props):
    """One pod that serves, replicates and migrates, for development."""

    error_path = "topology"

    type: Literal["unified"] = "unified"
    """The type of the topology, which selects this class in a mapping."""
    pod: UnifiedProps = Field(default_factory=UnifiedProps)
    """The unified pod."""


class NamespaceProps(Props):
    """The Namespace of the chart, with Pod Security enforced."""

    error_path = "namespace"

    pod_security: Literal["restricted", "baseline", "privileged"] = "restricted"
    """The Pod Security Standard of the Namespace, for the modes enforce, audit and warn."""
    labels: Labels = {}
    """The labels to add to the Namespace."""

    @model_validator(mode="after")
    def _check_labels(self) -> Self:
        for label in self.labels:
            if label.startswith("pod-security.kubernetes.io/"):
                raise config_error("labels", f"'{label}' is set by the library; use pod_security")
        return self


_ANY_NAME = "powersync"
"""A placeholder for the instance name until the construct exists. No check depends on it."""
_OF_SERVICE_YAML = ("source", "storage", "client_auth")
"""Fields of service.yaml that are direct fields of an instance."""


class PowerSyncProps(SharedProps):
    """One PowerSync instance, with its own bucket storage."""

    error_path = ""
    corrections = {
        **dict.fromkeys(("connections", "replication"), "did you mean source?"),
        "sync_rules": "did you mean sync_config?",
        "dev": "the service has not read it since 1.13.4; remove it",
    }

    service: OrExisting[ServiceSettings] = Field(default_factory=ServiceSettings)
    """The settings of service.yaml that are not fields of the instance, or the Secret with an existing service.yaml."""
    client_auth: ClientAuth | None = Field(default=None, validate_default=True)
    """The authentication of clients, which verifies their tokens. Do not set it with an existing service.yaml."""
    source: Source | None = None
    """The source database. Default: the database of `dev_postgres`."""
    storage: Storage | None = None
    """The bucket storage. Default: the database of `dev_postgres`."""
    topology: Split | Unified = Field(default_factory=Split, discriminator="type")
    """The pods of the instance: `Split` for production, or `Unified` for development."""
    compact: CompactProps | None = Field(default_factory=CompactProps)
    """The daily compaction of the bucket storage. None for no compaction."""
    ingress: IngressProps | None = None
    """The ingress for clients. None for no ingress."""
    internal_ingress: IngressProps | None = None
    """The second ingress, for example for administrators inside the network. None for no second ingress."""
    monitoring: MonitoringProps | None = None
    """The scraping, alerts and dashboard, for a cluster with the Prometheus Operator. None for no monitoring."""
    dev_postgres: DevPostgresProps | None = None
    """A temporary Postgres, for development. None for your own databases."""
    network: NetworkProps | None = None
    """The connections that the NetworkPolicies of the instance allow. None for no NetworkPolicies."""
    namespace: NamespaceProps | None = None
    """The Namespace of the instance. None if something else creates it."""
    rules: RuleSettings = Field(default_factory=RuleSettings)
    """The severities of the rules that check the manifests, and the rules that are switched off."""

    @field_validator("client_auth")
    @classmethod
    def _check_client_auth(cls, given: ClientAuth | None, info: ValidationInfo) -> ClientAuth | None:
        if given is None and isinstance(info.data.get("service"), ServiceSettings):
            raise ConfigError([Problem((), f"missing; set it to {summary(cls, 'client_auth')}")])
        return given

    @model_validator(mode="after")
    def _check_existing_service_yaml(self) -> Self:
        if not isinstance(self.service, ExistingServiceYaml):
            return self
        fields = ("source", "storage", "client_auth", "dev_postgres")
        given = [field for field in fields if getattr(self, field) is not None]
        if given:
            rule = "is already in the existing service.yaml; remove this field"
            raise ConfigError([Problem((field,), rule) for field in given])
        self.service.check_migration(has_job=self._only_the_job_migrates)
        return self

    @model_validator(mode="after")
    def _check_databases(self) -> Self:
        for field in ("source", "storage"):
            if getattr(self, field) is None and self.dev_postgres is None and isinstance(self.service, ServiceSettings):
                raise config_error(field, "missing; give the database, or dev_postgres for development")
        if self.dev_postgres is None:
            return self
        if isinstance(self.topology, Split):
            rule = "is only for development, but the topology is Split"
            raise config_error("dev_postgres", f"{rule}; remove it, and give source and storage")
        if self.source is not None and self.storage is not None:
            raise config_error("dev_postgres", "is unused when both source and storage are given; remove it")
        return self

    @model_validator(mode="after")
    def _check_helm_namespace(self) -> Self:
        if self.namespace is not None and isinstance(self.ordering, HelmHooks):
            rule = "would be created after the Helm hooks, which need it"
            raise config_error("namespace", f"{rule}; remove it, and use `helm install --create-namespace`")
        return self

    @model_validator(mode="after")
    def _check_hosts(self) -> Self:
        if self.ingress is not None and self.internal_ingress is not None:
            self.internal_ingress.refuse_hosts_of(self.ingress, "internal_ingress")
        return self

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        """Check the props of the configuration, the workloads, the monitoring and the network together."""
        configuration = self.configuration(self.instance or _ANY_NAME)
        migrate = self.migrate
        for path, workload in self.workload_props.items():
            configuration.workload(workload, path, migrate=migrate)
        if self.monitoring is not None:
            self.monitoring.check_service(configuration.service.prometheus_port)
        if self.network is not None:
            check_network(self.network, self._network_context())
        return self

    def configuration(self, instance: str) -> ConfigurationProps:
        """Return the props of the configuration of an instance with this name. Raise ConfigError for invalid props."""
        shared = {name: getattr(self, name) for name in SharedProps.__pydantic_fields__}
        try:
            return ConfigurationProps(**shared | {"service": self._service_yaml(instance), "instance": instance})
        except ConfigError as error:
            raise ConfigError(
                [Problem(_as_written(problem.where), problem.text) for problem in error.problems]
            ) from None

    def _service_yaml(self, instance: str) -> ServiceConfig | ExistingServiceYaml:
        """Return the service.yaml of all pods. Auto-migration is off if a Job migrates, or if `mode` is `none`."""
        if isinstance(self.service, ExistingServiceYaml):
            return self.service
        source, storage = self.source, self.storage
        if self.dev_postgres is not None:
            source = source or self.dev_postgres.source(instance)
            storage = storage or self.dev_postgres.storage(instance)
        assert source is not None
        assert storage is not None
        assert self.client_auth is not None
        return ServiceConfig(
            **{name: getattr(self.service, name) for name in ServiceSettings.__pydantic_fields__},
            source=source,
            storage=storage,
            client_auth=self.client_auth,
            migrations=Migrations(disable_auto_migration=self._only_the_job_migrates),
        )

    def _network_context(self) -> NetworkContext:
        return NetworkContext.of(
            self.service,
            roles=self._roles,
            client_auth=self.client_auth,
            source=self.source,
            storage=self.storage,
            sentry=self.sentry,
            controllers=[ingress.controller for ingress in self.ingresses],
            autoscaling=self.topology.api.autoscaling if isinstance(self.topology, Split) else None,
            is_monitored=self.monitoring is not None,
            needs_api_server=self.migrate is not None and self.migrate.gates(self.ordering),
        )

    @property
    def ingresses(self) -> list[IngressProps]:
        """The ingresses of the instance."""
        return [ingress for ingress in (self.ingress, self.internal_ingress) if ingress is not None]

    @property
    def migrate(self) -> MigrateProps | None:
        """The props of the migration. None if the replicators or the unified pod migrate."""
        migrate = self.topology.migrate if isinstance(self.topology, Split) else None
        return migrate if migrate is not None and migrate.mode != "replicators" else None

    @property
    def workload_props(self) -> dict[str, WorkloadProps]:
        """The props of all workloads, by path."""
        if isinstance(self.topology, Unified):
            found: dict[str, WorkloadProps | None] = {"topology.pod": self.topology.pod}
        else:
            api, replication = self.topology.api, self.topology.replication
            found = {"topology.api": api, "topology.replication": replication, "topology.migrate": self.migrate}
        return {path: props for path, props in (found | {"compact": self.compact}).items() if props is not None}

    @property
    def _only_the_job_migrates(self) -> bool:
        return self.migrate is not None

    @property
    def _roles(self) -> list[Role]:
        """The roles of the instance's pods."""
        by_path: dict[str, Role] = {
            "topology.pod": "unified",
            "topology.api": "api",
            "topology.replication": "replication",
            "topology.migrate": "migrate",
            "compact": "compact",
        }
        has_job = self.migrate is not None and self.migrate.has_job
        return [by_path[path] for path in self.workload_props if path != "topology.migrate" or has_job]


class ProductionProblem(NamedTuple):
    """A setting of an instance that is not for production."""

    path: str
    reason: str
    fix: str
    is_about_secrets: bool = False


def production_problems(props: PowerSyncProps) -> Iterator[ProductionProblem]:
    """Yield what is not for production: secrets in the manifests, and roles with a single pod."""
    for path, value, _ in walk(props):
        if isinstance(value, SecretValue):
            reason = "a SecretValue is written into the manifests"
            yield ProductionProblem(error_path(path), reason, "use a SecretRef", is_about_secrets=True)
    if isinstance(props.topology, Unified):
        reason = "one pod runs all roles, and every change to the pod is an outage"
        yield ProductionProblem("topology", reason, "use Split()")
        return
    if props.topology.api.lowest_replicas == 1:
        field = "replicas" if props.topology.api.autoscaling is None else "autoscaling.min_replicas"
        reason = "1 is a single pod, and all clients are disconnected when it stops"
        yield ProductionProblem(f"topology.api.{field}", reason, "use 2 or more")
    if props.topology.replication.replicas == 1:
        reason = "1 is a leader without a standby, and replication stops while the leader is down"
        yield ProductionProblem("topology.replication.replicas", reason, "use 2")


def _as_written(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Convert a path in ConfigurationProps to one in PowerSyncProps, where some `service` fields are direct fields."""
    return path[1:] if path[0] == "service" and path[1:2] and path[1] in _OF_SERVICE_YAML else path

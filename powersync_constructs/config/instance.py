"""Props of `PowerSync`: a whole instance."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from pydantic import Field, ValidationInfo, field_validator, model_validator
from typing_extensions import Self

from powersync_constructs.config.configuration import ConfigurationProps, SharedProps
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._versions import walk
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
    """API pods apart from the replicators: for production."""

    error_path = "topology"

    type: Literal["split"] = Field(default="split", description="the kind of topology")
    api: ApiProps = Field(default_factory=ApiProps, description="the API pods")
    replication: ReplicationProps = Field(default_factory=ReplicationProps, description="the replicators")
    migrate: MigrateProps = Field(default_factory=MigrateProps, description="what migrates the storage, and how")


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
    labels: Labels = Field(default={}, description="labels to add")

    @model_validator(mode="after")
    def _leaves_pod_security_alone(self) -> Self:
        for label in self.labels:
            if label.startswith("pod-security.kubernetes.io/"):
                raise config_error("labels", f"'{label}' is ours; use pod_security")
        return self


_ANY_NAME = "powersync"
"""Stands for the name of an instance while its construct has not been made: no check depends on it."""
_OF_SERVICE_YAML = ("source", "storage", "client_auth")
"""Fields of service.yaml that an instance has directly."""


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
    source: Source | None = Field(default=None, description="the source database; default: that of dev_postgres")
    storage: Storage | None = Field(default=None, description="the bucket storage; default: that of dev_postgres")
    topology: Split | Unified = Field(default_factory=Split, description="which pods there are", discriminator="type")
    compact: CompactProps | None = Field(
        default_factory=CompactProps, description="the daily compaction; None for none"
    )
    ingress: IngressProps | None = Field(default=None, description="the host for clients; None for no ingress")
    internal_ingress: IngressProps | None = Field(
        default=None, description="a second ingress, like one for administrators inside the network"
    )
    monitoring: MonitoringProps | None = Field(
        default=None, description="scraping, alerts and a dashboard, for a cluster with the Prometheus operator"
    )
    dev_postgres: DevPostgresProps | None = Field(default=None, description="a throw-away Postgres, for development")
    network: NetworkProps | None = Field(
        default=None, description="NetworkPolicies that allow what is named in it and nothing else; None for none"
    )
    namespace: NamespaceProps | None = Field(
        default=None, description="the Namespace; None where something else creates it"
    )
    production_checks: Literal["error", "warning", "off"] = Field(
        default="off",
        description="how a synth reports what is not for production: a SecretValue, a single pod of a role",
    )

    @field_validator("client_auth")
    @classmethod
    def _is_there(cls, given: ClientAuth | None, info: ValidationInfo) -> ClientAuth | None:
        if given is None and isinstance(info.data.get("service"), ServiceSettings):
            raise ConfigError([Problem((), f"missing; it is {cls.model_fields['client_auth'].description}")])
        return given

    @model_validator(mode="after")
    def _has_one_service_yaml(self) -> Self:
        if not isinstance(self.service, ExistingServiceYaml):
            return self
        fields = ("source", "storage", "client_auth", "dev_postgres")
        given = [field for field in fields if getattr(self, field) is not None]
        if given:
            rule = "is in the existing service.yaml already; remove it"
            raise ConfigError([Problem((field,), rule) for field in given])
        self.service.check_migration(has_job=self._only_the_job_migrates)
        return self

    @model_validator(mode="after")
    def _has_its_databases(self) -> Self:
        for field in ("source", "storage"):
            if getattr(self, field) is None and self.dev_postgres is None and isinstance(self.service, ServiceSettings):
                raise config_error(field, "missing; give the database, or dev_postgres for development")
        if self.dev_postgres is None:
            return self
        if isinstance(self.topology, Split):
            rule = "is for development alone and the topology is split"
            raise config_error("dev_postgres", f"{rule}; give source and storage")
        if self.source is not None and self.storage is not None:
            raise config_error("dev_postgres", "is unused when both source and storage are given; remove it")
        return self

    @model_validator(mode="after")
    def _suits_helm(self) -> Self:
        if self.namespace is not None and isinstance(self.ordering, HelmHooks):
            rule = "would be created after Helm's hooks, which are in it"
            raise config_error("namespace", f"{rule}; remove it, and use `helm install --create-namespace`")
        return self

    @model_validator(mode="after")
    def _has_hosts_of_its_own(self) -> Self:
        if self.ingress is not None and self.internal_ingress is not None:
            self.internal_ingress.refuse_hosts_of(self.ingress, "internal_ingress")
        return self

    @model_validator(mode="after")
    def _suits_its_parts(self) -> Self:
        """Build the props of the parts, which check themselves, and check each workload beside what all share."""
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
        """The props of the configuration of an instance with this name. Raises ConfigError."""
        shared = {name: getattr(self, name) for name in SharedProps.model_fields}
        try:
            return ConfigurationProps(**shared | {"service": self._service_yaml(instance), "instance": instance})
        except ConfigError as error:
            raise ConfigError(
                [Problem(_as_written(problem.where), problem.text) for problem in error.problems]
            ) from None

    def _service_yaml(self, instance: str) -> ServiceConfig | ExistingServiceYaml:
        """What all pods load, with auto-migration off exactly when there is a Job or nothing may migrate."""
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
            **{name: getattr(self.service, name) for name in ServiceSettings.model_fields},
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
        """The ingresses that there are."""
        return [ingress for ingress in (self.ingress, self.internal_ingress) if ingress is not None]

    @property
    def migrate(self) -> MigrateProps | None:
        """The migration that other workloads come after; None where the replicators or the unified pod migrate."""
        migrate = self.topology.migrate if isinstance(self.topology, Split) else None
        return migrate if migrate is not None and migrate.mode != "replicators" else None

    @property
    def workload_props(self) -> dict[str, WorkloadProps]:
        """The props of every workload, by their path."""
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
        """The roles of the pods that there are."""
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
    """Something in the props of an instance that is not for production."""

    rule: str
    path: str
    reason: str
    fix: str


def production_problems(props: PowerSyncProps) -> Iterator[ProductionProblem]:
    """What is not for production: secrets in the manifests, and roles with a single pod."""
    for path, value, _ in walk(props):
        if isinstance(value, SecretValue):
            reason = "a SecretValue is written into the manifests"
            yield ProductionProblem("no-secret-values", error_path(path), reason, "use a SecretRef")
    if isinstance(props.topology, Unified):
        reason = "one pod does everything, and every change of it is an outage"
        yield ProductionProblem("no-single-pods", "topology", reason, "use Split()")
        return
    if props.topology.api.lowest_replicas == 1:
        field = "replicas" if props.topology.api.autoscaling is None else "autoscaling.min_replicas"
        reason = "1 is a single pod, and every client is cut when it goes"
        yield ProductionProblem("no-single-pods", f"topology.api.{field}", reason, "use 2 or more")
    if props.topology.replication.replicas == 1:
        reason = "1 is a leader without a standby, and nothing is replicated while it is away"
        yield ProductionProblem("no-single-pods", "topology.replication.replicas", reason, "use 2")


def _as_written(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path of a field in the props of an instance, where the configuration has it in `service`."""
    return path[1:] if path[0] == "service" and path[1:2] and path[1] in _OF_SERVICE_YAML else path

"""The parts of a configuration that determine the connections of an instance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import Self

from powersync_constructs.config.ingress.base import Controller
from powersync_constructs.config.network.props import Destination, Role
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.observability import Sentry
from powersync_constructs.config.service.settings import ServiceConfig, ServiceSettings
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.config.workloads.autoscaling import Autoscaling

MetricsConsumer = Literal["monitoring", "autoscaling"]
DatabaseField = Literal["source", "storage"]
DevDatabases = Mapping[DatabaseField, Destination]
"""The databases that are a `DevPostgres`, each with the `Destination` that selects its pod."""
_NO_DATABASES: DevDatabases = {}


@dataclass(frozen=True)
class NetworkContext:
    """The parts of a configuration that determine the connections of an instance. Create the object with `of`."""

    roles: Sequence[Role]
    """The roles of the instance."""
    service: ServiceSettings | ExistingServiceYaml
    """The settings of service.yaml. For an existing service.yaml, the next three fields are unknown and None."""
    client_auth: ClientAuth | None
    source: Source | None
    """The source database. None if it is a `DevPostgres`."""
    storage: Storage | None
    """The bucket storage. None if it is a `DevPostgres`."""
    sentry: Sentry | None
    controllers: Sequence[Controller]
    """The ingress controllers of the instance's ingresses."""
    metrics_consumer: MetricsConsumer | None
    """The feature that needs the metrics of the pods."""
    needs_api_server: bool
    """Whether the migration Job connects to the API server, to set the migration marker."""
    dev_databases: DevDatabases = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        service: ServiceSettings | ExistingServiceYaml,
        *,
        roles: Sequence[Role],
        client_auth: ClientAuth | None = None,
        source: Source | None = None,
        storage: Storage | None = None,
        sentry: Sentry | None = None,
        controllers: Sequence[Controller] = (),
        autoscaling: Autoscaling | None = None,
        is_monitored: bool = False,
        needs_api_server: bool = False,
        dev_databases: DevDatabases = _NO_DATABASES,
    ) -> Self:
        """Create the context from the parts of a configuration.

        If `service` is a `ServiceConfig`, its `client_auth`, `source` and `storage` replace the arguments. With a
        generated service.yaml, a source or storage that is None or in `dev_databases` is a `DevPostgres`. NetworkProps
        must not set the field of a `DevPostgres`.
        """
        if isinstance(service, ServiceConfig):
            client_auth, source, storage = service.client_auth, service.source, service.storage
        return cls(
            roles=tuple(roles),
            service=service,
            client_auth=client_auth,
            source=None if "source" in dev_databases else source,
            storage=None if "storage" in dev_databases else storage,
            sentry=sentry,
            controllers=tuple(controllers),
            metrics_consumer=_metrics_consumer(autoscaling, is_monitored=is_monitored),
            needs_api_server=needs_api_server,
            dev_databases=dev_databases,
        )


def _metrics_consumer(autoscaling: Autoscaling | None, *, is_monitored: bool) -> MetricsConsumer | None:
    if is_monitored:
        return "monitoring"
    return "autoscaling" if autoscaling is not None and autoscaling.connections is not None else None

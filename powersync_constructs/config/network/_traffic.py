"""Which role reaches what, and who reaches it: the connections of an instance, worked out from its configuration."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from powersync_constructs.config.core.errors import ConfigError, Problem
from powersync_constructs.config.core.secrets import InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.ingress.base import Controller
from powersync_constructs.config.network._ports import UnknownPortError, database_ports, url_port
from powersync_constructs.config.network.peers import CidrPeer, Peer, PortRange
from powersync_constructs.config.network.props import ApiServer, Destination, ExtraRule, NetworkProps, Role
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.observability import Sentry
from powersync_constructs.config.service.settings import ServiceSettings
from powersync_constructs.config.service.source import ServicePrincipal, Source, SqlServerSource, may_be_supabase
from powersync_constructs.config.service.storage import MongoStorage, Storage

_HTTPS = (443,)
_NAMES: dict[Role, str] = {
    "api": "the API",
    "replication": "the replicators",
    "compact": "the compaction",
    "migrate": "the migration Job",
    "unified": "the unified pod",
}
_ALL: Sequence[Role] = tuple(_NAMES)
_ANSWERING: Sequence[Role] = ("api", "unified")
_STAYING: Sequence[Role] = ("api", "replication", "unified")


@dataclass(frozen=True)
class NetworkContext:
    """What of an instance's configuration says whom it talks to."""

    roles: Sequence[Role]
    """The roles that there are."""
    service: ServiceSettings | ExistingServiceYaml
    """With an existing service.yaml, nothing is known of the three that follow."""
    client_auth: ClientAuth | None
    source: Source | None
    """The source database; None for that of `DevPostgres`, whose pod is known."""
    storage: Storage | None
    """The bucket storage; None likewise."""
    sentry: Sentry | None = None
    controllers: Sequence[Controller] = ()
    """The ingress controllers of ours."""
    reader: str = ""
    """What reads the metrics, if anything of ours does."""
    marks: bool = True
    """Whether the migration Job sets a mark, and so reaches the API server."""


class Flow(NamedTuple):
    """Connections that are let through. Neither peers nor ports are ever empty, which would mean all."""

    peers: Sequence[Peer]
    ports: Sequence[int | PortRange]
    protocols: Sequence[str] = ("TCP",)


class Flows(NamedTuple):
    """All connections of a role."""

    ingress: list[Flow]
    egress: list[Flow]


class _Way(NamedTuple):
    """A field of NetworkProps, who needs it, on which ports, and what to give.

    No ports at all (None) mean that nobody needs it as it is configured; an empty list, that the field has its own.
    `of_service_yaml` says whether every service.yaml needs it or only some; None where something else does. With a
    `source_type`, it is one of a source database of that type alone.
    """

    field: str
    roles: Sequence[Role]
    ports: Callable[[NetworkContext], Sequence[int] | None]
    way_out: str = "give Destination(to=[...])"
    protocols: Sequence[str] = ("TCP",)
    of_service_yaml: Literal["every", "some"] | None = None
    source_type: str | None = None

    def hidden(self, configured: NetworkContext) -> bool:
        """Whether only a Secret says where it goes."""
        if self.of_service_yaml is None or not isinstance(configured.service, ExistingServiceYaml):
            return False
        return self.source_type in (None, configured.service.source_type)

    def may_be_left_out(self, configured: NetworkContext) -> bool:
        """Whether only a Secret says that it is needed at all."""
        return self.of_service_yaml == "some" and self.hidden(configured)

    def known_ports(self, configured: NetworkContext) -> Sequence[int] | None:
        """The ports. Raises UnknownPortError for those that are in a Secret."""
        if self.hidden(configured):
            raise UnknownPortError("since only the Secret has it")
        return self.ports(configured)


def _metrics_ports(configured: NetworkContext) -> Sequence[int] | None:
    port = configured.service.prometheus_port
    return None if port is None else (port,)


def _source_ports(configured: NetworkContext) -> Sequence[int] | None:
    return None if configured.source is None else database_ports(configured.source)


def _storage_ports(configured: NetworkContext) -> Sequence[int] | None:
    return None if configured.storage is None else database_ports(configured.storage)


def _jwks_ports(configured: NetworkContext) -> Sequence[int] | None:
    """Those of all URLs; Supabase's is made by the service, with https:// (auth/utils.ts)."""
    auth = configured.client_auth
    given = auth and auth.jwks_uri
    urls = [given] if isinstance(given, str | SecretRef | SecretValue | InjectedSecret) else given or []
    ports = [port for url in urls for port in url_port(url, "jwks_uri")]
    if auth and auth.supabase and may_be_supabase(configured.source):
        ports += _HTTPS
    return tuple(dict.fromkeys(ports)) or None


def _object_storage_ports(configured: NetworkContext) -> Sequence[int] | None:
    if not isinstance(configured.storage, MongoStorage) or configured.storage.object_storage is None:
        return None
    endpoint = configured.storage.object_storage.endpoint
    return _HTTPS if endpoint is None else url_port(endpoint, "endpoint")


def _telemetry_ports(configured: NetworkContext) -> Sequence[int] | None:
    """None where nothing is shared: then there is no exporter at all (metrics/open-telemetry/util.ts)."""
    if isinstance(configured.service, ExistingServiceYaml):
        return None
    telemetry = configured.service.telemetry
    if telemetry.disable_telemetry_sharing:
        return None
    receiver = telemetry.internal_service_endpoint
    return _HTTPS if receiver is None else url_port(receiver, "internal_service_endpoint")


def _entra_ports(configured: NetworkContext) -> Sequence[int] | None:
    source = configured.source
    logs_in = isinstance(source, SqlServerSource) and isinstance(source.authentication, ServicePrincipal)
    return _HTTPS if logs_in else None


def _sentry_ports(configured: NetworkContext) -> Sequence[int] | None:
    return None if configured.sentry is None else url_port(configured.sentry.dsn, "dsn")


def _api_server_ports(configured: NetworkContext) -> Sequence[int] | None:
    return () if configured.marks else None


_INGRESS = (
    _Way(
        "ingress_controller",
        _ANSWERING,
        lambda configured: (configured.service.port,),
        "give who brings clients, or [] for nobody",
    ),
    _Way(
        "monitoring",
        _STAYING,
        _metrics_ports,
        "give who scrapes them, or [] for nobody, or prometheus_port=None for no metrics",
    ),
)
"""Who reaches a role. Replicators answer HTTP probes too, which the kubelet alone asks."""
_EGRESS = (
    _Way("dns", _ALL, lambda _: (53,), protocols=("UDP", "TCP")),
    _Way("source", _STAYING, _source_ports, of_service_yaml="every"),
    _Way("storage", _ALL, _storage_ports, of_service_yaml="every"),
    _Way("jwks", _ANSWERING, _jwks_ports, of_service_yaml="some"),
    _Way("object_storage", ("api", "replication", "compact", "unified"), _object_storage_ports, of_service_yaml="some"),
    _Way("telemetry", _STAYING, _telemetry_ports, of_service_yaml="some"),
    _Way("entra", _STAYING, _entra_ports, of_service_yaml="some", source_type="mssql"),
    _Way("sentry", _ALL, _sentry_ports),
    _Way("api_server", ("migrate",), _api_server_ports, "give ApiServer(cidrs=[...])"),
)
"""What a role reaches. The API asks the source for its position at every write checkpoint (checkpointing.ts, and
createReplicationHead of each module), which the docs' table of flows leaves out. Compaction and migration open the
bucket storage alone (entry/commands)."""


def check_network(network: NetworkProps, configured: NetworkContext) -> None:
    """Raise ConfigError for each peer that is missing, and for each that would open a way for nobody."""
    problems = [
        *(problem for way in (*_INGRESS, *_EGRESS) for problem in _problems(way, network, configured)),
        *_nobody(network, configured),
        *_controllers_outside(network, configured),
        *_absent_roles("more_ingress", network.more_ingress, configured),
        *_absent_roles("more_egress", network.more_egress, configured),
    ]
    if problems:
        raise ConfigError([Problem(("network", *problem.where), problem.text) for problem in problems])


def flows(network: NetworkProps, configured: NetworkContext, role: Role) -> Flows:
    """The connections of a role, in a network that `check_network` has found right."""
    ingress = [
        Flow(peers, ports)
        for way in _INGRESS
        if role in way.roles and (peers := getattr(network, way.field)) and (ports := way.ports(configured))
    ]
    egress = list(_egress(network, configured, role))
    ingress += [Flow(rule.peers, rule.ports) for rule in network.more_ingress if role in rule.roles]
    egress += [Flow(rule.peers, rule.ports) for rule in network.more_egress if role in rule.roles]
    return Flows(ingress, egress)


def _egress(network: NetworkProps, configured: NetworkContext, role: Role) -> Iterator[Flow]:
    for way in _EGRESS:
        destination = _destination(network, way)
        if role in way.roles and destination is not None:
            ports: Sequence[int | PortRange] | None = destination.ports or way.known_ports(configured)
            if ports:
                yield Flow(destination.to, ports, way.protocols)


def _destination(network: NetworkProps, way: _Way) -> Destination | None:
    given: Destination | ApiServer | None = getattr(network, way.field)
    return given.destination if isinstance(given, ApiServer) else given


def _problems(way: _Way, network: NetworkProps, configured: NetworkContext) -> Iterator[Problem]:
    given = getattr(network, way.field)
    who = [_NAMES[role] for role in configured.roles if role in way.roles]
    unknown = ""
    try:
        ports = way.known_ports(configured)
    except UnknownPortError as error:
        ports, unknown = (), str(error)
    if not who or ports is None:
        if given is not None:
            yield Problem((way.field,), "would open a way for nobody, since nothing here needs it; drop it")
    elif given is None and not way.may_be_left_out(configured):
        yield Problem((way.field,), f"missing; needed by {_and(who)}: {way.way_out}")
    elif given is not None and unknown and not given.ports:
        yield Problem((way.field, "ports"), f"missing, {unknown}; give them")


def _nobody(network: NetworkProps, configured: NetworkContext) -> Iterator[Problem]:
    """Nobody may be let in only where nothing of ours is to come in."""
    if network.monitoring is not None and not network.monitoring and configured.reader:
        yield Problem(("monitoring",), f"is nobody, and {configured.reader} needs the metrics; name who scrapes them")
    if network.ingress_controller is not None and not network.ingress_controller:
        for controller in configured.controllers:
            if not controller.has_no_peer:
                yield Problem(
                    ("ingress_controller",),
                    f"is nobody, and {type(controller).__name__} brings clients; name its proxies",
                )


def _controllers_outside(network: NetworkProps, configured: NetworkContext) -> Iterator[Problem]:
    """A controller whose proxies are no pods is let in by its addresses alone."""
    if not network.ingress_controller or any(isinstance(peer, CidrPeer) for peer in network.ingress_controller):
        return
    for controller in configured.controllers:
        if controller.source_addresses:
            rule = f"has no CidrPeer, and the proxies of {type(controller).__name__} are no pods"
            yield Problem(("ingress_controller",), f"{rule}; give {controller.source_addresses}")


def _absent_roles(field: str, rules: Sequence[ExtraRule], configured: NetworkContext) -> Iterator[Problem]:
    for index, rule in enumerate(rules):
        for role in rule.roles:
            if role not in configured.roles:
                there = _and(list(configured.roles))
                yield Problem((field, index, "roles"), f"'{role}' is no role of this instance; there are {there}")


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

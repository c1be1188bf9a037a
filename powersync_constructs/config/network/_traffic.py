"""The connections to and from each role: the check of NetworkProps, and the rules of each NetworkPolicy."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from powersync_constructs.config.core._words import and_list
from powersync_constructs.config.core.errors import ConfigError, Problem
from powersync_constructs.config.network._connections import INCOMING, OUTGOING, Connection
from powersync_constructs.config.network._context import NetworkContext
from powersync_constructs.config.network._ports import UnknownPortError
from powersync_constructs.config.network.peers import CidrPeer, Peer, PortRange
from powersync_constructs.config.network.props import ExtraRule, NetworkProps, Role

_NAMES: dict[Role, str] = {
    "api": "the API pods",
    "replication": "the replicators",
    "compact": "the compaction",
    "migrate": "the migration Job",
    "unified": "the unified pod",
}


class Flow(NamedTuple):
    """One rule of a NetworkPolicy. Peers and ports are never empty, because an empty list would allow everything."""

    peers: Sequence[Peer]
    ports: Sequence[int | PortRange]
    protocols: Sequence[str] = ("TCP",)


class Flows(NamedTuple):
    """All rules of the NetworkPolicy of a role."""

    ingress: list[Flow]
    egress: list[Flow]


def check_network(network: NetworkProps, context: NetworkContext) -> None:
    """Raise ConfigError for each missing field, and for each field that no workload needs."""
    problems = [
        *(problem for connection in (*INCOMING, *OUTGOING) for problem in _problems(connection, network, context)),
        *_empty_peers(network, context),
        *_missing_addresses(network, context),
        *_absent_roles("more_ingress", network.more_ingress, context),
        *_absent_roles("more_egress", network.more_egress, context),
    ]
    if problems:
        raise ConfigError([Problem(("network", *problem.where), problem.text) for problem in problems])


def flows(network: NetworkProps, context: NetworkContext, role: Role) -> Flows:
    """Return the rules for a role. Call `check_network` first."""
    ingress, egress = list(_ingress(network, context, role)), list(_egress(network, context, role))
    ingress += [Flow(rule.peers, rule.ports) for rule in network.more_ingress if role in rule.roles]
    egress += [Flow(rule.peers, rule.ports) for rule in network.more_egress if role in rule.roles]
    return Flows(ingress, egress)


def _ingress(network: NetworkProps, context: NetworkContext, role: Role) -> Iterator[Flow]:
    for connection in INCOMING:
        peers, ports = connection.peers(network), connection.ports(context)
        if role in connection.roles and peers and ports:
            yield Flow(peers, ports)


def _egress(network: NetworkProps, context: NetworkContext, role: Role) -> Iterator[Flow]:
    for connection in OUTGOING:
        destination = connection.destination(network, context)
        if role in connection.roles and destination is not None:
            ports: Sequence[int | PortRange] | None = destination.ports or connection.ports(context)
            if ports:
                yield Flow(destination.to, ports, connection.protocols)


def _problems(connection: Connection, network: NetworkProps, context: NetworkContext) -> Iterator[Problem]:
    given = getattr(network, connection.field)
    who = [_NAMES[role] for role in context.roles if role in connection.roles]
    unknown: str | None = None
    try:
        ports = connection.ports(context)
    except UnknownPortError as error:
        ports, unknown = (), str(error)
    if not who or ports is None:
        if given is not None:
            yield Problem((connection.field,), "is not needed by any workload; remove it")
    elif given is None:
        if not connection.is_optional(context):
            yield Problem((connection.field,), f"missing; needed by {and_list(who)}: {connection.way_out}")
    elif unknown is not None and not given.ports:
        yield Problem((connection.field, "ports"), f"missing; needed, {unknown}: give the ports")


def _empty_peers(network: NetworkProps, context: NetworkContext) -> Iterator[Problem]:
    """Report an empty list of peers if a feature of the instance needs a peer."""
    consumer = context.metrics_consumer
    if network.monitoring is not None and not network.monitoring and consumer is not None:
        rule = f"[] allows no peers, but {consumer} needs the metrics"
        yield Problem(("monitoring",), f"{rule}; give the peers that scrape the pods")
    if network.ingress_controller is not None and not network.ingress_controller:
        for controller in context.controllers:
            if not controller.has_no_peer:
                rule = f"[] allows no peers, but {type(controller).__name__} forwards requests of clients"
                yield Problem(("ingress_controller",), f"{rule}; give the peers of its proxies")


def _missing_addresses(network: NetworkProps, context: NetworkContext) -> Iterator[Problem]:
    """Report a controller whose proxies are not pods, if no peer allows their addresses."""
    if not network.ingress_controller or any(isinstance(peer, CidrPeer) for peer in network.ingress_controller):
        return
    for controller in context.controllers:
        if controller.source_addresses is not None:
            rule = f"has no CidrPeer, but the proxies of {type(controller).__name__} are not pods"
            yield Problem(("ingress_controller",), f"{rule}; add a CidrPeer for {controller.source_addresses}")


def _absent_roles(field: str, rules: Sequence[ExtraRule], context: NetworkContext) -> Iterator[Problem]:
    for index, rule in enumerate(rules):
        for role in rule.roles:
            if role not in context.roles:
                there = ", ".join(context.roles)
                yield Problem((field, index, "roles"), f"'{role}' is not a role of this instance; use one of {there}")

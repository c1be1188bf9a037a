"""`PowerSyncNetwork`: a NetworkPolicy for each role."""

from collections.abc import Container, Sequence
from typing import TypedDict

from constructs import Construct

from powersync_constructs.config.network._traffic import Flow, Flows, NetworkContext, check_network, flows
from powersync_constructs.config.network.peers import CidrPeer, NamespacePeer, Peer, PodPeer, PortRange
from powersync_constructs.config.network.props import Destination, NetworkProps, Role
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.constructs._lib.kplus import cached, int_or_string, k8s
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.compact import CompactCron
from powersync_constructs.constructs.configuration import shared_configuration
from powersync_constructs.constructs.databases.dev_postgres import DevPostgres
from powersync_constructs.constructs.ingress import StreamingIngress
from powersync_constructs.constructs.migrate import MigrateHook
from powersync_constructs.constructs.monitoring import PowerSyncMonitoring
from powersync_constructs.constructs.replication import ReplicationPair
from powersync_constructs.constructs.unified import UnifiedPod


class _Said(TypedDict):
    """Those of `NetworkContext` that stand in service.yaml."""

    client_auth: ClientAuth | None
    source: Source | None
    storage: Storage | None


class PowerSyncNetwork(Construct):
    """A NetworkPolicy for each of the given workloads, called `<instance>-<role>`, in both directions.

    The pods of a role reach what their configuration has them connect to, and are reached by the ingress controller and
    the monitoring. Policies only add up: one of yours can open more. The databases of a `dev_postgres` need no peer.

    Raises ConfigError for each peer that the workloads need and the props do not name, for each that none needs, for no
    workload, and for workloads of two instances.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: NetworkProps,
        *,
        api: PowerSyncApi | UnifiedPod | None = None,
        replication: ReplicationPair | None = None,
        compact: CompactCron | None = None,
        migrate: MigrateHook | None = None,
        ingresses: Sequence[StreamingIngress] = (),
        monitoring: PowerSyncMonitoring | None = None,
        dev_postgres: DevPostgres | None = None,
    ) -> None:
        super().__init__(scope, id)
        parts = {"api": api, "replication": replication, "compact": compact, "migrate": migrate}
        self._configuration = shared_configuration("network", parts)
        derived = self._databases_of(dev_postgres)
        workloads: dict[Role, Construct | None] = {
            "api": api if isinstance(api, PowerSyncApi) else None,
            "unified": api if isinstance(api, UnifiedPod) else None,
            "replication": replication,
            "compact": compact,
            "migrate": migrate if migrate is not None and migrate.job is not None else None,
        }
        self._orders = {"migrate": migrate._order} if migrate is not None else {}
        configured = NetworkContext(
            roles=[role for role, workload in workloads.items() if workload is not None],
            service=self._configuration.props.service,
            **self._said(derived),
            sentry=self._configuration.props.sentry,
            controllers=[ingress.controller for ingress in ingresses],
            reader=_reader(api, monitoring),
            marks=migrate is not None and migrate._gates,
        )
        check_network(props, configured)
        self.policies = {
            role: self._add_policy(role, flows(props.with_(**derived), configured, role)) for role in configured.roles
        }
        """The policies, by the role of their pods."""

    def _said(self, derived: Container[str]) -> _Said:
        """What service.yaml says of others; nothing where a Secret has it, or where the database is our own."""
        service = self._configuration.props.service
        if isinstance(service, ExistingServiceYaml):
            return {"client_auth": None, "source": None, "storage": None}
        return {
            "client_auth": service.client_auth,
            "source": None if "source" in derived else service.source,
            "storage": None if "storage" in derived else service.storage,
        }

    def _databases_of(self, dev_postgres: DevPostgres | None) -> dict[str, Destination]:
        """Where the databases are that are the throw-away Postgres's."""
        service = self._configuration.props.service
        if dev_postgres is None or isinstance(service, ExistingServiceYaml):
            return {}
        pod = Destination(to=[dev_postgres.peer], ports=[dev_postgres.port])
        served = {"source": service.source == dev_postgres.source, "storage": service.storage == dev_postgres.storage}
        return {name: pod for name, is_served in served.items() if is_served}

    def _add_policy(self, role: Role, allowed: Flows) -> k8s.KubeNetworkPolicy:
        identity = self._configuration._identity(role, order=self._orders.get(role, {}))
        ingress = [k8s.NetworkPolicyIngressRule(from_=_peers(flow), ports=_ports(flow)) for flow in allowed.ingress]
        egress = [k8s.NetworkPolicyEgressRule(to=_peers(flow), ports=_ports(flow)) for flow in allowed.egress]
        spec = k8s.NetworkPolicySpec(
            pod_selector=identity.label_selector,
            policy_types=["Ingress", "Egress"],
            ingress=ingress or None,  # nothing comes in; of an empty list, every apply would say that it changed
            egress=egress,
        )
        return k8s.KubeNetworkPolicy(self, role, metadata=identity.object_meta(), spec=spec)


def _reader(api: PowerSyncApi | UnifiedPod | None, monitoring: PowerSyncMonitoring | None) -> str:
    """What reads the metrics, if anything of ours does."""
    if monitoring is not None:
        return "monitoring"
    return "autoscaling" if isinstance(api, PowerSyncApi) and api.scales_on_connections else ""


def _peers(flow: Flow) -> list[k8s.NetworkPolicyPeer]:
    return [_peer(peer) for peer in flow.peers]


def _ports(flow: Flow) -> list[k8s.NetworkPolicyPort]:
    return [_port(port, protocol) for port in flow.ports for protocol in flow.protocols]


@cached
def _peer(peer: Peer) -> k8s.NetworkPolicyPeer:
    match peer:
        case CidrPeer():
            return k8s.NetworkPolicyPeer(ip_block=k8s.IpBlock(cidr=peer.cidr, except_=list(peer.except_) or None))
        case NamespacePeer():
            return k8s.NetworkPolicyPeer(namespace_selector=_namespace(peer.name))
        case PodPeer():
            return k8s.NetworkPolicyPeer(
                pod_selector=k8s.LabelSelector(match_labels=peer.labels),
                namespace_selector=None if peer.namespace is None else _namespace(peer.namespace),
            )


def _namespace(name: str) -> k8s.LabelSelector:
    """A namespace by the label that Kubernetes gives each of them (since 1.22)."""
    return k8s.LabelSelector(match_labels={"kubernetes.io/metadata.name": name})


@cached
def _port(port: int | PortRange, protocol: str) -> k8s.NetworkPolicyPort:
    if isinstance(port, PortRange):
        return k8s.NetworkPolicyPort(port=int_or_string(port.first), end_port=port.last, protocol=protocol)
    return k8s.NetworkPolicyPort(port=int_or_string(port), protocol=protocol)

"""`PowerSyncNetwork`: one NetworkPolicy per role."""

from collections.abc import Mapping, Sequence

from constructs import Construct

from powersync_constructs.config.network._context import DevDatabases, NetworkContext
from powersync_constructs.config.network._traffic import Flow, Flows, check_network, flows
from powersync_constructs.config.network.peers import CidrPeer, NamespacePeer, Peer, PodPeer, PortRange
from powersync_constructs.config.network.props import Destination, NetworkProps, Role
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import cached, int_or_string, k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.compact import CompactCron
from powersync_constructs.constructs.configuration import shared_configuration
from powersync_constructs.constructs.databases.dev_postgres import DevPostgres
from powersync_constructs.constructs.ingress import StreamingIngress
from powersync_constructs.constructs.migrate import MigrateHook
from powersync_constructs.constructs.monitoring import PowerSyncMonitoring
from powersync_constructs.constructs.replication import ReplicationPair
from powersync_constructs.constructs.unified import UnifiedPod


class PowerSyncNetwork(DocumentedConstruct):
    """One NetworkPolicy per role of the given workloads, for ingress and egress. Its name is `<instance>-<role>`.

    The pods of a role can connect only to the destinations in their configuration. Only the ingress controller and the
    monitoring can connect to the pods. NetworkPolicies are additive, so another policy can allow more connections. The
    databases of a `dev_postgres` do not need a peer in the props.

    Raises ConfigError if a peer that a workload needs is missing in the props; if the props have a peer that no
    workload needs; if there is no workload; or if the workloads belong to two instances.
    """

    policies: Mapping[Role, k8s.KubeNetworkPolicy]
    """The NetworkPolicies, by the role of the pods that they select."""

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
        check_props(props, NetworkProps)
        super().__init__(scope, id)
        parts = {"api": api, "replication": replication, "compact": compact, "migrate": migrate}
        self._configuration = shared_configuration("network", parts)
        context = NetworkContext.of(
            self._configuration.props.service,
            roles=_roles(api, replication, compact, migrate),
            sentry=self._configuration.props.sentry,
            controllers=[ingress.controller for ingress in ingresses],
            autoscaling=api.autoscaling if isinstance(api, PowerSyncApi) else None,
            is_monitored=monitoring is not None,
            needs_api_server=migrate is not None and migrate._gates,
            dev_databases=_dev_databases(self._configuration.props.service, dev_postgres),
        )
        check_network(props, context)
        order = migrate._order if migrate is not None else {}
        self.policies = {
            role: self._add_policy(role, flows(props, context, role), order if role == "migrate" else {})
            for role in context.roles
        }

    def _add_policy(self, role: Role, allowed: Flows, order: Mapping[str, str]) -> k8s.KubeNetworkPolicy:
        identity = self._configuration._identity(role, order=order)
        ingress = [k8s.NetworkPolicyIngressRule(from_=_peers(flow), ports=_ports(flow)) for flow in allowed.ingress]
        egress = [k8s.NetworkPolicyEgressRule(to=_peers(flow), ports=_ports(flow)) for flow in allowed.egress]
        spec = k8s.NetworkPolicySpec(
            pod_selector=identity.label_selector,
            policy_types=["Ingress", "Egress"],
            ingress=ingress or None,  # None and [] both deny all, but with [] every apply would report a change
            egress=egress,
        )
        return k8s.KubeNetworkPolicy(self, role, metadata=identity.object_meta(), spec=spec)


def _roles(
    api: PowerSyncApi | UnifiedPod | None,
    replication: ReplicationPair | None,
    compact: CompactCron | None,
    migrate: MigrateHook | None,
) -> list[Role]:
    has_pods: dict[Role, bool] = {
        "api": isinstance(api, PowerSyncApi),
        "unified": isinstance(api, UnifiedPod),
        "replication": replication is not None,
        "compact": compact is not None,
        "migrate": migrate is not None and migrate.job is not None,
    }
    return [role for role, exists in has_pods.items() if exists]


def _dev_databases(service: ServiceConfig | ExistingServiceYaml, dev_postgres: DevPostgres | None) -> DevDatabases:
    """Return the destinations of the source database and the bucket storage that are in `dev_postgres`."""
    if dev_postgres is None or isinstance(service, ExistingServiceYaml):
        return {}
    pod = Destination(to=[dev_postgres.peer], ports=[dev_postgres.port])
    found: DevDatabases = {
        **({"source": pod} if service.source == dev_postgres.source else {}),
        **({"storage": pod} if service.storage == dev_postgres.storage else {}),
    }
    return found


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
    """Return a selector of a namespace by the label that Kubernetes sets on every namespace (since 1.22)."""
    return k8s.LabelSelector(match_labels={"kubernetes.io/metadata.name": name})


@cached
def _port(port: int | PortRange, protocol: str) -> k8s.NetworkPolicyPort:
    if isinstance(port, PortRange):
        return k8s.NetworkPolicyPort(port=int_or_string(port.first), end_port=port.last, protocol=protocol)
    return k8s.NetworkPolicyPort(port=int_or_string(port), protocol=protocol)

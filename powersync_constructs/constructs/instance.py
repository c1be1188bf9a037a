"""`PowerSync`: a complete instance."""

from cdk8s import ApiObject, Chart, JsonPatch
from constructs import Construct

from powersync_constructs.config.configuration import instance_name
from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.instance import NamespaceProps, PowerSyncProps, Unified, production_problems
from powersync_constructs.config.network.props import NetworkProps
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._lib.rule_settings import ScopedSettings, check_names
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.compact import CompactCron
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.databases.dev_postgres import DevPostgres
from powersync_constructs.constructs.ingress import StreamingIngress
from powersync_constructs.constructs.migrate import MigrateHook
from powersync_constructs.constructs.monitoring import PowerSyncMonitoring
from powersync_constructs.constructs.network import PowerSyncNetwork
from powersync_constructs.constructs.replication import ReplicationPair
from powersync_constructs.constructs.unified import UnifiedPod
from powersync_constructs.rules._at_synth import NO_SECRET_VALUES, NO_SINGLE_PODS


class PowerSync(DocumentedConstruct):
    """A PowerSync instance: configuration, workloads, ingress, monitoring and NetworkPolicies.

    The props determine the parts of the instance. `presets` contains two tested sets of props. If the props do not set
    a name, the id of the construct is the name of the instance. The names of the objects begin with the name of the
    instance, except the names of the Namespace, ExternalSecrets and a shared dashboard. Each part is an attribute,
    which is None if the instance does not have this part.

    `pre_deploy` is another chart of the same app, with the same namespace. If you pass it, it contains the objects that
    the workloads need: Namespace, configuration, NetworkPolicies and migration. Use it for tools that apply one folder
    after another, like Flux.

    Raises ConfigError if the chart has no namespace but a part needs a namespace; if `pre_deploy` is the chart of the
    instance, belongs to another app or has another namespace; or if the construct of a part raises ConfigError.
    """

    props: PowerSyncProps
    """The props of the construct."""
    instance: str
    """The name of the instance. The names of its objects begin with it."""
    namespace: k8s.KubeNamespace | None
    """The Namespace. None if `namespace` of the props is None."""
    dev_postgres: DevPostgres | None
    """The development Postgres. None if `dev_postgres` of the props is None."""
    configuration: PowerSyncConfiguration
    """The configuration: service.yaml, the sync config and their Secrets."""
    migrate: MigrateHook | None
    """The migration Job and its objects. None if the replicators or the unified pod migrate the bucket storage."""
    api: PowerSyncApi | UnifiedPod
    """The pods that clients connect to: the API pods, or the unified pod if the topology is `Unified`."""
    replication: ReplicationPair | None
    """The replicators. None if the topology is `Unified`, because the unified pod then replicates."""
    compact: CompactCron | None
    """The scheduled compaction of the bucket storage. None if `compact` of the props is None."""
    ingress: StreamingIngress | None
    """The ingress for clients. None if `ingress` of the props is None."""
    internal_ingress: StreamingIngress | None
    """The second ingress, for example for administrators. None if `internal_ingress` of the props is None."""
    monitoring: PowerSyncMonitoring | None
    """The PodMonitor, the alerts and the dashboard. None if `monitoring` of the props is None."""
    network: PowerSyncNetwork | None
    """The NetworkPolicies. None if `network` of the props is None."""

    def __init__(self, scope: Construct, id: str, props: PowerSyncProps, *, pre_deploy: Chart | None = None) -> None:
        check_props(props, PowerSyncProps)
        super().__init__(scope, id)
        self.props = props
        self.instance = props.instance or instance_name(id)
        self._first = Construct(_checked_chart(self, pre_deploy), id) if pre_deploy is not None else self
        self.namespace = self._add_namespace()
        self.dev_postgres = self._add_dev_postgres()
        self.configuration = PowerSyncConfiguration(self._first, "configuration", props.configuration(self.instance))
        self.migrate = self._add_migrate()
        self.api = self._add_api()
        self.replication = self._add_replication()
        self.compact = self._add_compact()
        self.ingress = self._add_ingress("ingress", None, props.ingress)
        self.internal_ingress = self._add_ingress("internal-ingress", "internal", props.internal_ingress)
        self.monitoring = self._add_monitoring()
        self.network = self._add_network(props.network) if props.network else None
        self._validate(pre_deploy)

    @property
    def host(self) -> str | None:
        """The host for clients; None if `ingress` of the props is None."""
        return self.ingress.host if self.ingress is not None else None

    @property
    def url(self) -> str | None:
        """The URL for clients, like `https://powersync.example.com`; None if `ingress` of the props is None."""
        return self.ingress.url if self.ingress is not None else None

    def _validate(self, pre_deploy: Chart | None) -> None:
        """Register both charts to be checked together, with the rule settings, and add the findings about the props."""
        validation = self.configuration._validation
        if pre_deploy is not None:
            validation.treat_as_one(pre_deploy, Chart.of(self))
        for problem in production_problems(self.props):
            where = f"PowerSync/{self.instance}.{problem.path}"
            rule = NO_SECRET_VALUES if problem.is_about_secrets else NO_SINGLE_PODS
            validation.add_finding(rule.finding(where, problem.reason, problem.fix), self)
        rules = self.props.rules
        check_names(rules)
        instance = (Chart.of(self).namespace or "", self.instance)
        validation.add_settings(ScopedSettings((self, self._first), rules.ignore, rules.severity, instance))

    def _add_namespace(self) -> k8s.KubeNamespace | None:
        props: NamespaceProps | None = self.props.namespace
        if props is None:
            return None
        name = Chart.of(self).namespace
        if name is None:
            fix = "use Chart(..., namespace=...), or remove namespace from the props"
            raise config_error("chart.namespace", f"missing; {fix}")
        modes = ("enforce", "audit", "warn")
        labels = {f"pod-security.kubernetes.io/{mode}": props.pod_security for mode in modes}
        meta = k8s.ObjectMeta(name=name, labels={**props.labels, **labels, INSTANCE_LABEL: self.instance})
        namespace = k8s.KubeNamespace(self._first, "namespace", metadata=meta)
        # cdk8s sets the namespace of the chart on cluster-scoped kinds too
        ApiObject.of(namespace).add_json_patch(JsonPatch.remove("/metadata/namespace"))
        return namespace

    def _add_dev_postgres(self) -> DevPostgres | None:
        props = self.props
        if props.dev_postgres is None:
            return None
        return DevPostgres(
            self,
            "dev-postgres",
            props.dev_postgres,
            instance=self.instance,
            metadata=props.metadata,
            reloader=props.reloader,
        )

    def _add_migrate(self) -> MigrateHook | None:
        props = self.props.migrate
        return None if props is None else MigrateHook(self._first, "migrate", props, configuration=self.configuration)

    def _add_api(self) -> PowerSyncApi | UnifiedPod:
        topology, ingresses = self.props.topology, self.props.ingresses
        if isinstance(topology, Unified):
            return UnifiedPod(self, "unified", topology.pod, configuration=self.configuration, ingresses=ingresses)
        return PowerSyncApi(
            self, "api", topology.api, configuration=self.configuration, migrate=self.migrate, ingresses=ingresses
        )

    def _add_replication(self) -> ReplicationPair | None:
        topology = self.props.topology
        if isinstance(topology, Unified):
            return None
        return ReplicationPair(
            self, "replication", topology.replication, configuration=self.configuration, migrate=self.migrate
        )

    def _add_compact(self) -> CompactCron | None:
        if self.props.compact is None:
            return None
        return CompactCron(self, "compact", self.props.compact, configuration=self.configuration, migrate=self.migrate)

    def _add_ingress(self, id: str, name: str | None, props: IngressProps | None) -> StreamingIngress | None:
        return None if props is None else StreamingIngress(self, id, props, api=self.api, name=name)

    def _add_monitoring(self) -> PowerSyncMonitoring | None:
        if self.props.monitoring is None:
            return None
        return PowerSyncMonitoring(
            self,
            "monitoring",
            self.props.monitoring,
            api=self.api,
            replication=self.replication,
            compact=self.compact,
            migrate=self.migrate,
        )

    def _add_network(self, props: NetworkProps) -> PowerSyncNetwork:
        return PowerSyncNetwork(
            self._first,
            "network",
            props,
            api=self.api,
            replication=self.replication,
            compact=self.compact,
            migrate=self.migrate,
            monitoring=self.monitoring,
            ingresses=[ingress for ingress in (self.ingress, self.internal_ingress) if ingress is not None],
            dev_postgres=self.dev_postgres,
        )


def _checked_chart(construct: Construct, pre_deploy: Chart) -> Chart:
    """Return the other chart. Raises ConfigError if the workloads could not use the objects in it."""
    if pre_deploy is Chart.of(construct) or pre_deploy.node.root is not construct.node.root:
        rule = "is the chart of the instance, or a chart of another app"
        raise config_error("pre_deploy", f"{rule}; pass another chart of this app")
    own = Chart.of(construct).namespace
    if pre_deploy.namespace != own:
        rule = f"'{pre_deploy.namespace}' is not '{own}', the namespace of the workloads"
        raise config_error("pre_deploy.namespace", f"{rule}; use the same namespace for both charts")
    return pre_deploy

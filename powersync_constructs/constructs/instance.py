"""`PowerSync`: a whole instance, wired."""

from cdk8s import ApiObject, Chart, JsonPatch
from constructs import Construct

from powersync_constructs.config.configuration import ConfigurationProps, instance_name
from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.instance import NamespaceProps, PowerSyncProps, Unified
from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.config.network.props import NetworkProps
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.constructs._lib.kplus import k8s
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


class PowerSync(Construct):
    """PowerSync with its own bucket storage: configuration, workloads, ingress, monitoring and NetworkPolicies.

    Which of them there are is said by the props; `presets` has two sets that are known to be good. The construct's id
    is the instance's name, what all object names begin with, unless the props give one. The parts are attributes, None
    where there is none.

    With `pre_deploy`, another chart of that namespace, what workloads need is made there: Namespace, configuration,
    NetworkPolicies and migration. It is for tools that apply one folder after another, like Flux.

    Raises ConfigError when the chart has no namespace, or `pre_deploy` another one, and whatever the parts raise.
    """

    def __init__(self, scope: Construct, id: str, props: PowerSyncProps, *, pre_deploy: Chart | None = None) -> None:
        super().__init__(scope, id)
        self.props = props
        self._instance = props.instance or instance_name(id)
        self._first = Construct(_beside(self, pre_deploy), id) if pre_deploy is not None else self
        self.namespace = self._add_namespace(props.namespace) if props.namespace is not None else None
        self.dev_postgres = self._add_dev_postgres()
        self.configuration = self._add_configuration()
        if pre_deploy is not None:
            self.configuration.rules.treat_as_one(pre_deploy, Chart.of(self))
        self.migrate = self._add_migrate()
        self.api = self._add_api()
        self.replication = self._add_replication()
        self.compact = self._add_compact()
        self.ingress = self._add_ingress("ingress", None, props.ingress)
        self.internal_ingress = self._add_ingress("internal-ingress", "internal", props.internal_ingress)
        self.monitoring = self._add_monitoring(props.monitoring) if props.monitoring is not None else None
        self.network = self._add_network(props.network) if props.network is not None else None

    def _add_namespace(self, props: NamespaceProps) -> k8s.KubeNamespace:
        name = Chart.of(self).namespace
        if name is None:
            raise config_error("chart.namespace", "missing; use Chart(..., namespace=...), or leave the Namespace out")
        modes = ("enforce", "audit", "warn")
        labels = {f"pod-security.kubernetes.io/{mode}": props.pod_security for mode in modes}
        meta = k8s.ObjectMeta(name=name, labels={**props.labels, **labels, INSTANCE_LABEL: self._instance})
        namespace = k8s.KubeNamespace(self._first, "namespace", metadata=meta)
        # cdk8s stamps the chart's namespace on cluster-scoped kinds too
        ApiObject.of(namespace).add_json_patch(JsonPatch.remove("/metadata/namespace"))
        return namespace

    def _add_dev_postgres(self) -> DevPostgres | None:
        if self.props.dev_postgres is None:
            return None
        return DevPostgres(
            self, "dev-postgres", self.props.dev_postgres, instance=self._instance, metadata=self.props.metadata
        )

    def _add_configuration(self) -> PowerSyncConfiguration:
        props = self.props
        configuration = ConfigurationProps(
            service=self._service_yaml(),
            sync_config=props.sync_config,
            service_yaml_in=props.service_yaml_in,
            image=props.image,
            sentry=props.sentry,
            open_telemetry=props.open_telemetry,
            secrets=props.secrets,
            reloader=props.reloader,
            instance=self._instance,
            metadata=props.metadata,
        )
        return PowerSyncConfiguration(self._first, "configuration", configuration)

    def _service_yaml(self) -> ServiceConfig | ExistingServiceYaml:
        props = self.props
        if isinstance(props.service, ExistingServiceYaml):
            return props.service
        source = props.source or self._of_dev_postgres().source
        storage = props.storage or self._of_dev_postgres().storage
        return props.service_config(source, storage)

    def _of_dev_postgres(self) -> DevPostgres:
        assert self.dev_postgres is not None  # PowerSyncProps has checked it
        return self.dev_postgres

    def _add_migrate(self) -> MigrateHook | None:
        topology = self.props.topology
        if isinstance(topology, Unified) or topology.migrate is None:
            return None
        return MigrateHook(self._first, "migrate", topology.migrate, configuration=self.configuration)

    def _add_api(self) -> PowerSyncApi | UnifiedPod:
        topology = self.props.topology
        if isinstance(topology, Unified):
            return UnifiedPod(self, "unified", topology.pod, configuration=self.configuration)
        return PowerSyncApi(self, "api", topology.api, configuration=self.configuration, migrate=self.migrate)

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

    def _add_monitoring(self, props: MonitoringProps) -> PowerSyncMonitoring:
        return PowerSyncMonitoring(
            self,
            "monitoring",
            props,
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
            ingresses=[controller for controller in (self.ingress, self.internal_ingress) if controller is not None],
            dev_postgres=self.dev_postgres,
        )


def _beside(construct: Construct, pre_deploy: Chart) -> Chart:
    """Give the other chart. Raises ConfigError where what stands in it would not be found from here."""
    if pre_deploy is Chart.of(construct) or pre_deploy.node.root is not construct.node.root:
        raise config_error(
            "pre_deploy", "is the chart itself, or one of another app; give another chart of the same app"
        )
    own = Chart.of(construct).namespace
    if pre_deploy.namespace != own:
        rule = f"'{pre_deploy.namespace}' is another than '{own}', where the workloads look for what is in it"
        raise config_error("pre_deploy.namespace", f"{rule}; give both charts the same")
    return pre_deploy

"""`PowerSyncApi`: the pods that clients hold streams to."""

from collections.abc import Sequence

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.pods.pod import grace_seconds
from powersync_constructs.config.workloads.api import ApiProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._pods.autoscaler import autoscaler
from powersync_constructs.constructs._pods.deployment import deployment, rolling
from powersync_constructs.constructs._pods.serving import endpoint, service, serving
from powersync_constructs.constructs._pods.workload import Workload
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook, migration_before


class PowerSyncApi(Workload):
    """A Deployment of `start -r api`, its Service, PodDisruptionBudget, ServiceAccount and autoscaler.

    Drain: the service cuts all streams on SIGTERM, so pods sleep before it (`drain`) while they leave the Service; the
    grace is the sleep and 40 s. Roll-out: twice the pods at once, none removed before they are ready (`max_surge`),
    which cuts every client exactly once (measured with 100 streams on 2 pods: none refused, 26 s).
    Probes: see `ProbeSettings`; a hung process gets 10 s to end, since it needs no drain.

    With `migrate`, pods start no container before that migration is done. With `ingresses`, the props of the ingresses
    that will lead to these pods, the sleep is as long as the slowest of their controllers needs, and the Service has
    the annotations that they look for there.

    Raises ConfigError for a field that the image's service does not have, for an image newer than the one that
    migrates, and for an autoscaler that aims above the service's limit of connections.

    Attributes: `deployment`, `service`, `pdb`, `autoscaler`.
    """

    deployment: k8s.KubeDeployment
    """The Deployment of the pods."""
    service: k8s.KubeService
    """The Service that leads to the pods."""
    pdb: k8s.KubePodDisruptionBudget | None
    """The PodDisruptionBudget; None without `pdb`."""
    autoscaler: ApiObject | None
    """The HorizontalPodAutoscaler or KEDA's ScaledObject; None without `autoscaling`."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: ApiProps,
        *,
        configuration: PowerSyncConfiguration,
        migrate: MigrateHook | None = None,
        ingresses: Sequence[IngressProps] = (),
    ) -> None:
        check_props(props, ApiProps)
        migration = migration_before(props, configuration, migrate)
        super().__init__(scope, id, props, configuration=configuration, component="api", migration=migration)
        self._props = props
        identity = self._pod.identity
        self._serving = serving(self._pod, props.service, props.drain, ingresses)
        self.deployment = self._add_deployment()
        self.service = service(self, props.service, identity, self._serving)
        self.pdb = self._add_budget(props.pdb)
        self.autoscaler = autoscaler(self, props.autoscaling, identity) if props.autoscaling is not None else None

    @property
    def endpoint(self) -> str:
        """Where the API is in the cluster: `http://<service>.<namespace>.svc:<port>`."""
        return endpoint(self, self._serving.backend)

    @property
    def autoscaling(self) -> Autoscaling | None:
        """The props of the autoscaler; None without one."""
        return self._props.autoscaling

    def _add_deployment(self) -> k8s.KubeDeployment:
        props, sleep_seconds = self._props, self._serving.sleep_seconds
        template = self._pod.template(
            [self._pod.server(["start", "-r", "api"], props.probes, sleep_seconds=sleep_seconds)],
            grace_seconds=grace_seconds(sleep_seconds),
        )
        replicas = None if props.autoscaling else props.lowest_replicas
        return deployment(self, self._pod, props, template, replicas=replicas, strategy=rolling(props.max_surge))

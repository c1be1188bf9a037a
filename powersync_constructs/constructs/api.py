"""`PowerSyncApi`: the API pods, which serve the streams of clients."""

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
    """A Deployment that runs `start -r api`, its Service, PodDisruptionBudget, ServiceAccount and autoscaler.

    - Draining: the service closes all streams on SIGTERM. Therefore a terminating pod first sleeps (`drain`), while it
      is removed from the Service. The grace period is the sleep plus 40 s.
    - Rollout: the Deployment starts all new pods at once, and removes an old pod only when a new one is available
      (`max_surge`). Every client is disconnected exactly once if all new pods become available within the preStop sleep
      of each other (measured with 100 streams on 2 pods: the rollout took 26 s, and no connection was refused).
      Otherwise, some clients reconnect to an old pod and are disconnected again.
    - Probes: see `ProbeSettings`. A process that hangs has 10 s to terminate, because it does not need to drain.

    If `migrate` is given, the pods start only after that migration. With `gate=False` in the props of `migrate`, the
    pods do not wait.

    Pass the props of all ingresses that route to these pods as `ingresses`. They set the default of the preStop sleep,
    and the annotations of the Service that the ingress controllers need.

    Raises ConfigError if the service version of the image does not support a field, if the image is newer than the
    image of the migration, or if the target of the autoscaler is too high for the connection limit of the service.
    """

    deployment: k8s.KubeDeployment
    """The Deployment of the API pods."""
    service: k8s.KubeService
    """The Service that routes to the API pods."""
    pdb: k8s.KubePodDisruptionBudget | None
    """The PodDisruptionBudget of the API pods. None if `pdb` of the props is None."""
    autoscaler: ApiObject | None
    """The HorizontalPodAutoscaler, or the ScaledObject of KEDA. None if `autoscaling` of the props is None."""

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
        """The URL of the API within the cluster: `http://<service>.<namespace>.svc:<port>`."""
        return endpoint(self, self._serving.backend)

    @property
    def autoscaling(self) -> Autoscaling | None:
        """The props of the autoscaler; None if there is no autoscaler."""
        return self._props.autoscaling

    def _add_deployment(self) -> k8s.KubeDeployment:
        props, sleep_seconds = self._props, self._serving.sleep_seconds
        template = self._pod.template(
            [self._pod.server(["start", "-r", "api"], props.probes, sleep_seconds=sleep_seconds)],
            grace_seconds=grace_seconds(sleep_seconds),
        )
        replicas = None if props.autoscaling else props.lowest_replicas
        return deployment(self, self._pod, props, template, replicas=replicas, strategy=rolling(props.max_surge))

"""`UnifiedPod`: one pod that serves, replicates and migrates."""

from constructs import Construct

from powersync_constructs.config.workloads.unified import UnifiedProps
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._pods.deployment import RECREATE, deployment
from powersync_constructs.constructs._pods.pod import ServicePod
from powersync_constructs.constructs._pods.service import Backend, service
from powersync_constructs.constructs.configuration import PowerSyncConfiguration


class UnifiedPod(Construct):
    """A Deployment of one `start -r unified` pod, its Service and ServiceAccount.

    It is recreated, never doubled: two would deploy their sync configs against each other. So every change of it is an
    outage of some seconds, and it has no PodDisruptionBudget.

    Raises ConfigError as `PowerSyncApi` does.
    """

    def __init__(
        self, scope: Construct, id: str, props: UnifiedProps, *, configuration: PowerSyncConfiguration
    ) -> None:
        super().__init__(scope, id)
        self.configuration = configuration
        self._props = props
        self._pod = ServicePod(self, props, configuration, "unified", reads_sync_config=True)
        self.deployment = self._add_deployment()
        self.service = service(self, props.service, self._pod.identity)
        self.backend = Backend(self.service, props.service, self._pod.identity)

    def _add_deployment(self) -> k8s.KubeDeployment:
        props = self._props
        template = self._pod.template(
            [self._pod.server(["start", "-r", "unified"], props.probes, sleep_seconds=props.drain.sleep_seconds)],
            grace_seconds=props.drain.grace_seconds,
        )
        return deployment(self, self._pod, props, template, replicas=1, strategy=RECREATE)

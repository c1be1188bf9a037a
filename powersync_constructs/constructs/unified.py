"""`UnifiedPod`: one pod that serves, replicates and migrates."""

from collections.abc import Sequence

from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.pods.pod import grace_seconds
from powersync_constructs.config.workloads.unified import UnifiedProps
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_construct, check_props
from powersync_constructs.constructs._pods.deployment import RECREATE, deployment
from powersync_constructs.constructs._pods.serving import endpoint, service, serving
from powersync_constructs.constructs._pods.workload import Workload
from powersync_constructs.constructs.configuration import PowerSyncConfiguration


class UnifiedPod(Workload):
    """A Deployment of one `start -r unified` pod, its Service and ServiceAccount.

    It is recreated, never doubled: two would deploy their sync configs against each other. So every change of it is an
    outage of some seconds, and it has no PodDisruptionBudget.

    With `ingresses`, the props of the ingresses that will lead to the pod, the Service has the annotations that their
    controllers look for there.

    Raises ConfigError as `PowerSyncApi` does, and for a configuration that leaves migrations to a Job.

    Attributes: `deployment`, `service`.
    """

    deployment: k8s.KubeDeployment
    """The Deployment of the pod."""
    service: k8s.KubeService
    """The Service that leads to the pod."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: UnifiedProps,
        *,
        configuration: PowerSyncConfiguration,
        ingresses: Sequence[IngressProps] = (),
    ) -> None:
        check_props(props, UnifiedProps)
        check_construct("configuration", configuration, PowerSyncConfiguration)
        if configuration.props.service.only_the_job_migrates:
            rule = "turns auto-migration off, and a unified pod migrates the storage itself"
            raise config_error("service", f"{rule}; leave it on, or use PowerSyncApi and ReplicationPair")
        super().__init__(scope, id, props, configuration=configuration, component="unified", reads_sync_config=True)
        self._props = props
        self._serving = serving(self._pod, props.service, props.drain, ingresses)
        self.deployment = self._add_deployment()
        self.service = service(self, props.service, self._pod.identity, self._serving)

    @property
    def endpoint(self) -> str:
        """Where the API is in the cluster: `http://<service>.<namespace>.svc:<port>`."""
        return endpoint(self, self._serving.backend)

    def _add_deployment(self) -> k8s.KubeDeployment:
        props, sleep_seconds = self._props, self._serving.sleep_seconds
        template = self._pod.template(
            [self._pod.server(["start", "-r", "unified"], props.probes, sleep_seconds=sleep_seconds)],
            grace_seconds=grace_seconds(sleep_seconds),
        )
        return deployment(self, self._pod, props, template, replicas=1, strategy=RECREATE)

"""`UnifiedPod`: one pod that serves clients, replicates and migrates the bucket storage."""

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
    """A Deployment with one pod that runs `start -r unified`, its Service and ServiceAccount.

    A rollout recreates the pod, because two unified pods would replace each other's sync config. Therefore every change
    of the pod causes an outage of a few seconds. There is no PodDisruptionBudget.

    Pass the props of all ingresses that route to the pod as `ingresses`. They set the default of the preStop sleep, and
    the annotations of the Service that the ingress controllers need.

    Raises ConfigError if the service version of the image does not support a field, or if service.yaml disables
    auto-migration.
    """

    deployment: k8s.KubeDeployment
    """The Deployment of the unified pod."""
    service: k8s.KubeService
    """The Service that routes to the unified pod."""

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
            rule = "disables auto-migration, but a unified pod migrates the bucket storage itself"
            raise config_error("service", f"{rule}; enable auto-migration, or use PowerSyncApi and ReplicationPair")
        super().__init__(scope, id, props, configuration=configuration, component="unified", reads_sync_config=True)
        self._props = props
        self._serving = serving(self._pod, props.service, props.drain, ingresses)
        self.deployment = self._add_deployment()
        self.service = service(self, props.service, self._pod.identity, self._serving)

    @property
    def endpoint(self) -> str:
        """The URL of the API within the cluster: `http://<service>.<namespace>.svc:<port>`."""
        return endpoint(self, self._serving.backend)

    def _add_deployment(self) -> k8s.KubeDeployment:
        props, sleep_seconds = self._props, self._serving.sleep_seconds
        template = self._pod.template(
            [self._pod.server(["start", "-r", "unified"], props.probes, sleep_seconds=sleep_seconds)],
            grace_seconds=grace_seconds(sleep_seconds),
        )
        return deployment(self, self._pod, props, template, replicas=1, strategy=RECREATE)

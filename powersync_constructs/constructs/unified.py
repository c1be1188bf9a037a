"""`UnifiedPod`: one pod that serves, replicates and migrates."""

from constructs import Construct

from powersync_constructs.config.unified import UnifiedProps
from powersync_constructs.constructs._account import service_account
from powersync_constructs.constructs._kplus import k8s
from powersync_constructs.constructs._pod import ServicePod
from powersync_constructs.constructs._service import service
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
        self._pod = ServicePod(props, configuration, "unified", reads_sync_config=True)
        self._account = service_account(self, props.service_account, self._pod.identity)
        self.deployment = self._add_deployment()
        self.service = service(self, props.service, self._pod.identity)
        configuration.rules.look_again()

    def _add_deployment(self) -> k8s.KubeDeployment:
        props, pod = self._props, self._pod
        template = pod.template(
            [pod.server(["start", "-r", "unified"], props.probes, sleep_seconds=props.drain.sleep_seconds)],
            grace_seconds=props.drain.grace_seconds,
            service_account=self._account,
        )
        spec = k8s.DeploymentSpec(
            replicas=1,
            selector=pod.identity.label_selector,
            strategy=k8s.DeploymentStrategy(type="Recreate"),
            min_ready_seconds=props.min_ready_seconds or None,
            progress_deadline_seconds=props.progress_deadline_seconds,
            revision_history_limit=props.revision_history_limit,
            template=template,
        )
        return k8s.KubeDeployment(self, "Default", metadata=pod.identity.object_meta(), spec=spec)

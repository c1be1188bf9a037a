"""The base class of all workloads of an instance."""

from constructs import Construct

from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.pod import DisruptionBudget
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._pods.budget import disruption_budget
from powersync_constructs.constructs._pods.pod import Migration, ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration


class Workload(DocumentedConstruct):
    """A workload of an instance: its pods, their ServiceAccount, and their labels.

    Raises ConfigError if the service version of the image does not support a field, or if the image is newer than the
    image of the migration.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: WorkloadProps,
        *,
        configuration: PowerSyncConfiguration,
        component: str,
        migration: Migration | None = None,
        reads_sync_config: bool = False,
    ) -> None:
        super().__init__(scope, id)
        self._pod = ServicePod(
            self, props, configuration, component, migration=migration, reads_sync_config=reads_sync_config
        )

    @property
    def configuration(self) -> PowerSyncConfiguration:
        """The configuration that the pods load."""
        return self._pod.configuration

    @property
    def service_account(self) -> k8s.KubeServiceAccount | None:
        """The ServiceAccount of the pods. None if `service_account.existing` of the props names one."""
        return self._pod.service_account

    @property
    def service_account_name(self) -> str:
        """The name of the ServiceAccount of the pods."""
        return self._pod.service_account_name

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select the pods. They never change."""
        return dict(self._pod.identity.selector)

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the pods and of the other objects of the workload."""
        return dict(self._pod.identity.labels)

    def _add_budget(self, pdb: DisruptionBudget | None) -> k8s.KubePodDisruptionBudget | None:
        identity = self._pod.identity
        return None if pdb is None else disruption_budget(self, pdb, identity.object_meta(), identity.label_selector)

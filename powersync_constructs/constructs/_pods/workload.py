"""What all workloads of an instance have in common."""

from constructs import Construct

from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.pod import DisruptionBudget
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._pods.budget import disruption_budget
from powersync_constructs.constructs._pods.pod import Migration, ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration


class Workload(Construct):
    """A workload of an instance: its pods, and what others refer to them by.

    Raises ConfigError for a field that the image's service does not have, and for an image newer than the one that
    migrates.
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
        """The ServiceAccount of the pods; None where `service_account.existing` names one."""
        return self._pod.service_account

    @property
    def service_account_name(self) -> str:
        """The name of the ServiceAccount that the pods run as."""
        return self._pod.service_account_name

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select the pods. They never change."""
        return dict(self._pod.identity.selector)

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the pods and of the objects around them."""
        return dict(self._pod.identity.labels)

    def _add_budget(self, pdb: DisruptionBudget | None) -> k8s.KubePodDisruptionBudget | None:
        identity = self._pod.identity
        return None if pdb is None else disruption_budget(self, pdb, identity.object_meta(), identity.label_selector)

"""`ReplicationPair`: the replicator that leads and the one that stands by."""

from constructs import Construct

from powersync_constructs.config.workloads.replication import ReplicationProps
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._pods.budget import disruption_budget
from powersync_constructs.constructs._pods.deployment import RECREATE, deployment, rolling
from powersync_constructs.constructs._pods.pod import ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook, migration_before


class ReplicationPair(Construct):
    """A Deployment of `start -r sync`, its PodDisruptionBudget and ServiceAccount.

    One pod holds the lock in the storage and replicates; the other waits for it. After a clean stop it takes over
    within 5 s, after a crash within 65 s (the lock lives 60 s; measured 33 and 52 s). New pods start beside the old
    ones, which the service's lock is made for; a single replicator is recreated instead.

    With `migrate`, pods start no container before the mark of that migration is there.

    Raises ConfigError as `PowerSyncApi` does.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: ReplicationProps,
        *,
        configuration: PowerSyncConfiguration,
        migrate: MigrateHook | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.configuration = configuration
        self._props = props
        migration = migration_before(props, configuration, migrate)
        self._pod = ServicePod(self, props, configuration, "replication", migration=migration, reads_sync_config=True)
        self.deployment = self._add_deployment()
        if props.pdb is not None:
            disruption_budget(self, props.pdb, self._pod.identity)

    @property
    def has_standby(self) -> bool:
        """Whether a second replicator stands by."""
        return self._props.replicas > 1

    @property
    def liveness_seconds(self) -> int:
        """Seconds between two liveness probes."""
        return self._props.probes.liveness.period_seconds

    def _add_deployment(self) -> k8s.KubeDeployment:
        props = self._props
        template = self._pod.template(
            [self._pod.server(["start", "-r", "sync"], props.probes)], grace_seconds=props.grace_seconds
        )
        strategy = RECREATE if props.is_recreated else rolling(props.max_surge, props.max_unavailable)
        return deployment(self, self._pod, props, template, replicas=props.replicas, strategy=strategy)

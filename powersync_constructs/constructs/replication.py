"""`ReplicationPair`: the replicator that leads and the one that stands by."""

from constructs import Construct

from powersync_constructs.config.workloads.replication import ReplicationProps
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._pods.deployment import RECREATE, deployment, rolling
from powersync_constructs.constructs._pods.workload import Workload
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook, migration_before


class ReplicationPair(Workload):
    """A Deployment of `start -r sync`, its PodDisruptionBudget and ServiceAccount.

    One pod holds the lock in the storage and replicates; the other waits for it. After a clean stop it takes over
    within 5 s, after a crash within 65 s (the lock lives 60 s; measured 33 and 52 s). New pods start beside the old
    ones, which the service's lock is made for; a single replicator is recreated instead.

    With `migrate`, pods start no container before that migration is done.

    Raises ConfigError as `PowerSyncApi` does.

    Attributes: `deployment`, `pdb`.
    """

    deployment: k8s.KubeDeployment
    """The Deployment of the replicators."""
    pdb: k8s.KubePodDisruptionBudget | None
    """The PodDisruptionBudget; None without `pdb`."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: ReplicationProps,
        *,
        configuration: PowerSyncConfiguration,
        migrate: MigrateHook | None = None,
    ) -> None:
        check_props(props, ReplicationProps)
        super().__init__(
            scope,
            id,
            props,
            configuration=configuration,
            component="replication",
            migration=migration_before(props, configuration, migrate),
            reads_sync_config=True,
        )
        self._props = props
        self.deployment = self._add_deployment()
        self.pdb = self._add_budget(props.pdb)

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

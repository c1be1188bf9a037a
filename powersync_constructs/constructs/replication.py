"""`ReplicationPair`: the replicators, a leader and a standby."""

from constructs import Construct

from powersync_constructs.config.workloads.replication import ReplicationProps
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._pods.deployment import RECREATE, deployment, rolling
from powersync_constructs.constructs._pods.workload import Workload
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook, migration_before


class ReplicationPair(Workload):
    """A Deployment that runs `start -r sync`, its PodDisruptionBudget and ServiceAccount.

    The leader holds the lock in the bucket storage and replicates. The standby waits for the lock. It takes over within
    5 s after the leader stops cleanly, and within 65 s after the leader crashes (the lock expires after 60 s; two
    measured crashes: 33 s and 52 s). During a rollout, new pods start while old pods still run, and the lock prevents
    two leaders. If there is only one replicator, a rollout stops it before the new pod starts.

    If `migrate` is given, the pods start only after that migration. With `gate=False` in the props of
    `migrate`, the pods do not wait.

    Raises ConfigError if the service version of the image does not support a field, or if the image is newer than the
    image of the migration.
    """

    deployment: k8s.KubeDeployment
    """The Deployment of the replicators."""
    pdb: k8s.KubePodDisruptionBudget | None
    """The PodDisruptionBudget of the replicators. None if `pdb` of the props is None."""

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
        """Whether there is a standby."""
        return self._props.replicas > 1

    @property
    def liveness_seconds(self) -> int:
        """The period of the liveness probe, in seconds."""
        return self._props.probes.liveness.period_seconds

    def _add_deployment(self) -> k8s.KubeDeployment:
        props = self._props
        template = self._pod.template(
            [self._pod.server(["start", "-r", "sync"], props.probes)], grace_seconds=props.grace_seconds
        )
        strategy = RECREATE if props.is_recreated else rolling(props.max_surge, props.max_unavailable)
        return deployment(self, self._pod, props, template, replicas=props.replicas, strategy=strategy)

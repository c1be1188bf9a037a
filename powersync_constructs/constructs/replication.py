"""`ReplicationPair`: the replicator that leads and the one that stands by."""

from constructs import Construct

from powersync_constructs.config.replication import ReplicationProps
from powersync_constructs.constructs._budget import disruption_budget
from powersync_constructs.constructs._deployment import RECREATE, deployment, surge
from powersync_constructs.constructs._kplus import k8s
from powersync_constructs.constructs._pod import ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook

_STRATEGIES = {"Recreate": RECREATE, "RollingUpdate": surge(1)}
_DEFAULT_STRATEGY = {1: "Recreate", 2: "RollingUpdate"}


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
        gate = migrate.gate if migrate else None
        self._pod = ServicePod(self, props, configuration, "replication", gate=gate, reads_sync_config=True)
        self.deployment = self._add_deployment()
        if props.pdb is not None:
            disruption_budget(self, props.pdb, self._pod.identity)

    def _add_deployment(self) -> k8s.KubeDeployment:
        props = self._props
        template = self._pod.template(
            [self._pod.server(["start", "-r", "sync"], props.probes)], grace_seconds=props.grace_seconds
        )
        strategy = _STRATEGIES[props.strategy or _DEFAULT_STRATEGY[props.replicas]]
        return deployment(self, self._pod, props, template, replicas=props.replicas, strategy=strategy)

"""`ReplicationPair`: the replicator that leads and the one that stands by."""

from constructs import Construct

from powersync_constructs.config.replication import ReplicationProps
from powersync_constructs.constructs._account import service_account
from powersync_constructs.constructs._budget import disruption_budget
from powersync_constructs.constructs._kplus import int_or_string, k8s
from powersync_constructs.constructs._pod import ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook

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
        self._pod = ServicePod(props, configuration, "replication", gate=gate, reads_sync_config=True)
        self._account = service_account(self, props.service_account, self._pod.identity)
        self.deployment = self._add_deployment()
        if props.pdb is not None:
            disruption_budget(self, props.pdb, self._pod.identity)
        configuration.rules.look_again()

    def _add_deployment(self) -> k8s.KubeDeployment:
        props, pod = self._props, self._pod
        template = pod.template(
            [pod.server(["start", "-r", "sync"], props.probes)],
            grace_seconds=props.grace_seconds,
            service_account=self._account,
        )
        spec = k8s.DeploymentSpec(
            replicas=props.replicas,
            selector=pod.identity.label_selector,
            strategy=self._strategy(),
            min_ready_seconds=props.min_ready_seconds or None,
            progress_deadline_seconds=props.progress_deadline_seconds,
            revision_history_limit=props.revision_history_limit,
            template=template,
        )
        return k8s.KubeDeployment(self, "Default", metadata=pod.identity.object_meta(), spec=spec)

    def _strategy(self) -> k8s.DeploymentStrategy:
        if (self._props.strategy or _DEFAULT_STRATEGY[self._props.replicas]) == "Recreate":
            return k8s.DeploymentStrategy(type="Recreate")
        one_more = k8s.RollingUpdateDeployment(max_surge=int_or_string(1), max_unavailable=int_or_string(0))
        return k8s.DeploymentStrategy(type="RollingUpdate", rolling_update=one_more)

"""`PowerSyncApi`: the pods that clients hold streams to."""

from cdk8s import ApiObject, JsonPatch
from constructs import Construct

from powersync_constructs.config.pods.pod import Drain
from powersync_constructs.config.workloads.api import ApiProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._pods.autoscaler import autoscaler
from powersync_constructs.constructs._pods.budget import disruption_budget
from powersync_constructs.constructs._pods.deployment import deployment, rolling
from powersync_constructs.constructs._pods.pod import ServicePod
from powersync_constructs.constructs._pods.service import Backend, service
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook, migration_before


class PowerSyncApi(Construct):
    """A Deployment of `start -r api`, its Service, PodDisruptionBudget, ServiceAccount and autoscaler.

    Drain: the service cuts all streams on SIGTERM, so pods sleep before it (`drain`, 20 s) while they leave the
    Service; the grace is the sleep and 40 s. Roll-out: twice the pods at once, none taken away before (`max_surge`),
    which cuts every client exactly once (measured with 100 streams on 2 pods: none refused, 26 s).
    Probes: see `ProbeSettings`; a hung process gets 10 s to end, since it needs no drain.

    With `migrate`, pods start no container before the mark of that migration is there.

    Raises ConfigError for a field that the image's service does not have, for an image newer than the one that
    migrates, and for an autoscaler that aims above the service's limit of connections.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: ApiProps,
        *,
        configuration: PowerSyncConfiguration,
        migrate: MigrateHook | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.configuration = configuration
        self._props = props
        self._drain = props.drain
        self._pod = ServicePod(
            self, props, configuration, "api", migration=migration_before(props, configuration, migrate)
        )
        self.deployment = self._add_deployment()
        self.service = service(self, props.service, self._pod.identity)
        self.backend = Backend(self.service, props.service, self._pod.identity)
        if props.pdb is not None:
            disruption_budget(self, props.pdb, self._pod.identity)
        if props.autoscaling is not None:
            autoscaler(self, props.autoscaling, self._pod.identity)

    @property
    def autoscaling(self) -> Autoscaling | None:
        """What scales the pods, if anything does."""
        return self._props.autoscaling

    @property
    def scales_on_connections(self) -> bool:
        """Whether the autoscaler looks at the pods' connections, which are a metric."""
        return self._props.scales_on_connections

    def drain_for(self, seconds: int) -> int:
        """Have the pods sleep so long before they end, where that is longer than they do and `drain` is not given.

        Returns how long they sleep now.
        """
        if "drain" not in self._props.model_fields_set and seconds > self._drain.sleep_seconds:
            self._drain = Drain(sleep_seconds=seconds)
            pod = "/spec/template/spec"
            sleep = f"{pod}/containers/0/lifecycle/preStop/exec/command/1"
            ApiObject.of(self.deployment).add_json_patch(
                JsonPatch.replace(sleep, str(seconds)),
                JsonPatch.replace(f"{pod}/terminationGracePeriodSeconds", self._drain.grace_seconds),
            )
        return self._drain.sleep_seconds

    def _add_deployment(self) -> k8s.KubeDeployment:
        props = self._props
        template = self._pod.template(
            [self._pod.server(["start", "-r", "api"], props.probes, sleep_seconds=props.drain.sleep_seconds)],
            grace_seconds=props.drain.grace_seconds,
        )
        replicas = None if props.autoscaling else props.lowest_replicas
        return deployment(self, self._pod, props, template, replicas=replicas, strategy=rolling(props.max_surge))

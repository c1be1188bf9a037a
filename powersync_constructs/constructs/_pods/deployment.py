"""The Deployment of API pods, replicators or the unified pod."""

from constructs import Construct

from powersync_constructs.config.pods._workload import ServingProps
from powersync_constructs.constructs._lib.kplus import cached, int_or_string, k8s
from powersync_constructs.constructs._pods.pod import ServicePod
from powersync_constructs.constructs._pods.reloader import reload_annotations

RECREATE = k8s.DeploymentStrategy(type="Recreate")
"""The strategy that removes all old pods before it creates new pods."""


@cached
def rolling(max_surge: int | str, max_unavailable: int | str = 0) -> k8s.DeploymentStrategy:
    """Return the strategy of a rolling update with these limits."""
    update = k8s.RollingUpdateDeployment(
        max_surge=int_or_string(max_surge), max_unavailable=int_or_string(max_unavailable)
    )
    return k8s.DeploymentStrategy(type="RollingUpdate", rolling_update=update)


def deployment(
    scope: Construct,
    pod: ServicePod,
    props: ServingProps,
    template: k8s.PodTemplateSpec,
    *,
    replicas: int | None,
    strategy: k8s.DeploymentStrategy,
) -> k8s.KubeDeployment:
    """Create the Deployment. If `replicas` is None, an autoscaler sets the number of pods."""
    spec = k8s.DeploymentSpec(
        replicas=replicas,
        selector=pod.identity.label_selector,
        strategy=strategy,
        min_ready_seconds=props.min_ready_seconds or None,
        progress_deadline_seconds=props.progress_deadline_seconds,
        revision_history_limit=props.revision_history_limit,
        template=template,
    )
    meta = pod.identity.object_meta(defaults=reload_annotations(pod))
    return k8s.KubeDeployment(scope, "Default", metadata=meta, spec=spec)

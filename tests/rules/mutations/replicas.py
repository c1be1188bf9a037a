"""Mistakes in the replicas of a workload."""

from .mutation import add, mutation, put, remove

API = "Deployment/powersync-api"
POD = "spec.template.spec"
SLOWLY = {"scaleDown": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 300}]}}
AUTOSCALER = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "api", "namespace": "powersync"},
    "spec": {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "powersync-api"},
        "minReplicas": 2,
        "maxReplicas": 4,
        "behavior": SLOWLY,
        "metrics": [
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}},
            }
        ],
    },
}
SCALED_OBJECT = {
    "apiVersion": "keda.sh/v1alpha1",
    "kind": "ScaledObject",
    "metadata": {"name": "api", "namespace": "powersync"},
    "spec": {
        "scaleTargetRef": {"name": "powersync-api"},
        "minReplicaCount": 2,
        "maxReplicaCount": 4,
        "advanced": {"horizontalPodAutoscalerConfig": {"behavior": SLOWLY}},
        "triggers": [{"type": "cpu", "metricType": "Utilization", "metadata": {"value": "70"}}],
    },
}
OTHER_PODS = {"matchLabels": {"app": "powersync"}}

MUTATIONS = [
    mutation("PS411", "replicas-next-to-an-autoscaler", add(AUTOSCALER)),
    mutation("PS411", "replicas-next-to-a-scaled-object", add(SCALED_OBJECT)),
    mutation("PS412", "no-spread", remove(API, f"{POD}.affinity"), remove(API, f"{POD}.topologySpreadConstraints")),
    mutation(
        "PS412",
        "spread-of-other-pods",
        remove(API, f"{POD}.affinity"),
        put(API, f"{POD}.topologySpreadConstraints.0.labelSelector", OTHER_PODS),
        put(API, f"{POD}.topologySpreadConstraints.1.labelSelector", OTHER_PODS),
    ),
    mutation("PS412", "pods-on-one-node", put(API, f"{POD}.nodeSelector.kubernetes~io/hostname", "node-1")),
    mutation("PS412", "node-name", put(API, f"{POD}.nodeName", "node-1")),
    mutation("PS413", "recreated-api-pods", put(API, "spec.strategy", {"type": "Recreate"})),
    mutation(
        "PS413", "half-of-the-pods-stop-in-a-rollout", put(API, "spec.strategy.rollingUpdate.maxUnavailable", "50%")
    ),
]

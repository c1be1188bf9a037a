"""Examples of autoscaling."""

from powersync_constructs import prometheus_adapter_rule
from powersync_constructs.config import HpaAutoscaling, KedaAuthentication, KedaAutoscaling

HpaAutoscaling(min_replicas=3, max_replicas=20)
KedaAutoscaling(prometheus_url="http://prometheus-operated.monitoring.svc:9090", max_replicas=20)
KedaAuthentication(name="prometheus", kind="ClusterTriggerAuthentication", modes=["bearer"])
prometheus_adapter_rule()

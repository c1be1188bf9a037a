"""Examples of the workloads."""

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    Drain,
    EnvVar,
    MigrateProps,
    ReplicationProps,
    Resources,
    Scheduling,
    ServiceProps,
    StorageCredentials,
    Toleration,
    UnifiedProps,
    WorkloadDefaults,
)

ApiProps(replicas=3, resources=Resources(cpu="500m", memory_limit="3Gi"), drain=Drain(sleep_seconds=45))
ServiceProps(type="LoadBalancer", port=443, load_balancer_source_ranges=["10.0.0.0/8"])
ReplicationProps(scheduling=Scheduling(tolerations=[Toleration(key="example.com/dedicated", value="databases")]))
CompactProps(schedule="30 2 * * *", time_zone="Europe/Berlin", resources=Resources(memory_limit="3Gi"))
MigrateProps(
    credentials=StorageCredentials(
        username=SecretRef("powersync-owner", "username"), password=SecretRef("powersync-owner", "password")
    )
)
StorageCredentials(username=SecretRef("powersync-owner", "username"), password=SecretRef("powersync-owner", "password"))
UnifiedProps(resources=Resources(cpu="500m", memory_limit="1Gi"))
WorkloadDefaults(
    env=[EnvVar(name="HTTPS_PROXY", value="http://proxy.example.com:3128")], priority_class_name="platform"
)

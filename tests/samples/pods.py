"""Full samples of every workload; a minimal sample sets nothing."""

from typing import Any

from powersync_constructs.config import (
    ApiProps,
    ClaimVolume,
    CompactProps,
    ConfigMapProjection,
    ConfigMapRef,
    ConfigMapVolume,
    Container,
    ContainerPort,
    ContainerStartupProbe,
    CsiVolume,
    DisruptionBudget,
    DnsConfig,
    DnsOption,
    DownwardApiProjection,
    Drain,
    EmptyDirVolume,
    EnvFromConfigMap,
    EnvFromSecret,
    EnvVar,
    FieldRef,
    HostAlias,
    HpaAutoscaling,
    KedaAuthentication,
    KedaAutoscaling,
    MigrateProps,
    NodeRequirement,
    ProbeSettings,
    ProbeTimes,
    ProjectedVolume,
    ReplicationProps,
    ResourceFieldRef,
    Resources,
    Scheduling,
    SecretProjection,
    SecretRef,
    SecretVolume,
    Security,
    ServiceAccount,
    ServiceAccountTokenProjection,
    ServiceProps,
    Spread,
    StorageCredentials,
    Toleration,
    UnifiedProps,
    Volume,
    VolumeMount,
    WorkloadDefaults,
)
from tests.samples.configuration import FULL_IMAGE, FULL_METADATA

FULL_RESOURCES = Resources(
    cpu="250m",
    cpu_limit="1500m",
    memory="768Mi",
    memory_limit="1536Mi",
    ephemeral_storage="128Mi",
    ephemeral_storage_limit="512Mi",
)
FULL_SCHEDULING = Scheduling(
    spread=[
        Spread(
            topology_key="example.com/rack",
            max_skew=2,
            when_unsatisfiable="DoNotSchedule",
            min_domains=3,
            node_taints_policy="Honor",
        )
    ],
    anti_affinity="required",
    node_selector={"kubernetes.io/arch": "arm64"},
    node_affinity=[
        NodeRequirement(key="example.com/pool", values=["sync", "general"]),
        NodeRequirement(key="example.com/spot", operator="DoesNotExist", weight=50),
    ],
    tolerations=[
        Toleration(key="example.com/dedicated", value="sync", effect="NoSchedule"),
        Toleration(key="node.kubernetes.io/unreachable", operator="Exists", effect="NoExecute", seconds=30),
    ],
    priority_class_name="business-critical",
    runtime_class_name="gvisor",
    scheduler_name="bin-packer",
)
FULL_PROBES = ProbeSettings(
    startup=ProbeTimes(period_seconds=2, timeout_seconds=3, failure_threshold=120),
    liveness=ProbeTimes(period_seconds=30, timeout_seconds=15, failure_threshold=4),
    readiness=ProbeTimes(period_seconds=7, timeout_seconds=6, failure_threshold=2),
    liveness_grace_seconds=5,
)
FULL_CONTAINER = Container(
    name="cloud-sql-proxy",
    image="registry.example.com/cloud-sql-proxy:2.14.0",
    command=["/cloud-sql-proxy"],
    args=["--port=5432", "acme:europe-west1:app"],
    env=[EnvVar(name="LOG_LEVEL", value="info")],
    env_from=[EnvFromConfigMap(name="proxy-settings")],
    ports=[ContainerPort(name="postgres", port=5432)],
    volume_mounts=[VolumeMount(name="scratch", mount_path="/scratch", read_only=False)],
    resources=FULL_RESOURCES,
    restart_policy="Always",
    startup_probe=ContainerStartupProbe(port=9090, path="/startup", period_seconds=2, failure_threshold=30),
    run_as_user=65532,
    read_only_root_filesystem=False,
)
SIDECAR = Container(name="log-shipper", image="registry.example.com/log-shipper:3.2.1")
FULL_VOLUMES = (
    Volume(
        name="ca",
        source=ConfigMapVolume(name="company-ca", optional=True),
        mount_path="/etc/ssl/company",
        read_only=True,
    ),
    Volume(name="keys", source=SecretVolume(name="client-keys", optional=False), mount_path="/keys"),
    Volume(
        name="scratch",
        source=EmptyDirVolume(size_limit="16Mi", medium="Memory"),
        mount_path="/scratch",
        read_only=False,
    ),
    Volume(name="archive", source=ClaimVolume(name="archive-claim"), mount_path="/archive"),
    Volume(
        name="vault",
        source=CsiVolume(driver="secrets-store.csi.k8s.io", attributes={"secretProviderClass": "powersync"}),
        mount_path="/vault",
    ),
    Volume(
        name="identity",
        source=ProjectedVolume(
            sources=[
                SecretProjection(name="client-keys", items={"tls.key": "tls/client.key"}, optional=True),
                ConfigMapProjection(name="company-ca", items={"ca.crt": "tls/ca.crt"}, optional=True),
                DownwardApiProjection(
                    items={
                        "labels": FieldRef(path="metadata.labels"),
                        "memory": ResourceFieldRef(
                            resource="limits.memory", container="cloud-sql-proxy", divisor="1Mi"
                        ),
                    }
                ),
                ServiceAccountTokenProjection(
                    audience="https://vault.example.com", expiration_seconds=600, path="tokens/vault"
                ),
            ]
        ),
        mount_path="/identity",
    ),
)
FULL_ENV = (
    EnvVar(name="LOG_COLOR", value="never"),
    EnvVar(name="HTTPS_PROXY", value=SecretRef("egress", "proxy")),
    EnvVar(name="TZ", value=ConfigMapRef(name="regional", key="timezone")),
    EnvVar(name="POD_IP", value=FieldRef(path="status.podIP")),
    EnvVar(name="CPU_LIMIT", value=ResourceFieldRef(resource="limits.cpu", divisor="1m")),
)
_JOB: dict[str, Any] = {
    "image": FULL_IMAGE,
    "resources": FULL_RESOURCES,
    "node_options": "--max-old-space-size-percentage=70 --enable-source-maps",
    "scheduling": FULL_SCHEDULING,
    "security": Security(run_as_user=20001, run_as_group=20002, fs_group=20003),
    "metadata": FULL_METADATA,
    "env": FULL_ENV,
    "env_from": [
        EnvFromSecret(name="egress-settings", optional=True, prefix="EGRESS_"),
        EnvFromConfigMap(name="regional", optional=True, prefix="REGION_"),
    ],
    "host_aliases": [HostAlias(ip="10.20.0.5", hostnames=["db.internal", "db"])],
    "dns_policy": "None",
    "dns_config": DnsConfig(
        nameservers=["10.0.0.10"], searches=["example.com"], options=[DnsOption(name="ndots", value="2")]
    ),
    "volumes": FULL_VOLUMES,
    "init_containers": [FULL_CONTAINER],
    "image_pull_secrets": ["registry-login"],
    "service_account": ServiceAccount(
        annotations={"eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/sync"}
    ),
}
_SERVING: dict[str, Any] = {
    **_JOB,
    "sidecars": [SIDECAR],
    "probes": FULL_PROBES,
    "revision_history_limit": 2,
    "progress_deadline_seconds": 1200,
    "min_ready_seconds": 30,
}
FULL_SERVICE = ServiceProps(
    type="LoadBalancer",
    port=443,
    node_port=30443,
    annotations={"example.com/internal": "true"},
    load_balancer_class="example.com/network",
    load_balancer_source_ranges=["10.0.0.0/8"],
    external_traffic_policy="Local",
)
_SCALING: dict[str, Any] = {
    "min_replicas": 3,
    "max_replicas": 20,
    "connections": 60,
    "cpu_percent": 60,
    "scale_up_window_seconds": 30,
    "scale_up_period_seconds": 60,
    "scale_down_window_seconds": 600,
    "scale_down_period_seconds": 900,
    "scale_down_pods": 2,
}
FULL_AUTOSCALING = HpaAutoscaling(**_SCALING)
FULL_KEDA = KedaAutoscaling(
    **_SCALING,
    prometheus_url="https://prometheus.monitoring.svc:9090/prometheus",
    query='sum(powersync_concurrent_connections{job="sync/api"})',
    authentication=KedaAuthentication(name="prometheus", kind="ClusterTriggerAuthentication", modes=["bearer", "tls"]),
    polling_interval_seconds=15,
    fallback_after_failures=5,
    fallback_replicas=6,
    hpa_name="sync-api",
)
FULL_API = ApiProps(
    **_SERVING,
    replicas=3,
    pdb=DisruptionBudget(max_unavailable="40%"),
    service=FULL_SERVICE,
    drain=Drain(sleep_seconds=60),
    max_surge=1,
)
AUTOSCALED_API = ApiProps(
    autoscaling=FULL_AUTOSCALING,
    pdb=DisruptionBudget(min_available="50%"),
    service_account=ServiceAccount(existing="sync-runtime"),
)
KEDA_API = ApiProps(autoscaling=FULL_KEDA)
FULL_REPLICATION = ReplicationProps(
    **_SERVING,
    replicas=1,
    strategy="RollingUpdate",
    max_surge=0,
    max_unavailable=1,
    pdb=None,
    grace_seconds=90,
)
FULL_UNIFIED = UnifiedProps(**_SERVING, service=FULL_SERVICE, drain=Drain(sleep_seconds=15))
FULL_COMPACT = CompactProps(
    **_JOB,
    schedule="30 1 * * sun",
    time_zone="Europe/Berlin",
    suspend=True,
    starting_deadline_seconds=600,
    active_deadline_seconds=7200,
    backoff_limit=1,
    successful_history=1,
    failed_history=5,
    buckets=["global[]", 'by_user["u1"]'],
    parameter_indexes=False,
    incremental_only=True,
)
FULL_MIGRATE = MigrateProps(
    **_JOB,
    gate=True,
    backoff_limit=2,
    wait_for_storage=False,
    active_deadline_seconds=900,
    ttl_seconds_after_finished=3600,
    credentials=StorageCredentials(password=SecretRef("powersync-migrator", "password")),
)
MIGRATE_AS_OWNER = MigrateProps(
    credentials=StorageCredentials(
        uri=SecretRef("powersync-owner", "uri"),
        username=SecretRef("powersync-owner", "username"),
        password=SecretRef("powersync-owner", "password"),
    )
)
FULL_WORKLOAD_DEFAULTS = WorkloadDefaults(
    env=[EnvVar(name="HTTPS_PROXY", value="http://proxy.example.com:3128")],
    volumes=[Volume(name="company-ca", source=ConfigMapVolume(name="company-ca"), mount_path="/etc/company-ca")],
    image_pull_secrets=["platform-login"],
    node_selector={"example.com/arch": "amd64"},
    tolerations=[Toleration(key="example.com/dedicated", operator="Exists")],
    priority_class_name="platform",
    service_account_annotations={"example.com/role": "powersync"},
    pod_labels={"example.com/cost-center": "42"},
    pod_annotations={"example.com/inject": "false"},
)

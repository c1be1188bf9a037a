"""Examples of pods, containers, volumes and scheduling."""

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    ClaimVolume,
    ConfigMapProjection,
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
    Image,
    NodeRequirement,
    ObjectMetadata,
    ProbeSettings,
    ProbeTimes,
    ProjectedVolume,
    ResourceFieldRef,
    Resources,
    Scheduling,
    SecretProjection,
    SecretVolume,
    Security,
    ServiceAccount,
    ServiceAccountTokenProjection,
    Spread,
    Toleration,
    Volume,
    VolumeMount,
)

Image(repository="registry.example.com/mirror/powersync-service", tag="1.26.0")
Resources(cpu="500m", cpu_limit="2", memory="1Gi", memory_limit="2Gi")
Scheduling(
    node_selector={"kubernetes.io/arch": "amd64"},
    tolerations=[Toleration(key="example.com/dedicated", value="sync")],
    priority_class_name="platform",
)
Spread(topology_key="topology.kubernetes.io/zone", when_unsatisfiable="DoNotSchedule")
NodeRequirement(key="example.com/pool", values=["sync", "general"])
Toleration(key="example.com/dedicated", value="sync", effect="NoSchedule")
Security(run_as_user=20001, run_as_group=20001, fs_group=20001)
ServiceAccount(annotations={"eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/powersync"})
ObjectMetadata(labels={"example.com/team": "sync"}, pod_annotations={"example.com/scrape-logs": "true"})
DisruptionBudget(max_unavailable="25%")
Drain(sleep_seconds=45)
ProbeSettings(startup=ProbeTimes(failure_threshold=240))
ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=5)
EnvVar(name="HTTPS_PROXY", value="http://proxy.example.com:3128")
FieldRef(path="status.podIP")
ResourceFieldRef(resource="limits.memory", divisor="1Mi")
EnvFromSecret(name="egress-settings", prefix="EGRESS_", optional=True)
EnvFromConfigMap(name="proxy-settings")
Container(
    name="cloud-sql-proxy",
    image="gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.0",
    args=["--private-ip", "project:region:instance"],
    ports=[ContainerPort(name="postgres", port=5432)],
    restart_policy="Always",
)
ContainerPort(name="postgres", port=5432)
ContainerStartupProbe(port=9090, path="/startup")
Volume(name="company-ca", source=ConfigMapVolume(name="company-ca"), mount_path="/etc/company-ca")
VolumeMount(name="scratch", mount_path="/scratch", read_only=False)
SecretVolume(name="client-keys")
ConfigMapVolume(name="company-ca")
EmptyDirVolume(size_limit="16Mi", medium="Memory")
ClaimVolume(name="archive")
CsiVolume(driver="secrets-store.csi.k8s.io", attributes={"secretProviderClass": "powersync"})
ProjectedVolume(sources=[SecretProjection(name="client-keys"), ConfigMapProjection(name="company-ca")])
SecretProjection(name="client-keys", items={"tls.key": "tls/client.key"})
ConfigMapProjection(name="company-ca", items={"ca.crt": "tls/ca.crt"})
DownwardApiProjection(items={"labels": FieldRef(path="metadata.labels")})
ServiceAccountTokenProjection(audience="https://vault.example.com", path="tokens/vault")
HostAlias(ip="10.20.0.5", hostnames=["db.internal"])
DnsConfig(nameservers=["10.0.0.10"], options=[DnsOption(name="ndots", value="2")])
DnsOption(name="ndots", value="2")
EnvVar(name="DATABASE_PASSWORD", value=SecretRef("database", "password"))

"""The pods of `by_hand`: four workloads with one image and one configuration."""

from collections.abc import Mapping
from pathlib import Path

from cdk8s_plus_28 import k8s

VERSION = "1.28.0"
IMAGE = f"journeyapps/powersync-service:{VERSION}"
SCRIPTS = Path(__file__).parents[1] / "powersync_constructs" / "constructs"
TOKEN_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount"
SECRETS = {"PS_SOURCE_PASSWORD": "powersync-source", "PS_STORAGE_PASSWORD": "powersync-storage"}

SECCOMP = k8s.SeccompProfile(type="RuntimeDefault")
DO_NOT_EVICT = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true"}
POD_SECURITY = k8s.PodSecurityContext(
    run_as_user=10001,
    run_as_group=10001,
    fs_group=10001,
    fs_group_change_policy="OnRootMismatch",
    run_as_non_root=True,
    seccomp_profile=SECCOMP,
)
SECURITY = k8s.SecurityContext(
    run_as_user=10001,
    run_as_group=10001,
    run_as_non_root=True,
    privileged=False,
    allow_privilege_escalation=False,
    read_only_root_filesystem=True,
    capabilities=k8s.Capabilities(drop=["ALL"]),
    seccomp_profile=SECCOMP,
)


def resources(cpu: str, cpu_limit: str, memory: str, memory_limit: str) -> k8s.ResourceRequirements:
    """Return requests and limits."""
    requests = {"cpu": cpu, "memory": memory, "ephemeral-storage": "64Mi"}
    limits = {"cpu": cpu_limit, "memory": memory_limit, "ephemeral-storage": "1Gi"}
    return k8s.ResourceRequirements(
        requests={key: k8s.Quantity.from_string(value) for key, value in requests.items()},
        limits={key: k8s.Quantity.from_string(value) for key, value in limits.items()},
    )


def gate(config_map: str, key: str) -> k8s.EnvVar:
    """Return the variable that makes the kubelet start a container only when the migration marker exists."""
    marker = k8s.ConfigMapKeySelector(name=config_map, key=key)
    return k8s.EnvVar(name="POWERSYNC_MIGRATION_MARKER", value_from=k8s.EnvVarSource(config_map_key_ref=marker))


def env(*more: k8s.EnvVar) -> list[k8s.EnvVar]:
    """Return the environment variables that service.yaml needs, and more."""
    variables = [
        k8s.EnvVar(name="NODE_OPTIONS", value="--max-old-space-size-percentage=80"),
        k8s.EnvVar(name="POWERSYNC_CONFIG_PATH", value="/powersync/config/service.yaml"),
    ]
    for name, secret in SECRETS.items():
        key = k8s.SecretKeySelector(name=secret, key="password")
        variables.append(k8s.EnvVar(name=name, value_from=k8s.EnvVarSource(secret_key_ref=key)))
    return [*variables, *more]


def mounts(*volumes: str) -> list[k8s.VolumeMount]:
    """Return the volume mounts of the service."""
    return [k8s.VolumeMount(name=name, mount_path=f"/powersync/{name}", read_only=True) for name in volumes]


def probe(path: str, *, period: int, timeout: int, failures: int, grace: int | None = None) -> k8s.Probe:
    """Return an HTTP probe."""
    return k8s.Probe(
        http_get=k8s.HttpGetAction(path=f"/probes/{path}", port=k8s.IntOrString.from_string("http")),
        period_seconds=period,
        timeout_seconds=timeout,
        failure_threshold=failures,
        termination_grace_period_seconds=grace,
    )


def server(
    role: str, volumes: tuple[str, ...], marker: k8s.EnvVar, *, liveness_failures: int, sleep: str | None
) -> k8s.Container:
    """Return the container of a pod that runs permanently."""
    pre_stop = k8s.LifecycleHandler(exec=k8s.ExecAction(command=["sleep", sleep])) if sleep else None
    return k8s.Container(
        name="powersync",
        image=IMAGE,
        image_pull_policy="IfNotPresent",
        args=["start", "-r", role],
        env=env(marker),
        ports=[
            k8s.ContainerPort(name="http", container_port=8080),
            k8s.ContainerPort(name="metrics", container_port=9464),
        ],
        startup_probe=probe("startup", period=5, timeout=5, failures=120),
        liveness_probe=probe("liveness", period=20, timeout=20, failures=liveness_failures, grace=10),
        readiness_probe=probe("readiness", period=10, timeout=10, failures=3),
        lifecycle=k8s.Lifecycle(pre_stop=pre_stop) if pre_stop else None,
        resources=resources("1", "2", "1Gi", "2Gi"),
        security_context=SECURITY,
        volume_mounts=mounts(*volumes),
    )


def compaction_container(marker: k8s.EnvVar, needed: k8s.ResourceRequirements) -> k8s.Container:
    """Return the container that compacts the bucket storage."""
    return k8s.Container(
        name="powersync",
        image=IMAGE,
        image_pull_policy="IfNotPresent",
        args=["compact"],
        env=env(marker),
        resources=needed,
        security_context=SECURITY,
        volume_mounts=mounts("config"),
    )


def node_command(script: str) -> list[str]:
    """Return the command that runs a script of the migration Job."""
    return ["node", "--input-type=module", "-e", (SCRIPTS / script).read_text("utf-8")]


def migration_container(needed: k8s.ResourceRequirements) -> k8s.Container:
    """Return the container that migrates the bucket storage."""
    return k8s.Container(
        name="migrate",
        image=IMAGE,
        image_pull_policy="IfNotPresent",
        command=node_command("run_migration.mjs"),
        args=["--", "service/lib/entry.js", "migrate", "up"],
        env=env(),
        resources=needed,
        security_context=SECURITY,
        volume_mounts=mounts("config"),
    )


def marker_container(config_map: str, key: str, needed: k8s.ResourceRequirements) -> k8s.Container:
    """Return the container that sets the migration marker."""
    return k8s.Container(
        name="mark",
        image=IMAGE,
        image_pull_policy="IfNotPresent",
        command=node_command("migration_marker.mjs"),
        args=["--", config_map, key, VERSION],
        resources=needed,
        security_context=SECURITY,
        volume_mounts=[k8s.VolumeMount(name="api-access", mount_path=TOKEN_FOLDER, read_only=True)],
    )


def api_access() -> k8s.Volume:
    """Return the volume with the token of the ServiceAccount, which one container mounts."""
    certificate = k8s.KeyToPath(key="ca.crt", path="ca.crt")
    namespace = k8s.ObjectFieldSelector(api_version="v1", field_path="metadata.namespace")
    sources = [
        k8s.VolumeProjection(
            service_account_token=k8s.ServiceAccountTokenProjection(path="token", expiration_seconds=3607)
        ),
        k8s.VolumeProjection(config_map=k8s.ConfigMapProjection(name="kube-root-ca.crt", items=[certificate])),
        k8s.VolumeProjection(
            downward_api=k8s.DownwardApiProjection(
                items=[k8s.DownwardApiVolumeFile(path="namespace", field_ref=namespace)]
            )
        ),
    ]
    return k8s.Volume(name="api-access", projected=k8s.ProjectedVolumeSource(sources=sources))


def affinity(selector: Mapping[str, str]) -> k8s.Affinity:
    """Return an anti-affinity: pods of one workload prefer different nodes."""
    labels = k8s.LabelSelector(match_labels=dict(selector))
    term = k8s.PodAffinityTerm(label_selector=labels, topology_key="kubernetes.io/hostname")
    weighted = k8s.WeightedPodAffinityTerm(weight=100, pod_affinity_term=term)
    return k8s.Affinity(
        pod_anti_affinity=k8s.PodAntiAffinity(preferred_during_scheduling_ignored_during_execution=[weighted])
    )


def spread(selector: Mapping[str, str]) -> list[k8s.TopologySpreadConstraint]:
    """Return constraints that spread the pods of a workload over zones and nodes."""
    return [
        k8s.TopologySpreadConstraint(
            label_selector=k8s.LabelSelector(match_labels=dict(selector)),
            match_label_keys=["pod-template-hash"],
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
        )
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]

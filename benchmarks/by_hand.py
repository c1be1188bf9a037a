"""The objects of `presets.ha`, as a Kubernetes expert would write them by hand with cdk8s-plus.

It uses L2 constructs if they have the fields, and L1 otherwise. `powersync_constructs/constructs/_lib/kplus.py` lists
the fields that L2 lacks.
"""

import hashlib
import json

from cdk8s import ApiObjectMetadata, Chart
from cdk8s_plus_28 import ConfigMap, ServiceAccount, k8s

from benchmarks import by_hand_pods as pods

SERVICE_YAML = """\
replication:
  connections:
    - type: "postgresql"
      hostname: "db.example.com"
      username: "powersync_role"
      password: !env "PS_SOURCE_PASSWORD"
      database: "{name}"
      slot_name_prefix: "{name}_"
storage:
  type: "postgresql"
  hostname: "storage.example.com"
  username: "powersync_storage"
  password: !env "PS_STORAGE_PASSWORD"
  database: "{name}"
client_auth:
  jwks_uri: "https://auth.example.com/.well-known/jwks.json"
  audience:
    - "{name}"
telemetry:
  prometheus_port: 9464
  disable_telemetry_sharing: false
healthcheck:
  probes:
    use_http: true
    use_filesystem: false
port: 8080
migrations:
  disable_auto_migration: true
sync_config:
  path: "/powersync/sync-config/sync-config.yaml"
  exit_on_error: true
"""
CLIENT_PATHS = (("Prefix", "/sync"), ("Exact", "/write-checkpoint.json"), ("Exact", "/write-checkpoint2.json"))
TRAEFIK = {
    "traefik.ingress.kubernetes.io/router.entrypoints": "websecure",
    "traefik.ingress.kubernetes.io/router.tls": "true",
}
DISRUPTED = k8s.PodFailurePolicyOnPodConditionsPattern(type="DisruptionTarget", status="True")
IGNORE_DISRUPTIONS = k8s.PodFailurePolicy(
    rules=[k8s.PodFailurePolicyRule(action="Ignore", on_pod_conditions=[DISRUPTED])]
)


def digest(*content: str) -> str:
    """Return the first ten hexadecimal digits of the hash of the content."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:10]


class Instance:
    """One highly available instance of PowerSync."""

    def __init__(self, chart: Chart, name: str, sync_config: str) -> None:
        self.chart = chart
        self.name = name
        self.config = self._config_map("config", "service.yaml", SERVICE_YAML.format(name=name))
        self.sync_config = self._config_map("sync-config", "sync-config.yaml", sync_config)
        self.markers = f"{name}-migrations"
        self.marker = f"migrated-{pods.VERSION}-{digest(pods.IMAGE, name)}"
        self.gate = pods.gate(self.markers, self.marker)
        self._add_role()
        self._add_migration()
        self._add_api()
        self._add_replication()
        self._add_compaction()
        self._add_ingress()

    def _selector(self, component: str) -> dict[str, str]:
        return {
            "app.kubernetes.io/name": "powersync",
            "app.kubernetes.io/instance": self.name,
            "app.kubernetes.io/component": component,
        }

    def _labels(self, component: str) -> dict[str, str]:
        others = {"part-of": "powersync", "managed-by": "cdk8s", "version": pods.VERSION}
        labels = self._selector(component) | {f"app.kubernetes.io/{key}": value for key, value in others.items()}
        return labels | {"powersync-constructs/instance": self.name}

    def _meta(self, component: str, name: str = "", annotations: dict[str, str] | None = None) -> k8s.ObjectMeta:
        name = name or f"{self.name}-{component}"
        return k8s.ObjectMeta(name=name, labels=self._labels(component), annotations=annotations)

    def _l2_meta(self, component: str, name: str = "") -> ApiObjectMetadata:
        return ApiObjectMetadata(name=name or f"{self.name}-{component}", labels=self._labels(component))

    def _match(self, component: str) -> k8s.LabelSelector:
        return k8s.LabelSelector(match_labels=self._selector(component))

    def _config_map(self, component: str, key: str, text: str) -> str:
        name = f"{self.name}-{component}-{digest(key, text)}"
        meta = self._l2_meta(component, name)
        ConfigMap(self.chart, f"{self.name}-{component}", metadata=meta, data={key: text}, immutable=True)
        return name

    def _account(self, component: str) -> str:
        meta = self._l2_meta(component)
        ServiceAccount(self.chart, f"{self.name}-{component}-account", metadata=meta, automount_token=False)
        return f"{self.name}-{component}"

    def _volumes(self, *names: str) -> list[k8s.Volume]:
        sources = {
            "config": k8s.ConfigMapVolumeSource(name=self.config),
            "sync-config": k8s.ConfigMapVolumeSource(name=self.sync_config),
        }
        return [k8s.Volume(name=name, config_map=sources[name]) for name in names]

    def _task_pod(
        self, component: str, containers: list[k8s.Container], init: list[k8s.Container] | None, *volumes: k8s.Volume
    ) -> k8s.PodTemplateSpec:
        spec = k8s.PodSpec(
            service_account_name=self._account(component),
            automount_service_account_token=False,
            enable_service_links=False,
            restart_policy="Never",
            security_context=pods.POD_SECURITY,
            init_containers=init,
            containers=containers,
            volumes=list(volumes),
        )
        return k8s.PodTemplateSpec(
            metadata=k8s.ObjectMeta(labels=self._labels(component), annotations=pods.DO_NOT_EVICT), spec=spec
        )

    def _add_role(self) -> None:
        markers = k8s.KubeConfigMap(self.chart, self.markers, metadata=self._meta("migrate", self.markers))
        role = f"{self.name}-migrate"
        rule = k8s.PolicyRule(
            api_groups=[""], resources=["configmaps"], resource_names=[markers.name], verbs=["get", "patch"]
        )
        k8s.KubeRole(self.chart, f"{role}-role", metadata=self._meta("migrate"), rules=[rule])
        k8s.KubeRoleBinding(
            self.chart,
            f"{role}-role-binding",
            metadata=self._meta("migrate"),
            subjects=[k8s.Subject(kind="ServiceAccount", name=role, namespace=self.chart.namespace)],
            role_ref=k8s.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=role),
        )

    def _add_migration(self) -> None:
        needed = pods.resources("100m", "1", "256Mi", "512Mi")
        template = self._task_pod(
            "migrate",
            [pods.marker_container(self.markers, self.marker, needed)],
            [pods.migration_container(needed)],
            *self._volumes("config"),
            pods.api_access(),
        )
        name = f"{self.name}-migrate-{digest(self.config, self.marker)}"
        k8s.KubeJob(
            self.chart,
            f"{self.name}-migrate",
            metadata=self._meta("migrate", name),
            spec=k8s.JobSpec(
                backoff_limit=6,
                active_deadline_seconds=1800,
                ttl_seconds_after_finished=86400,
                pod_failure_policy=IGNORE_DISRUPTIONS,
                template=template,
            ),
        )

    def _add_api(self) -> None:
        volumes = ("config",)
        server = pods.server("api", volumes, self.gate, liveness_failures=3, sleep="20")
        self._add_deployment("api", server, volumes, "100%", 60)
        port = k8s.ServicePort(name="http", port=80, target_port=k8s.IntOrString.from_string("http"), protocol="TCP")
        spec = k8s.ServiceSpec(type="ClusterIP", ports=[port], selector=self._selector("api"))
        k8s.KubeService(self.chart, f"{self.name}-service", metadata=self._meta("api"), spec=spec)

    def _add_replication(self) -> None:
        volumes = ("config", "sync-config")
        server = pods.server("sync", volumes, self.gate, liveness_failures=15, sleep=None)
        self._add_deployment("replication", server, volumes, 1, 45)

    def _add_deployment(
        self, component: str, server: k8s.Container, volumes: tuple[str, ...], surge: str | int, grace: int
    ) -> None:
        pod = k8s.PodSpec(
            service_account_name=self._account(component),
            automount_service_account_token=False,
            enable_service_links=False,
            restart_policy="Always",
            security_context=pods.POD_SECURITY,
            termination_grace_period_seconds=grace,
            affinity=pods.affinity(self._selector(component)),
            topology_spread_constraints=pods.spread(self._selector(component)),
            containers=[server],
            volumes=self._volumes(*volumes),
        )
        number = k8s.IntOrString.from_number
        max_surge = number(surge) if isinstance(surge, int) else k8s.IntOrString.from_string(surge)
        rolling = k8s.RollingUpdateDeployment(max_surge=max_surge, max_unavailable=number(0))
        spec = k8s.DeploymentSpec(
            replicas=2,
            selector=self._match(component),
            strategy=k8s.DeploymentStrategy(type="RollingUpdate", rolling_update=rolling),
            min_ready_seconds=15,
            progress_deadline_seconds=900,
            revision_history_limit=5,
            template=k8s.PodTemplateSpec(metadata=k8s.ObjectMeta(labels=self._labels(component)), spec=pod),
        )
        k8s.KubeDeployment(self.chart, f"{self.name}-{component}", metadata=self._meta(component), spec=spec)
        budget = k8s.PodDisruptionBudgetSpec(
            max_unavailable=number(1), selector=self._match(component), unhealthy_pod_eviction_policy="AlwaysAllow"
        )
        k8s.KubePodDisruptionBudget(
            self.chart, f"{self.name}-{component}-pdb", metadata=self._meta(component), spec=budget
        )

    def _add_compaction(self) -> None:
        compact = pods.compaction_container(self.gate, pods.resources("100m", "1", "512Mi", "1536Mi"))
        job = k8s.JobSpec(
            backoff_limit=2,
            active_deadline_seconds=21600,
            pod_failure_policy=IGNORE_DISRUPTIONS,
            template=self._task_pod("compact", [compact], None, *self._volumes("config")),
        )
        labels = k8s.ObjectMeta(labels=self._labels("compact"))
        spec = k8s.CronJobSpec(
            schedule="0 3 * * *",
            time_zone="Etc/UTC",
            concurrency_policy="Forbid",
            starting_deadline_seconds=3600,
            successful_jobs_history_limit=3,
            failed_jobs_history_limit=3,
            job_template=k8s.JobTemplateSpec(metadata=labels, spec=job),
        )
        k8s.KubeCronJob(self.chart, f"{self.name}-compact", metadata=self._meta("compact"), spec=spec)

    def _add_ingress(self) -> None:
        host = f"{self.name}.example.com"
        service = k8s.IngressServiceBackend(name=f"{self.name}-api", port=k8s.ServiceBackendPort(name="http"))
        backend = k8s.IngressBackend(service=service)
        paths = [k8s.HttpIngressPath(path=path, path_type=kind, backend=backend) for kind, path in CLIENT_PATHS]
        spec = k8s.IngressSpec(
            ingress_class_name="traefik",
            rules=[k8s.IngressRule(host=host, http=k8s.HttpIngressRuleValue(paths=paths))],
            tls=[k8s.IngressTls(hosts=[host], secret_name=f"{self.name}-tls")],
        )
        k8s.KubeIngress(
            self.chart, f"{self.name}-ingress", metadata=self._meta("ingress", self.name, TRAEFIK), spec=spec
        )

"""`MigrateHook`: the migration of the bucket storage, which all workloads wait for."""

from dataclasses import replace

from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods._reserved import MARK_CONTAINER, MIGRATE_CONTAINER, TOKEN
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service._migration_marker import marker_key
from powersync_constructs.config.workloads.migrate import MigrateProps
from powersync_constructs.constructs._lib.containers import container_security, resource_requirements
from powersync_constructs.constructs._lib.content_named import ContentNamedJob
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import cached, k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_construct, check_props
from powersync_constructs.constructs._lib.rbac import role_of
from powersync_constructs.constructs._lib.scripts import script
from powersync_constructs.constructs._pods.job import DO_NOT_EVICT, IGNORE_DISRUPTIONS
from powersync_constructs.constructs._pods.pod import Gate, Migration, ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.rules._at_synth import MIGRATION_LEFT_OUT
from powersync_constructs.rules.migrations.migration import LEFT_OUT

_ENTRY = "service/lib/entry.js"
"""The program in the entry point of the image (service/Dockerfile, read up to 1.26)."""


class MigrateHook(DocumentedConstruct):
    """A Job that runs `migrate up`, its ServiceAccount, and the objects of the migration gate.

    While the bucket storage does not accept connections, the container runs `migrate up` again every 5 s for up to two
    minutes (`wait_for_storage`). After any other failure, it ends at once. The Job then tries again with another pod
    (`backoff_limit`).

    The `ordering` of the configuration sets how the workloads wait for the Job.

    - With a migration gate (default for Plain and FluxCD), the pods wait. The last container of the Job sets the
      migration marker, a key in the ConfigMap `<instance>-migrations`. The manifest of this ConfigMap has no data, so
      an apply keeps its keys. If you pass this hook to a workload as `migrate`, its service container has a variable
      with the value of the key. The kubelet starts the container only when the key exists (measured: at most 15 s
      later). A Role lets the ServiceAccount get and patch only this ConfigMap, and only the container that sets the
      marker has a token.
    - Without a migration gate (default for ArgoCD, HelmHooks and Kapp), the pods do not wait. With these orderings, the
      annotations of the objects make the tool apply the configuration before the Job, and the workloads after the Job.
      There is no ConfigMap and no Role.

    The name of the Job contains the hash of its spec, because the spec of a Job cannot be changed. The migration marker
    contains the service version, and a hash of this version and of the address of the bucket storage. In mode 'none',
    there is no Job. An annotation of the ConfigMap states that this is intended.

    Raises ConfigError if `mode` is 'replicators', which has no Job, or if the marker needs a Role but the chart has no
    namespace.
    """

    configuration: PowerSyncConfiguration
    """The configuration of the instance."""
    marker: str
    """The migration marker: the key that the Job adds to the ConfigMap when the migration is done."""
    config_map: k8s.KubeConfigMap | None
    """The ConfigMap with the migration markers. None if there is a Job, but no migration gate."""
    role: k8s.KubeRole | None
    """The Role with the permission to get and patch the ConfigMap. None without a migration gate."""
    role_binding: k8s.KubeRoleBinding | None
    """The RoleBinding that grants the Role to the ServiceAccount of the Job. None without a migration gate."""
    service_account: k8s.KubeServiceAccount | None
    """The ServiceAccount of the Job. None if the props name an existing one, or if there is no Job."""
    service_account_name: str | None
    """The name of the ServiceAccount of the Job. None if there is no Job."""
    job: ContentNamedJob | None
    """The migration Job. Its name ends in the hash of its spec. None in mode 'none'."""

    def __init__(
        self, scope: Construct, id: str, props: MigrateProps, *, configuration: PowerSyncConfiguration
    ) -> None:
        check_props(props, MigrateProps)
        check_construct("configuration", configuration, PowerSyncConfiguration)
        super().__init__(scope, id)
        if props.mode == "replicators":
            rule = "'replicators' has no Job; remove the MigrateHook, or use 'job'"
            raise config_error("migrate.mode", rule)
        self.configuration = configuration
        self._props = configuration.props.workload(props)
        self._order = configuration._prerequisite_order
        self._gates = props.gates(configuration.props.ordering)
        image = props.image or configuration.props.image
        self.marker = marker_key(image, configuration.props.service)
        self.config_map = None
        self._identity = configuration._identity("migrate", self._props.metadata, image)
        self.role = None
        self.role_binding = None
        self.service_account = None
        self.service_account_name = None
        self.job = None
        if props.has_job:
            self._add_job(image)
        else:
            self._leave_out()

    @property
    def job_name(self) -> str | None:
        """The current name of the Job, which changes with the spec of the Job; None if there is no Job."""
        return self.job.content_name if self.job is not None else None

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select the pods of the Job. They never change."""
        return dict(self._identity.selector)

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the Job, its pods and its other objects."""
        return dict(self._identity.labels)

    @property
    def config_map_name(self) -> str:
        """The name of the ConfigMap with the migration markers: `<instance>-migrations`."""
        return f"{self.configuration.instance}-migrations"

    @property
    def _migration(self) -> Migration:
        """The migration that workloads wait for, with the migration gate and the annotations of the workloads."""
        ordering = self.configuration.props.ordering
        gate = Gate(self.config_map_name, self.marker) if self._gates else None
        return Migration(self._props, gate, ordering.workload_annotations(self.configuration.instance))

    def _leave_out(self) -> None:
        """Add the ConfigMap with an annotation for mode 'none', so that existing markers stay, and add a warning."""
        order = {**self._order, LEFT_OUT: "true"}
        self._add_config_map(replace(self._identity, order=order))
        reason = "migrate.mode is 'none', so nothing migrates the bucket storage"
        fix = "set it to 'job' before you use a newer image"
        where = f"ConfigMap/{self.config_map_name}"
        self.configuration._validation.add_finding(MIGRATION_LEFT_OUT.finding(where, reason, fix), self)

    def _add_job(self, image: Image) -> None:
        props, ordering = self._props, self.configuration.props.ordering
        overrides = props.credentials.variables if props.credentials else {}
        pod = ServicePod(self, props, self.configuration, "migrate", order=self._order, overrides=overrides)
        self.service_account, self.service_account_name = pod.service_account, pod.service_account_name
        waits = props.wait_for_storage
        migrate = pod.container(
            [*(["--", _ENTRY] if waits else []), "migrate", "up"],
            name=MIGRATE_CONTAINER,
            command=_node("run_migration.mjs") if waits else (),
        )
        if self._gates:
            self._add_config_map(pod.identity)
            self._add_role(pod)
        template = pod.template(
            [self._marker_container(image)] if self._gates else [migrate],
            init_containers=[migrate] if self._gates else [],
            volumes=[_token_volume()] if self._gates else [],
            restart_policy="Never",
            annotations=DO_NOT_EVICT,
        )
        spec = k8s.JobSpec(
            backoff_limit=props.backoff_limit,
            active_deadline_seconds=props.active_deadline_seconds,
            ttl_seconds_after_finished=props.ttl_seconds(ordering),
            pod_failure_policy=IGNORE_DISRUPTIONS,
            template=template,
        )
        identity = replace(pod.identity, order=ordering.job_annotations(pod.identity.instance))
        self.job = ContentNamedJob(self, "Default", metadata=identity.object_meta(), spec=spec)
        self.job.name_by_content()

    def _add_config_map(self, identity: Identity) -> None:
        self.config_map = k8s.KubeConfigMap(self, "migrations", metadata=identity.object_meta(self.config_map_name))

    def _add_role(self, pod: ServicePod) -> None:
        identity = pod.identity
        rule = k8s.PolicyRule(
            api_groups=[""], resources=["configmaps"], resource_names=[self.config_map_name], verbs=["get", "patch"]
        )
        self.role, self.role_binding = role_of(
            self, identity.name, identity.object_meta(), [rule], pod.service_account_name
        )

    def _marker_container(self, image: Image) -> k8s.Container:
        props = self._props
        return k8s.Container(
            name=MARK_CONTAINER,
            image=image.reference,
            image_pull_policy=image.pull_policy,
            command=_node("migration_marker.mjs"),
            args=["--", self.config_map_name, self.marker, str(image.version)],
            resources=resource_requirements(props.resources),
            security_context=container_security(props.security),
            volume_mounts=[k8s.VolumeMount(name=TOKEN.volume, mount_path=TOKEN.path, read_only=True)],
        )


def migration_before(
    props: WorkloadProps, configuration: PowerSyncConfiguration, migrate: MigrateHook | None
) -> Migration | None:
    """Return the migration that a workload waits for; None if there is none.

    Raises ConfigError if the workload needs a migration but none is given, or if the migration is of another instance.
    """
    check_construct("configuration", configuration, PowerSyncConfiguration)
    if migrate is not None and migrate.configuration is not configuration:
        instance, other = configuration.instance, migrate.configuration.instance
        rule = f"belongs to instance {other}, but the workload belongs to instance {instance}"
        raise config_error(f"{props.error_path}.migrate", f"{rule}; pass the MigrateHook of the same configuration")
    if migrate is None and configuration.props.service.only_the_job_migrates:
        rule = "missing, so pods would start before the migration of the bucket storage"
        fix = "pass the MigrateHook, with gate=False if pods should not wait"
        raise config_error(f"{props.error_path}.migrate", f"{rule}; {fix}")
    return migrate._migration if migrate else None


@cached
def _node(name: str) -> list[str]:
    """Return the command that runs a script of this folder; the arguments of the script follow after `--`."""
    return ["node", "--input-type=module", "-e", script(name)]


@cached
def _token_volume() -> k8s.Volume:
    """Return the volume with the token, CA and namespace, which Kubernetes would otherwise mount in every container."""
    token = k8s.ServiceAccountTokenProjection(path="token", expiration_seconds=3607)
    certificate = k8s.ConfigMapProjection(name="kube-root-ca.crt", items=[k8s.KeyToPath(key="ca.crt", path="ca.crt")])
    own_namespace = k8s.DownwardApiVolumeFile(
        path="namespace", field_ref=k8s.ObjectFieldSelector(api_version="v1", field_path="metadata.namespace")
    )
    sources = [
        k8s.VolumeProjection(service_account_token=token),
        k8s.VolumeProjection(config_map=certificate),
        k8s.VolumeProjection(downward_api=k8s.DownwardApiProjection(items=[own_namespace])),
    ]
    return k8s.Volume(name=TOKEN.volume, projected=k8s.ProjectedVolumeSource(sources=sources))

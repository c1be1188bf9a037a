"""`MigrateHook`: the migration of the storage, and what lets everything else start."""

from dataclasses import replace
from importlib.resources import files

from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods._reserved import MARK_CONTAINER, MIGRATE_CONTAINER, TOKEN
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service._migration_marker import marker_key
from powersync_constructs.config.workloads.migrate import MigrateProps
from powersync_constructs.constructs._lib.containers import container_security, resource_requirements
from powersync_constructs.constructs._lib.content_named import ContentNamedJob
from powersync_constructs.constructs._lib.kplus import cached, k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_construct, check_props
from powersync_constructs.constructs._lib.rbac import role_of
from powersync_constructs.constructs._pods.job import DO_NOT_EVICT, IGNORE_DISRUPTIONS
from powersync_constructs.constructs._pods.pod import Gate, Migration, ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.rules import Finding
from powersync_constructs.rules.migration import LEFT_OUT


class MigrateHook(Construct):
    """A Job that runs `migrate up`, and what has everything else start after it, by the `ordering` of the props.

    Where pods wait by themselves (Plain, Flux), the Job ends by setting the migration marker: a key in the ConfigMap
    `<instance>-migrations`, which is made without data, so that an apply leaves the keys alone. Workloads that are
    given this hook as `migrate` mount that one key, so that the kubelet starts nothing of theirs before it is there
    (0.2 to 2.3 s after a Job of 8 s, measured). A ServiceAccount, Role and RoleBinding may get and patch this one
    ConfigMap; only the container that sets the marker has the token.

    Where the tool waits (ArgoCD, Helm, Kapp) there is none of this: annotations put the configuration before the Job,
    and the workloads after it.

    The Job's name is the hash of all that it is made of, since Jobs cannot be changed; the marker is the hash of the
    service's version and the storage only. In mode 'none' there is no Job: the ConfigMap alone shows that this is
    intended.

    Raises ConfigError when the replicators would migrate too, and, for the marker, when the chart has no namespace.

    Attributes: `configuration`, `marker`, `config_map`, `role`, `role_binding`, `service_account`,
    `service_account_name`, `job`.
    """

    configuration: PowerSyncConfiguration
    """The configuration that it was given."""
    marker: str
    """The migration marker: the key of the ConfigMap that tells that this migration is done."""
    config_map: k8s.KubeConfigMap | None
    """The ConfigMap with the migration markers; None where no pod waits for one."""
    role: k8s.KubeRole | None
    """The Role that may get and patch that ConfigMap."""
    role_binding: k8s.KubeRoleBinding | None
    """The binding of the Role to the Job's ServiceAccount."""
    service_account: k8s.KubeServiceAccount | None
    """The ServiceAccount of the Job's pod; None for an existing one, and where there is no Job."""
    service_account_name: str | None
    """The name of the ServiceAccount that the Job's pod runs as; None where there is no Job."""
    job: ContentNamedJob | None
    """The Job, named by its content; None in mode 'none'."""

    def __init__(
        self, scope: Construct, id: str, props: MigrateProps, *, configuration: PowerSyncConfiguration
    ) -> None:
        check_props(props, MigrateProps)
        check_construct("configuration", configuration, PowerSyncConfiguration)
        super().__init__(scope, id)
        if props.mode == "replicators":
            rule = "'replicators' makes no Job; leave the MigrateHook out, or use mode 'job'"
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
        """The Job's name, which changes with every change of the Job; None where there is no Job."""
        return self.job.content_name if self.job is not None else None

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select the Job's pod. They never change."""
        return dict(self._identity.selector)

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the Job's pod and of the objects around it."""
        return dict(self._identity.labels)

    @property
    def config_map_name(self) -> str:
        """The name of the ConfigMap with the migration markers: `<instance>-migrations`."""
        return f"{self.configuration.instance}-migrations"

    @property
    def _migration(self) -> Migration:
        """What workloads come after, and the gate that they mount."""
        ordering = self.configuration.props.ordering
        gate = Gate(self.config_map_name, self.marker) if self._gates else None
        return Migration(self._props, gate, ordering.workload_annotations(self.configuration.instance))

    def _leave_out(self) -> None:
        """Tell so, in the cluster by the ConfigMap, whose markers stay, and at every synth."""
        order = {**self._order, LEFT_OUT: "true"}
        self._add_config_map(replace(self._identity, order=order))
        reason, fix = "migrate.mode is 'none', and nothing migrates the storage", "set it to 'job' before a newer image"
        where = f"ConfigMap/{self.config_map_name}"
        self.configuration._validation.add_finding(Finding("migration-left-out", "warning", where, reason, fix))

    def _add_job(self, image: Image) -> None:
        props, ordering = self._props, self.configuration.props.ordering
        overrides = props.credentials.variables if props.credentials else {}
        pod = ServicePod(self, props, self.configuration, "migrate", order=self._order, overrides=overrides)
        self.service_account, self.service_account_name = pod.service_account, pod.service_account_name
        migrate = pod.container(["migrate", "up"], name=MIGRATE_CONTAINER)
        if self._gates:
            self._add_config_map(pod.identity)
            self._add_role(pod)
        template = pod.template(
            [self._mark_container(image)] if self._gates else [migrate],
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

    def _mark_container(self, image: Image) -> k8s.Container:
        props = self._props
        return k8s.Container(
            name=MARK_CONTAINER,
            image=image.reference,
            image_pull_policy=image.pull_policy,
            command=["node", "--input-type=module", "-e", _script()],
            args=["--", self.config_map_name, self.marker, str(image.version)],
            resources=resource_requirements(props.resources),
            security_context=container_security(props.security),
            volume_mounts=[k8s.VolumeMount(name=TOKEN.volume, mount_path=TOKEN.path, read_only=True)],
        )


def migration_before(
    props: WorkloadProps, configuration: PowerSyncConfiguration, migrate: MigrateHook | None
) -> Migration | None:
    """The migration that a workload comes after.

    Raises ConfigError where there must be one and none is given, and for that of another instance.
    """
    check_construct("configuration", configuration, PowerSyncConfiguration)
    if migrate is not None and migrate.configuration is not configuration:
        rule = f"is of {migrate.configuration.instance}, and the workload is of {configuration.instance}"
        raise config_error(f"{props.error_path}.migrate", f"{rule}; give the MigrateHook of the same configuration")
    if migrate is None and configuration.props.service.only_the_job_migrates:
        rule = "missing, so that pods would start before the storage is migrated"
        raise config_error(
            f"{props.error_path}.migrate", f"{rule}; give the MigrateHook, with gate=False if nothing must"
        )
    return migrate._migration if migrate else None


@cached
def _script() -> str:
    return files("powersync_constructs.constructs").joinpath("migration_marker.mjs").read_text(encoding="utf-8")


@cached
def _token_volume() -> k8s.Volume:
    """What the kubelet would mount in every container, for one of them: token, CA and namespace."""
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

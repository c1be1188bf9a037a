"""`MigrateHook`: the migration of the storage, and what lets everything else start."""

from dataclasses import replace
from importlib.resources import files

from cdk8s import JsonPatch
from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods._reserved import MARK_CONTAINER, MIGRATE_CONTAINER, TOKEN
from powersync_constructs.config.pods.workload import WorkloadProps
from powersync_constructs.config.service._migration_marker import mark_key
from powersync_constructs.config.workloads.migrate import MigrateProps, refuse_owned_secrets
from powersync_constructs.constructs._lib.containers import container_security, resource_requirements
from powersync_constructs.constructs._lib.kplus import cached, k8s
from powersync_constructs.constructs._lib.metadata import Identity, content_hash, namespace_of
from powersync_constructs.constructs._pods.job import DO_NOT_EVICT, IGNORE_DISRUPTIONS
from powersync_constructs.constructs._pods.pod import Gate, Migration, ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.rules import Finding
from powersync_constructs.rules.migration import LEFT_OUT


class MigrateHook(Construct):
    """A Job that runs `migrate up`, and what has everything else start after it, by the `ordering` of the props.

    Where pods wait by themselves (Plain, Flux), the Job sets a mark in the end: a key in the ConfigMap
    `<instance>-migrations`, which is made without data, so that an apply leaves the keys alone. Workloads that are
    given this hook as `migrate` mount that one key, so that the kubelet starts nothing of theirs before it is there
    (0.2 to 2.3 s after a Job of 8 s, measured). A ServiceAccount, Role and RoleBinding may get and patch this one
    ConfigMap; the token is mounted in the marking container alone.

    Where the tool waits (ArgoCD, Helm, Kapp) there is none of this: annotations put the configuration before the Job,
    and the workloads after it.

    The Job's name is the hash of all that it is made of, since Jobs cannot be changed; the mark is the hash of image
    and storage only. With `enabled=False` there is no Job: the ConfigMap alone says that this is meant.

    Raises ConfigError when replicators would migrate too, for ExternalSecrets under Helm, and, for the mark, when the
    chart has no namespace.
    """

    def __init__(
        self, scope: Construct, id: str, props: MigrateProps, *, configuration: PowerSyncConfiguration
    ) -> None:
        super().__init__(scope, id)
        if not configuration.service.only_the_job_migrates:
            rule = "lets the replicators migrate beside the Job; set disable_auto_migration=True"
            raise config_error("configuration.service.migrations", rule)
        refuse_owned_secrets(configuration.secrets, props)
        props.check_credentials(configuration.environment)
        self.configuration = configuration
        self._props = props
        self._image = props.image or configuration.image
        self.mark = mark_key(self._image, configuration.service)
        """The key that says that this migration is done, where there is one."""
        self.config_map_name = f"{configuration.instance}-migrations"
        configuration.put_in_order(props.ordering)
        self.job = self._add_job() if props.enabled else None
        """The Job; None where it is not enabled."""
        self.job_name = self._name_by_content(self.job) if self.job is not None else None
        """The Job's name, another one for every change of the Job."""
        if self.job is None:
            self._leave_out()

    @property
    def migration(self) -> Migration:
        """What workloads come after, and the gate that they mount."""
        gate = Gate(self.config_map_name, self.mark) if self._props.marks else None
        return Migration(self._image, gate, self._props.ordering.workload_annotations(self.configuration.instance))

    @property
    def needed_order(self) -> dict[str, str]:
        """The annotations of what the Job needs, by which a tool applies it before."""
        return self._props.ordering.prerequisite_annotations(self.configuration.instance)

    def _leave_out(self) -> None:
        """Say so: in the cluster by the ConfigMap, whose marks stay, and at every synth."""
        said = {**self.needed_order, LEFT_OUT: "true"}
        self._add_config_map(self.configuration.identity("migrate", self._props.metadata, self._image, said))
        reason, fix = "migrate.enabled is False, and nothing migrates the storage", "set it again before a newer image"
        where = f"ConfigMap/{self.config_map_name}"
        self.configuration.rules.add_finding(Finding("migration-left-out", "warning", where, reason, fix))

    def _add_job(self) -> k8s.KubeJob:
        props = self._props
        variables = props.credentials.variables if props.credentials else {}
        pod = ServicePod(self, props, self.configuration, "migrate", order=self.needed_order, overrides=variables)
        migrate = pod.container(["migrate", "up"], name=MIGRATE_CONTAINER)
        if props.marks:
            self._add_config_map(pod.identity)
            self._add_role(pod)
        template = pod.template(
            [self._marker()] if props.marks else [migrate],
            init_containers=[migrate] if props.marks else [],
            volumes=[_token_volume()] if props.marks else [],
            restart_policy="Never",
            annotations=DO_NOT_EVICT,
        )
        spec = k8s.JobSpec(
            backoff_limit=props.backoff_limit,
            active_deadline_seconds=props.active_deadline_seconds,
            ttl_seconds_after_finished=props.ttl_seconds,
            pod_failure_policy=IGNORE_DISRUPTIONS,
            template=template,
        )
        identity = replace(pod.identity, order=props.ordering.job_annotations(pod.identity.instance))
        return k8s.KubeJob(self, "Default", metadata=identity.object_meta(), spec=spec)

    def _name_by_content(self, job: k8s.KubeJob) -> str:
        name = f"{job.name}-{content_hash(job.to_json()['spec'])}"
        job.add_json_patch(JsonPatch.replace("/metadata/name", name))
        return name

    def _add_config_map(self, identity: Identity) -> None:
        k8s.KubeConfigMap(self, "migrations", metadata=identity.object_meta(self.config_map_name))

    def _add_role(self, pod: ServicePod) -> None:
        meta, namespace = pod.identity.object_meta(), namespace_of(self, "a RoleBinding must name it")
        rule = k8s.PolicyRule(
            api_groups=[""], resources=["configmaps"], resource_names=[self.config_map_name], verbs=["get", "patch"]
        )
        k8s.KubeRole(self, "role", metadata=meta, rules=[rule])
        subject = k8s.Subject(kind="ServiceAccount", name=pod.account, namespace=namespace)
        role_ref = k8s.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=pod.identity.name)
        k8s.KubeRoleBinding(self, "role-binding", metadata=meta, subjects=[subject], role_ref=role_ref)

    def _marker(self) -> k8s.Container:
        props, image = self._props, self._image
        return k8s.Container(
            name=MARK_CONTAINER,
            image=image.reference,
            image_pull_policy=image.pull_policy,
            command=["node", "--input-type=module", "-e", _script()],
            args=["--", self.config_map_name, self.mark, str(image.version)],
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
    if migrate is not None and migrate.configuration is not configuration:
        rule = f"is of {migrate.configuration.instance}, and the workload is of {configuration.instance}"
        raise config_error(f"{props.error_path}.migrate", f"{rule}; give the MigrateHook of the same configuration")
    if migrate is None and configuration.service.only_the_job_migrates:
        rule = "missing, so that nothing holds the pods back until the storage is migrated"
        raise config_error(
            f"{props.error_path}.migrate", f"{rule}; give the MigrateHook, with gate=False if nothing must"
        )
    return migrate.migration if migrate else None


@cached
def _script() -> str:
    return files(__package__).joinpath("migration_marker.mjs").read_text(encoding="utf-8")


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

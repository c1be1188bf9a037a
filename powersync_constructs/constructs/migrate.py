"""`MigrateHook`: the migration of the storage, and the mark that lets everything else start."""

from importlib.resources import files

from cdk8s import JsonPatch
from constructs import Construct

from powersync_constructs.config.errors import refusal
from powersync_constructs.config.migrate import MigrateProps
from powersync_constructs.config.migration import mark_key
from powersync_constructs.config.ours import MARK_CONTAINER, MIGRATE_CONTAINER, TOKEN
from powersync_constructs.config.workload import WorkloadProps
from powersync_constructs.constructs._containers import container_security, resource_requirements
from powersync_constructs.constructs._job import IGNORE_DISRUPTIONS, LEAVE_ALONE
from powersync_constructs.constructs._kplus import cached, k8s
from powersync_constructs.constructs._metadata import content_hash, namespace_of
from powersync_constructs.constructs._pod import Migration, ServicePod
from powersync_constructs.constructs.configuration import PowerSyncConfiguration


class MigrateHook(Construct):
    """A Job that runs `migrate up` and then sets its mark: a key in the ConfigMap `<instance>-migrations`.

    Makes the Job, that ConfigMap (without data, so that an apply leaves the keys alone), and a ServiceAccount, Role
    and RoleBinding that may get and patch this one ConfigMap. The token is mounted in the marking container alone.

    The Job's name is the hash of all that it is made of, since Jobs cannot be changed; the mark is the hash of image
    and storage only. Workloads that are given this hook as `migrate` mount that one key, so that the kubelet starts
    nothing of theirs before it is there (0.2 to 2.3 s after a Job of 8 s, measured).

    Raises ConfigError when replicators would migrate too, and when the chart has no namespace.
    """

    def __init__(
        self, scope: Construct, id: str, props: MigrateProps, *, configuration: PowerSyncConfiguration
    ) -> None:
        super().__init__(scope, id)
        if not configuration.service.only_the_job_migrates:
            rule = "lets the replicators migrate beside the Job; set disable_auto_migration=True"
            raise refusal("configuration.service.migrations", rule)
        self.configuration = configuration
        self._props = props
        self._pod = ServicePod(self, props, configuration, "migrate")
        self.config_map_name = self._add_config_map()
        self.mark = mark_key(self._pod.image, configuration.service)
        """The key that says that this migration is done."""
        self._add_role()
        self.job = self._add_job()
        self.job_name = self._name_by_content()
        """The Job's name, another one for every change of the Job."""

    @property
    def migration(self) -> Migration:
        """What workloads come after, and the gate that they mount."""
        return Migration(self._pod.image, self.config_map_name, self.mark, gated=self._props.gate)

    def _add_config_map(self) -> str:
        name = f"{self.configuration.instance}-migrations"
        k8s.KubeConfigMap(self, "migrations", metadata=self._pod.identity.object_meta(name))
        return name

    def _add_role(self) -> None:
        meta, namespace = self._pod.identity.object_meta(), namespace_of(self, "a RoleBinding must name it")
        rule = k8s.PolicyRule(
            api_groups=[""], resources=["configmaps"], resource_names=[self.config_map_name], verbs=["get", "patch"]
        )
        k8s.KubeRole(self, "role", metadata=meta, rules=[rule])
        subject = k8s.Subject(kind="ServiceAccount", name=self._pod.account, namespace=namespace)
        role_ref = k8s.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=self._pod.identity.name)
        k8s.KubeRoleBinding(self, "role-binding", metadata=meta, subjects=[subject], role_ref=role_ref)

    def _add_job(self) -> k8s.KubeJob:
        identity, props = self._pod.identity, self._props
        template = self._pod.template(
            [self._marker()],
            init_containers=[self._pod.container(["migrate", "up"], name=MIGRATE_CONTAINER)],
            volumes=[_token_volume()],
            restart_policy="Never",
            annotations=LEAVE_ALONE,
        )
        spec = k8s.JobSpec(
            backoff_limit=props.backoff_limit,
            active_deadline_seconds=props.active_deadline_seconds,
            ttl_seconds_after_finished=props.ttl_seconds_after_finished,
            pod_failure_policy=IGNORE_DISRUPTIONS,
            template=template,
        )
        return k8s.KubeJob(self, "Default", metadata=identity.object_meta(), spec=spec)

    def _name_by_content(self) -> str:
        name = f"{self._pod.identity.name}-{content_hash(self.job.to_json()['spec'])}"
        self.job.add_json_patch(JsonPatch.replace("/metadata/name", name))
        return name

    def _marker(self) -> k8s.Container:
        image, props = self._pod.image, self._props
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
    """The migration that a workload comes after. Raises ConfigError where there must be one and none is given."""
    if migrate is None and configuration.service.only_the_job_migrates:
        rule = "missing, so that nothing holds the pods back until the storage is migrated"
        raise refusal(f"{props.called}.migrate", f"{rule}; give the MigrateHook, with gate=False if nothing must")
    return migrate.migration if migrate else None


@cached
def _script() -> str:
    return files("powersync_constructs.constructs").joinpath("mark.mjs").read_text(encoding="utf-8")


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

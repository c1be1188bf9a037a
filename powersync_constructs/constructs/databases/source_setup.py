"""`SourceSetup`: a Job that sets up a source database, or only checks it."""

from collections.abc import Mapping

from constructs import Construct

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core._object_names import name_from_id
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.databases._setup_clients import SETUP, FileSource, variable
from powersync_constructs.config.databases.source_setup import SourceSetupProps, setup_name
from powersync_constructs.config.pods.pod import Security
from powersync_constructs.constructs._lib.containers import (
    container_security,
    pod_security,
    pull_secrets,
    resource_requirements,
)
from powersync_constructs.constructs._lib.content_named import ContentNamedJob
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.env import env_var
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._lib.scripts import script
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.constructs._lib.volumes import empty_dir
from powersync_constructs.constructs._pods.job import DO_NOT_EVICT, IGNORE_DISRUPTIONS

_USER = Security()
_TMP = "/tmp"


class SourceSetup(DocumentedConstruct):
    """A Job that creates the user and the publication of PowerSync in a source database, and checks its settings.

    - Postgres: a role with LOGIN, REPLICATION and BYPASSRLS, SELECT on the tables, the publication `powersync`, and
      REPLICA IDENTITY FULL where the props ask for it. The Job checks `wal_level`, primary keys, row-level security
      and the publication, and whether two replication slots and two WAL senders are available.
    - MySQL: a user with REPLICATION SLAVE, REPLICATION CLIENT, and SELECT on the tables. The Job checks the binary log
      and GTIDs.
    - MongoDB: a user with a role that can read the collections and write `_powersync_checkpoints`. The Job checks the
      replica set and the post-images.

    The Job never removes a user or a privilege, except that the role of a MongoDB user gets exactly the privileges that
    it needs. It can run again at any time: a second run changes nothing but the password, which it sets to the value in
    the Secret. If the Job finds a problem that it cannot fix, it prints one line with the fix, and fails. With `check`,
    it changes nothing. The name of the Job ends in the hash of its spec, so a change of the props runs it again.

    No workload waits for the Job: the replicators retry until the database is ready. The pod passes Pod Security
    `restricted`, has no token, and connects only to the database and to DNS. If NetworkPolicies of the namespace
    deny egress, allow both for the labels in `selector`.

    Raises ConfigError if the props set no name and the id is not a valid name of a setup.
    """

    config_map: k8s.KubeConfigMap
    """The ConfigMap with the script, the option file of the client, and the certificates that are plain text."""
    job: ContentNamedJob
    """The Job. Its name ends in the hash of its spec."""

    def __init__(self, scope: Construct, id: str, props: SourceSetupProps) -> None:
        check_props(props, SourceSetupProps)
        super().__init__(scope, id)
        self._props = props
        self._client = props.client
        self._name = props.name or name_from_id(id, setup_name, f"{props.error_path}.name")
        self._identity = Identity(self._name, "source-setup", None, (props.metadata,))
        self.config_map = self._add_config_map()
        self.job = self._add_job()
        check_at_synth(self)

    @property
    def selector(self) -> Mapping[str, str]:
        """The labels of the pod, for a NetworkPolicy."""
        return self._identity.selector

    def _add_config_map(self) -> k8s.KubeConfigMap:
        name = self._client.script
        texts = {file: value for file, value in self._client.files.items() if isinstance(value, str)}
        data = {name: script(f"databases/{name}"), **texts}
        meta = self._identity.object_meta(f"{self._name}-{content_hash(data)}")
        return k8s.KubeConfigMap(self, "script", metadata=meta, data=data, immutable=True)

    def _add_job(self) -> ContentNamedJob:
        props = self._props
        pod_meta = self._identity.pod_meta(defaults=DO_NOT_EVICT)
        spec = k8s.JobSpec(
            backoff_limit=props.retries,
            active_deadline_seconds=props.active_deadline_seconds,
            ttl_seconds_after_finished=props.ttl_seconds_after_finished,
            pod_failure_policy=IGNORE_DISRUPTIONS,
            template=k8s.PodTemplateSpec(metadata=pod_meta, spec=self._pod()),
        )
        job = ContentNamedJob(self, "Default", metadata=self._identity.object_meta(self._name), spec=spec)
        job.name_by_content()
        return job

    def _pod(self) -> k8s.PodSpec:
        return k8s.PodSpec(
            automount_service_account_token=False,
            containers=[self._container()],
            enable_service_links=False,
            image_pull_secrets=pull_secrets(*self._props.image_pull_secrets),
            restart_policy="Never",
            security_context=pod_security(_USER),
            volumes=[self._volume(), empty_dir("tmp", "64Mi")],
        )

    def _container(self) -> k8s.Container:
        return k8s.Container(
            name="setup",
            image=self._props.image or self._client.image,
            command=[*self._client.command, f"{SETUP.path}/{self._client.script}"],
            env=self._env(),
            resources=resource_requirements(self._props.resources),
            security_context=container_security(_USER),
            volume_mounts=[
                k8s.VolumeMount(name=SETUP.volume, mount_path=SETUP.path, read_only=True),
                k8s.VolumeMount(name="tmp", mount_path=_TMP),
            ],
        )

    def _env(self) -> list[k8s.EnvVar]:
        username, password = self._client.administrator
        administrator = self._props.administrator
        variables = {
            username: variable("administrator.username", administrator.username),
            password: administrator.password,
            "CHECK": str(self._props.check).lower(),
            "HOME": _TMP,  # mongosh writes logs there, and libpq looks for certificates there
            **self._client.environment,
        }
        return [env_var(name, variables[name]) for name in sorted(variables)]

    def _volume(self) -> k8s.Volume:
        """Return the volume with the script and the files. The key of a certificate must not be readable by others."""
        texts = k8s.VolumeProjection(config_map=k8s.ConfigMapProjection(name=self.config_map.name))
        sources = [texts, *(_projection(name, value) for name, value in self._client.files.items())]
        projected = k8s.ProjectedVolumeSource(sources=[each for each in sources if each], default_mode=0o440)
        return k8s.Volume(name=SETUP.volume, projected=projected)


def _projection(name: str, value: FileSource) -> k8s.VolumeProjection | None:
    """Return the projection of a key; None for a text, which is in the ConfigMap of the Job."""
    if isinstance(value, str):
        return None
    items = [k8s.KeyToPath(key=value.key, path=name)]
    if isinstance(value, SecretRef):
        return k8s.VolumeProjection(secret=k8s.SecretProjection(name=value.name, items=items))
    return k8s.VolumeProjection(config_map=k8s.ConfigMapProjection(name=value.name, items=items))

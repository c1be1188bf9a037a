"""`DevPostgres`: a development Postgres, with the source database and the bucket storage database."""

from constructs import Construct

from powersync_constructs.config.configuration import instance_name
from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.databases.dev_postgres import DevPostgresProps
from powersync_constructs.config.delivery.reloader import Reloader
from powersync_constructs.config.network.peers import PodPeer
from powersync_constructs.config.pods.pod import ObjectMetadata, Security
from powersync_constructs.config.service.source import PostgresSource
from powersync_constructs.config.service.storage import PostgresStorage
from powersync_constructs.constructs._lib.containers import (
    container_security,
    pod_security,
    pull_secrets,
    resource_requirements,
)
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.env import secret_env
from powersync_constructs.constructs._lib.kplus import int_or_string, k8s, quantity
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._lib.scripts import script
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.constructs._lib.volumes import empty_dir
from powersync_constructs.constructs._pods.reloader import RELOAD

_USER = Security(run_as_user=999, run_as_group=999, fs_group=999)
"""The user `postgres` of the official image."""
_PORT = 5432
_NO_METADATA = ObjectMetadata()
_SCRIPTS = "/docker-entrypoint-initdb.d"
"""The folder of the official image. At the first start of the server, the image runs each file there that ends in .sh.
"""
_START, _MAKE = "start.bash", "10-powersync.sh"
_SETTINGS = ["-c", "wal_level=logical", "-c", "max_replication_slots=10", "-c", "max_wal_senders=10"]
_READY = ["pg_isready", "-h", "127.0.0.1"]
_INITIALIZED = (
    'PGHOST=127.0.0.1 PGUSER="$STORAGE_USERNAME" PGDATABASE="$STORAGE_DATABASE" PGPASSWORD="$STORAGE_PASSWORD" '
    "exec psql -wXqAtc 'SELECT 1'"
)
"""The command of the startup probe. It connects to the bucket storage database, which the script creates last.

`pg_isready` succeeds before this database exists.
"""


class DevPostgres(DocumentedConstruct):
    """A StatefulSet with one Postgres pod, its PersistentVolumeClaim, Service, scripts and optional Secret.

    A script creates the publication `powersync`, a role that can replicate, and the bucket storage database with its
    owner. It runs at each start of the pod, and sets the current passwords and names. If the password is a
    `SecretValue`, the construct creates an immutable Secret, with a hash of its content in its name. Therefore a
    changed password, or a changed name of a role or database, restarts Postgres and takes effect. A renamed database
    keeps its content. The names of the objects begin with `<instance>-postgres`. The pod passes Pod Security
    `restricted`. Do not use the database in production: it has one pod, one password, no backup and no TLS.

    If the password is a `SecretRef`, the manifests do not change with the content of the Secret. With `reloader`,
    Stakater Reloader restarts Postgres after such a change.

    Raises ConfigError if `instance` is not a valid name of an instance.
    """

    port: int
    """The port of Postgres."""
    secret: k8s.KubeSecret | None
    """The Secret with the password. None if `password` of the props is a `SecretRef`."""
    config_map: k8s.KubeConfigMap
    """The ConfigMap with the scripts that start Postgres and create the roles and databases."""
    service: k8s.KubeService
    """The headless Service of the pod."""
    claim: k8s.KubePersistentVolumeClaim
    """The PersistentVolumeClaim of the data."""
    stateful_set: k8s.KubeStatefulSet
    """The StatefulSet, which has one pod."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: DevPostgresProps,
        *,
        instance: str,
        metadata: ObjectMetadata = _NO_METADATA,
        reloader: Reloader | None = None,
    ) -> None:
        check_props(props, DevPostgresProps)
        super().__init__(scope, id)
        self.port = _PORT
        self._props = props
        self._reloader = reloader
        self._instance = instance_name(instance)
        self._identity = Identity(self._instance, "postgres", None, (metadata, props.metadata))
        self.secret = self._add_secret()
        self.config_map = self._add_scripts()
        self.service = self._add_service()
        self.claim = self._add_claim()
        self.stateful_set = self._add_stateful_set()
        check_at_synth(self)

    @property
    def source(self) -> PostgresSource:
        """The source database for the props of the instance."""
        return self._props.source(self._instance)

    @property
    def storage(self) -> PostgresStorage:
        """The bucket storage for the props of the instance."""
        return self._props.storage(self._instance)

    @property
    def peer(self) -> PodPeer:
        """The peer that selects the pod, for a NetworkPolicy."""
        return PodPeer(labels=self._identity.selector)

    def _add_secret(self) -> k8s.KubeSecret | None:
        if isinstance(self._props.password, SecretRef):
            return None
        meta = self._identity.object_meta(self._props.password_ref(self._instance).name)
        return k8s.KubeSecret(self, "secret", metadata=meta, data=self._props.secret_data, immutable=True)

    def _add_scripts(self) -> k8s.KubeConfigMap:
        data = {_MAKE: script("databases/dev_postgres.sh"), _START: script("databases/dev_postgres_start.sh")}
        meta = self._identity.object_meta(f"{self._identity.name}-init-{content_hash(data)}")
        return k8s.KubeConfigMap(self, "init", metadata=meta, data=data, immutable=True)

    def _add_service(self) -> k8s.KubeService:
        port = k8s.ServicePort(name="postgres", port=_PORT, target_port=int_or_string("postgres"), protocol="TCP")
        spec = k8s.ServiceSpec(selector=self._identity.selector, ports=[port], cluster_ip="None")
        return k8s.KubeService(self, "service", metadata=self._identity.object_meta(), spec=spec)

    def _add_claim(self) -> k8s.KubePersistentVolumeClaim:
        size = k8s.ResourceRequirements(requests={"storage": quantity(self._props.size)})
        spec = k8s.PersistentVolumeClaimSpec(access_modes=["ReadWriteOnce"], resources=size)
        return k8s.KubePersistentVolumeClaim(self, "claim", metadata=self._identity.object_meta(), spec=spec)

    def _add_stateful_set(self) -> k8s.KubeStatefulSet:
        spec = k8s.StatefulSetSpec(
            replicas=1,
            service_name=self.service.name,
            selector=self._identity.label_selector,
            template=k8s.PodTemplateSpec(metadata=self._identity.pod_meta(), spec=self._pod()),
        )
        meta = self._identity.object_meta(defaults=self._reload_annotations)
        return k8s.KubeStatefulSet(self, "Default", metadata=meta, spec=spec)

    @property
    def _reload_annotations(self) -> dict[str, str]:
        password = self._props.password
        if self._reloader is None or not isinstance(password, SecretRef):
            return {}
        return {RELOAD: password.name}

    def _pod(self) -> k8s.PodSpec:
        claim = k8s.PersistentVolumeClaimVolumeSource(claim_name=self._identity.name)
        return k8s.PodSpec(
            automount_service_account_token=False,
            containers=[self._container()],
            enable_service_links=False,
            image_pull_secrets=pull_secrets(*self._props.image_pull_secrets),
            security_context=pod_security(_USER),
            volumes=[
                k8s.Volume(name="data", persistent_volume_claim=claim),
                k8s.Volume(name="init", config_map=k8s.ConfigMapVolumeSource(name=self.config_map.name)),
                empty_dir("run", "1Mi"),
                empty_dir("tmp", "64Mi"),
            ],
        )

    def _container(self) -> k8s.Container:
        ready = k8s.ExecAction(command=_READY)
        initialized = k8s.ExecAction(command=["sh", "-c", _INITIALIZED])
        return k8s.Container(
            name="postgres",
            image=self._props.image,
            args=["bash", f"{_SCRIPTS}/{_START}", *_SETTINGS],
            env=self._env(),
            ports=[k8s.ContainerPort(name="postgres", container_port=_PORT)],
            startup_probe=k8s.Probe(exec=initialized, period_seconds=2, timeout_seconds=5, failure_threshold=150),
            readiness_probe=k8s.Probe(exec=ready, period_seconds=5, timeout_seconds=5),
            liveness_probe=k8s.Probe(exec=ready, period_seconds=20, timeout_seconds=10, failure_threshold=6),
            resources=resource_requirements(self._props.resources),
            security_context=container_security(_USER),
            volume_mounts=[
                k8s.VolumeMount(name="data", mount_path="/var/lib/postgresql"),
                k8s.VolumeMount(name="init", mount_path=_SCRIPTS, read_only=True),
                k8s.VolumeMount(name="run", mount_path="/var/run/postgresql"),
                k8s.VolumeMount(name="tmp", mount_path="/tmp"),
            ],
        )

    def _env(self) -> list[k8s.EnvVar]:
        props = self._props
        plain = {
            "POSTGRES_USER": "postgres",
            "PGDATA": "/var/lib/postgresql/pgdata",  # not data/, where images before 18 declare a volume
            "POSTGRES_DB": props.source_database,
            "POSTGRES_INITDB_ARGS": "--auth-host=scram-sha-256",
            "SOURCE_USERNAME": props.source_username,
            "STORAGE_DATABASE": props.storage_database,
            "STORAGE_USERNAME": props.storage_username,
        }
        passwords = ("POSTGRES_PASSWORD", "SOURCE_PASSWORD", "STORAGE_PASSWORD")
        return [
            *(k8s.EnvVar(name=name, value=value) for name, value in plain.items()),
            *(secret_env(name, self._props.password_ref(self._instance)) for name in passwords),
        ]

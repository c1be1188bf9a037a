"""`CloudNativePgStorage` and `CloudNativePgSource`: Postgres with standbys, kept by CloudNativePG."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.core._object_names import name_from_id
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.databases.cloud_native_pg import (
    CloudNativePgProps,
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    cluster_name,
)
from powersync_constructs.config.network.peers import PodPeer
from powersync_constructs.config.service.source import PostgresSource
from powersync_constructs.config.service.storage import PostgresStorage
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.constructs.databases._operator_database import (
    Spec,
    pod_metadata,
    pull_secrets,
    resources,
    tolerations,
    without_empty,
)

_OPERATOR = "postgresql.cnpg.io/v1"
"""Every CloudNativePG; a Publication needs 1.25, slots that survive a fail-over 1.27."""
_PORT = 5432
_PUBLICATION = "powersync"
"""What the service replicates (PUBLICATION_NAME in WalStream.ts)."""
_STORAGE_PARAMETERS = {"max_connections": "250"}
"""26 of each process (two pools of 8 and 5 more, DatabaseClient.ts), 9 of which a roll-out of `presets.ha` has at most:
4 API pods, 3 replicators, a compaction and a migration; and some for the operator."""


class _Server(TypedDict):
    """How to reach the primary, and whose certificate it has."""

    hostname: str
    sslmode: Literal["verify-full"]
    cacert: SecretRef


class _Cluster(Construct):
    """A Cluster, and how it is reached."""

    def __init__(self, scope: Construct, id: str, props: CloudNativePgProps, taken: type[CloudNativePgProps]) -> None:
        check_props(props, taken)
        super().__init__(scope, id)
        self._name = props.name or name_from_id(id, cluster_name, f"{props.error_path}.name")
        self._identity = Identity(self.name, "postgres", None, (props.metadata,))
        self._ca = SecretRef(props.server_ca_secret or f"{self.name}-ca", "ca.crt")
        check_at_synth(self)

    @property
    def name(self) -> str:
        """The Cluster's name, which the names of its Services and Secrets begin with."""
        return self._name

    @property
    def port(self) -> int:
        """The port of the pods."""
        return _PORT

    @property
    def peer(self) -> PodPeer:
        """The pods, as a NetworkPolicy names them."""
        return PodPeer(labels={"cnpg.io/cluster": self.name})

    @property
    def _server(self) -> _Server:
        """The Service follows the primary, and the certificate has its name (GetClusterAltDNSNames)."""
        return {"hostname": f"{self.name}-rw", "sslmode": "verify-full", "cacert": self._ca}

    def _add(self, kind: str, name: str, spec: Mapping[str, Any]) -> ApiObject:
        return custom_resource(
            self, kind.lower(), api_version=_OPERATOR, kind=kind, name=name, spec=spec, identity=self._identity
        )


class CloudNativePgStorage(_Cluster):
    """A Cluster of CloudNativePG for the bucket storage of one instance, in the instance's namespace.

    The operator makes its Services, volumes, certificates, a budget, and the Secret `<name>-app` with the owner's
    password. There is no pooler before it: the service listens for notifications, which a pooler in transaction mode
    loses. No backup is made, since the source has all the data.

    Raises ConfigError for an id that is no Cluster's name, unless the props give one.

    Attributes: `cluster`.
    """

    cluster: ApiObject
    """The Cluster, for what the props do not say."""

    def __init__(self, scope: Construct, id: str, props: CloudNativePgStorageProps) -> None:
        super().__init__(scope, id, props, CloudNativePgStorageProps)
        self._props = props
        parameters = {**_STORAGE_PARAMETERS, **props.parameters}
        self.cluster = self._add("Cluster", self.name, _cluster(props, props.database, props.owner, parameters))

    @property
    def storage(self) -> PostgresStorage:
        """The bucket storage, as PowerSync connects to it."""
        password = SecretRef(f"{self.name}-app", "password")
        return PostgresStorage(
            **self._server, database=self._props.database, username=self._props.owner, password=password
        )


class CloudNativePgSource(_Cluster):
    """A Cluster of CloudNativePG for an app's own database, and what PowerSync needs to replicate it.

    That is a role that logs in, replicates, reads all tables (`pg_read_all_data`) and is not held back by row-level
    security, and the publication `powersync`. The app itself uses the Secret `<name>-app`. From Postgres 17 on,
    standbys keep those logical slots in step that are marked for it: see docs/databases.md.

    Raises ConfigError for an id that is no Cluster's name, unless the props give one.

    Attributes: `cluster`, `publication`.
    """

    cluster: ApiObject
    """The Cluster, for what the props do not say, like a backup."""
    publication: ApiObject
    """What PowerSync replicates."""

    def __init__(self, scope: Construct, id: str, props: CloudNativePgSourceProps) -> None:
        super().__init__(scope, id, props, CloudNativePgSourceProps)
        self._props = props
        self.cluster = self._add("Cluster", self.name, self._cluster())
        self.publication = self._add("Publication", f"{self.name}-{_PUBLICATION}", self._publication())

    @property
    def source(self) -> PostgresSource:
        """The source database, as PowerSync connects to it."""
        props = self._props
        return PostgresSource(**self._server, database=props.database, username=props.username, password=props.password)

    def _cluster(self) -> Spec:
        props = self._props
        spec = _cluster(props, props.database, props.owner, {**props.slot_parameters, **props.parameters})
        spec["managed"] = {"roles": [self._role()]}
        if props.slot_parameters:
            spec["replicationSlots"] = {"highAvailability": {"enabled": True, "synchronizeLogicalDecoding": True}}
        return spec

    def _role(self) -> Spec:
        return {
            "name": self._props.username,
            "ensure": "present",
            "login": True,
            "replication": True,
            "bypassrls": True,
            "inRoles": ["pg_read_all_data"],
            "passwordSecret": {"name": self._props.password.name},
        }

    def _publication(self) -> Spec:
        tables = [{"table": {"schema": schema, "name": name}} for schema, name in self._props.qualified_tables]
        return {
            "cluster": {"name": self.name},
            "dbname": self._props.database,
            "name": _PUBLICATION,
            "target": {"objects": tables} if tables else {"allTables": True},
        }


def _cluster(props: CloudNativePgProps, database: str, owner: str, parameters: Mapping[str, str]) -> Spec:
    certificates = {"serverCASecret": props.server_ca_secret, "serverTLSSecret": props.server_tls_secret}
    return without_empty(
        {
            "instances": props.instances,
            "imageName": props.image,
            "imagePullSecrets": pull_secrets(props),
            "inheritedMetadata": pod_metadata(props),
            "bootstrap": {"initdb": {"database": database, "owner": owner}},
            "postgresql": without_empty({"parameters": dict(parameters)}),
            "certificates": without_empty(certificates),
            "storage": _volume(props.size, props),
            "walStorage": _volume(props.wal_size, props) if props.wal_size else None,
            "resources": resources(props.resources),
            "affinity": _affinity(props),
        }
    )


def _volume(size: str, props: CloudNativePgProps) -> Spec:
    return without_empty({"size": size, "storageClass": props.storage_class})


def _affinity(props: CloudNativePgProps) -> Spec:
    return without_empty(
        {
            "enablePodAntiAffinity": True,
            "podAntiAffinityType": props.anti_affinity,
            "topologyKey": props.topology_key,
            "nodeSelector": dict(props.node_selector),
            "tolerations": tolerations(props),
        }
    )

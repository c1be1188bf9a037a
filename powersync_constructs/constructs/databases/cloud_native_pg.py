"""`CloudNativePgStorage` and `CloudNativePgSource`: Postgres with standbys, managed by CloudNativePG."""

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
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
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
"""The API version of CloudNativePG.

A Publication needs CloudNativePG 1.25. Slots that survive a failover need CloudNativePG 1.27.
"""
_PORT = 5432
_PUBLICATION = "powersync"
"""The name of the publication that the service reads (PUBLICATION_NAME in WalStream.ts)."""
_STORAGE_PARAMETERS = {"max_connections": "250"}
"""The Postgres parameters for bucket storage. Each process uses up to 26 connections: two pools with 8 + 5 each
(DatabaseClient.ts). A rollout of `presets.ha` has at most 9 processes: 4 API pods, 3 replicators, a compaction and a
migration. The operator needs some connections too.
"""


class _Server(TypedDict):
    """The connection settings of the primary."""

    hostname: str
    sslmode: Literal["verify-full"]
    cacert: SecretRef


class _Cluster(DocumentedConstruct):
    """A Cluster with its connection settings."""

    def __init__(self, scope: Construct, id: str, props: CloudNativePgProps, taken: type[CloudNativePgProps]) -> None:
        check_props(props, taken)
        super().__init__(scope, id)
        self._name = props.name or name_from_id(id, cluster_name, f"{props.error_path}.name")
        self._identity = Identity(self.name, "postgres", None, (props.metadata,))
        self._ca = SecretRef(props.server_ca_secret or f"{self.name}-ca", "ca.crt")
        check_at_synth(self)

    @property
    def name(self) -> str:
        """The name of the Cluster. The names of its Services and Secrets begin with it."""
        return self._name

    @property
    def port(self) -> int:
        """The port of Postgres."""
        return _PORT

    @property
    def peer(self) -> PodPeer:
        """The peer that selects the pods of the Cluster, for a NetworkPolicy."""
        return PodPeer(labels={"cnpg.io/cluster": self.name})

    @property
    def _server(self) -> _Server:
        """The connection to the Service of the primary.

        The certificate contains the name of this Service (GetClusterAltDNSNames).
        """
        return {"hostname": f"{self.name}-rw", "sslmode": "verify-full", "cacert": self._ca}

    def _add(self, kind: str, name: str, spec: Mapping[str, Any]) -> ApiObject:
        return custom_resource(
            self, kind.lower(), api_version=_OPERATOR, kind=kind, name=name, spec=spec, identity=self._identity
        )


class CloudNativePgStorage(_Cluster):
    """A Cluster of CloudNativePG for the bucket storage of one instance, in the instance's namespace.

    The operator creates the Services, volumes, certificates, PodDisruptionBudgets, and the Secret `<name>-app` with the
    password of the owner. There is no connection pooler, because the service uses LISTEN, which does not work with a
    pooler in transaction mode. There is no backup, because the source database has all the data.

    Raises ConfigError if the props set no name and the id is not a valid name of a Cluster.
    """

    cluster: ApiObject
    """The Cluster. Patch it for settings that the props do not support."""

    def __init__(self, scope: Construct, id: str, props: CloudNativePgStorageProps) -> None:
        super().__init__(scope, id, props, CloudNativePgStorageProps)
        self._props = props
        parameters = {**_STORAGE_PARAMETERS, **props.parameters}
        self.cluster = self._add("Cluster", self.name, _cluster(props, props.database, props.owner, parameters))

    @property
    def storage(self) -> PostgresStorage:
        """The bucket storage for the props of the instance."""
        password = SecretRef(f"{self.name}-app", "password")
        return PostgresStorage(
            **self._server, database=self._props.database, username=self._props.owner, password=password
        )


class CloudNativePgSource(_Cluster):
    """A Cluster of CloudNativePG for the source database, with the role and the publication for PowerSync.

    The role can log in, replicate and read all tables (`pg_read_all_data`), and bypasses row-level security. The name
    of the publication is `powersync`. It contains all tables unless the props list tables. Postgres rejects each UPDATE
    and DELETE on a published table that has neither a primary key nor another REPLICA IDENTITY. Your own application
    can connect with the credentials in the Secret `<name>-app`. With Postgres 17 or newer, the standbys synchronize
    logical slots that have the property `failover`: see docs/databases.md.

    Raises ConfigError if the props set no name and the id is not a valid name of a Cluster.
    """

    cluster: ApiObject
    """The Cluster. Patch it for settings that the props do not support, like a backup."""
    publication: ApiObject
    """The Publication of the tables that PowerSync replicates."""

    def __init__(self, scope: Construct, id: str, props: CloudNativePgSourceProps) -> None:
        super().__init__(scope, id, props, CloudNativePgSourceProps)
        self._props = props
        self.cluster = self._add("Cluster", self.name, self._cluster())
        self.publication = self._add("Publication", f"{self.name}-{_PUBLICATION}", self._publication())

    @property
    def source(self) -> PostgresSource:
        """The source database for the props of the instance."""
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

"""`MongoReplicaSet`: a MongoDB replica set, managed by the operator of MongoDB."""

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.core._object_names import name_from_id
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.databases.mongo_replica_set import MOST_MEMBERS, MongoReplicaSetProps, replica_set_name
from powersync_constructs.config.network.peers import PodPeer
from powersync_constructs.config.pods.pod import DisruptionBudget
from powersync_constructs.config.service.storage import MongoStorage
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._lib.rbac import role_of
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.constructs._pods.budget import disruption_budget
from powersync_constructs.constructs.databases._operator_database import (
    Spec,
    pod_metadata,
    pull_secrets,
    resources,
    tolerations,
    without_empty,
)

_OPERATOR = "mongodbcommunity.mongodb.com/v1"
"""The API version of MongoDB Controllers for Kubernetes, and of its predecessor, the MongoDB Community Operator."""
_PORT = 27017
_USER = 2000
"""The user and group of the pods that the operator creates (DefaultPodSecurityContext in its source)."""
_DATABASE_CONTAINER, _AGENT = "mongod", "mongodb-agent"
_INIT_CONTAINERS = ("mongod-posthook", "mongodb-agent-readinessprobe")
"""The containers that the operator adds to the pods. The operator merges the fields of the custom resource into them
by container name (mongodbstatefulset.go, merge.go)."""


class MongoReplicaSet(DocumentedConstruct):
    """A MongoDBCommunity for the bucket storage of one instance, in the instance's namespace.

    The construct also creates a ServiceAccount with a Role, and a PodDisruptionBudget. The Role lets the agent of the
    operator access only its own pods and its configuration. Because of the PodDisruptionBudget, a node drain evicts
    only one member at a time. The pods pass Pod Security `restricted`. The operator creates a StatefulSet and the
    Service `<name>-svc`. When all members are ready, it creates the Secret `<name>-connection`, which the pods of the
    instance wait for. There is no TLS, because the service has no setting for the certificate authority of MongoDB.

    Raises ConfigError if the props set no name and the id is not a valid name of a replica set, or if the chart has no
    namespace.
    """

    name: str
    """The name of the replica set. The names of all its objects begin with it."""
    port: int
    """The port of the members."""
    service_account: k8s.KubeServiceAccount
    """The ServiceAccount of the members."""
    role: k8s.KubeRole
    """The Role with the permissions of the agent of the operator."""
    role_binding: k8s.KubeRoleBinding
    """The RoleBinding that grants the Role to the ServiceAccount."""
    pdb: k8s.KubePodDisruptionBudget
    """The PodDisruptionBudget of the members."""
    replica_set: ApiObject
    """The MongoDBCommunity. Patch it for settings that the props do not support."""

    def __init__(self, scope: Construct, id: str, props: MongoReplicaSetProps) -> None:
        check_props(props, MongoReplicaSetProps)
        super().__init__(scope, id)
        self.name = props.name or name_from_id(id, replica_set_name, f"{props.error_path}.name")
        self.port = _PORT
        self._props = props
        self._identity = Identity(self.name, "mongodb", None, (props.metadata,))
        self.role, self.role_binding = self._add_account()
        self.pdb = self._add_budget()
        self.replica_set = self._add_replica_set()
        check_at_synth(self)

    @property
    def storage(self) -> MongoStorage:
        """The bucket storage for the props of the instance."""
        return MongoStorage(uri=SecretRef(self._connection, "connectionString.standard"), database=self._props.database)

    @property
    def peer(self) -> PodPeer:
        """The peer that selects the members, for a NetworkPolicy.

        Set the port in the NetworkProps too, because the library cannot read it from the URI, which is in a Secret.
        """
        return PodPeer(labels=self._selector)

    @property
    def _connection(self) -> str:
        return f"{self.name}-connection"

    @property
    def _selector(self) -> dict[str, str]:
        return {"app": f"{self.name}-svc"}

    def _add_account(self) -> tuple[k8s.KubeRole, k8s.KubeRoleBinding]:
        """Create the ServiceAccount, the Role and the RoleBinding of the agent.

        The agent reads the version of its configuration, and writes its progress to an annotation of its pod.
        """
        meta = self._identity.object_meta(self.name)
        self.service_account = k8s.KubeServiceAccount(self, "service-account", metadata=meta)
        pods = [f"{self.name}-{member}" for member in range(MOST_MEMBERS)]
        rules = [
            k8s.PolicyRule(
                api_groups=[""], resources=["secrets"], resource_names=[f"{self.name}-config"], verbs=["get"]
            ),
            k8s.PolicyRule(api_groups=[""], resources=["pods"], resource_names=pods, verbs=["get", "patch", "delete"]),
        ]
        return role_of(self, self.name, meta, rules, self.name)

    def _add_budget(self) -> k8s.KubePodDisruptionBudget:
        selector = k8s.LabelSelector(match_labels=self._selector)
        return disruption_budget(self, DisruptionBudget(), self._identity.object_meta(self.name), selector)

    def _add_replica_set(self) -> ApiObject:
        spec = {
            "members": self._props.members,
            "type": "ReplicaSet",
            "version": self._props.version,
            "security": {"authentication": {"modes": ["SCRAM"]}},
            "users": [self._user()],
            "statefulSet": {"spec": self._stateful_set()},
        }
        return custom_resource(
            self,
            "Default",
            api_version=_OPERATOR,
            kind="MongoDBCommunity",
            name=self.name,
            spec=spec,
            identity=self._identity,
        )

    def _user(self) -> Spec:
        props = self._props
        return {
            "name": props.username,
            "db": props.database,
            "passwordSecretRef": {"name": props.password.name, "key": props.password.key},
            "roles": [{"name": role, "db": props.database} for role in ("readWrite", "dbAdmin")],
            "scramCredentialsSecretName": self.name,
            "connectionStringSecretName": self._connection,
        }

    def _stateful_set(self) -> Spec:
        """Return the fields that the operator merges into its StatefulSet."""
        props = self._props
        template = without_empty({"metadata": pod_metadata(props), "spec": self._pod()})
        claims = [self._claim("data-volume", props.size), self._claim("logs-volume", props.logs_size)]
        return {"template": template, "volumeClaimTemplates": claims}

    def _claim(self, name: str, size: str) -> Spec:
        spec = {"storageClassName": self._props.storage_class, "resources": {"requests": {"storage": size}}}
        return {"metadata": {"name": name}, "spec": without_empty(spec)}

    def _pod(self) -> Spec:
        props = self._props
        database = {**_container(_DATABASE_CONTAINER), "resources": resources(props.resources)}
        return without_empty(
            {
                "serviceAccountName": self.name,
                "imagePullSecrets": pull_secrets(props),
                "securityContext": _POD_SECURITY,
                "initContainers": [_container(name) for name in _INIT_CONTAINERS],
                "containers": [database, _container(_AGENT)],
                "affinity": {"podAntiAffinity": self._anti_affinity()},
                "nodeSelector": dict(props.node_selector),
                "tolerations": tolerations(props),
            }
        )

    def _anti_affinity(self) -> Spec:
        term = {"labelSelector": {"matchLabels": self._selector}, "topologyKey": self._props.topology_key}
        if self._props.anti_affinity == "required":
            return {"requiredDuringSchedulingIgnoredDuringExecution": [term]}
        return {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "podAffinityTerm": term}]}


_POD_SECURITY: Spec = {
    "fsGroup": _USER,
    "runAsGroup": _USER,
    "runAsNonRoot": True,
    "runAsUser": _USER,
    "seccompProfile": {"type": "RuntimeDefault"},
}
"""The default security context of the operator, with the seccomp profile that `restricted` requires."""


def _container(name: str) -> Spec:
    security = {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    }
    return {"name": name, "securityContext": security}

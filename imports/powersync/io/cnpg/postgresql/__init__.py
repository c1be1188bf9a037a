from __future__ import annotations

from pkgutil import extend_path
__path__ = extend_path(__path__, __name__)

import abc
import builtins
import datetime
import enum
import typing

import jsii
import publication
import typing_extensions

from jsii._type_checking import cached_type_hints, check_type


from ._jsii import *

class _LazyImport:
    def __init__(self, module_name: str) -> None:
        self._module_name = module_name
        self._module: typing.Any = None
    def __getattr__(self, name: str) -> typing.Any:
        if self._module is None:
            import importlib
            self._module = importlib.import_module(self._module_name)
        return getattr(self._module, name)

if typing.TYPE_CHECKING:

    import cdk8s as _cdk8s_d3d9af27
    import constructs as _constructs_77d1e7e8
else:

    _cdk8s_d3d9af27 = _LazyImport("cdk8s")
    _constructs_77d1e7e8 = _LazyImport("constructs")


class Cluster(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iocnpgpostgresql.Cluster",
):
    '''
    :schema: Cluster
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["ClusterSpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "Cluster" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__691350d7577ab02e873db62bedeff4947d71d49306b834e141db2df60d3250be)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = ClusterProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["ClusterSpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "Cluster".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = ClusterProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "Cluster".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class ClusterProps:
    def __init__(
        self,
        *,
        spec: typing.Union["ClusterSpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: Cluster
        '''
        if isinstance(spec, dict):
            spec = ClusterSpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__09b817e15852ae847ee27de633e112134f0d661ec9dd5cda9b13c3bf72dd432a)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "ClusterSpec":
        '''
        :schema: Cluster#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("ClusterSpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: Cluster#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpec",
    jsii_struct_bases=[],
    name_mapping={
        "instances": "instances",
        "affinity": "affinity",
        "bootstrap": "bootstrap",
        "certificates": "certificates",
        "image_name": "imageName",
        "image_pull_secrets": "imagePullSecrets",
        "inherited_metadata": "inheritedMetadata",
        "managed": "managed",
        "postgresql": "postgresql",
        "replication_slots": "replicationSlots",
        "resources": "resources",
        "storage": "storage",
        "wal_storage": "walStorage",
    },
)
class ClusterSpec:
    def __init__(
        self,
        *,
        instances: jsii.Number,
        affinity: typing.Optional[typing.Union["ClusterSpecAffinity", typing.Dict[builtins.str, typing.Any]]] = None,
        bootstrap: typing.Optional[typing.Union["ClusterSpecBootstrap", typing.Dict[builtins.str, typing.Any]]] = None,
        certificates: typing.Optional[typing.Union["ClusterSpecCertificates", typing.Dict[builtins.str, typing.Any]]] = None,
        image_name: typing.Optional[builtins.str] = None,
        image_pull_secrets: typing.Optional[typing.Sequence[typing.Union["ClusterSpecImagePullSecrets", typing.Dict[builtins.str, typing.Any]]]] = None,
        inherited_metadata: typing.Optional[typing.Union["ClusterSpecInheritedMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        managed: typing.Optional[typing.Union["ClusterSpecManaged", typing.Dict[builtins.str, typing.Any]]] = None,
        postgresql: typing.Optional[typing.Union["ClusterSpecPostgresql", typing.Dict[builtins.str, typing.Any]]] = None,
        replication_slots: typing.Optional[typing.Union["ClusterSpecReplicationSlots", typing.Dict[builtins.str, typing.Any]]] = None,
        resources: typing.Optional[typing.Union["ClusterSpecResources", typing.Dict[builtins.str, typing.Any]]] = None,
        storage: typing.Optional[typing.Union["ClusterSpecStorage", typing.Dict[builtins.str, typing.Any]]] = None,
        wal_storage: typing.Optional[typing.Union["ClusterSpecWalStorage", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param instances: 
        :param affinity: 
        :param bootstrap: 
        :param certificates: 
        :param image_name: 
        :param image_pull_secrets: 
        :param inherited_metadata: What everything has that the operator makes for the Cluster.
        :param managed: 
        :param postgresql: 
        :param replication_slots: 
        :param resources: 
        :param storage: 
        :param wal_storage: 

        :schema: ClusterSpec
        '''
        if isinstance(affinity, dict):
            affinity = ClusterSpecAffinity(**affinity)
        if isinstance(bootstrap, dict):
            bootstrap = ClusterSpecBootstrap(**bootstrap)
        if isinstance(certificates, dict):
            certificates = ClusterSpecCertificates(**certificates)
        if isinstance(inherited_metadata, dict):
            inherited_metadata = ClusterSpecInheritedMetadata(**inherited_metadata)
        if isinstance(managed, dict):
            managed = ClusterSpecManaged(**managed)
        if isinstance(postgresql, dict):
            postgresql = ClusterSpecPostgresql(**postgresql)
        if isinstance(replication_slots, dict):
            replication_slots = ClusterSpecReplicationSlots(**replication_slots)
        if isinstance(resources, dict):
            resources = ClusterSpecResources(**resources)
        if isinstance(storage, dict):
            storage = ClusterSpecStorage(**storage)
        if isinstance(wal_storage, dict):
            wal_storage = ClusterSpecWalStorage(**wal_storage)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c74fe72368b7fae55c5311cb2e6b8f2eb88bfc59c71cdf610809257b380b91d0)
            check_type(argname="argument instances", value=instances, expected_type=type_hints["instances"])
            check_type(argname="argument affinity", value=affinity, expected_type=type_hints["affinity"])
            check_type(argname="argument bootstrap", value=bootstrap, expected_type=type_hints["bootstrap"])
            check_type(argname="argument certificates", value=certificates, expected_type=type_hints["certificates"])
            check_type(argname="argument image_name", value=image_name, expected_type=type_hints["image_name"])
            check_type(argname="argument image_pull_secrets", value=image_pull_secrets, expected_type=type_hints["image_pull_secrets"])
            check_type(argname="argument inherited_metadata", value=inherited_metadata, expected_type=type_hints["inherited_metadata"])
            check_type(argname="argument managed", value=managed, expected_type=type_hints["managed"])
            check_type(argname="argument postgresql", value=postgresql, expected_type=type_hints["postgresql"])
            check_type(argname="argument replication_slots", value=replication_slots, expected_type=type_hints["replication_slots"])
            check_type(argname="argument resources", value=resources, expected_type=type_hints["resources"])
            check_type(argname="argument storage", value=storage, expected_type=type_hints["storage"])
            check_type(argname="argument wal_storage", value=wal_storage, expected_type=type_hints["wal_storage"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "instances": instances,
        }
        if affinity is not None:
            self._values["affinity"] = affinity
        if bootstrap is not None:
            self._values["bootstrap"] = bootstrap
        if certificates is not None:
            self._values["certificates"] = certificates
        if image_name is not None:
            self._values["image_name"] = image_name
        if image_pull_secrets is not None:
            self._values["image_pull_secrets"] = image_pull_secrets
        if inherited_metadata is not None:
            self._values["inherited_metadata"] = inherited_metadata
        if managed is not None:
            self._values["managed"] = managed
        if postgresql is not None:
            self._values["postgresql"] = postgresql
        if replication_slots is not None:
            self._values["replication_slots"] = replication_slots
        if resources is not None:
            self._values["resources"] = resources
        if storage is not None:
            self._values["storage"] = storage
        if wal_storage is not None:
            self._values["wal_storage"] = wal_storage

    @builtins.property
    def instances(self) -> jsii.Number:
        '''
        :schema: ClusterSpec#instances
        '''
        result = self._values.get("instances")
        assert result is not None, "Required property 'instances' is missing"
        return typing.cast(jsii.Number, result)

    @builtins.property
    def affinity(self) -> typing.Optional["ClusterSpecAffinity"]:
        '''
        :schema: ClusterSpec#affinity
        '''
        result = self._values.get("affinity")
        return typing.cast(typing.Optional["ClusterSpecAffinity"], result)

    @builtins.property
    def bootstrap(self) -> typing.Optional["ClusterSpecBootstrap"]:
        '''
        :schema: ClusterSpec#bootstrap
        '''
        result = self._values.get("bootstrap")
        return typing.cast(typing.Optional["ClusterSpecBootstrap"], result)

    @builtins.property
    def certificates(self) -> typing.Optional["ClusterSpecCertificates"]:
        '''
        :schema: ClusterSpec#certificates
        '''
        result = self._values.get("certificates")
        return typing.cast(typing.Optional["ClusterSpecCertificates"], result)

    @builtins.property
    def image_name(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpec#imageName
        '''
        result = self._values.get("image_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def image_pull_secrets(
        self,
    ) -> typing.Optional[typing.List["ClusterSpecImagePullSecrets"]]:
        '''
        :schema: ClusterSpec#imagePullSecrets
        '''
        result = self._values.get("image_pull_secrets")
        return typing.cast(typing.Optional[typing.List["ClusterSpecImagePullSecrets"]], result)

    @builtins.property
    def inherited_metadata(self) -> typing.Optional["ClusterSpecInheritedMetadata"]:
        '''What everything has that the operator makes for the Cluster.

        :schema: ClusterSpec#inheritedMetadata
        '''
        result = self._values.get("inherited_metadata")
        return typing.cast(typing.Optional["ClusterSpecInheritedMetadata"], result)

    @builtins.property
    def managed(self) -> typing.Optional["ClusterSpecManaged"]:
        '''
        :schema: ClusterSpec#managed
        '''
        result = self._values.get("managed")
        return typing.cast(typing.Optional["ClusterSpecManaged"], result)

    @builtins.property
    def postgresql(self) -> typing.Optional["ClusterSpecPostgresql"]:
        '''
        :schema: ClusterSpec#postgresql
        '''
        result = self._values.get("postgresql")
        return typing.cast(typing.Optional["ClusterSpecPostgresql"], result)

    @builtins.property
    def replication_slots(self) -> typing.Optional["ClusterSpecReplicationSlots"]:
        '''
        :schema: ClusterSpec#replicationSlots
        '''
        result = self._values.get("replication_slots")
        return typing.cast(typing.Optional["ClusterSpecReplicationSlots"], result)

    @builtins.property
    def resources(self) -> typing.Optional["ClusterSpecResources"]:
        '''
        :schema: ClusterSpec#resources
        '''
        result = self._values.get("resources")
        return typing.cast(typing.Optional["ClusterSpecResources"], result)

    @builtins.property
    def storage(self) -> typing.Optional["ClusterSpecStorage"]:
        '''
        :schema: ClusterSpec#storage
        '''
        result = self._values.get("storage")
        return typing.cast(typing.Optional["ClusterSpecStorage"], result)

    @builtins.property
    def wal_storage(self) -> typing.Optional["ClusterSpecWalStorage"]:
        '''
        :schema: ClusterSpec#walStorage
        '''
        result = self._values.get("wal_storage")
        return typing.cast(typing.Optional["ClusterSpecWalStorage"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecAffinity",
    jsii_struct_bases=[],
    name_mapping={
        "enable_pod_anti_affinity": "enablePodAntiAffinity",
        "node_selector": "nodeSelector",
        "pod_anti_affinity_type": "podAntiAffinityType",
        "tolerations": "tolerations",
        "topology_key": "topologyKey",
    },
)
class ClusterSpecAffinity:
    def __init__(
        self,
        *,
        enable_pod_anti_affinity: typing.Optional[builtins.bool] = None,
        node_selector: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        pod_anti_affinity_type: typing.Optional["ClusterSpecAffinityPodAntiAffinityType"] = None,
        tolerations: typing.Optional[typing.Sequence[typing.Union["ClusterSpecAffinityTolerations", typing.Dict[builtins.str, typing.Any]]]] = None,
        topology_key: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param enable_pod_anti_affinity: 
        :param node_selector: 
        :param pod_anti_affinity_type: 
        :param tolerations: 
        :param topology_key: 

        :schema: ClusterSpecAffinity
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2f56743f4025afaf339db5ace651f048374cc2cf0383832469cd1be946c566cd)
            check_type(argname="argument enable_pod_anti_affinity", value=enable_pod_anti_affinity, expected_type=type_hints["enable_pod_anti_affinity"])
            check_type(argname="argument node_selector", value=node_selector, expected_type=type_hints["node_selector"])
            check_type(argname="argument pod_anti_affinity_type", value=pod_anti_affinity_type, expected_type=type_hints["pod_anti_affinity_type"])
            check_type(argname="argument tolerations", value=tolerations, expected_type=type_hints["tolerations"])
            check_type(argname="argument topology_key", value=topology_key, expected_type=type_hints["topology_key"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if enable_pod_anti_affinity is not None:
            self._values["enable_pod_anti_affinity"] = enable_pod_anti_affinity
        if node_selector is not None:
            self._values["node_selector"] = node_selector
        if pod_anti_affinity_type is not None:
            self._values["pod_anti_affinity_type"] = pod_anti_affinity_type
        if tolerations is not None:
            self._values["tolerations"] = tolerations
        if topology_key is not None:
            self._values["topology_key"] = topology_key

    @builtins.property
    def enable_pod_anti_affinity(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: ClusterSpecAffinity#enablePodAntiAffinity
        '''
        result = self._values.get("enable_pod_anti_affinity")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def node_selector(
        self,
    ) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''
        :schema: ClusterSpecAffinity#nodeSelector
        '''
        result = self._values.get("node_selector")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def pod_anti_affinity_type(
        self,
    ) -> typing.Optional["ClusterSpecAffinityPodAntiAffinityType"]:
        '''
        :schema: ClusterSpecAffinity#podAntiAffinityType
        '''
        result = self._values.get("pod_anti_affinity_type")
        return typing.cast(typing.Optional["ClusterSpecAffinityPodAntiAffinityType"], result)

    @builtins.property
    def tolerations(
        self,
    ) -> typing.Optional[typing.List["ClusterSpecAffinityTolerations"]]:
        '''
        :schema: ClusterSpecAffinity#tolerations
        '''
        result = self._values.get("tolerations")
        return typing.cast(typing.Optional[typing.List["ClusterSpecAffinityTolerations"]], result)

    @builtins.property
    def topology_key(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecAffinity#topologyKey
        '''
        result = self._values.get("topology_key")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecAffinity(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecAffinityPodAntiAffinityType"
)
class ClusterSpecAffinityPodAntiAffinityType(enum.Enum):
    '''
    :schema: ClusterSpecAffinityPodAntiAffinityType
    '''

    PREFERRED = "PREFERRED"
    '''preferred.'''
    REQUIRED = "REQUIRED"
    '''required.'''


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecAffinityTolerations",
    jsii_struct_bases=[],
    name_mapping={
        "effect": "effect",
        "key": "key",
        "operator": "operator",
        "toleration_seconds": "tolerationSeconds",
        "value": "value",
    },
)
class ClusterSpecAffinityTolerations:
    def __init__(
        self,
        *,
        effect: typing.Optional[builtins.str] = None,
        key: typing.Optional[builtins.str] = None,
        operator: typing.Optional[builtins.str] = None,
        toleration_seconds: typing.Optional[jsii.Number] = None,
        value: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param effect: 
        :param key: 
        :param operator: 
        :param toleration_seconds: 
        :param value: 

        :schema: ClusterSpecAffinityTolerations
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3efae9382d076395dff1bc7faa2cfd45a1cc1aebce636ec57d84a1ca18565268)
            check_type(argname="argument effect", value=effect, expected_type=type_hints["effect"])
            check_type(argname="argument key", value=key, expected_type=type_hints["key"])
            check_type(argname="argument operator", value=operator, expected_type=type_hints["operator"])
            check_type(argname="argument toleration_seconds", value=toleration_seconds, expected_type=type_hints["toleration_seconds"])
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if effect is not None:
            self._values["effect"] = effect
        if key is not None:
            self._values["key"] = key
        if operator is not None:
            self._values["operator"] = operator
        if toleration_seconds is not None:
            self._values["toleration_seconds"] = toleration_seconds
        if value is not None:
            self._values["value"] = value

    @builtins.property
    def effect(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecAffinityTolerations#effect
        '''
        result = self._values.get("effect")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def key(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecAffinityTolerations#key
        '''
        result = self._values.get("key")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def operator(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecAffinityTolerations#operator
        '''
        result = self._values.get("operator")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def toleration_seconds(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: ClusterSpecAffinityTolerations#tolerationSeconds
        '''
        result = self._values.get("toleration_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def value(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecAffinityTolerations#value
        '''
        result = self._values.get("value")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecAffinityTolerations(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecBootstrap",
    jsii_struct_bases=[],
    name_mapping={"initdb": "initdb"},
)
class ClusterSpecBootstrap:
    def __init__(
        self,
        *,
        initdb: typing.Optional[typing.Union["ClusterSpecBootstrapInitdb", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param initdb: The first database, and its owner; the owner's password is in -app.

        :schema: ClusterSpecBootstrap
        '''
        if isinstance(initdb, dict):
            initdb = ClusterSpecBootstrapInitdb(**initdb)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__bac390d764ef199c4b24f4fa29a0c8fcb331871b02b73b01a8660b4e09a9c483)
            check_type(argname="argument initdb", value=initdb, expected_type=type_hints["initdb"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if initdb is not None:
            self._values["initdb"] = initdb

    @builtins.property
    def initdb(self) -> typing.Optional["ClusterSpecBootstrapInitdb"]:
        '''The first database, and its owner;

        the owner's password is in -app.

        :schema: ClusterSpecBootstrap#initdb
        '''
        result = self._values.get("initdb")
        return typing.cast(typing.Optional["ClusterSpecBootstrapInitdb"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecBootstrap(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecBootstrapInitdb",
    jsii_struct_bases=[],
    name_mapping={"database": "database", "owner": "owner"},
)
class ClusterSpecBootstrapInitdb:
    def __init__(
        self,
        *,
        database: typing.Optional[builtins.str] = None,
        owner: typing.Optional[builtins.str] = None,
    ) -> None:
        '''The first database, and its owner;

        the owner's password is in -app.

        :param database: 
        :param owner: 

        :schema: ClusterSpecBootstrapInitdb
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__a03d190c1efe7ddbaa400cb2891592a6fc758de84775972857bcac50f0204d7a)
            check_type(argname="argument database", value=database, expected_type=type_hints["database"])
            check_type(argname="argument owner", value=owner, expected_type=type_hints["owner"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if database is not None:
            self._values["database"] = database
        if owner is not None:
            self._values["owner"] = owner

    @builtins.property
    def database(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecBootstrapInitdb#database
        '''
        result = self._values.get("database")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def owner(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecBootstrapInitdb#owner
        '''
        result = self._values.get("owner")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecBootstrapInitdb(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecCertificates",
    jsii_struct_bases=[],
    name_mapping={
        "server_ca_secret": "serverCaSecret",
        "server_tls_secret": "serverTlsSecret",
    },
)
class ClusterSpecCertificates:
    def __init__(
        self,
        *,
        server_ca_secret: typing.Optional[builtins.str] = None,
        server_tls_secret: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param server_ca_secret: 
        :param server_tls_secret: 

        :schema: ClusterSpecCertificates
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__07c61ed4192320b9e9063ac8b55dcfac5709811d26e979d6d6e4380bcab8239a)
            check_type(argname="argument server_ca_secret", value=server_ca_secret, expected_type=type_hints["server_ca_secret"])
            check_type(argname="argument server_tls_secret", value=server_tls_secret, expected_type=type_hints["server_tls_secret"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if server_ca_secret is not None:
            self._values["server_ca_secret"] = server_ca_secret
        if server_tls_secret is not None:
            self._values["server_tls_secret"] = server_tls_secret

    @builtins.property
    def server_ca_secret(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecCertificates#serverCASecret
        '''
        result = self._values.get("server_ca_secret")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def server_tls_secret(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecCertificates#serverTLSSecret
        '''
        result = self._values.get("server_tls_secret")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecCertificates(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecImagePullSecrets",
    jsii_struct_bases=[],
    name_mapping={"name": "name"},
)
class ClusterSpecImagePullSecrets:
    def __init__(self, *, name: builtins.str) -> None:
        '''
        :param name: 

        :schema: ClusterSpecImagePullSecrets
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__b553472431b4cb57ebacd1b122106c9e3f25ce40ffeb537a4269a1cba80a7ce7)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: ClusterSpecImagePullSecrets#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecImagePullSecrets(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecInheritedMetadata",
    jsii_struct_bases=[],
    name_mapping={"annotations": "annotations", "labels": "labels"},
)
class ClusterSpecInheritedMetadata:
    def __init__(
        self,
        *,
        annotations: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        labels: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    ) -> None:
        '''What everything has that the operator makes for the Cluster.

        :param annotations: 
        :param labels: 

        :schema: ClusterSpecInheritedMetadata
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__f42ac81bb6e7b147d59b25405e2df23b2e554bf523adb4d19066350a2af58eab)
            check_type(argname="argument annotations", value=annotations, expected_type=type_hints["annotations"])
            check_type(argname="argument labels", value=labels, expected_type=type_hints["labels"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if annotations is not None:
            self._values["annotations"] = annotations
        if labels is not None:
            self._values["labels"] = labels

    @builtins.property
    def annotations(
        self,
    ) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''
        :schema: ClusterSpecInheritedMetadata#annotations
        '''
        result = self._values.get("annotations")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def labels(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''
        :schema: ClusterSpecInheritedMetadata#labels
        '''
        result = self._values.get("labels")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecInheritedMetadata(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecManaged",
    jsii_struct_bases=[],
    name_mapping={"roles": "roles"},
)
class ClusterSpecManaged:
    def __init__(
        self,
        *,
        roles: typing.Optional[typing.Sequence[typing.Union["ClusterSpecManagedRoles", typing.Dict[builtins.str, typing.Any]]]] = None,
    ) -> None:
        '''
        :param roles: 

        :schema: ClusterSpecManaged
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__4ec671a6a033976e4dcc19f4b9deac6add439144ce2744f270807017c2c19909)
            check_type(argname="argument roles", value=roles, expected_type=type_hints["roles"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if roles is not None:
            self._values["roles"] = roles

    @builtins.property
    def roles(self) -> typing.Optional[typing.List["ClusterSpecManagedRoles"]]:
        '''
        :schema: ClusterSpecManaged#roles
        '''
        result = self._values.get("roles")
        return typing.cast(typing.Optional[typing.List["ClusterSpecManagedRoles"]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecManaged(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecManagedRoles",
    jsii_struct_bases=[],
    name_mapping={
        "name": "name",
        "bypassrls": "bypassrls",
        "ensure": "ensure",
        "in_roles": "inRoles",
        "login": "login",
        "password_secret": "passwordSecret",
        "replication": "replication",
    },
)
class ClusterSpecManagedRoles:
    def __init__(
        self,
        *,
        name: builtins.str,
        bypassrls: typing.Optional[builtins.bool] = None,
        ensure: typing.Optional["ClusterSpecManagedRolesEnsure"] = None,
        in_roles: typing.Optional[typing.Sequence[builtins.str]] = None,
        login: typing.Optional[builtins.bool] = None,
        password_secret: typing.Optional[typing.Union["ClusterSpecManagedRolesPasswordSecret", typing.Dict[builtins.str, typing.Any]]] = None,
        replication: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param name: 
        :param bypassrls: 
        :param ensure: 
        :param in_roles: 
        :param login: 
        :param password_secret: A Secret of type kubernetes.io/basic-auth.
        :param replication: 

        :schema: ClusterSpecManagedRoles
        '''
        if isinstance(password_secret, dict):
            password_secret = ClusterSpecManagedRolesPasswordSecret(**password_secret)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__31afd595917028d88b8d098baa4fbb102eedab16cab716e26a7e1c0c24821eac)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
            check_type(argname="argument bypassrls", value=bypassrls, expected_type=type_hints["bypassrls"])
            check_type(argname="argument ensure", value=ensure, expected_type=type_hints["ensure"])
            check_type(argname="argument in_roles", value=in_roles, expected_type=type_hints["in_roles"])
            check_type(argname="argument login", value=login, expected_type=type_hints["login"])
            check_type(argname="argument password_secret", value=password_secret, expected_type=type_hints["password_secret"])
            check_type(argname="argument replication", value=replication, expected_type=type_hints["replication"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }
        if bypassrls is not None:
            self._values["bypassrls"] = bypassrls
        if ensure is not None:
            self._values["ensure"] = ensure
        if in_roles is not None:
            self._values["in_roles"] = in_roles
        if login is not None:
            self._values["login"] = login
        if password_secret is not None:
            self._values["password_secret"] = password_secret
        if replication is not None:
            self._values["replication"] = replication

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: ClusterSpecManagedRoles#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def bypassrls(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: ClusterSpecManagedRoles#bypassrls
        '''
        result = self._values.get("bypassrls")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def ensure(self) -> typing.Optional["ClusterSpecManagedRolesEnsure"]:
        '''
        :schema: ClusterSpecManagedRoles#ensure
        '''
        result = self._values.get("ensure")
        return typing.cast(typing.Optional["ClusterSpecManagedRolesEnsure"], result)

    @builtins.property
    def in_roles(self) -> typing.Optional[typing.List[builtins.str]]:
        '''
        :schema: ClusterSpecManagedRoles#inRoles
        '''
        result = self._values.get("in_roles")
        return typing.cast(typing.Optional[typing.List[builtins.str]], result)

    @builtins.property
    def login(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: ClusterSpecManagedRoles#login
        '''
        result = self._values.get("login")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def password_secret(
        self,
    ) -> typing.Optional["ClusterSpecManagedRolesPasswordSecret"]:
        '''A Secret of type kubernetes.io/basic-auth.

        :schema: ClusterSpecManagedRoles#passwordSecret
        '''
        result = self._values.get("password_secret")
        return typing.cast(typing.Optional["ClusterSpecManagedRolesPasswordSecret"], result)

    @builtins.property
    def replication(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: ClusterSpecManagedRoles#replication
        '''
        result = self._values.get("replication")
        return typing.cast(typing.Optional[builtins.bool], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecManagedRoles(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(jsii_type="powersync_iocnpgpostgresql.ClusterSpecManagedRolesEnsure")
class ClusterSpecManagedRolesEnsure(enum.Enum):
    '''
    :schema: ClusterSpecManagedRolesEnsure
    '''

    PRESENT = "PRESENT"
    '''present.'''
    ABSENT = "ABSENT"
    '''absent.'''


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecManagedRolesPasswordSecret",
    jsii_struct_bases=[],
    name_mapping={"name": "name"},
)
class ClusterSpecManagedRolesPasswordSecret:
    def __init__(self, *, name: builtins.str) -> None:
        '''A Secret of type kubernetes.io/basic-auth.

        :param name: 

        :schema: ClusterSpecManagedRolesPasswordSecret
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2b6340aa95ef19d745e86211364521a6c3a5fcfb99696e5abf2b1f586f401fff)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: ClusterSpecManagedRolesPasswordSecret#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecManagedRolesPasswordSecret(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecPostgresql",
    jsii_struct_bases=[],
    name_mapping={"parameters": "parameters"},
)
class ClusterSpecPostgresql:
    def __init__(
        self,
        *,
        parameters: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    ) -> None:
        '''
        :param parameters: 

        :schema: ClusterSpecPostgresql
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c5f8590900b3e1fa8c838e97b49a1bd412c29ef901b335caaeaa37b4d3c48df4)
            check_type(argname="argument parameters", value=parameters, expected_type=type_hints["parameters"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if parameters is not None:
            self._values["parameters"] = parameters

    @builtins.property
    def parameters(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''
        :schema: ClusterSpecPostgresql#parameters
        '''
        result = self._values.get("parameters")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecPostgresql(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecReplicationSlots",
    jsii_struct_bases=[],
    name_mapping={"high_availability": "highAvailability"},
)
class ClusterSpecReplicationSlots:
    def __init__(
        self,
        *,
        high_availability: typing.Optional[typing.Union["ClusterSpecReplicationSlotsHighAvailability", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param high_availability: 

        :schema: ClusterSpecReplicationSlots
        '''
        if isinstance(high_availability, dict):
            high_availability = ClusterSpecReplicationSlotsHighAvailability(**high_availability)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c2ca0043a6be7f36ba00924cf31cb5e8bda398abb097645ac8beb69b594873d5)
            check_type(argname="argument high_availability", value=high_availability, expected_type=type_hints["high_availability"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if high_availability is not None:
            self._values["high_availability"] = high_availability

    @builtins.property
    def high_availability(
        self,
    ) -> typing.Optional["ClusterSpecReplicationSlotsHighAvailability"]:
        '''
        :schema: ClusterSpecReplicationSlots#highAvailability
        '''
        result = self._values.get("high_availability")
        return typing.cast(typing.Optional["ClusterSpecReplicationSlotsHighAvailability"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecReplicationSlots(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecReplicationSlotsHighAvailability",
    jsii_struct_bases=[],
    name_mapping={
        "enabled": "enabled",
        "synchronize_logical_decoding": "synchronizeLogicalDecoding",
    },
)
class ClusterSpecReplicationSlotsHighAvailability:
    def __init__(
        self,
        *,
        enabled: typing.Optional[builtins.bool] = None,
        synchronize_logical_decoding: typing.Optional[builtins.bool] = None,
    ) -> None:
        '''
        :param enabled: 
        :param synchronize_logical_decoding: 

        :schema: ClusterSpecReplicationSlotsHighAvailability
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__ac9a0da53ed40f011102351612d6edc128e567ad1314d3895196fec7d988a461)
            check_type(argname="argument enabled", value=enabled, expected_type=type_hints["enabled"])
            check_type(argname="argument synchronize_logical_decoding", value=synchronize_logical_decoding, expected_type=type_hints["synchronize_logical_decoding"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if enabled is not None:
            self._values["enabled"] = enabled
        if synchronize_logical_decoding is not None:
            self._values["synchronize_logical_decoding"] = synchronize_logical_decoding

    @builtins.property
    def enabled(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: ClusterSpecReplicationSlotsHighAvailability#enabled
        '''
        result = self._values.get("enabled")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def synchronize_logical_decoding(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: ClusterSpecReplicationSlotsHighAvailability#synchronizeLogicalDecoding
        '''
        result = self._values.get("synchronize_logical_decoding")
        return typing.cast(typing.Optional[builtins.bool], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecReplicationSlotsHighAvailability(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecResources",
    jsii_struct_bases=[],
    name_mapping={"limits": "limits", "requests": "requests"},
)
class ClusterSpecResources:
    def __init__(
        self,
        *,
        limits: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
        requests: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
    ) -> None:
        '''
        :param limits: 
        :param requests: 

        :schema: ClusterSpecResources
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__1c8b727360c6113e08d8b5fd10c3752c1187cbac3bd9342b104d8630eb3b1ef2)
            check_type(argname="argument limits", value=limits, expected_type=type_hints["limits"])
            check_type(argname="argument requests", value=requests, expected_type=type_hints["requests"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if limits is not None:
            self._values["limits"] = limits
        if requests is not None:
            self._values["requests"] = requests

    @builtins.property
    def limits(self) -> typing.Optional[typing.Mapping[builtins.str, typing.Any]]:
        '''
        :schema: ClusterSpecResources#limits
        '''
        result = self._values.get("limits")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, typing.Any]], result)

    @builtins.property
    def requests(self) -> typing.Optional[typing.Mapping[builtins.str, typing.Any]]:
        '''
        :schema: ClusterSpecResources#requests
        '''
        result = self._values.get("requests")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, typing.Any]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecResources(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecStorage",
    jsii_struct_bases=[],
    name_mapping={"size": "size", "storage_class": "storageClass"},
)
class ClusterSpecStorage:
    def __init__(
        self,
        *,
        size: typing.Optional[builtins.str] = None,
        storage_class: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param size: 
        :param storage_class: 

        :schema: ClusterSpecStorage
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__e193ab8d5c79f56ffccc58d3151000ea31d000b6098e7eba3e86aa90e7f2eea2)
            check_type(argname="argument size", value=size, expected_type=type_hints["size"])
            check_type(argname="argument storage_class", value=storage_class, expected_type=type_hints["storage_class"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if size is not None:
            self._values["size"] = size
        if storage_class is not None:
            self._values["storage_class"] = storage_class

    @builtins.property
    def size(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecStorage#size
        '''
        result = self._values.get("size")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def storage_class(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecStorage#storageClass
        '''
        result = self._values.get("storage_class")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecStorage(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.ClusterSpecWalStorage",
    jsii_struct_bases=[],
    name_mapping={"size": "size", "storage_class": "storageClass"},
)
class ClusterSpecWalStorage:
    def __init__(
        self,
        *,
        size: typing.Optional[builtins.str] = None,
        storage_class: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param size: 
        :param storage_class: 

        :schema: ClusterSpecWalStorage
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2fe443777721d8c74a124d50d474004d3e340566666e27288c5823d019ad53ab)
            check_type(argname="argument size", value=size, expected_type=type_hints["size"])
            check_type(argname="argument storage_class", value=storage_class, expected_type=type_hints["storage_class"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if size is not None:
            self._values["size"] = size
        if storage_class is not None:
            self._values["storage_class"] = storage_class

    @builtins.property
    def size(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecWalStorage#size
        '''
        result = self._values.get("size")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def storage_class(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ClusterSpecWalStorage#storageClass
        '''
        result = self._values.get("storage_class")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ClusterSpecWalStorage(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


class Publication(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iocnpgpostgresql.Publication",
):
    '''
    :schema: Publication
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["PublicationSpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "Publication" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2542ac06994552a11b9b6c85d6fc9bfe8a97496764a407529e992b699a3bd30f)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = PublicationProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["PublicationSpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "Publication".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = PublicationProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "Publication".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.PublicationProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class PublicationProps:
    def __init__(
        self,
        *,
        spec: typing.Union["PublicationSpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: Publication
        '''
        if isinstance(spec, dict):
            spec = PublicationSpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__5d888c4d836472ccf374e262a58626def005fa05eb5f12261d474ca711419f9c)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "PublicationSpec":
        '''
        :schema: Publication#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("PublicationSpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: Publication#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "PublicationProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.PublicationSpec",
    jsii_struct_bases=[],
    name_mapping={
        "cluster": "cluster",
        "dbname": "dbname",
        "name": "name",
        "target": "target",
    },
)
class PublicationSpec:
    def __init__(
        self,
        *,
        cluster: typing.Union["PublicationSpecCluster", typing.Dict[builtins.str, typing.Any]],
        dbname: builtins.str,
        name: builtins.str,
        target: typing.Union["PublicationSpecTarget", typing.Dict[builtins.str, typing.Any]],
    ) -> None:
        '''
        :param cluster: 
        :param dbname: 
        :param name: 
        :param target: 

        :schema: PublicationSpec
        '''
        if isinstance(cluster, dict):
            cluster = PublicationSpecCluster(**cluster)
        if isinstance(target, dict):
            target = PublicationSpecTarget(**target)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__8ed76b0ee8d8c56062213f8e8666f72dd7d3f2e58b5113a92c7a25dba9becc78)
            check_type(argname="argument cluster", value=cluster, expected_type=type_hints["cluster"])
            check_type(argname="argument dbname", value=dbname, expected_type=type_hints["dbname"])
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
            check_type(argname="argument target", value=target, expected_type=type_hints["target"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "cluster": cluster,
            "dbname": dbname,
            "name": name,
            "target": target,
        }

    @builtins.property
    def cluster(self) -> "PublicationSpecCluster":
        '''
        :schema: PublicationSpec#cluster
        '''
        result = self._values.get("cluster")
        assert result is not None, "Required property 'cluster' is missing"
        return typing.cast("PublicationSpecCluster", result)

    @builtins.property
    def dbname(self) -> builtins.str:
        '''
        :schema: PublicationSpec#dbname
        '''
        result = self._values.get("dbname")
        assert result is not None, "Required property 'dbname' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: PublicationSpec#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def target(self) -> "PublicationSpecTarget":
        '''
        :schema: PublicationSpec#target
        '''
        result = self._values.get("target")
        assert result is not None, "Required property 'target' is missing"
        return typing.cast("PublicationSpecTarget", result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "PublicationSpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.PublicationSpecCluster",
    jsii_struct_bases=[],
    name_mapping={"name": "name"},
)
class PublicationSpecCluster:
    def __init__(self, *, name: builtins.str) -> None:
        '''
        :param name: 

        :schema: PublicationSpecCluster
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__cbbdecf876842b73717b0fa7c586e5968d5a24e0fd65e291ee3eb7887ac5d5a1)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: PublicationSpecCluster#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "PublicationSpecCluster(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.PublicationSpecTarget",
    jsii_struct_bases=[],
    name_mapping={"all_tables": "allTables", "objects": "objects"},
)
class PublicationSpecTarget:
    def __init__(
        self,
        *,
        all_tables: typing.Optional[builtins.bool] = None,
        objects: typing.Optional[typing.Sequence[typing.Union["PublicationSpecTargetObjects", typing.Dict[builtins.str, typing.Any]]]] = None,
    ) -> None:
        '''
        :param all_tables: 
        :param objects: 

        :schema: PublicationSpecTarget
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__a10bc7aa2397083f109dc4dac3d6883adeac61e99bbf4cf79d247992481cb605)
            check_type(argname="argument all_tables", value=all_tables, expected_type=type_hints["all_tables"])
            check_type(argname="argument objects", value=objects, expected_type=type_hints["objects"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if all_tables is not None:
            self._values["all_tables"] = all_tables
        if objects is not None:
            self._values["objects"] = objects

    @builtins.property
    def all_tables(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: PublicationSpecTarget#allTables
        '''
        result = self._values.get("all_tables")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def objects(self) -> typing.Optional[typing.List["PublicationSpecTargetObjects"]]:
        '''
        :schema: PublicationSpecTarget#objects
        '''
        result = self._values.get("objects")
        return typing.cast(typing.Optional[typing.List["PublicationSpecTargetObjects"]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "PublicationSpecTarget(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.PublicationSpecTargetObjects",
    jsii_struct_bases=[],
    name_mapping={"table": "table"},
)
class PublicationSpecTargetObjects:
    def __init__(
        self,
        *,
        table: typing.Union["PublicationSpecTargetObjectsTable", typing.Dict[builtins.str, typing.Any]],
    ) -> None:
        '''
        :param table: 

        :schema: PublicationSpecTargetObjects
        '''
        if isinstance(table, dict):
            table = PublicationSpecTargetObjectsTable(**table)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__ab05f7fb8efbd71227a5e84df5c3ae18192efd3b34a7bcf9e82bb4ae1143409f)
            check_type(argname="argument table", value=table, expected_type=type_hints["table"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "table": table,
        }

    @builtins.property
    def table(self) -> "PublicationSpecTargetObjectsTable":
        '''
        :schema: PublicationSpecTargetObjects#table
        '''
        result = self._values.get("table")
        assert result is not None, "Required property 'table' is missing"
        return typing.cast("PublicationSpecTargetObjectsTable", result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "PublicationSpecTargetObjects(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iocnpgpostgresql.PublicationSpecTargetObjectsTable",
    jsii_struct_bases=[],
    name_mapping={"name": "name", "schema": "schema"},
)
class PublicationSpecTargetObjectsTable:
    def __init__(
        self,
        *,
        name: builtins.str,
        schema: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param name: 
        :param schema: 

        :schema: PublicationSpecTargetObjectsTable
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3002e06142567e76498bfad6554f2068a2ff5f05766bb1f913280a3b94e72aa5)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
            check_type(argname="argument schema", value=schema, expected_type=type_hints["schema"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }
        if schema is not None:
            self._values["schema"] = schema

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: PublicationSpecTargetObjectsTable#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def schema(self) -> typing.Optional[builtins.str]:
        '''
        :schema: PublicationSpecTargetObjectsTable#schema
        '''
        result = self._values.get("schema")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "PublicationSpecTargetObjectsTable(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "Cluster",
    "ClusterProps",
    "ClusterSpec",
    "ClusterSpecAffinity",
    "ClusterSpecAffinityPodAntiAffinityType",
    "ClusterSpecAffinityTolerations",
    "ClusterSpecBootstrap",
    "ClusterSpecBootstrapInitdb",
    "ClusterSpecCertificates",
    "ClusterSpecImagePullSecrets",
    "ClusterSpecInheritedMetadata",
    "ClusterSpecManaged",
    "ClusterSpecManagedRoles",
    "ClusterSpecManagedRolesEnsure",
    "ClusterSpecManagedRolesPasswordSecret",
    "ClusterSpecPostgresql",
    "ClusterSpecReplicationSlots",
    "ClusterSpecReplicationSlotsHighAvailability",
    "ClusterSpecResources",
    "ClusterSpecStorage",
    "ClusterSpecWalStorage",
    "Publication",
    "PublicationProps",
    "PublicationSpec",
    "PublicationSpecCluster",
    "PublicationSpecTarget",
    "PublicationSpecTargetObjects",
    "PublicationSpecTargetObjectsTable",
]

publication.publish()

def _typecheckingstub__691350d7577ab02e873db62bedeff4947d71d49306b834e141db2df60d3250be(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[ClusterSpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__09b817e15852ae847ee27de633e112134f0d661ec9dd5cda9b13c3bf72dd432a(
    *,
    spec: typing.Union[ClusterSpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c74fe72368b7fae55c5311cb2e6b8f2eb88bfc59c71cdf610809257b380b91d0(
    *,
    instances: jsii.Number,
    affinity: typing.Optional[typing.Union[ClusterSpecAffinity, typing.Dict[builtins.str, typing.Any]]] = None,
    bootstrap: typing.Optional[typing.Union[ClusterSpecBootstrap, typing.Dict[builtins.str, typing.Any]]] = None,
    certificates: typing.Optional[typing.Union[ClusterSpecCertificates, typing.Dict[builtins.str, typing.Any]]] = None,
    image_name: typing.Optional[builtins.str] = None,
    image_pull_secrets: typing.Optional[typing.Sequence[typing.Union[ClusterSpecImagePullSecrets, typing.Dict[builtins.str, typing.Any]]]] = None,
    inherited_metadata: typing.Optional[typing.Union[ClusterSpecInheritedMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    managed: typing.Optional[typing.Union[ClusterSpecManaged, typing.Dict[builtins.str, typing.Any]]] = None,
    postgresql: typing.Optional[typing.Union[ClusterSpecPostgresql, typing.Dict[builtins.str, typing.Any]]] = None,
    replication_slots: typing.Optional[typing.Union[ClusterSpecReplicationSlots, typing.Dict[builtins.str, typing.Any]]] = None,
    resources: typing.Optional[typing.Union[ClusterSpecResources, typing.Dict[builtins.str, typing.Any]]] = None,
    storage: typing.Optional[typing.Union[ClusterSpecStorage, typing.Dict[builtins.str, typing.Any]]] = None,
    wal_storage: typing.Optional[typing.Union[ClusterSpecWalStorage, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2f56743f4025afaf339db5ace651f048374cc2cf0383832469cd1be946c566cd(
    *,
    enable_pod_anti_affinity: typing.Optional[builtins.bool] = None,
    node_selector: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    pod_anti_affinity_type: typing.Optional[ClusterSpecAffinityPodAntiAffinityType] = None,
    tolerations: typing.Optional[typing.Sequence[typing.Union[ClusterSpecAffinityTolerations, typing.Dict[builtins.str, typing.Any]]]] = None,
    topology_key: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3efae9382d076395dff1bc7faa2cfd45a1cc1aebce636ec57d84a1ca18565268(
    *,
    effect: typing.Optional[builtins.str] = None,
    key: typing.Optional[builtins.str] = None,
    operator: typing.Optional[builtins.str] = None,
    toleration_seconds: typing.Optional[jsii.Number] = None,
    value: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__bac390d764ef199c4b24f4fa29a0c8fcb331871b02b73b01a8660b4e09a9c483(
    *,
    initdb: typing.Optional[typing.Union[ClusterSpecBootstrapInitdb, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a03d190c1efe7ddbaa400cb2891592a6fc758de84775972857bcac50f0204d7a(
    *,
    database: typing.Optional[builtins.str] = None,
    owner: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__07c61ed4192320b9e9063ac8b55dcfac5709811d26e979d6d6e4380bcab8239a(
    *,
    server_ca_secret: typing.Optional[builtins.str] = None,
    server_tls_secret: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__b553472431b4cb57ebacd1b122106c9e3f25ce40ffeb537a4269a1cba80a7ce7(
    *,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f42ac81bb6e7b147d59b25405e2df23b2e554bf523adb4d19066350a2af58eab(
    *,
    annotations: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    labels: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4ec671a6a033976e4dcc19f4b9deac6add439144ce2744f270807017c2c19909(
    *,
    roles: typing.Optional[typing.Sequence[typing.Union[ClusterSpecManagedRoles, typing.Dict[builtins.str, typing.Any]]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__31afd595917028d88b8d098baa4fbb102eedab16cab716e26a7e1c0c24821eac(
    *,
    name: builtins.str,
    bypassrls: typing.Optional[builtins.bool] = None,
    ensure: typing.Optional[ClusterSpecManagedRolesEnsure] = None,
    in_roles: typing.Optional[typing.Sequence[builtins.str]] = None,
    login: typing.Optional[builtins.bool] = None,
    password_secret: typing.Optional[typing.Union[ClusterSpecManagedRolesPasswordSecret, typing.Dict[builtins.str, typing.Any]]] = None,
    replication: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2b6340aa95ef19d745e86211364521a6c3a5fcfb99696e5abf2b1f586f401fff(
    *,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c5f8590900b3e1fa8c838e97b49a1bd412c29ef901b335caaeaa37b4d3c48df4(
    *,
    parameters: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c2ca0043a6be7f36ba00924cf31cb5e8bda398abb097645ac8beb69b594873d5(
    *,
    high_availability: typing.Optional[typing.Union[ClusterSpecReplicationSlotsHighAvailability, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ac9a0da53ed40f011102351612d6edc128e567ad1314d3895196fec7d988a461(
    *,
    enabled: typing.Optional[builtins.bool] = None,
    synchronize_logical_decoding: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1c8b727360c6113e08d8b5fd10c3752c1187cbac3bd9342b104d8630eb3b1ef2(
    *,
    limits: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
    requests: typing.Optional[typing.Mapping[builtins.str, typing.Any]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e193ab8d5c79f56ffccc58d3151000ea31d000b6098e7eba3e86aa90e7f2eea2(
    *,
    size: typing.Optional[builtins.str] = None,
    storage_class: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2fe443777721d8c74a124d50d474004d3e340566666e27288c5823d019ad53ab(
    *,
    size: typing.Optional[builtins.str] = None,
    storage_class: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2542ac06994552a11b9b6c85d6fc9bfe8a97496764a407529e992b699a3bd30f(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[PublicationSpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__5d888c4d836472ccf374e262a58626def005fa05eb5f12261d474ca711419f9c(
    *,
    spec: typing.Union[PublicationSpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__8ed76b0ee8d8c56062213f8e8666f72dd7d3f2e58b5113a92c7a25dba9becc78(
    *,
    cluster: typing.Union[PublicationSpecCluster, typing.Dict[builtins.str, typing.Any]],
    dbname: builtins.str,
    name: builtins.str,
    target: typing.Union[PublicationSpecTarget, typing.Dict[builtins.str, typing.Any]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__cbbdecf876842b73717b0fa7c586e5968d5a24e0fd65e291ee3eb7887ac5d5a1(
    *,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a10bc7aa2397083f109dc4dac3d6883adeac61e99bbf4cf79d247992481cb605(
    *,
    all_tables: typing.Optional[builtins.bool] = None,
    objects: typing.Optional[typing.Sequence[typing.Union[PublicationSpecTargetObjects, typing.Dict[builtins.str, typing.Any]]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ab05f7fb8efbd71227a5e84df5c3ae18192efd3b34a7bcf9e82bb4ae1143409f(
    *,
    table: typing.Union[PublicationSpecTargetObjectsTable, typing.Dict[builtins.str, typing.Any]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3002e06142567e76498bfad6554f2068a2ff5f05766bb1f913280a3b94e72aa5(
    *,
    name: builtins.str,
    schema: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

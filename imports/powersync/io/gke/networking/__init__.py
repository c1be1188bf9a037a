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


class FrontendConfig(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iogkenetworking.FrontendConfig",
):
    '''
    :schema: FrontendConfig
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["FrontendConfigSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "FrontendConfig" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c96868a86594e2442f59c65826fb7d7faac14721da445eb582763437548b0f52)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = FrontendConfigProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["FrontendConfigSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "FrontendConfig".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = FrontendConfigProps(metadata=metadata, spec=spec)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "FrontendConfig".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.FrontendConfigProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class FrontendConfigProps:
    def __init__(
        self,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["FrontendConfigSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: FrontendConfig
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = FrontendConfigSpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__8ab170f97ef41b7752f12badc3d9035a2e6b43017daf36fe5f5348fbe562e681)
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if metadata is not None:
            self._values["metadata"] = metadata
        if spec is not None:
            self._values["spec"] = spec

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: FrontendConfig#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    @builtins.property
    def spec(self) -> typing.Optional["FrontendConfigSpec"]:
        '''
        :schema: FrontendConfig#spec
        '''
        result = self._values.get("spec")
        return typing.cast(typing.Optional["FrontendConfigSpec"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "FrontendConfigProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.FrontendConfigSpec",
    jsii_struct_bases=[],
    name_mapping={"redirect_to_https": "redirectToHttps"},
)
class FrontendConfigSpec:
    def __init__(
        self,
        *,
        redirect_to_https: typing.Optional[typing.Union["FrontendConfigSpecRedirectToHttps", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param redirect_to_https: 

        :schema: FrontendConfigSpec
        '''
        if isinstance(redirect_to_https, dict):
            redirect_to_https = FrontendConfigSpecRedirectToHttps(**redirect_to_https)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__0527e2fb51e7a71dd57a1e032121d3842fce7a48ceb90f44241a7ad98489f1a8)
            check_type(argname="argument redirect_to_https", value=redirect_to_https, expected_type=type_hints["redirect_to_https"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if redirect_to_https is not None:
            self._values["redirect_to_https"] = redirect_to_https

    @builtins.property
    def redirect_to_https(self) -> typing.Optional["FrontendConfigSpecRedirectToHttps"]:
        '''
        :schema: FrontendConfigSpec#redirectToHttps
        '''
        result = self._values.get("redirect_to_https")
        return typing.cast(typing.Optional["FrontendConfigSpecRedirectToHttps"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "FrontendConfigSpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.FrontendConfigSpecRedirectToHttps",
    jsii_struct_bases=[],
    name_mapping={"enabled": "enabled"},
)
class FrontendConfigSpecRedirectToHttps:
    def __init__(self, *, enabled: builtins.bool) -> None:
        '''
        :param enabled: 

        :schema: FrontendConfigSpecRedirectToHttps
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__d339621696bb157c9addea69de20a297066ed2d37b11df5aab6de7bc093d17ac)
            check_type(argname="argument enabled", value=enabled, expected_type=type_hints["enabled"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "enabled": enabled,
        }

    @builtins.property
    def enabled(self) -> builtins.bool:
        '''
        :schema: FrontendConfigSpecRedirectToHttps#enabled
        '''
        result = self._values.get("enabled")
        assert result is not None, "Required property 'enabled' is missing"
        return typing.cast(builtins.bool, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "FrontendConfigSpecRedirectToHttps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


class GcpBackendPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iogkenetworking.GcpBackendPolicy",
):
    '''
    :schema: GCPBackendPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["GcpBackendPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "GCPBackendPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__42ffd4e9b9c8984e1cb15374054687de4f62c896ad6ede5a7b255a44274e4ee6)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = GcpBackendPolicyProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["GcpBackendPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "GCPBackendPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = GcpBackendPolicyProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "GCPBackendPolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpBackendPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class GcpBackendPolicyProps:
    def __init__(
        self,
        *,
        spec: typing.Union["GcpBackendPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: GCPBackendPolicy
        '''
        if isinstance(spec, dict):
            spec = GcpBackendPolicySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__4e07da9e4ffd01d120b19b2ba5b2c308756b43616fdaa7be433b51912c14d898)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "GcpBackendPolicySpec":
        '''
        :schema: GCPBackendPolicy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("GcpBackendPolicySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: GCPBackendPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpBackendPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpBackendPolicySpec",
    jsii_struct_bases=[],
    name_mapping={"target_ref": "targetRef", "default": "default"},
)
class GcpBackendPolicySpec:
    def __init__(
        self,
        *,
        target_ref: typing.Union["GcpBackendPolicySpecTargetRef", typing.Dict[builtins.str, typing.Any]],
        default: typing.Optional[typing.Union["GcpBackendPolicySpecDefault", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param target_ref: The Service that it is for.
        :param default: 

        :schema: GcpBackendPolicySpec
        '''
        if isinstance(target_ref, dict):
            target_ref = GcpBackendPolicySpecTargetRef(**target_ref)
        if isinstance(default, dict):
            default = GcpBackendPolicySpecDefault(**default)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__7dafd0d7fd277b025a330aca1ad842b7d3a99e2af7c5a7e7f0479b549c8e5d3a)
            check_type(argname="argument target_ref", value=target_ref, expected_type=type_hints["target_ref"])
            check_type(argname="argument default", value=default, expected_type=type_hints["default"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "target_ref": target_ref,
        }
        if default is not None:
            self._values["default"] = default

    @builtins.property
    def target_ref(self) -> "GcpBackendPolicySpecTargetRef":
        '''The Service that it is for.

        :schema: GcpBackendPolicySpec#targetRef
        '''
        result = self._values.get("target_ref")
        assert result is not None, "Required property 'target_ref' is missing"
        return typing.cast("GcpBackendPolicySpecTargetRef", result)

    @builtins.property
    def default(self) -> typing.Optional["GcpBackendPolicySpecDefault"]:
        '''
        :schema: GcpBackendPolicySpec#default
        '''
        result = self._values.get("default")
        return typing.cast(typing.Optional["GcpBackendPolicySpecDefault"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpBackendPolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpBackendPolicySpecDefault",
    jsii_struct_bases=[],
    name_mapping={
        "connection_draining": "connectionDraining",
        "timeout_sec": "timeoutSec",
    },
)
class GcpBackendPolicySpecDefault:
    def __init__(
        self,
        *,
        connection_draining: typing.Optional[typing.Union["GcpBackendPolicySpecDefaultConnectionDraining", typing.Dict[builtins.str, typing.Any]]] = None,
        timeout_sec: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param connection_draining: 
        :param timeout_sec: How long a stream may last; 30 s unless given.

        :schema: GcpBackendPolicySpecDefault
        '''
        if isinstance(connection_draining, dict):
            connection_draining = GcpBackendPolicySpecDefaultConnectionDraining(**connection_draining)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__853918c5f0affcfee0e4a966903bca6e230b8ae7890caefef8ac96b5c4dc9046)
            check_type(argname="argument connection_draining", value=connection_draining, expected_type=type_hints["connection_draining"])
            check_type(argname="argument timeout_sec", value=timeout_sec, expected_type=type_hints["timeout_sec"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if connection_draining is not None:
            self._values["connection_draining"] = connection_draining
        if timeout_sec is not None:
            self._values["timeout_sec"] = timeout_sec

    @builtins.property
    def connection_draining(
        self,
    ) -> typing.Optional["GcpBackendPolicySpecDefaultConnectionDraining"]:
        '''
        :schema: GcpBackendPolicySpecDefault#connectionDraining
        '''
        result = self._values.get("connection_draining")
        return typing.cast(typing.Optional["GcpBackendPolicySpecDefaultConnectionDraining"], result)

    @builtins.property
    def timeout_sec(self) -> typing.Optional[jsii.Number]:
        '''How long a stream may last;

        30 s unless given.

        :schema: GcpBackendPolicySpecDefault#timeoutSec
        '''
        result = self._values.get("timeout_sec")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpBackendPolicySpecDefault(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpBackendPolicySpecDefaultConnectionDraining",
    jsii_struct_bases=[],
    name_mapping={"draining_timeout_sec": "drainingTimeoutSec"},
)
class GcpBackendPolicySpecDefaultConnectionDraining:
    def __init__(
        self,
        *,
        draining_timeout_sec: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param draining_timeout_sec: How long the streams of a pod that goes are left alone.

        :schema: GcpBackendPolicySpecDefaultConnectionDraining
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__518bb68573ffc05a8c4c71d52d201c22176816ad07b0c9a6fa8e54d7b0650de2)
            check_type(argname="argument draining_timeout_sec", value=draining_timeout_sec, expected_type=type_hints["draining_timeout_sec"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if draining_timeout_sec is not None:
            self._values["draining_timeout_sec"] = draining_timeout_sec

    @builtins.property
    def draining_timeout_sec(self) -> typing.Optional[jsii.Number]:
        '''How long the streams of a pod that goes are left alone.

        :schema: GcpBackendPolicySpecDefaultConnectionDraining#drainingTimeoutSec
        '''
        result = self._values.get("draining_timeout_sec")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpBackendPolicySpecDefaultConnectionDraining(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpBackendPolicySpecTargetRef",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class GcpBackendPolicySpecTargetRef:
    def __init__(
        self,
        *,
        group: builtins.str,
        kind: builtins.str,
        name: builtins.str,
    ) -> None:
        '''The Service that it is for.

        :param group: 
        :param kind: 
        :param name: 

        :schema: GcpBackendPolicySpecTargetRef
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__4d7317a48054e635492f50beaa1c244419c35d1dd73be22eb5fc3b7302771288)
            check_type(argname="argument group", value=group, expected_type=type_hints["group"])
            check_type(argname="argument kind", value=kind, expected_type=type_hints["kind"])
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "group": group,
            "kind": kind,
            "name": name,
        }

    @builtins.property
    def group(self) -> builtins.str:
        '''
        :schema: GcpBackendPolicySpecTargetRef#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def kind(self) -> builtins.str:
        '''
        :schema: GcpBackendPolicySpecTargetRef#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: GcpBackendPolicySpecTargetRef#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpBackendPolicySpecTargetRef(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


class GcpTrafficDistributionPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iogkenetworking.GcpTrafficDistributionPolicy",
):
    '''
    :schema: GCPTrafficDistributionPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["GcpTrafficDistributionPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "GCPTrafficDistributionPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2f804785d2406dbd5c52edaea2783c9b8b10486003b9b370a90dea0f1ff8a960)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = GcpTrafficDistributionPolicyProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["GcpTrafficDistributionPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "GCPTrafficDistributionPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = GcpTrafficDistributionPolicyProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "GCPTrafficDistributionPolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpTrafficDistributionPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class GcpTrafficDistributionPolicyProps:
    def __init__(
        self,
        *,
        spec: typing.Union["GcpTrafficDistributionPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: GCPTrafficDistributionPolicy
        '''
        if isinstance(spec, dict):
            spec = GcpTrafficDistributionPolicySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__fe37900ee43ba10b27a3a728009f3db47d3b9bbc5e8cb779abe6cacf53f30965)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "GcpTrafficDistributionPolicySpec":
        '''
        :schema: GCPTrafficDistributionPolicy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("GcpTrafficDistributionPolicySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: GCPTrafficDistributionPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpTrafficDistributionPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpTrafficDistributionPolicySpec",
    jsii_struct_bases=[],
    name_mapping={"target_refs": "targetRefs", "default": "default"},
)
class GcpTrafficDistributionPolicySpec:
    def __init__(
        self,
        *,
        target_refs: typing.Sequence[typing.Union["GcpTrafficDistributionPolicySpecTargetRefs", typing.Dict[builtins.str, typing.Any]]],
        default: typing.Optional[typing.Union["GcpTrafficDistributionPolicySpecDefault", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param target_refs: The Services that it is for.
        :param default: 

        :schema: GcpTrafficDistributionPolicySpec
        '''
        if isinstance(default, dict):
            default = GcpTrafficDistributionPolicySpecDefault(**default)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__e950a14de68197669f35ccaa3fd1a0a8a45415a93b107783ae1699ff619c1011)
            check_type(argname="argument target_refs", value=target_refs, expected_type=type_hints["target_refs"])
            check_type(argname="argument default", value=default, expected_type=type_hints["default"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "target_refs": target_refs,
        }
        if default is not None:
            self._values["default"] = default

    @builtins.property
    def target_refs(self) -> typing.List["GcpTrafficDistributionPolicySpecTargetRefs"]:
        '''The Services that it is for.

        :schema: GcpTrafficDistributionPolicySpec#targetRefs
        '''
        result = self._values.get("target_refs")
        assert result is not None, "Required property 'target_refs' is missing"
        return typing.cast(typing.List["GcpTrafficDistributionPolicySpecTargetRefs"], result)

    @builtins.property
    def default(self) -> typing.Optional["GcpTrafficDistributionPolicySpecDefault"]:
        '''
        :schema: GcpTrafficDistributionPolicySpec#default
        '''
        result = self._values.get("default")
        return typing.cast(typing.Optional["GcpTrafficDistributionPolicySpecDefault"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpTrafficDistributionPolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpTrafficDistributionPolicySpecDefault",
    jsii_struct_bases=[],
    name_mapping={"locality_lb_algorithm": "localityLbAlgorithm"},
)
class GcpTrafficDistributionPolicySpecDefault:
    def __init__(
        self,
        *,
        locality_lb_algorithm: typing.Optional["GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm"] = None,
    ) -> None:
        '''
        :param locality_lb_algorithm: Which pod of a zone gets the next stream.

        :schema: GcpTrafficDistributionPolicySpecDefault
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__599919b088d70f16810507a9e799a3e25bc3c0424afc349a415e8580ed3ab1b0)
            check_type(argname="argument locality_lb_algorithm", value=locality_lb_algorithm, expected_type=type_hints["locality_lb_algorithm"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if locality_lb_algorithm is not None:
            self._values["locality_lb_algorithm"] = locality_lb_algorithm

    @builtins.property
    def locality_lb_algorithm(
        self,
    ) -> typing.Optional["GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm"]:
        '''Which pod of a zone gets the next stream.

        :schema: GcpTrafficDistributionPolicySpecDefault#localityLbAlgorithm
        '''
        result = self._values.get("locality_lb_algorithm")
        return typing.cast(typing.Optional["GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpTrafficDistributionPolicySpecDefault(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_iogkenetworking.GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm"
)
class GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm(enum.Enum):
    '''Which pod of a zone gets the next stream.

    :schema: GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm
    '''

    ROUND_UNDERSCORE_ROBIN = "ROUND_UNDERSCORE_ROBIN"
    '''ROUND_ROBIN.'''
    LEAST_UNDERSCORE_REQUEST = "LEAST_UNDERSCORE_REQUEST"
    '''LEAST_REQUEST.'''
    RING_UNDERSCORE_HASH = "RING_UNDERSCORE_HASH"
    '''RING_HASH.'''
    RANDOM = "RANDOM"
    '''RANDOM.'''
    ORIGINAL_UNDERSCORE_DESTINATION = "ORIGINAL_UNDERSCORE_DESTINATION"
    '''ORIGINAL_DESTINATION.'''
    MAGLEV = "MAGLEV"
    '''MAGLEV.'''
    WEIGHTED_UNDERSCORE_ROUND_UNDERSCORE_ROBIN = "WEIGHTED_UNDERSCORE_ROUND_UNDERSCORE_ROBIN"
    '''WEIGHTED_ROUND_ROBIN.'''


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.GcpTrafficDistributionPolicySpecTargetRefs",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class GcpTrafficDistributionPolicySpecTargetRefs:
    def __init__(
        self,
        *,
        group: builtins.str,
        kind: builtins.str,
        name: builtins.str,
    ) -> None:
        '''
        :param group: 
        :param kind: 
        :param name: 

        :schema: GcpTrafficDistributionPolicySpecTargetRefs
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__d0b7c732a32bde78f4e02d36957264ace39e1f15de6c364b753d8045be720c80)
            check_type(argname="argument group", value=group, expected_type=type_hints["group"])
            check_type(argname="argument kind", value=kind, expected_type=type_hints["kind"])
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "group": group,
            "kind": kind,
            "name": name,
        }

    @builtins.property
    def group(self) -> builtins.str:
        '''
        :schema: GcpTrafficDistributionPolicySpecTargetRefs#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def kind(self) -> builtins.str:
        '''
        :schema: GcpTrafficDistributionPolicySpecTargetRefs#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: GcpTrafficDistributionPolicySpecTargetRefs#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "GcpTrafficDistributionPolicySpecTargetRefs(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


class HealthCheckPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iogkenetworking.HealthCheckPolicy",
):
    '''
    :schema: HealthCheckPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["HealthCheckPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "HealthCheckPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__6d4f01201ecd966b691c71a263e3d78d45df3feaf9913111ff1d03deb1ee39df)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = HealthCheckPolicyProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["HealthCheckPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "HealthCheckPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = HealthCheckPolicyProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "HealthCheckPolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class HealthCheckPolicyProps:
    def __init__(
        self,
        *,
        spec: typing.Union["HealthCheckPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: HealthCheckPolicy
        '''
        if isinstance(spec, dict):
            spec = HealthCheckPolicySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__7490ad697577189bfc54ade9782f5b19437436f8080e11899e27e829293f8a38)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "HealthCheckPolicySpec":
        '''
        :schema: HealthCheckPolicy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("HealthCheckPolicySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: HealthCheckPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicySpec",
    jsii_struct_bases=[],
    name_mapping={"target_ref": "targetRef", "default": "default"},
)
class HealthCheckPolicySpec:
    def __init__(
        self,
        *,
        target_ref: typing.Union["HealthCheckPolicySpecTargetRef", typing.Dict[builtins.str, typing.Any]],
        default: typing.Optional[typing.Union["HealthCheckPolicySpecDefault", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param target_ref: The Service that it is for.
        :param default: How the load balancer asks the pods; timeoutSec is no longer than checkIntervalSec.

        :schema: HealthCheckPolicySpec
        '''
        if isinstance(target_ref, dict):
            target_ref = HealthCheckPolicySpecTargetRef(**target_ref)
        if isinstance(default, dict):
            default = HealthCheckPolicySpecDefault(**default)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__64db2dfbef4ecbf60bde36f4e2ddaa6c41806f065671f53625aa60b7056fe1fd)
            check_type(argname="argument target_ref", value=target_ref, expected_type=type_hints["target_ref"])
            check_type(argname="argument default", value=default, expected_type=type_hints["default"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "target_ref": target_ref,
        }
        if default is not None:
            self._values["default"] = default

    @builtins.property
    def target_ref(self) -> "HealthCheckPolicySpecTargetRef":
        '''The Service that it is for.

        :schema: HealthCheckPolicySpec#targetRef
        '''
        result = self._values.get("target_ref")
        assert result is not None, "Required property 'target_ref' is missing"
        return typing.cast("HealthCheckPolicySpecTargetRef", result)

    @builtins.property
    def default(self) -> typing.Optional["HealthCheckPolicySpecDefault"]:
        '''How the load balancer asks the pods;

        timeoutSec is no longer than checkIntervalSec.

        :schema: HealthCheckPolicySpec#default
        '''
        result = self._values.get("default")
        return typing.cast(typing.Optional["HealthCheckPolicySpecDefault"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicySpecDefault",
    jsii_struct_bases=[],
    name_mapping={
        "check_interval_sec": "checkIntervalSec",
        "config": "config",
        "healthy_threshold": "healthyThreshold",
        "timeout_sec": "timeoutSec",
        "unhealthy_threshold": "unhealthyThreshold",
    },
)
class HealthCheckPolicySpecDefault:
    def __init__(
        self,
        *,
        check_interval_sec: typing.Optional[jsii.Number] = None,
        config: typing.Optional[typing.Union["HealthCheckPolicySpecDefaultConfig", typing.Dict[builtins.str, typing.Any]]] = None,
        healthy_threshold: typing.Optional[jsii.Number] = None,
        timeout_sec: typing.Optional[jsii.Number] = None,
        unhealthy_threshold: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How the load balancer asks the pods;

        timeoutSec is no longer than checkIntervalSec.

        :param check_interval_sec: 
        :param config: 
        :param healthy_threshold: 
        :param timeout_sec: 
        :param unhealthy_threshold: 

        :schema: HealthCheckPolicySpecDefault
        '''
        if isinstance(config, dict):
            config = HealthCheckPolicySpecDefaultConfig(**config)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__f91ffffe054887992b88708c32278ca6b43817d3cf2f5179c6a79c7adadfc0d7)
            check_type(argname="argument check_interval_sec", value=check_interval_sec, expected_type=type_hints["check_interval_sec"])
            check_type(argname="argument config", value=config, expected_type=type_hints["config"])
            check_type(argname="argument healthy_threshold", value=healthy_threshold, expected_type=type_hints["healthy_threshold"])
            check_type(argname="argument timeout_sec", value=timeout_sec, expected_type=type_hints["timeout_sec"])
            check_type(argname="argument unhealthy_threshold", value=unhealthy_threshold, expected_type=type_hints["unhealthy_threshold"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if check_interval_sec is not None:
            self._values["check_interval_sec"] = check_interval_sec
        if config is not None:
            self._values["config"] = config
        if healthy_threshold is not None:
            self._values["healthy_threshold"] = healthy_threshold
        if timeout_sec is not None:
            self._values["timeout_sec"] = timeout_sec
        if unhealthy_threshold is not None:
            self._values["unhealthy_threshold"] = unhealthy_threshold

    @builtins.property
    def check_interval_sec(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefault#checkIntervalSec
        '''
        result = self._values.get("check_interval_sec")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def config(self) -> typing.Optional["HealthCheckPolicySpecDefaultConfig"]:
        '''
        :schema: HealthCheckPolicySpecDefault#config
        '''
        result = self._values.get("config")
        return typing.cast(typing.Optional["HealthCheckPolicySpecDefaultConfig"], result)

    @builtins.property
    def healthy_threshold(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefault#healthyThreshold
        '''
        result = self._values.get("healthy_threshold")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def timeout_sec(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefault#timeoutSec
        '''
        result = self._values.get("timeout_sec")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def unhealthy_threshold(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefault#unhealthyThreshold
        '''
        result = self._values.get("unhealthy_threshold")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecDefault(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicySpecDefaultConfig",
    jsii_struct_bases=[],
    name_mapping={"http_health_check": "httpHealthCheck", "type": "type"},
)
class HealthCheckPolicySpecDefaultConfig:
    def __init__(
        self,
        *,
        http_health_check: typing.Optional[typing.Union["HealthCheckPolicySpecDefaultConfigHttpHealthCheck", typing.Dict[builtins.str, typing.Any]]] = None,
        type: typing.Optional["HealthCheckPolicySpecDefaultConfigType"] = None,
    ) -> None:
        '''
        :param http_health_check: 
        :param type: 

        :schema: HealthCheckPolicySpecDefaultConfig
        '''
        if isinstance(http_health_check, dict):
            http_health_check = HealthCheckPolicySpecDefaultConfigHttpHealthCheck(**http_health_check)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__1dbb421bc356709f165901c3d2d04a671e0f9d1b0c26aa8183b1f3ddbb35453a)
            check_type(argname="argument http_health_check", value=http_health_check, expected_type=type_hints["http_health_check"])
            check_type(argname="argument type", value=type, expected_type=type_hints["type"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if http_health_check is not None:
            self._values["http_health_check"] = http_health_check
        if type is not None:
            self._values["type"] = type

    @builtins.property
    def http_health_check(
        self,
    ) -> typing.Optional["HealthCheckPolicySpecDefaultConfigHttpHealthCheck"]:
        '''
        :schema: HealthCheckPolicySpecDefaultConfig#httpHealthCheck
        '''
        result = self._values.get("http_health_check")
        return typing.cast(typing.Optional["HealthCheckPolicySpecDefaultConfigHttpHealthCheck"], result)

    @builtins.property
    def type(self) -> typing.Optional["HealthCheckPolicySpecDefaultConfigType"]:
        '''
        :schema: HealthCheckPolicySpecDefaultConfig#type
        '''
        result = self._values.get("type")
        return typing.cast(typing.Optional["HealthCheckPolicySpecDefaultConfigType"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecDefaultConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicySpecDefaultConfigHttpHealthCheck",
    jsii_struct_bases=[],
    name_mapping={"port": "port", "request_path": "requestPath"},
)
class HealthCheckPolicySpecDefaultConfigHttpHealthCheck:
    def __init__(
        self,
        *,
        port: typing.Optional[jsii.Number] = None,
        request_path: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param port: 
        :param request_path: 

        :schema: HealthCheckPolicySpecDefaultConfigHttpHealthCheck
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__1fc2b84cd3692eb853fe0d1ae574b070e863baabf33d7dd10cfbf7f7e077cabd)
            check_type(argname="argument port", value=port, expected_type=type_hints["port"])
            check_type(argname="argument request_path", value=request_path, expected_type=type_hints["request_path"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if port is not None:
            self._values["port"] = port
        if request_path is not None:
            self._values["request_path"] = request_path

    @builtins.property
    def port(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefaultConfigHttpHealthCheck#port
        '''
        result = self._values.get("port")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def request_path(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HealthCheckPolicySpecDefaultConfigHttpHealthCheck#requestPath
        '''
        result = self._values.get("request_path")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecDefaultConfigHttpHealthCheck(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicySpecDefaultConfigType"
)
class HealthCheckPolicySpecDefaultConfigType(enum.Enum):
    '''
    :schema: HealthCheckPolicySpecDefaultConfigType
    '''

    TCP = "TCP"
    '''TCP.'''
    HTTP = "HTTP"
    '''HTTP.'''
    HTTPS = "HTTPS"
    '''HTTPS.'''
    HTTP2 = "HTTP2"
    '''HTTP2.'''
    GRPC = "GRPC"
    '''GRPC.'''


@jsii.data_type(
    jsii_type="powersync_iogkenetworking.HealthCheckPolicySpecTargetRef",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class HealthCheckPolicySpecTargetRef:
    def __init__(
        self,
        *,
        group: builtins.str,
        kind: builtins.str,
        name: builtins.str,
    ) -> None:
        '''The Service that it is for.

        :param group: 
        :param kind: 
        :param name: 

        :schema: HealthCheckPolicySpecTargetRef
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__cf4797ae9fb186195197ceae908f5d57ac3bda7753581fdaab3959bd618cfa98)
            check_type(argname="argument group", value=group, expected_type=type_hints["group"])
            check_type(argname="argument kind", value=kind, expected_type=type_hints["kind"])
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "group": group,
            "kind": kind,
            "name": name,
        }

    @builtins.property
    def group(self) -> builtins.str:
        '''
        :schema: HealthCheckPolicySpecTargetRef#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def kind(self) -> builtins.str:
        '''
        :schema: HealthCheckPolicySpecTargetRef#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: HealthCheckPolicySpecTargetRef#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecTargetRef(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "FrontendConfig",
    "FrontendConfigProps",
    "FrontendConfigSpec",
    "FrontendConfigSpecRedirectToHttps",
    "GcpBackendPolicy",
    "GcpBackendPolicyProps",
    "GcpBackendPolicySpec",
    "GcpBackendPolicySpecDefault",
    "GcpBackendPolicySpecDefaultConnectionDraining",
    "GcpBackendPolicySpecTargetRef",
    "GcpTrafficDistributionPolicy",
    "GcpTrafficDistributionPolicyProps",
    "GcpTrafficDistributionPolicySpec",
    "GcpTrafficDistributionPolicySpecDefault",
    "GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm",
    "GcpTrafficDistributionPolicySpecTargetRefs",
    "HealthCheckPolicy",
    "HealthCheckPolicyProps",
    "HealthCheckPolicySpec",
    "HealthCheckPolicySpecDefault",
    "HealthCheckPolicySpecDefaultConfig",
    "HealthCheckPolicySpecDefaultConfigHttpHealthCheck",
    "HealthCheckPolicySpecDefaultConfigType",
    "HealthCheckPolicySpecTargetRef",
]

publication.publish()

def _typecheckingstub__c96868a86594e2442f59c65826fb7d7faac14721da445eb582763437548b0f52(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[FrontendConfigSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__8ab170f97ef41b7752f12badc3d9035a2e6b43017daf36fe5f5348fbe562e681(
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[FrontendConfigSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0527e2fb51e7a71dd57a1e032121d3842fce7a48ceb90f44241a7ad98489f1a8(
    *,
    redirect_to_https: typing.Optional[typing.Union[FrontendConfigSpecRedirectToHttps, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d339621696bb157c9addea69de20a297066ed2d37b11df5aab6de7bc093d17ac(
    *,
    enabled: builtins.bool,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__42ffd4e9b9c8984e1cb15374054687de4f62c896ad6ede5a7b255a44274e4ee6(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[GcpBackendPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4e07da9e4ffd01d120b19b2ba5b2c308756b43616fdaa7be433b51912c14d898(
    *,
    spec: typing.Union[GcpBackendPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__7dafd0d7fd277b025a330aca1ad842b7d3a99e2af7c5a7e7f0479b549c8e5d3a(
    *,
    target_ref: typing.Union[GcpBackendPolicySpecTargetRef, typing.Dict[builtins.str, typing.Any]],
    default: typing.Optional[typing.Union[GcpBackendPolicySpecDefault, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__853918c5f0affcfee0e4a966903bca6e230b8ae7890caefef8ac96b5c4dc9046(
    *,
    connection_draining: typing.Optional[typing.Union[GcpBackendPolicySpecDefaultConnectionDraining, typing.Dict[builtins.str, typing.Any]]] = None,
    timeout_sec: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__518bb68573ffc05a8c4c71d52d201c22176816ad07b0c9a6fa8e54d7b0650de2(
    *,
    draining_timeout_sec: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4d7317a48054e635492f50beaa1c244419c35d1dd73be22eb5fc3b7302771288(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2f804785d2406dbd5c52edaea2783c9b8b10486003b9b370a90dea0f1ff8a960(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[GcpTrafficDistributionPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__fe37900ee43ba10b27a3a728009f3db47d3b9bbc5e8cb779abe6cacf53f30965(
    *,
    spec: typing.Union[GcpTrafficDistributionPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e950a14de68197669f35ccaa3fd1a0a8a45415a93b107783ae1699ff619c1011(
    *,
    target_refs: typing.Sequence[typing.Union[GcpTrafficDistributionPolicySpecTargetRefs, typing.Dict[builtins.str, typing.Any]]],
    default: typing.Optional[typing.Union[GcpTrafficDistributionPolicySpecDefault, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__599919b088d70f16810507a9e799a3e25bc3c0424afc349a415e8580ed3ab1b0(
    *,
    locality_lb_algorithm: typing.Optional[GcpTrafficDistributionPolicySpecDefaultLocalityLbAlgorithm] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d0b7c732a32bde78f4e02d36957264ace39e1f15de6c364b753d8045be720c80(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6d4f01201ecd966b691c71a263e3d78d45df3feaf9913111ff1d03deb1ee39df(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[HealthCheckPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__7490ad697577189bfc54ade9782f5b19437436f8080e11899e27e829293f8a38(
    *,
    spec: typing.Union[HealthCheckPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__64db2dfbef4ecbf60bde36f4e2ddaa6c41806f065671f53625aa60b7056fe1fd(
    *,
    target_ref: typing.Union[HealthCheckPolicySpecTargetRef, typing.Dict[builtins.str, typing.Any]],
    default: typing.Optional[typing.Union[HealthCheckPolicySpecDefault, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f91ffffe054887992b88708c32278ca6b43817d3cf2f5179c6a79c7adadfc0d7(
    *,
    check_interval_sec: typing.Optional[jsii.Number] = None,
    config: typing.Optional[typing.Union[HealthCheckPolicySpecDefaultConfig, typing.Dict[builtins.str, typing.Any]]] = None,
    healthy_threshold: typing.Optional[jsii.Number] = None,
    timeout_sec: typing.Optional[jsii.Number] = None,
    unhealthy_threshold: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1dbb421bc356709f165901c3d2d04a671e0f9d1b0c26aa8183b1f3ddbb35453a(
    *,
    http_health_check: typing.Optional[typing.Union[HealthCheckPolicySpecDefaultConfigHttpHealthCheck, typing.Dict[builtins.str, typing.Any]]] = None,
    type: typing.Optional[HealthCheckPolicySpecDefaultConfigType] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1fc2b84cd3692eb853fe0d1ae574b070e863baabf33d7dd10cfbf7f7e077cabd(
    *,
    port: typing.Optional[jsii.Number] = None,
    request_path: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__cf4797ae9fb186195197ceae908f5d57ac3bda7753581fdaab3959bd618cfa98(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

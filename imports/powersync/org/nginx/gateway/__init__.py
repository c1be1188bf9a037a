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


class ProxySettingsPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicy",
):
    '''
    :schema: ProxySettingsPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["ProxySettingsPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "ProxySettingsPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__a5033e0704758ea3663f4ba8c237889ceb25e9a107d778a555209a50372eb215)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = ProxySettingsPolicyProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["ProxySettingsPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "ProxySettingsPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = ProxySettingsPolicyProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "ProxySettingsPolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class ProxySettingsPolicyProps:
    def __init__(
        self,
        *,
        spec: typing.Union["ProxySettingsPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: ProxySettingsPolicy
        '''
        if isinstance(spec, dict):
            spec = ProxySettingsPolicySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c5f50ccba0cb96a22c81c717f1770dfeca581f11bb79fc22cd18fb2915394bfa)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "ProxySettingsPolicySpec":
        '''
        :schema: ProxySettingsPolicy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("ProxySettingsPolicySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: ProxySettingsPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ProxySettingsPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicySpec",
    jsii_struct_bases=[],
    name_mapping={
        "target_refs": "targetRefs",
        "buffering": "buffering",
        "timeout": "timeout",
    },
)
class ProxySettingsPolicySpec:
    def __init__(
        self,
        *,
        target_refs: typing.Sequence[typing.Union["ProxySettingsPolicySpecTargetRefs", typing.Dict[builtins.str, typing.Any]]],
        buffering: typing.Optional[typing.Union["ProxySettingsPolicySpecBuffering", typing.Dict[builtins.str, typing.Any]]] = None,
        timeout: typing.Optional[typing.Union["ProxySettingsPolicySpecTimeout", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param target_refs: The routes, or Gateways, that it is for.
        :param buffering: 
        :param timeout: How long silence may last; 60 s unless given.

        :schema: ProxySettingsPolicySpec
        '''
        if isinstance(buffering, dict):
            buffering = ProxySettingsPolicySpecBuffering(**buffering)
        if isinstance(timeout, dict):
            timeout = ProxySettingsPolicySpecTimeout(**timeout)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__15b922b8f3dfaa069cf72b7664c18491cba875145a4bb64d5dfb2138b2359582)
            check_type(argname="argument target_refs", value=target_refs, expected_type=type_hints["target_refs"])
            check_type(argname="argument buffering", value=buffering, expected_type=type_hints["buffering"])
            check_type(argname="argument timeout", value=timeout, expected_type=type_hints["timeout"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "target_refs": target_refs,
        }
        if buffering is not None:
            self._values["buffering"] = buffering
        if timeout is not None:
            self._values["timeout"] = timeout

    @builtins.property
    def target_refs(self) -> typing.List["ProxySettingsPolicySpecTargetRefs"]:
        '''The routes, or Gateways, that it is for.

        :schema: ProxySettingsPolicySpec#targetRefs
        '''
        result = self._values.get("target_refs")
        assert result is not None, "Required property 'target_refs' is missing"
        return typing.cast(typing.List["ProxySettingsPolicySpecTargetRefs"], result)

    @builtins.property
    def buffering(self) -> typing.Optional["ProxySettingsPolicySpecBuffering"]:
        '''
        :schema: ProxySettingsPolicySpec#buffering
        '''
        result = self._values.get("buffering")
        return typing.cast(typing.Optional["ProxySettingsPolicySpecBuffering"], result)

    @builtins.property
    def timeout(self) -> typing.Optional["ProxySettingsPolicySpecTimeout"]:
        '''How long silence may last;

        60 s unless given.

        :schema: ProxySettingsPolicySpec#timeout
        '''
        result = self._values.get("timeout")
        return typing.cast(typing.Optional["ProxySettingsPolicySpecTimeout"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ProxySettingsPolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicySpecBuffering",
    jsii_struct_bases=[],
    name_mapping={"disable": "disable"},
)
class ProxySettingsPolicySpecBuffering:
    def __init__(self, *, disable: typing.Optional[builtins.bool] = None) -> None:
        '''
        :param disable: Whether lines of a response are handed on at once.

        :schema: ProxySettingsPolicySpecBuffering
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__eb137dd4188efeb372c7660d103b7be01da13cdd593a5b17e8eb4ee643e14d71)
            check_type(argname="argument disable", value=disable, expected_type=type_hints["disable"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if disable is not None:
            self._values["disable"] = disable

    @builtins.property
    def disable(self) -> typing.Optional[builtins.bool]:
        '''Whether lines of a response are handed on at once.

        :schema: ProxySettingsPolicySpecBuffering#disable
        '''
        result = self._values.get("disable")
        return typing.cast(typing.Optional[builtins.bool], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ProxySettingsPolicySpecBuffering(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicySpecTargetRefs",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class ProxySettingsPolicySpecTargetRefs:
    def __init__(
        self,
        *,
        group: "ProxySettingsPolicySpecTargetRefsGroup",
        kind: "ProxySettingsPolicySpecTargetRefsKind",
        name: builtins.str,
    ) -> None:
        '''
        :param group: 
        :param kind: 
        :param name: 

        :schema: ProxySettingsPolicySpecTargetRefs
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__d8026ad6a67333c3ca54ddd7838183e5a0631c6009f210060a9b7e4d267026b5)
            check_type(argname="argument group", value=group, expected_type=type_hints["group"])
            check_type(argname="argument kind", value=kind, expected_type=type_hints["kind"])
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "group": group,
            "kind": kind,
            "name": name,
        }

    @builtins.property
    def group(self) -> "ProxySettingsPolicySpecTargetRefsGroup":
        '''
        :schema: ProxySettingsPolicySpecTargetRefs#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast("ProxySettingsPolicySpecTargetRefsGroup", result)

    @builtins.property
    def kind(self) -> "ProxySettingsPolicySpecTargetRefsKind":
        '''
        :schema: ProxySettingsPolicySpecTargetRefs#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast("ProxySettingsPolicySpecTargetRefsKind", result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: ProxySettingsPolicySpecTargetRefs#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ProxySettingsPolicySpecTargetRefs(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicySpecTargetRefsGroup"
)
class ProxySettingsPolicySpecTargetRefsGroup(enum.Enum):
    '''
    :schema: ProxySettingsPolicySpecTargetRefsGroup
    '''

    GATEWAY_PERIOD_NETWORKING_PERIOD_K8S_PERIOD_IO = "GATEWAY_PERIOD_NETWORKING_PERIOD_K8S_PERIOD_IO"
    '''gateway.networking.k8s.io.'''


@jsii.enum(jsii_type="powersync_orgnginxgateway.ProxySettingsPolicySpecTargetRefsKind")
class ProxySettingsPolicySpecTargetRefsKind(enum.Enum):
    '''
    :schema: ProxySettingsPolicySpecTargetRefsKind
    '''

    GATEWAY = "GATEWAY"
    '''Gateway.'''
    HTTP_ROUTE = "HTTP_ROUTE"
    '''HTTPRoute.'''
    GRPC_ROUTE = "GRPC_ROUTE"
    '''GRPCRoute.'''


@jsii.data_type(
    jsii_type="powersync_orgnginxgateway.ProxySettingsPolicySpecTimeout",
    jsii_struct_bases=[],
    name_mapping={"read": "read", "send": "send"},
)
class ProxySettingsPolicySpecTimeout:
    def __init__(
        self,
        *,
        read: typing.Optional[builtins.str] = None,
        send: typing.Optional[builtins.str] = None,
    ) -> None:
        '''How long silence may last;

        60 s unless given.

        :param read: 
        :param send: 

        :schema: ProxySettingsPolicySpecTimeout
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__4e62cea63875860cdd99300260101456db34e782f01c57c46817eed2c7535582)
            check_type(argname="argument read", value=read, expected_type=type_hints["read"])
            check_type(argname="argument send", value=send, expected_type=type_hints["send"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if read is not None:
            self._values["read"] = read
        if send is not None:
            self._values["send"] = send

    @builtins.property
    def read(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ProxySettingsPolicySpecTimeout#read
        '''
        result = self._values.get("read")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def send(self) -> typing.Optional[builtins.str]:
        '''
        :schema: ProxySettingsPolicySpecTimeout#send
        '''
        result = self._values.get("send")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "ProxySettingsPolicySpecTimeout(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "ProxySettingsPolicy",
    "ProxySettingsPolicyProps",
    "ProxySettingsPolicySpec",
    "ProxySettingsPolicySpecBuffering",
    "ProxySettingsPolicySpecTargetRefs",
    "ProxySettingsPolicySpecTargetRefsGroup",
    "ProxySettingsPolicySpecTargetRefsKind",
    "ProxySettingsPolicySpecTimeout",
]

publication.publish()

def _typecheckingstub__a5033e0704758ea3663f4ba8c237889ceb25e9a107d778a555209a50372eb215(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[ProxySettingsPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c5f50ccba0cb96a22c81c717f1770dfeca581f11bb79fc22cd18fb2915394bfa(
    *,
    spec: typing.Union[ProxySettingsPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__15b922b8f3dfaa069cf72b7664c18491cba875145a4bb64d5dfb2138b2359582(
    *,
    target_refs: typing.Sequence[typing.Union[ProxySettingsPolicySpecTargetRefs, typing.Dict[builtins.str, typing.Any]]],
    buffering: typing.Optional[typing.Union[ProxySettingsPolicySpecBuffering, typing.Dict[builtins.str, typing.Any]]] = None,
    timeout: typing.Optional[typing.Union[ProxySettingsPolicySpecTimeout, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__eb137dd4188efeb372c7660d103b7be01da13cdd593a5b17e8eb4ee643e14d71(
    *,
    disable: typing.Optional[builtins.bool] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d8026ad6a67333c3ca54ddd7838183e5a0631c6009f210060a9b7e4d267026b5(
    *,
    group: ProxySettingsPolicySpecTargetRefsGroup,
    kind: ProxySettingsPolicySpecTargetRefsKind,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4e62cea63875860cdd99300260101456db34e782f01c57c46817eed2c7535582(
    *,
    read: typing.Optional[builtins.str] = None,
    send: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

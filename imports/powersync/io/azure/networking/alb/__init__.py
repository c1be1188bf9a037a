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


class HealthCheckPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicy",
):
    '''
    :schema: HealthCheckPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["HealthCheckPolicySpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "HealthCheckPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__8c06596b80cb5f30196783f581c4b459cb9956c815bc36613cb7d6cbb843e186)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = HealthCheckPolicyProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["HealthCheckPolicySpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "HealthCheckPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = HealthCheckPolicyProps(metadata=metadata, spec=spec)

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
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class HealthCheckPolicyProps:
    def __init__(
        self,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["HealthCheckPolicySpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: HealthCheckPolicy
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = HealthCheckPolicySpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__6ffc442a8db3608bfa0892279db70939e85024b48b9e767b8d797d90a19e4636)
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
        :schema: HealthCheckPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    @builtins.property
    def spec(self) -> typing.Optional["HealthCheckPolicySpec"]:
        '''
        :schema: HealthCheckPolicy#spec
        '''
        result = self._values.get("spec")
        return typing.cast(typing.Optional["HealthCheckPolicySpec"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicySpec",
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
        :param default: How the gateway asks the pods.

        :schema: HealthCheckPolicySpec
        '''
        if isinstance(target_ref, dict):
            target_ref = HealthCheckPolicySpecTargetRef(**target_ref)
        if isinstance(default, dict):
            default = HealthCheckPolicySpecDefault(**default)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__cd33632ddf3baa4fb2890c23b0ac90cb68f9d16c4672cbd0942c9b2b74cc5b70)
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
        '''How the gateway asks the pods.

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
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicySpecDefault",
    jsii_struct_bases=[],
    name_mapping={
        "healthy_threshold": "healthyThreshold",
        "http": "http",
        "interval": "interval",
        "port": "port",
        "timeout": "timeout",
        "unhealthy_threshold": "unhealthyThreshold",
    },
)
class HealthCheckPolicySpecDefault:
    def __init__(
        self,
        *,
        healthy_threshold: typing.Optional[jsii.Number] = None,
        http: typing.Optional[typing.Union["HealthCheckPolicySpecDefaultHttp", typing.Dict[builtins.str, typing.Any]]] = None,
        interval: typing.Optional[builtins.str] = None,
        port: typing.Optional[jsii.Number] = None,
        timeout: typing.Optional[builtins.str] = None,
        unhealthy_threshold: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How the gateway asks the pods.

        :param healthy_threshold: 
        :param http: 
        :param interval: 
        :param port: 
        :param timeout: 
        :param unhealthy_threshold: 

        :schema: HealthCheckPolicySpecDefault
        '''
        if isinstance(http, dict):
            http = HealthCheckPolicySpecDefaultHttp(**http)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__a6d58e353cf07c7a22d41e88ed54245abf9c175a4090ab1d92f4464f46bb298f)
            check_type(argname="argument healthy_threshold", value=healthy_threshold, expected_type=type_hints["healthy_threshold"])
            check_type(argname="argument http", value=http, expected_type=type_hints["http"])
            check_type(argname="argument interval", value=interval, expected_type=type_hints["interval"])
            check_type(argname="argument port", value=port, expected_type=type_hints["port"])
            check_type(argname="argument timeout", value=timeout, expected_type=type_hints["timeout"])
            check_type(argname="argument unhealthy_threshold", value=unhealthy_threshold, expected_type=type_hints["unhealthy_threshold"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if healthy_threshold is not None:
            self._values["healthy_threshold"] = healthy_threshold
        if http is not None:
            self._values["http"] = http
        if interval is not None:
            self._values["interval"] = interval
        if port is not None:
            self._values["port"] = port
        if timeout is not None:
            self._values["timeout"] = timeout
        if unhealthy_threshold is not None:
            self._values["unhealthy_threshold"] = unhealthy_threshold

    @builtins.property
    def healthy_threshold(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefault#healthyThreshold
        '''
        result = self._values.get("healthy_threshold")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def http(self) -> typing.Optional["HealthCheckPolicySpecDefaultHttp"]:
        '''
        :schema: HealthCheckPolicySpecDefault#http
        '''
        result = self._values.get("http")
        return typing.cast(typing.Optional["HealthCheckPolicySpecDefaultHttp"], result)

    @builtins.property
    def interval(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HealthCheckPolicySpecDefault#interval
        '''
        result = self._values.get("interval")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def port(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefault#port
        '''
        result = self._values.get("port")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def timeout(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HealthCheckPolicySpecDefault#timeout
        '''
        result = self._values.get("timeout")
        return typing.cast(typing.Optional[builtins.str], result)

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
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicySpecDefaultHttp",
    jsii_struct_bases=[],
    name_mapping={"match": "match", "path": "path"},
)
class HealthCheckPolicySpecDefaultHttp:
    def __init__(
        self,
        *,
        match: typing.Optional[typing.Union["HealthCheckPolicySpecDefaultHttpMatch", typing.Dict[builtins.str, typing.Any]]] = None,
        path: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param match: 
        :param path: 

        :schema: HealthCheckPolicySpecDefaultHttp
        '''
        if isinstance(match, dict):
            match = HealthCheckPolicySpecDefaultHttpMatch(**match)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c00f699079b3f2619ce52327f4505af287e0cf8d97ca92148d594a8289fa7e00)
            check_type(argname="argument match", value=match, expected_type=type_hints["match"])
            check_type(argname="argument path", value=path, expected_type=type_hints["path"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if match is not None:
            self._values["match"] = match
        if path is not None:
            self._values["path"] = path

    @builtins.property
    def match(self) -> typing.Optional["HealthCheckPolicySpecDefaultHttpMatch"]:
        '''
        :schema: HealthCheckPolicySpecDefaultHttp#match
        '''
        result = self._values.get("match")
        return typing.cast(typing.Optional["HealthCheckPolicySpecDefaultHttpMatch"], result)

    @builtins.property
    def path(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HealthCheckPolicySpecDefaultHttp#path
        '''
        result = self._values.get("path")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecDefaultHttp(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicySpecDefaultHttpMatch",
    jsii_struct_bases=[],
    name_mapping={"status_codes": "statusCodes"},
)
class HealthCheckPolicySpecDefaultHttpMatch:
    def __init__(
        self,
        *,
        status_codes: typing.Optional[typing.Sequence[typing.Union["HealthCheckPolicySpecDefaultHttpMatchStatusCodes", typing.Dict[builtins.str, typing.Any]]]] = None,
    ) -> None:
        '''
        :param status_codes: 

        :schema: HealthCheckPolicySpecDefaultHttpMatch
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__283f4fcd7b00fbb8e6d3b89a69d8676cd1a651779e4ad870b15457db2d327e00)
            check_type(argname="argument status_codes", value=status_codes, expected_type=type_hints["status_codes"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if status_codes is not None:
            self._values["status_codes"] = status_codes

    @builtins.property
    def status_codes(
        self,
    ) -> typing.Optional[typing.List["HealthCheckPolicySpecDefaultHttpMatchStatusCodes"]]:
        '''
        :schema: HealthCheckPolicySpecDefaultHttpMatch#statusCodes
        '''
        result = self._values.get("status_codes")
        return typing.cast(typing.Optional[typing.List["HealthCheckPolicySpecDefaultHttpMatchStatusCodes"]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecDefaultHttpMatch(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicySpecDefaultHttpMatchStatusCodes",
    jsii_struct_bases=[],
    name_mapping={"end": "end", "start": "start"},
)
class HealthCheckPolicySpecDefaultHttpMatchStatusCodes:
    def __init__(
        self,
        *,
        end: typing.Optional[jsii.Number] = None,
        start: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''
        :param end: 
        :param start: 

        :schema: HealthCheckPolicySpecDefaultHttpMatchStatusCodes
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__bb8d47f0d1bfadd04b997f3fa6150e2c57cbb92e36136ecb29d1472f4f8804bf)
            check_type(argname="argument end", value=end, expected_type=type_hints["end"])
            check_type(argname="argument start", value=start, expected_type=type_hints["start"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if end is not None:
            self._values["end"] = end
        if start is not None:
            self._values["start"] = start

    @builtins.property
    def end(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefaultHttpMatchStatusCodes#end
        '''
        result = self._values.get("end")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def start(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HealthCheckPolicySpecDefaultHttpMatchStatusCodes#start
        '''
        result = self._values.get("start")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HealthCheckPolicySpecDefaultHttpMatchStatusCodes(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.HealthCheckPolicySpecTargetRef",
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
            type_hints = cached_type_hints(_typecheckingstub__5ac98b5ac1a9a20656324bb0115d5e9c7cbbae8eec7de8bd43878bb92b387eae)
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


class RoutePolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_ioazurenetworkingalb.RoutePolicy",
):
    '''
    :schema: RoutePolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["RoutePolicySpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "RoutePolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__8c9fd5bcb73e67a663cf7570558529a897a8d7615fda51ff1c1170a220e4b837)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = RoutePolicyProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["RoutePolicySpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "RoutePolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = RoutePolicyProps(metadata=metadata, spec=spec)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "RoutePolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.RoutePolicyProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class RoutePolicyProps:
    def __init__(
        self,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["RoutePolicySpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: RoutePolicy
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = RoutePolicySpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__13c59e5a499478eee987dee2bda4fca948cabab1af93b9074fe596fc9d6ad7b4)
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
        :schema: RoutePolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    @builtins.property
    def spec(self) -> typing.Optional["RoutePolicySpec"]:
        '''
        :schema: RoutePolicy#spec
        '''
        result = self._values.get("spec")
        return typing.cast(typing.Optional["RoutePolicySpec"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "RoutePolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.RoutePolicySpec",
    jsii_struct_bases=[],
    name_mapping={"target_ref": "targetRef", "default": "default"},
)
class RoutePolicySpec:
    def __init__(
        self,
        *,
        target_ref: typing.Union["RoutePolicySpecTargetRef", typing.Dict[builtins.str, typing.Any]],
        default: typing.Optional[typing.Union["RoutePolicySpecDefault", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param target_ref: The route that it is for.
        :param default: 

        :schema: RoutePolicySpec
        '''
        if isinstance(target_ref, dict):
            target_ref = RoutePolicySpecTargetRef(**target_ref)
        if isinstance(default, dict):
            default = RoutePolicySpecDefault(**default)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__395bc0ba834db9435fe087adbe8576433f5a5c17e308e631200959ba4e7cb517)
            check_type(argname="argument target_ref", value=target_ref, expected_type=type_hints["target_ref"])
            check_type(argname="argument default", value=default, expected_type=type_hints["default"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "target_ref": target_ref,
        }
        if default is not None:
            self._values["default"] = default

    @builtins.property
    def target_ref(self) -> "RoutePolicySpecTargetRef":
        '''The route that it is for.

        :schema: RoutePolicySpec#targetRef
        '''
        result = self._values.get("target_ref")
        assert result is not None, "Required property 'target_ref' is missing"
        return typing.cast("RoutePolicySpecTargetRef", result)

    @builtins.property
    def default(self) -> typing.Optional["RoutePolicySpecDefault"]:
        '''
        :schema: RoutePolicySpec#default
        '''
        result = self._values.get("default")
        return typing.cast(typing.Optional["RoutePolicySpecDefault"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "RoutePolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.RoutePolicySpecDefault",
    jsii_struct_bases=[],
    name_mapping={"timeouts": "timeouts"},
)
class RoutePolicySpecDefault:
    def __init__(
        self,
        *,
        timeouts: typing.Optional[typing.Union["RoutePolicySpecDefaultTimeouts", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param timeouts: 

        :schema: RoutePolicySpecDefault
        '''
        if isinstance(timeouts, dict):
            timeouts = RoutePolicySpecDefaultTimeouts(**timeouts)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__44b3c94f2a2381398b46a4e1f7501b9736f7dac533a4b1217f1391fc24970f77)
            check_type(argname="argument timeouts", value=timeouts, expected_type=type_hints["timeouts"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if timeouts is not None:
            self._values["timeouts"] = timeouts

    @builtins.property
    def timeouts(self) -> typing.Optional["RoutePolicySpecDefaultTimeouts"]:
        '''
        :schema: RoutePolicySpecDefault#timeouts
        '''
        result = self._values.get("timeouts")
        return typing.cast(typing.Optional["RoutePolicySpecDefaultTimeouts"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "RoutePolicySpecDefault(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.RoutePolicySpecDefaultTimeouts",
    jsii_struct_bases=[],
    name_mapping={"route_timeout": "routeTimeout"},
)
class RoutePolicySpecDefaultTimeouts:
    def __init__(self, *, route_timeout: typing.Optional[builtins.str] = None) -> None:
        '''
        :param route_timeout: How long a response may take; 60 s unless given, "0s" is as long as it wants.

        :schema: RoutePolicySpecDefaultTimeouts
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__25a813fb040af028c0fbef038803873caf8c5887d96ae514d03c810ef7525d23)
            check_type(argname="argument route_timeout", value=route_timeout, expected_type=type_hints["route_timeout"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if route_timeout is not None:
            self._values["route_timeout"] = route_timeout

    @builtins.property
    def route_timeout(self) -> typing.Optional[builtins.str]:
        '''How long a response may take;

        60 s unless given, "0s" is as long as it wants.

        :schema: RoutePolicySpecDefaultTimeouts#routeTimeout
        '''
        result = self._values.get("route_timeout")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "RoutePolicySpecDefaultTimeouts(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioazurenetworkingalb.RoutePolicySpecTargetRef",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class RoutePolicySpecTargetRef:
    def __init__(
        self,
        *,
        group: builtins.str,
        kind: builtins.str,
        name: builtins.str,
    ) -> None:
        '''The route that it is for.

        :param group: 
        :param kind: 
        :param name: 

        :schema: RoutePolicySpecTargetRef
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__296cbebe2c26867f414227480d772227d9d40b8a4c1bc9565276d030c8ac5833)
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
        :schema: RoutePolicySpecTargetRef#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def kind(self) -> builtins.str:
        '''
        :schema: RoutePolicySpecTargetRef#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: RoutePolicySpecTargetRef#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "RoutePolicySpecTargetRef(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "HealthCheckPolicy",
    "HealthCheckPolicyProps",
    "HealthCheckPolicySpec",
    "HealthCheckPolicySpecDefault",
    "HealthCheckPolicySpecDefaultHttp",
    "HealthCheckPolicySpecDefaultHttpMatch",
    "HealthCheckPolicySpecDefaultHttpMatchStatusCodes",
    "HealthCheckPolicySpecTargetRef",
    "RoutePolicy",
    "RoutePolicyProps",
    "RoutePolicySpec",
    "RoutePolicySpecDefault",
    "RoutePolicySpecDefaultTimeouts",
    "RoutePolicySpecTargetRef",
]

publication.publish()

def _typecheckingstub__8c06596b80cb5f30196783f581c4b459cb9956c815bc36613cb7d6cbb843e186(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[HealthCheckPolicySpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__6ffc442a8db3608bfa0892279db70939e85024b48b9e767b8d797d90a19e4636(
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[HealthCheckPolicySpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__cd33632ddf3baa4fb2890c23b0ac90cb68f9d16c4672cbd0942c9b2b74cc5b70(
    *,
    target_ref: typing.Union[HealthCheckPolicySpecTargetRef, typing.Dict[builtins.str, typing.Any]],
    default: typing.Optional[typing.Union[HealthCheckPolicySpecDefault, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a6d58e353cf07c7a22d41e88ed54245abf9c175a4090ab1d92f4464f46bb298f(
    *,
    healthy_threshold: typing.Optional[jsii.Number] = None,
    http: typing.Optional[typing.Union[HealthCheckPolicySpecDefaultHttp, typing.Dict[builtins.str, typing.Any]]] = None,
    interval: typing.Optional[builtins.str] = None,
    port: typing.Optional[jsii.Number] = None,
    timeout: typing.Optional[builtins.str] = None,
    unhealthy_threshold: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c00f699079b3f2619ce52327f4505af287e0cf8d97ca92148d594a8289fa7e00(
    *,
    match: typing.Optional[typing.Union[HealthCheckPolicySpecDefaultHttpMatch, typing.Dict[builtins.str, typing.Any]]] = None,
    path: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__283f4fcd7b00fbb8e6d3b89a69d8676cd1a651779e4ad870b15457db2d327e00(
    *,
    status_codes: typing.Optional[typing.Sequence[typing.Union[HealthCheckPolicySpecDefaultHttpMatchStatusCodes, typing.Dict[builtins.str, typing.Any]]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__bb8d47f0d1bfadd04b997f3fa6150e2c57cbb92e36136ecb29d1472f4f8804bf(
    *,
    end: typing.Optional[jsii.Number] = None,
    start: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__5ac98b5ac1a9a20656324bb0115d5e9c7cbbae8eec7de8bd43878bb92b387eae(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__8c9fd5bcb73e67a663cf7570558529a897a8d7615fda51ff1c1170a220e4b837(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[RoutePolicySpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__13c59e5a499478eee987dee2bda4fca948cabab1af93b9074fe596fc9d6ad7b4(
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[RoutePolicySpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__395bc0ba834db9435fe087adbe8576433f5a5c17e308e631200959ba4e7cb517(
    *,
    target_ref: typing.Union[RoutePolicySpecTargetRef, typing.Dict[builtins.str, typing.Any]],
    default: typing.Optional[typing.Union[RoutePolicySpecDefault, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__44b3c94f2a2381398b46a4e1f7501b9736f7dac533a4b1217f1391fc24970f77(
    *,
    timeouts: typing.Optional[typing.Union[RoutePolicySpecDefaultTimeouts, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__25a813fb040af028c0fbef038803873caf8c5887d96ae514d03c810ef7525d23(
    *,
    route_timeout: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__296cbebe2c26867f414227480d772227d9d40b8a4c1bc9565276d030c8ac5833(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

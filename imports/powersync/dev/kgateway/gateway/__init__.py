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


class BackendConfigPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicy",
):
    '''
    :schema: BackendConfigPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["BackendConfigPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "BackendConfigPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__5f109550a68ab0f0282caadc62c1394b194f497ab298f9c2c2ae4d147e574d8c)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = BackendConfigPolicyProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["BackendConfigPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "BackendConfigPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = BackendConfigPolicyProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "BackendConfigPolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class BackendConfigPolicyProps:
    def __init__(
        self,
        *,
        spec: typing.Union["BackendConfigPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: BackendConfigPolicy
        '''
        if isinstance(spec, dict):
            spec = BackendConfigPolicySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__a45c66d5efba9b892e51854629623a9e4bb41f9e3f43d4131e189efea619b90a)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "BackendConfigPolicySpec":
        '''
        :schema: BackendConfigPolicy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("BackendConfigPolicySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: BackendConfigPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpec",
    jsii_struct_bases=[],
    name_mapping={
        "circuit_breakers": "circuitBreakers",
        "health_check": "healthCheck",
        "load_balancer": "loadBalancer",
        "target_refs": "targetRefs",
    },
)
class BackendConfigPolicySpec:
    def __init__(
        self,
        *,
        circuit_breakers: typing.Optional[typing.Union["BackendConfigPolicySpecCircuitBreakers", typing.Dict[builtins.str, typing.Any]]] = None,
        health_check: typing.Optional[typing.Union["BackendConfigPolicySpecHealthCheck", typing.Dict[builtins.str, typing.Any]]] = None,
        load_balancer: typing.Optional[typing.Union["BackendConfigPolicySpecLoadBalancer", typing.Dict[builtins.str, typing.Any]]] = None,
        target_refs: typing.Optional[typing.Sequence[typing.Union["BackendConfigPolicySpecTargetRefs", typing.Dict[builtins.str, typing.Any]]]] = None,
    ) -> None:
        '''
        :param circuit_breakers: How much one Envoy may have at a time, all pods together.
        :param health_check: How Envoy asks the pods by itself.
        :param load_balancer: 
        :param target_refs: The Services that it is for.

        :schema: BackendConfigPolicySpec
        '''
        if isinstance(circuit_breakers, dict):
            circuit_breakers = BackendConfigPolicySpecCircuitBreakers(**circuit_breakers)
        if isinstance(health_check, dict):
            health_check = BackendConfigPolicySpecHealthCheck(**health_check)
        if isinstance(load_balancer, dict):
            load_balancer = BackendConfigPolicySpecLoadBalancer(**load_balancer)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__aeb2d5615a3120bbddd8df2cd2ef4f13483d186ea167176e48e34b3fdc24976d)
            check_type(argname="argument circuit_breakers", value=circuit_breakers, expected_type=type_hints["circuit_breakers"])
            check_type(argname="argument health_check", value=health_check, expected_type=type_hints["health_check"])
            check_type(argname="argument load_balancer", value=load_balancer, expected_type=type_hints["load_balancer"])
            check_type(argname="argument target_refs", value=target_refs, expected_type=type_hints["target_refs"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if circuit_breakers is not None:
            self._values["circuit_breakers"] = circuit_breakers
        if health_check is not None:
            self._values["health_check"] = health_check
        if load_balancer is not None:
            self._values["load_balancer"] = load_balancer
        if target_refs is not None:
            self._values["target_refs"] = target_refs

    @builtins.property
    def circuit_breakers(
        self,
    ) -> typing.Optional["BackendConfigPolicySpecCircuitBreakers"]:
        '''How much one Envoy may have at a time, all pods together.

        :schema: BackendConfigPolicySpec#circuitBreakers
        '''
        result = self._values.get("circuit_breakers")
        return typing.cast(typing.Optional["BackendConfigPolicySpecCircuitBreakers"], result)

    @builtins.property
    def health_check(self) -> typing.Optional["BackendConfigPolicySpecHealthCheck"]:
        '''How Envoy asks the pods by itself.

        :schema: BackendConfigPolicySpec#healthCheck
        '''
        result = self._values.get("health_check")
        return typing.cast(typing.Optional["BackendConfigPolicySpecHealthCheck"], result)

    @builtins.property
    def load_balancer(self) -> typing.Optional["BackendConfigPolicySpecLoadBalancer"]:
        '''
        :schema: BackendConfigPolicySpec#loadBalancer
        '''
        result = self._values.get("load_balancer")
        return typing.cast(typing.Optional["BackendConfigPolicySpecLoadBalancer"], result)

    @builtins.property
    def target_refs(
        self,
    ) -> typing.Optional[typing.List["BackendConfigPolicySpecTargetRefs"]]:
        '''The Services that it is for.

        :schema: BackendConfigPolicySpec#targetRefs
        '''
        result = self._values.get("target_refs")
        return typing.cast(typing.Optional[typing.List["BackendConfigPolicySpecTargetRefs"]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpecCircuitBreakers",
    jsii_struct_bases=[],
    name_mapping={
        "max_connections": "maxConnections",
        "max_pending_requests": "maxPendingRequests",
        "max_requests": "maxRequests",
    },
)
class BackendConfigPolicySpecCircuitBreakers:
    def __init__(
        self,
        *,
        max_connections: typing.Optional[jsii.Number] = None,
        max_pending_requests: typing.Optional[jsii.Number] = None,
        max_requests: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How much one Envoy may have at a time, all pods together.

        :param max_connections: 
        :param max_pending_requests: 
        :param max_requests: 

        :schema: BackendConfigPolicySpecCircuitBreakers
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3adcbd10f44fe87e5ecb860f0262aa125e81b3e4a389276e6a5cf8a084f79150)
            check_type(argname="argument max_connections", value=max_connections, expected_type=type_hints["max_connections"])
            check_type(argname="argument max_pending_requests", value=max_pending_requests, expected_type=type_hints["max_pending_requests"])
            check_type(argname="argument max_requests", value=max_requests, expected_type=type_hints["max_requests"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if max_connections is not None:
            self._values["max_connections"] = max_connections
        if max_pending_requests is not None:
            self._values["max_pending_requests"] = max_pending_requests
        if max_requests is not None:
            self._values["max_requests"] = max_requests

    @builtins.property
    def max_connections(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendConfigPolicySpecCircuitBreakers#maxConnections
        '''
        result = self._values.get("max_connections")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_pending_requests(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendConfigPolicySpecCircuitBreakers#maxPendingRequests
        '''
        result = self._values.get("max_pending_requests")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_requests(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendConfigPolicySpecCircuitBreakers#maxRequests
        '''
        result = self._values.get("max_requests")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpecCircuitBreakers(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpecHealthCheck",
    jsii_struct_bases=[],
    name_mapping={
        "healthy_threshold": "healthyThreshold",
        "interval": "interval",
        "timeout": "timeout",
        "unhealthy_threshold": "unhealthyThreshold",
        "http": "http",
    },
)
class BackendConfigPolicySpecHealthCheck:
    def __init__(
        self,
        *,
        healthy_threshold: jsii.Number,
        interval: builtins.str,
        timeout: builtins.str,
        unhealthy_threshold: jsii.Number,
        http: typing.Optional[typing.Union["BackendConfigPolicySpecHealthCheckHttp", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''How Envoy asks the pods by itself.

        :param healthy_threshold: 
        :param interval: 
        :param timeout: 
        :param unhealthy_threshold: 
        :param http: 

        :schema: BackendConfigPolicySpecHealthCheck
        '''
        if isinstance(http, dict):
            http = BackendConfigPolicySpecHealthCheckHttp(**http)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__08070c8313ed25fd28d8969b6fc9008ba4a9eb00067799ec4fde91f57471f143)
            check_type(argname="argument healthy_threshold", value=healthy_threshold, expected_type=type_hints["healthy_threshold"])
            check_type(argname="argument interval", value=interval, expected_type=type_hints["interval"])
            check_type(argname="argument timeout", value=timeout, expected_type=type_hints["timeout"])
            check_type(argname="argument unhealthy_threshold", value=unhealthy_threshold, expected_type=type_hints["unhealthy_threshold"])
            check_type(argname="argument http", value=http, expected_type=type_hints["http"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "healthy_threshold": healthy_threshold,
            "interval": interval,
            "timeout": timeout,
            "unhealthy_threshold": unhealthy_threshold,
        }
        if http is not None:
            self._values["http"] = http

    @builtins.property
    def healthy_threshold(self) -> jsii.Number:
        '''
        :schema: BackendConfigPolicySpecHealthCheck#healthyThreshold
        '''
        result = self._values.get("healthy_threshold")
        assert result is not None, "Required property 'healthy_threshold' is missing"
        return typing.cast(jsii.Number, result)

    @builtins.property
    def interval(self) -> builtins.str:
        '''
        :schema: BackendConfigPolicySpecHealthCheck#interval
        '''
        result = self._values.get("interval")
        assert result is not None, "Required property 'interval' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def timeout(self) -> builtins.str:
        '''
        :schema: BackendConfigPolicySpecHealthCheck#timeout
        '''
        result = self._values.get("timeout")
        assert result is not None, "Required property 'timeout' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def unhealthy_threshold(self) -> jsii.Number:
        '''
        :schema: BackendConfigPolicySpecHealthCheck#unhealthyThreshold
        '''
        result = self._values.get("unhealthy_threshold")
        assert result is not None, "Required property 'unhealthy_threshold' is missing"
        return typing.cast(jsii.Number, result)

    @builtins.property
    def http(self) -> typing.Optional["BackendConfigPolicySpecHealthCheckHttp"]:
        '''
        :schema: BackendConfigPolicySpecHealthCheck#http
        '''
        result = self._values.get("http")
        return typing.cast(typing.Optional["BackendConfigPolicySpecHealthCheckHttp"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpecHealthCheck(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpecHealthCheckHttp",
    jsii_struct_bases=[],
    name_mapping={"path": "path"},
)
class BackendConfigPolicySpecHealthCheckHttp:
    def __init__(self, *, path: builtins.str) -> None:
        '''
        :param path: 

        :schema: BackendConfigPolicySpecHealthCheckHttp
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__60021debd31fe1a86cfdc6e9eddac3ddcd5f08f5bada226539d06a7b6d8c4d5b)
            check_type(argname="argument path", value=path, expected_type=type_hints["path"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "path": path,
        }

    @builtins.property
    def path(self) -> builtins.str:
        '''
        :schema: BackendConfigPolicySpecHealthCheckHttp#path
        '''
        result = self._values.get("path")
        assert result is not None, "Required property 'path' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpecHealthCheckHttp(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpecLoadBalancer",
    jsii_struct_bases=[],
    name_mapping={"least_request": "leastRequest"},
)
class BackendConfigPolicySpecLoadBalancer:
    def __init__(
        self,
        *,
        least_request: typing.Optional[typing.Union["BackendConfigPolicySpecLoadBalancerLeastRequest", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param least_request: 

        :schema: BackendConfigPolicySpecLoadBalancer
        '''
        if isinstance(least_request, dict):
            least_request = BackendConfigPolicySpecLoadBalancerLeastRequest(**least_request)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__520313b339ea0bf7fb3467d06eaf658777180f136c0cb2840ade109b062e7b01)
            check_type(argname="argument least_request", value=least_request, expected_type=type_hints["least_request"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if least_request is not None:
            self._values["least_request"] = least_request

    @builtins.property
    def least_request(
        self,
    ) -> typing.Optional["BackendConfigPolicySpecLoadBalancerLeastRequest"]:
        '''
        :schema: BackendConfigPolicySpecLoadBalancer#leastRequest
        '''
        result = self._values.get("least_request")
        return typing.cast(typing.Optional["BackendConfigPolicySpecLoadBalancerLeastRequest"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpecLoadBalancer(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpecLoadBalancerLeastRequest",
    jsii_struct_bases=[],
    name_mapping={"choice_count": "choiceCount"},
)
class BackendConfigPolicySpecLoadBalancerLeastRequest:
    def __init__(self, *, choice_count: typing.Optional[jsii.Number] = None) -> None:
        '''
        :param choice_count: Of how many pods, taken at random, the one with the fewest gets the next.

        :schema: BackendConfigPolicySpecLoadBalancerLeastRequest
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__e0062b7645682492c9b5b667c49391f16da9faef640df98be6318c83a85c00c7)
            check_type(argname="argument choice_count", value=choice_count, expected_type=type_hints["choice_count"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if choice_count is not None:
            self._values["choice_count"] = choice_count

    @builtins.property
    def choice_count(self) -> typing.Optional[jsii.Number]:
        '''Of how many pods, taken at random, the one with the fewest gets the next.

        :schema: BackendConfigPolicySpecLoadBalancerLeastRequest#choiceCount
        '''
        result = self._values.get("choice_count")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpecLoadBalancerLeastRequest(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_devkgatewaygateway.BackendConfigPolicySpecTargetRefs",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class BackendConfigPolicySpecTargetRefs:
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

        :schema: BackendConfigPolicySpecTargetRefs
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2fea02b545abc6fb57108b7ef2ac79dc5497643a5232250cc50ddf81d6dcf99a)
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
        :schema: BackendConfigPolicySpecTargetRefs#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def kind(self) -> builtins.str:
        '''
        :schema: BackendConfigPolicySpecTargetRefs#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: BackendConfigPolicySpecTargetRefs#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendConfigPolicySpecTargetRefs(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "BackendConfigPolicy",
    "BackendConfigPolicyProps",
    "BackendConfigPolicySpec",
    "BackendConfigPolicySpecCircuitBreakers",
    "BackendConfigPolicySpecHealthCheck",
    "BackendConfigPolicySpecHealthCheckHttp",
    "BackendConfigPolicySpecLoadBalancer",
    "BackendConfigPolicySpecLoadBalancerLeastRequest",
    "BackendConfigPolicySpecTargetRefs",
]

publication.publish()

def _typecheckingstub__5f109550a68ab0f0282caadc62c1394b194f497ab298f9c2c2ae4d147e574d8c(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[BackendConfigPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a45c66d5efba9b892e51854629623a9e4bb41f9e3f43d4131e189efea619b90a(
    *,
    spec: typing.Union[BackendConfigPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__aeb2d5615a3120bbddd8df2cd2ef4f13483d186ea167176e48e34b3fdc24976d(
    *,
    circuit_breakers: typing.Optional[typing.Union[BackendConfigPolicySpecCircuitBreakers, typing.Dict[builtins.str, typing.Any]]] = None,
    health_check: typing.Optional[typing.Union[BackendConfigPolicySpecHealthCheck, typing.Dict[builtins.str, typing.Any]]] = None,
    load_balancer: typing.Optional[typing.Union[BackendConfigPolicySpecLoadBalancer, typing.Dict[builtins.str, typing.Any]]] = None,
    target_refs: typing.Optional[typing.Sequence[typing.Union[BackendConfigPolicySpecTargetRefs, typing.Dict[builtins.str, typing.Any]]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3adcbd10f44fe87e5ecb860f0262aa125e81b3e4a389276e6a5cf8a084f79150(
    *,
    max_connections: typing.Optional[jsii.Number] = None,
    max_pending_requests: typing.Optional[jsii.Number] = None,
    max_requests: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__08070c8313ed25fd28d8969b6fc9008ba4a9eb00067799ec4fde91f57471f143(
    *,
    healthy_threshold: jsii.Number,
    interval: builtins.str,
    timeout: builtins.str,
    unhealthy_threshold: jsii.Number,
    http: typing.Optional[typing.Union[BackendConfigPolicySpecHealthCheckHttp, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__60021debd31fe1a86cfdc6e9eddac3ddcd5f08f5bada226539d06a7b6d8c4d5b(
    *,
    path: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__520313b339ea0bf7fb3467d06eaf658777180f136c0cb2840ade109b062e7b01(
    *,
    least_request: typing.Optional[typing.Union[BackendConfigPolicySpecLoadBalancerLeastRequest, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e0062b7645682492c9b5b667c49391f16da9faef640df98be6318c83a85c00c7(
    *,
    choice_count: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2fea02b545abc6fb57108b7ef2ac79dc5497643a5232250cc50ddf81d6dcf99a(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

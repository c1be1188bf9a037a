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


class BackendTrafficPolicy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicy",
):
    '''
    :schema: BackendTrafficPolicy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["BackendTrafficPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "BackendTrafficPolicy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c36c0c88f381034590cf499951d3b39c9696260e0aad9bc970614d4609d8b586)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = BackendTrafficPolicyProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["BackendTrafficPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "BackendTrafficPolicy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = BackendTrafficPolicyProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "BackendTrafficPolicy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicyProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class BackendTrafficPolicyProps:
    def __init__(
        self,
        *,
        spec: typing.Union["BackendTrafficPolicySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: BackendTrafficPolicy
        '''
        if isinstance(spec, dict):
            spec = BackendTrafficPolicySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__4c6ede6c3cdb9ed3f3ff64d2253e0bdce4e08ed1e791587706396935aa5e813a)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "BackendTrafficPolicySpec":
        '''
        :schema: BackendTrafficPolicy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("BackendTrafficPolicySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: BackendTrafficPolicy#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpec",
    jsii_struct_bases=[],
    name_mapping={
        "circuit_breaker": "circuitBreaker",
        "health_check": "healthCheck",
        "load_balancer": "loadBalancer",
        "target_refs": "targetRefs",
    },
)
class BackendTrafficPolicySpec:
    def __init__(
        self,
        *,
        circuit_breaker: typing.Optional[typing.Union["BackendTrafficPolicySpecCircuitBreaker", typing.Dict[builtins.str, typing.Any]]] = None,
        health_check: typing.Optional[typing.Union["BackendTrafficPolicySpecHealthCheck", typing.Dict[builtins.str, typing.Any]]] = None,
        load_balancer: typing.Optional[typing.Union["BackendTrafficPolicySpecLoadBalancer", typing.Dict[builtins.str, typing.Any]]] = None,
        target_refs: typing.Optional[typing.Sequence[typing.Union["BackendTrafficPolicySpecTargetRefs", typing.Dict[builtins.str, typing.Any]]]] = None,
    ) -> None:
        '''
        :param circuit_breaker: How much one Envoy may have at a time, all pods together.
        :param health_check: 
        :param load_balancer: 
        :param target_refs: The routes that it is for.

        :schema: BackendTrafficPolicySpec
        '''
        if isinstance(circuit_breaker, dict):
            circuit_breaker = BackendTrafficPolicySpecCircuitBreaker(**circuit_breaker)
        if isinstance(health_check, dict):
            health_check = BackendTrafficPolicySpecHealthCheck(**health_check)
        if isinstance(load_balancer, dict):
            load_balancer = BackendTrafficPolicySpecLoadBalancer(**load_balancer)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__715649abf33012700680fed276e99e63a99c862323e0ed35b94e03b2dd0e5c6f)
            check_type(argname="argument circuit_breaker", value=circuit_breaker, expected_type=type_hints["circuit_breaker"])
            check_type(argname="argument health_check", value=health_check, expected_type=type_hints["health_check"])
            check_type(argname="argument load_balancer", value=load_balancer, expected_type=type_hints["load_balancer"])
            check_type(argname="argument target_refs", value=target_refs, expected_type=type_hints["target_refs"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if circuit_breaker is not None:
            self._values["circuit_breaker"] = circuit_breaker
        if health_check is not None:
            self._values["health_check"] = health_check
        if load_balancer is not None:
            self._values["load_balancer"] = load_balancer
        if target_refs is not None:
            self._values["target_refs"] = target_refs

    @builtins.property
    def circuit_breaker(
        self,
    ) -> typing.Optional["BackendTrafficPolicySpecCircuitBreaker"]:
        '''How much one Envoy may have at a time, all pods together.

        :schema: BackendTrafficPolicySpec#circuitBreaker
        '''
        result = self._values.get("circuit_breaker")
        return typing.cast(typing.Optional["BackendTrafficPolicySpecCircuitBreaker"], result)

    @builtins.property
    def health_check(self) -> typing.Optional["BackendTrafficPolicySpecHealthCheck"]:
        '''
        :schema: BackendTrafficPolicySpec#healthCheck
        '''
        result = self._values.get("health_check")
        return typing.cast(typing.Optional["BackendTrafficPolicySpecHealthCheck"], result)

    @builtins.property
    def load_balancer(self) -> typing.Optional["BackendTrafficPolicySpecLoadBalancer"]:
        '''
        :schema: BackendTrafficPolicySpec#loadBalancer
        '''
        result = self._values.get("load_balancer")
        return typing.cast(typing.Optional["BackendTrafficPolicySpecLoadBalancer"], result)

    @builtins.property
    def target_refs(
        self,
    ) -> typing.Optional[typing.List["BackendTrafficPolicySpecTargetRefs"]]:
        '''The routes that it is for.

        :schema: BackendTrafficPolicySpec#targetRefs
        '''
        result = self._values.get("target_refs")
        return typing.cast(typing.Optional[typing.List["BackendTrafficPolicySpecTargetRefs"]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecCircuitBreaker",
    jsii_struct_bases=[],
    name_mapping={
        "max_connections": "maxConnections",
        "max_parallel_requests": "maxParallelRequests",
        "max_pending_requests": "maxPendingRequests",
    },
)
class BackendTrafficPolicySpecCircuitBreaker:
    def __init__(
        self,
        *,
        max_connections: typing.Optional[jsii.Number] = None,
        max_parallel_requests: typing.Optional[jsii.Number] = None,
        max_pending_requests: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How much one Envoy may have at a time, all pods together.

        :param max_connections: 
        :param max_parallel_requests: 
        :param max_pending_requests: 

        :schema: BackendTrafficPolicySpecCircuitBreaker
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__f118f98d52a80ab266d43ef56b03869de5ea7cae957fd2f5265574a79cb4bc0d)
            check_type(argname="argument max_connections", value=max_connections, expected_type=type_hints["max_connections"])
            check_type(argname="argument max_parallel_requests", value=max_parallel_requests, expected_type=type_hints["max_parallel_requests"])
            check_type(argname="argument max_pending_requests", value=max_pending_requests, expected_type=type_hints["max_pending_requests"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if max_connections is not None:
            self._values["max_connections"] = max_connections
        if max_parallel_requests is not None:
            self._values["max_parallel_requests"] = max_parallel_requests
        if max_pending_requests is not None:
            self._values["max_pending_requests"] = max_pending_requests

    @builtins.property
    def max_connections(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendTrafficPolicySpecCircuitBreaker#maxConnections
        '''
        result = self._values.get("max_connections")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_parallel_requests(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendTrafficPolicySpecCircuitBreaker#maxParallelRequests
        '''
        result = self._values.get("max_parallel_requests")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def max_pending_requests(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendTrafficPolicySpecCircuitBreaker#maxPendingRequests
        '''
        result = self._values.get("max_pending_requests")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpecCircuitBreaker(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecHealthCheck",
    jsii_struct_bases=[],
    name_mapping={"active": "active"},
)
class BackendTrafficPolicySpecHealthCheck:
    def __init__(
        self,
        *,
        active: typing.Optional[typing.Union["BackendTrafficPolicySpecHealthCheckActive", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param active: How Envoy asks the pods by itself.

        :schema: BackendTrafficPolicySpecHealthCheck
        '''
        if isinstance(active, dict):
            active = BackendTrafficPolicySpecHealthCheckActive(**active)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__856d4b159e462f71e16cef17a27d9c32a22351f7a7ebbb407354c40f7e73f8e7)
            check_type(argname="argument active", value=active, expected_type=type_hints["active"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if active is not None:
            self._values["active"] = active

    @builtins.property
    def active(self) -> typing.Optional["BackendTrafficPolicySpecHealthCheckActive"]:
        '''How Envoy asks the pods by itself.

        :schema: BackendTrafficPolicySpecHealthCheck#active
        '''
        result = self._values.get("active")
        return typing.cast(typing.Optional["BackendTrafficPolicySpecHealthCheckActive"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpecHealthCheck(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecHealthCheckActive",
    jsii_struct_bases=[],
    name_mapping={
        "type": "type",
        "healthy_threshold": "healthyThreshold",
        "http": "http",
        "interval": "interval",
        "timeout": "timeout",
        "unhealthy_threshold": "unhealthyThreshold",
    },
)
class BackendTrafficPolicySpecHealthCheckActive:
    def __init__(
        self,
        *,
        type: "BackendTrafficPolicySpecHealthCheckActiveType",
        healthy_threshold: typing.Optional[jsii.Number] = None,
        http: typing.Optional[typing.Union["BackendTrafficPolicySpecHealthCheckActiveHttp", typing.Dict[builtins.str, typing.Any]]] = None,
        interval: typing.Optional[builtins.str] = None,
        timeout: typing.Optional[builtins.str] = None,
        unhealthy_threshold: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How Envoy asks the pods by itself.

        :param type: 
        :param healthy_threshold: 
        :param http: 
        :param interval: 
        :param timeout: 
        :param unhealthy_threshold: 

        :schema: BackendTrafficPolicySpecHealthCheckActive
        '''
        if isinstance(http, dict):
            http = BackendTrafficPolicySpecHealthCheckActiveHttp(**http)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__64631c525d4b6ee2ec3da478663b0637e06dee3c997a62516c51dfeb136d4a2c)
            check_type(argname="argument type", value=type, expected_type=type_hints["type"])
            check_type(argname="argument healthy_threshold", value=healthy_threshold, expected_type=type_hints["healthy_threshold"])
            check_type(argname="argument http", value=http, expected_type=type_hints["http"])
            check_type(argname="argument interval", value=interval, expected_type=type_hints["interval"])
            check_type(argname="argument timeout", value=timeout, expected_type=type_hints["timeout"])
            check_type(argname="argument unhealthy_threshold", value=unhealthy_threshold, expected_type=type_hints["unhealthy_threshold"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "type": type,
        }
        if healthy_threshold is not None:
            self._values["healthy_threshold"] = healthy_threshold
        if http is not None:
            self._values["http"] = http
        if interval is not None:
            self._values["interval"] = interval
        if timeout is not None:
            self._values["timeout"] = timeout
        if unhealthy_threshold is not None:
            self._values["unhealthy_threshold"] = unhealthy_threshold

    @builtins.property
    def type(self) -> "BackendTrafficPolicySpecHealthCheckActiveType":
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActive#type
        '''
        result = self._values.get("type")
        assert result is not None, "Required property 'type' is missing"
        return typing.cast("BackendTrafficPolicySpecHealthCheckActiveType", result)

    @builtins.property
    def healthy_threshold(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActive#healthyThreshold
        '''
        result = self._values.get("healthy_threshold")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def http(self) -> typing.Optional["BackendTrafficPolicySpecHealthCheckActiveHttp"]:
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActive#http
        '''
        result = self._values.get("http")
        return typing.cast(typing.Optional["BackendTrafficPolicySpecHealthCheckActiveHttp"], result)

    @builtins.property
    def interval(self) -> typing.Optional[builtins.str]:
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActive#interval
        '''
        result = self._values.get("interval")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def timeout(self) -> typing.Optional[builtins.str]:
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActive#timeout
        '''
        result = self._values.get("timeout")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def unhealthy_threshold(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActive#unhealthyThreshold
        '''
        result = self._values.get("unhealthy_threshold")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpecHealthCheckActive(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecHealthCheckActiveHttp",
    jsii_struct_bases=[],
    name_mapping={"path": "path"},
)
class BackendTrafficPolicySpecHealthCheckActiveHttp:
    def __init__(self, *, path: builtins.str) -> None:
        '''
        :param path: 

        :schema: BackendTrafficPolicySpecHealthCheckActiveHttp
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__9f636cc7603e9283aeaa0d62262488fe0e95afcc15898c76de3091e1cd8efb0e)
            check_type(argname="argument path", value=path, expected_type=type_hints["path"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "path": path,
        }

    @builtins.property
    def path(self) -> builtins.str:
        '''
        :schema: BackendTrafficPolicySpecHealthCheckActiveHttp#path
        '''
        result = self._values.get("path")
        assert result is not None, "Required property 'path' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpecHealthCheckActiveHttp(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecHealthCheckActiveType"
)
class BackendTrafficPolicySpecHealthCheckActiveType(enum.Enum):
    '''
    :schema: BackendTrafficPolicySpecHealthCheckActiveType
    '''

    HTTP = "HTTP"
    '''HTTP.'''
    TCP = "TCP"
    '''TCP.'''
    GRPC = "GRPC"
    '''GRPC.'''


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecLoadBalancer",
    jsii_struct_bases=[],
    name_mapping={"type": "type"},
)
class BackendTrafficPolicySpecLoadBalancer:
    def __init__(self, *, type: "BackendTrafficPolicySpecLoadBalancerType") -> None:
        '''
        :param type: 

        :schema: BackendTrafficPolicySpecLoadBalancer
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__9bf3bcd0915593735b849aeb9595a04e90ecd4a522985b46ca11adb51ae6bab1)
            check_type(argname="argument type", value=type, expected_type=type_hints["type"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "type": type,
        }

    @builtins.property
    def type(self) -> "BackendTrafficPolicySpecLoadBalancerType":
        '''
        :schema: BackendTrafficPolicySpecLoadBalancer#type
        '''
        result = self._values.get("type")
        assert result is not None, "Required property 'type' is missing"
        return typing.cast("BackendTrafficPolicySpecLoadBalancerType", result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpecLoadBalancer(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecLoadBalancerType"
)
class BackendTrafficPolicySpecLoadBalancerType(enum.Enum):
    '''
    :schema: BackendTrafficPolicySpecLoadBalancerType
    '''

    CONSISTENT_HASH = "CONSISTENT_HASH"
    '''ConsistentHash.'''
    LEAST_REQUEST = "LEAST_REQUEST"
    '''LeastRequest.'''
    RANDOM = "RANDOM"
    '''Random.'''
    ROUND_ROBIN = "ROUND_ROBIN"
    '''RoundRobin.'''


@jsii.data_type(
    jsii_type="powersync_ioenvoyproxygateway.BackendTrafficPolicySpecTargetRefs",
    jsii_struct_bases=[],
    name_mapping={"group": "group", "kind": "kind", "name": "name"},
)
class BackendTrafficPolicySpecTargetRefs:
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

        :schema: BackendTrafficPolicySpecTargetRefs
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__ee69621e9d338de42c32febaeed6f5f08237a3d5bc205977a32741967334ea28)
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
        :schema: BackendTrafficPolicySpecTargetRefs#group
        '''
        result = self._values.get("group")
        assert result is not None, "Required property 'group' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def kind(self) -> builtins.str:
        '''
        :schema: BackendTrafficPolicySpecTargetRefs#kind
        '''
        result = self._values.get("kind")
        assert result is not None, "Required property 'kind' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: BackendTrafficPolicySpecTargetRefs#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "BackendTrafficPolicySpecTargetRefs(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "BackendTrafficPolicy",
    "BackendTrafficPolicyProps",
    "BackendTrafficPolicySpec",
    "BackendTrafficPolicySpecCircuitBreaker",
    "BackendTrafficPolicySpecHealthCheck",
    "BackendTrafficPolicySpecHealthCheckActive",
    "BackendTrafficPolicySpecHealthCheckActiveHttp",
    "BackendTrafficPolicySpecHealthCheckActiveType",
    "BackendTrafficPolicySpecLoadBalancer",
    "BackendTrafficPolicySpecLoadBalancerType",
    "BackendTrafficPolicySpecTargetRefs",
]

publication.publish()

def _typecheckingstub__c36c0c88f381034590cf499951d3b39c9696260e0aad9bc970614d4609d8b586(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[BackendTrafficPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4c6ede6c3cdb9ed3f3ff64d2253e0bdce4e08ed1e791587706396935aa5e813a(
    *,
    spec: typing.Union[BackendTrafficPolicySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__715649abf33012700680fed276e99e63a99c862323e0ed35b94e03b2dd0e5c6f(
    *,
    circuit_breaker: typing.Optional[typing.Union[BackendTrafficPolicySpecCircuitBreaker, typing.Dict[builtins.str, typing.Any]]] = None,
    health_check: typing.Optional[typing.Union[BackendTrafficPolicySpecHealthCheck, typing.Dict[builtins.str, typing.Any]]] = None,
    load_balancer: typing.Optional[typing.Union[BackendTrafficPolicySpecLoadBalancer, typing.Dict[builtins.str, typing.Any]]] = None,
    target_refs: typing.Optional[typing.Sequence[typing.Union[BackendTrafficPolicySpecTargetRefs, typing.Dict[builtins.str, typing.Any]]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f118f98d52a80ab266d43ef56b03869de5ea7cae957fd2f5265574a79cb4bc0d(
    *,
    max_connections: typing.Optional[jsii.Number] = None,
    max_parallel_requests: typing.Optional[jsii.Number] = None,
    max_pending_requests: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__856d4b159e462f71e16cef17a27d9c32a22351f7a7ebbb407354c40f7e73f8e7(
    *,
    active: typing.Optional[typing.Union[BackendTrafficPolicySpecHealthCheckActive, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__64631c525d4b6ee2ec3da478663b0637e06dee3c997a62516c51dfeb136d4a2c(
    *,
    type: BackendTrafficPolicySpecHealthCheckActiveType,
    healthy_threshold: typing.Optional[jsii.Number] = None,
    http: typing.Optional[typing.Union[BackendTrafficPolicySpecHealthCheckActiveHttp, typing.Dict[builtins.str, typing.Any]]] = None,
    interval: typing.Optional[builtins.str] = None,
    timeout: typing.Optional[builtins.str] = None,
    unhealthy_threshold: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9f636cc7603e9283aeaa0d62262488fe0e95afcc15898c76de3091e1cd8efb0e(
    *,
    path: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9bf3bcd0915593735b849aeb9595a04e90ecd4a522985b46ca11adb51ae6bab1(
    *,
    type: BackendTrafficPolicySpecLoadBalancerType,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ee69621e9d338de42c32febaeed6f5f08237a3d5bc205977a32741967334ea28(
    *,
    group: builtins.str,
    kind: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

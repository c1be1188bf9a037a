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


class HttpProxy(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_ioprojectcontour.HttpProxy",
):
    '''
    :schema: HTTPProxy
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]],
        spec: typing.Union["HttpProxySpec", typing.Dict[builtins.str, typing.Any]],
    ) -> None:
        '''Defines a "HTTPProxy" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__742b1ce6e9c4bc6a036716d504e0b6ede92272efb0adaa1ff46a23b7d7a66f80)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = HttpProxyProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]],
        spec: typing.Union["HttpProxySpec", typing.Dict[builtins.str, typing.Any]],
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "HTTPProxy".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = HttpProxyProps(metadata=metadata, spec=spec)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "HTTPProxy".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxyProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class HttpProxyProps:
    def __init__(
        self,
        *,
        metadata: typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]],
        spec: typing.Union["HttpProxySpec", typing.Dict[builtins.str, typing.Any]],
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: HTTPProxy
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = HttpProxySpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__964ff4c6f0058d3534e17d57af1f7c132501eb0e1cd6c645b318fc0ae924c6ec)
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "metadata": metadata,
            "spec": spec,
        }

    @builtins.property
    def metadata(self) -> "_cdk8s_d3d9af27.ApiObjectMetadata":
        '''
        :schema: HTTPProxy#metadata
        '''
        result = self._values.get("metadata")
        assert result is not None, "Required property 'metadata' is missing"
        return typing.cast("_cdk8s_d3d9af27.ApiObjectMetadata", result)

    @builtins.property
    def spec(self) -> "HttpProxySpec":
        '''
        :schema: HTTPProxy#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("HttpProxySpec", result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxyProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpec",
    jsii_struct_bases=[],
    name_mapping={
        "ingress_class_name": "ingressClassName",
        "routes": "routes",
        "virtualhost": "virtualhost",
    },
)
class HttpProxySpec:
    def __init__(
        self,
        *,
        ingress_class_name: typing.Optional[builtins.str] = None,
        routes: typing.Optional[typing.Sequence[typing.Union["HttpProxySpecRoutes", typing.Dict[builtins.str, typing.Any]]]] = None,
        virtualhost: typing.Optional[typing.Union["HttpProxySpecVirtualhost", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param ingress_class_name: 
        :param routes: 
        :param virtualhost: 

        :schema: HttpProxySpec
        '''
        if isinstance(virtualhost, dict):
            virtualhost = HttpProxySpecVirtualhost(**virtualhost)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__d5094eced27e1599f47cd68019d8e5dedefda1f0f13f89162ab87377be663306)
            check_type(argname="argument ingress_class_name", value=ingress_class_name, expected_type=type_hints["ingress_class_name"])
            check_type(argname="argument routes", value=routes, expected_type=type_hints["routes"])
            check_type(argname="argument virtualhost", value=virtualhost, expected_type=type_hints["virtualhost"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if ingress_class_name is not None:
            self._values["ingress_class_name"] = ingress_class_name
        if routes is not None:
            self._values["routes"] = routes
        if virtualhost is not None:
            self._values["virtualhost"] = virtualhost

    @builtins.property
    def ingress_class_name(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HttpProxySpec#ingressClassName
        '''
        result = self._values.get("ingress_class_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def routes(self) -> typing.Optional[typing.List["HttpProxySpecRoutes"]]:
        '''
        :schema: HttpProxySpec#routes
        '''
        result = self._values.get("routes")
        return typing.cast(typing.Optional[typing.List["HttpProxySpecRoutes"]], result)

    @builtins.property
    def virtualhost(self) -> typing.Optional["HttpProxySpecVirtualhost"]:
        '''
        :schema: HttpProxySpec#virtualhost
        '''
        result = self._values.get("virtualhost")
        return typing.cast(typing.Optional["HttpProxySpecVirtualhost"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecRoutes",
    jsii_struct_bases=[],
    name_mapping={
        "conditions": "conditions",
        "enable_websockets": "enableWebsockets",
        "health_check_policy": "healthCheckPolicy",
        "load_balancer_policy": "loadBalancerPolicy",
        "permit_insecure": "permitInsecure",
        "services": "services",
        "timeout_policy": "timeoutPolicy",
    },
)
class HttpProxySpecRoutes:
    def __init__(
        self,
        *,
        conditions: typing.Optional[typing.Sequence[typing.Union["HttpProxySpecRoutesConditions", typing.Dict[builtins.str, typing.Any]]]] = None,
        enable_websockets: typing.Optional[builtins.bool] = None,
        health_check_policy: typing.Optional[typing.Union["HttpProxySpecRoutesHealthCheckPolicy", typing.Dict[builtins.str, typing.Any]]] = None,
        load_balancer_policy: typing.Optional[typing.Union["HttpProxySpecRoutesLoadBalancerPolicy", typing.Dict[builtins.str, typing.Any]]] = None,
        permit_insecure: typing.Optional[builtins.bool] = None,
        services: typing.Optional[typing.Sequence[typing.Union["HttpProxySpecRoutesServices", typing.Dict[builtins.str, typing.Any]]]] = None,
        timeout_policy: typing.Optional[typing.Union["HttpProxySpecRoutesTimeoutPolicy", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param conditions: The paths, of which a path has either an end or not.
        :param enable_websockets: 
        :param health_check_policy: How Envoy asks the pods by itself.
        :param load_balancer_policy: 
        :param permit_insecure: Whether plain HTTP is served, not sent to HTTPS.
        :param services: 
        :param timeout_policy: 

        :schema: HttpProxySpecRoutes
        '''
        if isinstance(health_check_policy, dict):
            health_check_policy = HttpProxySpecRoutesHealthCheckPolicy(**health_check_policy)
        if isinstance(load_balancer_policy, dict):
            load_balancer_policy = HttpProxySpecRoutesLoadBalancerPolicy(**load_balancer_policy)
        if isinstance(timeout_policy, dict):
            timeout_policy = HttpProxySpecRoutesTimeoutPolicy(**timeout_policy)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__2b9cdb98ecae29966de20559c192d82679f010208bb53943db7797338e958516)
            check_type(argname="argument conditions", value=conditions, expected_type=type_hints["conditions"])
            check_type(argname="argument enable_websockets", value=enable_websockets, expected_type=type_hints["enable_websockets"])
            check_type(argname="argument health_check_policy", value=health_check_policy, expected_type=type_hints["health_check_policy"])
            check_type(argname="argument load_balancer_policy", value=load_balancer_policy, expected_type=type_hints["load_balancer_policy"])
            check_type(argname="argument permit_insecure", value=permit_insecure, expected_type=type_hints["permit_insecure"])
            check_type(argname="argument services", value=services, expected_type=type_hints["services"])
            check_type(argname="argument timeout_policy", value=timeout_policy, expected_type=type_hints["timeout_policy"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if conditions is not None:
            self._values["conditions"] = conditions
        if enable_websockets is not None:
            self._values["enable_websockets"] = enable_websockets
        if health_check_policy is not None:
            self._values["health_check_policy"] = health_check_policy
        if load_balancer_policy is not None:
            self._values["load_balancer_policy"] = load_balancer_policy
        if permit_insecure is not None:
            self._values["permit_insecure"] = permit_insecure
        if services is not None:
            self._values["services"] = services
        if timeout_policy is not None:
            self._values["timeout_policy"] = timeout_policy

    @builtins.property
    def conditions(
        self,
    ) -> typing.Optional[typing.List["HttpProxySpecRoutesConditions"]]:
        '''The paths, of which a path has either an end or not.

        :schema: HttpProxySpecRoutes#conditions
        '''
        result = self._values.get("conditions")
        return typing.cast(typing.Optional[typing.List["HttpProxySpecRoutesConditions"]], result)

    @builtins.property
    def enable_websockets(self) -> typing.Optional[builtins.bool]:
        '''
        :schema: HttpProxySpecRoutes#enableWebsockets
        '''
        result = self._values.get("enable_websockets")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def health_check_policy(
        self,
    ) -> typing.Optional["HttpProxySpecRoutesHealthCheckPolicy"]:
        '''How Envoy asks the pods by itself.

        :schema: HttpProxySpecRoutes#healthCheckPolicy
        '''
        result = self._values.get("health_check_policy")
        return typing.cast(typing.Optional["HttpProxySpecRoutesHealthCheckPolicy"], result)

    @builtins.property
    def load_balancer_policy(
        self,
    ) -> typing.Optional["HttpProxySpecRoutesLoadBalancerPolicy"]:
        '''
        :schema: HttpProxySpecRoutes#loadBalancerPolicy
        '''
        result = self._values.get("load_balancer_policy")
        return typing.cast(typing.Optional["HttpProxySpecRoutesLoadBalancerPolicy"], result)

    @builtins.property
    def permit_insecure(self) -> typing.Optional[builtins.bool]:
        '''Whether plain HTTP is served, not sent to HTTPS.

        :schema: HttpProxySpecRoutes#permitInsecure
        '''
        result = self._values.get("permit_insecure")
        return typing.cast(typing.Optional[builtins.bool], result)

    @builtins.property
    def services(self) -> typing.Optional[typing.List["HttpProxySpecRoutesServices"]]:
        '''
        :schema: HttpProxySpecRoutes#services
        '''
        result = self._values.get("services")
        return typing.cast(typing.Optional[typing.List["HttpProxySpecRoutesServices"]], result)

    @builtins.property
    def timeout_policy(self) -> typing.Optional["HttpProxySpecRoutesTimeoutPolicy"]:
        '''
        :schema: HttpProxySpecRoutes#timeoutPolicy
        '''
        result = self._values.get("timeout_policy")
        return typing.cast(typing.Optional["HttpProxySpecRoutesTimeoutPolicy"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecRoutes(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecRoutesConditions",
    jsii_struct_bases=[],
    name_mapping={"exact": "exact", "prefix": "prefix"},
)
class HttpProxySpecRoutesConditions:
    def __init__(
        self,
        *,
        exact: typing.Optional[builtins.str] = None,
        prefix: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param exact: 
        :param prefix: 

        :schema: HttpProxySpecRoutesConditions
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__99daf91d68bae40864d2be6e3cad65de8811e6730aa6fbbe00006af5727f8497)
            check_type(argname="argument exact", value=exact, expected_type=type_hints["exact"])
            check_type(argname="argument prefix", value=prefix, expected_type=type_hints["prefix"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if exact is not None:
            self._values["exact"] = exact
        if prefix is not None:
            self._values["prefix"] = prefix

    @builtins.property
    def exact(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HttpProxySpecRoutesConditions#exact
        '''
        result = self._values.get("exact")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def prefix(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HttpProxySpecRoutesConditions#prefix
        '''
        result = self._values.get("prefix")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecRoutesConditions(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecRoutesHealthCheckPolicy",
    jsii_struct_bases=[],
    name_mapping={
        "path": "path",
        "healthy_threshold_count": "healthyThresholdCount",
        "interval_seconds": "intervalSeconds",
        "timeout_seconds": "timeoutSeconds",
        "unhealthy_threshold_count": "unhealthyThresholdCount",
    },
)
class HttpProxySpecRoutesHealthCheckPolicy:
    def __init__(
        self,
        *,
        path: builtins.str,
        healthy_threshold_count: typing.Optional[jsii.Number] = None,
        interval_seconds: typing.Optional[jsii.Number] = None,
        timeout_seconds: typing.Optional[jsii.Number] = None,
        unhealthy_threshold_count: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How Envoy asks the pods by itself.

        :param path: 
        :param healthy_threshold_count: 
        :param interval_seconds: 
        :param timeout_seconds: 
        :param unhealthy_threshold_count: 

        :schema: HttpProxySpecRoutesHealthCheckPolicy
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__0da259a3fdb1624d26a715bc618532f0d1559ddde5d0b33370e9b350623af4b6)
            check_type(argname="argument path", value=path, expected_type=type_hints["path"])
            check_type(argname="argument healthy_threshold_count", value=healthy_threshold_count, expected_type=type_hints["healthy_threshold_count"])
            check_type(argname="argument interval_seconds", value=interval_seconds, expected_type=type_hints["interval_seconds"])
            check_type(argname="argument timeout_seconds", value=timeout_seconds, expected_type=type_hints["timeout_seconds"])
            check_type(argname="argument unhealthy_threshold_count", value=unhealthy_threshold_count, expected_type=type_hints["unhealthy_threshold_count"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "path": path,
        }
        if healthy_threshold_count is not None:
            self._values["healthy_threshold_count"] = healthy_threshold_count
        if interval_seconds is not None:
            self._values["interval_seconds"] = interval_seconds
        if timeout_seconds is not None:
            self._values["timeout_seconds"] = timeout_seconds
        if unhealthy_threshold_count is not None:
            self._values["unhealthy_threshold_count"] = unhealthy_threshold_count

    @builtins.property
    def path(self) -> builtins.str:
        '''
        :schema: HttpProxySpecRoutesHealthCheckPolicy#path
        '''
        result = self._values.get("path")
        assert result is not None, "Required property 'path' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def healthy_threshold_count(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HttpProxySpecRoutesHealthCheckPolicy#healthyThresholdCount
        '''
        result = self._values.get("healthy_threshold_count")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def interval_seconds(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HttpProxySpecRoutesHealthCheckPolicy#intervalSeconds
        '''
        result = self._values.get("interval_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def timeout_seconds(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HttpProxySpecRoutesHealthCheckPolicy#timeoutSeconds
        '''
        result = self._values.get("timeout_seconds")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def unhealthy_threshold_count(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: HttpProxySpecRoutesHealthCheckPolicy#unhealthyThresholdCount
        '''
        result = self._values.get("unhealthy_threshold_count")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecRoutesHealthCheckPolicy(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecRoutesLoadBalancerPolicy",
    jsii_struct_bases=[],
    name_mapping={"strategy": "strategy"},
)
class HttpProxySpecRoutesLoadBalancerPolicy:
    def __init__(self, *, strategy: typing.Optional[builtins.str] = None) -> None:
        '''
        :param strategy: WeightedLeastRequest gives a stream to the pod with the fewest.

        :schema: HttpProxySpecRoutesLoadBalancerPolicy
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__0702a5670a4dceccd0514b720504f04b77eae1012838cde67801f4f7bef816f5)
            check_type(argname="argument strategy", value=strategy, expected_type=type_hints["strategy"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if strategy is not None:
            self._values["strategy"] = strategy

    @builtins.property
    def strategy(self) -> typing.Optional[builtins.str]:
        '''WeightedLeastRequest gives a stream to the pod with the fewest.

        :schema: HttpProxySpecRoutesLoadBalancerPolicy#strategy
        '''
        result = self._values.get("strategy")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecRoutesLoadBalancerPolicy(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecRoutesServices",
    jsii_struct_bases=[],
    name_mapping={"name": "name", "port": "port"},
)
class HttpProxySpecRoutesServices:
    def __init__(self, *, name: builtins.str, port: jsii.Number) -> None:
        '''
        :param name: 
        :param port: 

        :schema: HttpProxySpecRoutesServices
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__ea75fa21123cba5e542539ec15d5187f885f1d615ac981b4eaebe01b176c9f5d)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
            check_type(argname="argument port", value=port, expected_type=type_hints["port"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
            "port": port,
        }

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: HttpProxySpecRoutesServices#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def port(self) -> jsii.Number:
        '''
        :schema: HttpProxySpecRoutesServices#port
        '''
        result = self._values.get("port")
        assert result is not None, "Required property 'port' is missing"
        return typing.cast(jsii.Number, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecRoutesServices(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecRoutesTimeoutPolicy",
    jsii_struct_bases=[],
    name_mapping={"idle": "idle", "response": "response"},
)
class HttpProxySpecRoutesTimeoutPolicy:
    def __init__(
        self,
        *,
        idle: typing.Optional[builtins.str] = None,
        response: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param idle: How long silence may last; 5 minutes unless given.
        :param response: How long a response may take; 15 s unless given.

        :schema: HttpProxySpecRoutesTimeoutPolicy
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__d83cfb12eda3e444ba3dd5feb494a0b5756b9e1977d3472eb97771bece701678)
            check_type(argname="argument idle", value=idle, expected_type=type_hints["idle"])
            check_type(argname="argument response", value=response, expected_type=type_hints["response"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if idle is not None:
            self._values["idle"] = idle
        if response is not None:
            self._values["response"] = response

    @builtins.property
    def idle(self) -> typing.Optional[builtins.str]:
        '''How long silence may last;

        5 minutes unless given.

        :schema: HttpProxySpecRoutesTimeoutPolicy#idle
        '''
        result = self._values.get("idle")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def response(self) -> typing.Optional[builtins.str]:
        '''How long a response may take;

        15 s unless given.

        :schema: HttpProxySpecRoutesTimeoutPolicy#response
        '''
        result = self._values.get("response")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecRoutesTimeoutPolicy(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecVirtualhost",
    jsii_struct_bases=[],
    name_mapping={"fqdn": "fqdn", "tls": "tls"},
)
class HttpProxySpecVirtualhost:
    def __init__(
        self,
        *,
        fqdn: builtins.str,
        tls: typing.Optional[typing.Union["HttpProxySpecVirtualhostTls", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param fqdn: The host.
        :param tls: 

        :schema: HttpProxySpecVirtualhost
        '''
        if isinstance(tls, dict):
            tls = HttpProxySpecVirtualhostTls(**tls)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3ae601629cd97b817bfdabeaff3bfabb3f16c659e83486e2bd1cfbebc2a71467)
            check_type(argname="argument fqdn", value=fqdn, expected_type=type_hints["fqdn"])
            check_type(argname="argument tls", value=tls, expected_type=type_hints["tls"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "fqdn": fqdn,
        }
        if tls is not None:
            self._values["tls"] = tls

    @builtins.property
    def fqdn(self) -> builtins.str:
        '''The host.

        :schema: HttpProxySpecVirtualhost#fqdn
        '''
        result = self._values.get("fqdn")
        assert result is not None, "Required property 'fqdn' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def tls(self) -> typing.Optional["HttpProxySpecVirtualhostTls"]:
        '''
        :schema: HttpProxySpecVirtualhost#tls
        '''
        result = self._values.get("tls")
        return typing.cast(typing.Optional["HttpProxySpecVirtualhostTls"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecVirtualhost(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_ioprojectcontour.HttpProxySpecVirtualhostTls",
    jsii_struct_bases=[],
    name_mapping={"secret_name": "secretName"},
)
class HttpProxySpecVirtualhostTls:
    def __init__(self, *, secret_name: typing.Optional[builtins.str] = None) -> None:
        '''
        :param secret_name: 

        :schema: HttpProxySpecVirtualhostTls
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__f6470a98397bdf6d43e321fbf480dda3d6249bbc50d4cf12fdfd9394c41ad1f8)
            check_type(argname="argument secret_name", value=secret_name, expected_type=type_hints["secret_name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if secret_name is not None:
            self._values["secret_name"] = secret_name

    @builtins.property
    def secret_name(self) -> typing.Optional[builtins.str]:
        '''
        :schema: HttpProxySpecVirtualhostTls#secretName
        '''
        result = self._values.get("secret_name")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "HttpProxySpecVirtualhostTls(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "HttpProxy",
    "HttpProxyProps",
    "HttpProxySpec",
    "HttpProxySpecRoutes",
    "HttpProxySpecRoutesConditions",
    "HttpProxySpecRoutesHealthCheckPolicy",
    "HttpProxySpecRoutesLoadBalancerPolicy",
    "HttpProxySpecRoutesServices",
    "HttpProxySpecRoutesTimeoutPolicy",
    "HttpProxySpecVirtualhost",
    "HttpProxySpecVirtualhostTls",
]

publication.publish()

def _typecheckingstub__742b1ce6e9c4bc6a036716d504e0b6ede92272efb0adaa1ff46a23b7d7a66f80(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]],
    spec: typing.Union[HttpProxySpec, typing.Dict[builtins.str, typing.Any]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__964ff4c6f0058d3534e17d57af1f7c132501eb0e1cd6c645b318fc0ae924c6ec(
    *,
    metadata: typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]],
    spec: typing.Union[HttpProxySpec, typing.Dict[builtins.str, typing.Any]],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d5094eced27e1599f47cd68019d8e5dedefda1f0f13f89162ab87377be663306(
    *,
    ingress_class_name: typing.Optional[builtins.str] = None,
    routes: typing.Optional[typing.Sequence[typing.Union[HttpProxySpecRoutes, typing.Dict[builtins.str, typing.Any]]]] = None,
    virtualhost: typing.Optional[typing.Union[HttpProxySpecVirtualhost, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__2b9cdb98ecae29966de20559c192d82679f010208bb53943db7797338e958516(
    *,
    conditions: typing.Optional[typing.Sequence[typing.Union[HttpProxySpecRoutesConditions, typing.Dict[builtins.str, typing.Any]]]] = None,
    enable_websockets: typing.Optional[builtins.bool] = None,
    health_check_policy: typing.Optional[typing.Union[HttpProxySpecRoutesHealthCheckPolicy, typing.Dict[builtins.str, typing.Any]]] = None,
    load_balancer_policy: typing.Optional[typing.Union[HttpProxySpecRoutesLoadBalancerPolicy, typing.Dict[builtins.str, typing.Any]]] = None,
    permit_insecure: typing.Optional[builtins.bool] = None,
    services: typing.Optional[typing.Sequence[typing.Union[HttpProxySpecRoutesServices, typing.Dict[builtins.str, typing.Any]]]] = None,
    timeout_policy: typing.Optional[typing.Union[HttpProxySpecRoutesTimeoutPolicy, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__99daf91d68bae40864d2be6e3cad65de8811e6730aa6fbbe00006af5727f8497(
    *,
    exact: typing.Optional[builtins.str] = None,
    prefix: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0da259a3fdb1624d26a715bc618532f0d1559ddde5d0b33370e9b350623af4b6(
    *,
    path: builtins.str,
    healthy_threshold_count: typing.Optional[jsii.Number] = None,
    interval_seconds: typing.Optional[jsii.Number] = None,
    timeout_seconds: typing.Optional[jsii.Number] = None,
    unhealthy_threshold_count: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__0702a5670a4dceccd0514b720504f04b77eae1012838cde67801f4f7bef816f5(
    *,
    strategy: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ea75fa21123cba5e542539ec15d5187f885f1d615ac981b4eaebe01b176c9f5d(
    *,
    name: builtins.str,
    port: jsii.Number,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__d83cfb12eda3e444ba3dd5feb494a0b5756b9e1977d3472eb97771bece701678(
    *,
    idle: typing.Optional[builtins.str] = None,
    response: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3ae601629cd97b817bfdabeaff3bfabb3f16c659e83486e2bd1cfbebc2a71467(
    *,
    fqdn: builtins.str,
    tls: typing.Optional[typing.Union[HttpProxySpecVirtualhostTls, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f6470a98397bdf6d43e321fbf480dda3d6249bbc50d4cf12fdfd9394c41ad1f8(
    *,
    secret_name: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

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


class LoadBalancerConfiguration(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_awsk8sgateway.LoadBalancerConfiguration",
):
    '''
    :schema: LoadBalancerConfiguration
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["LoadBalancerConfigurationSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "LoadBalancerConfiguration" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__7938d298a43edec7e5c78ac7652396fd374a3e5648f337ccdb544d59654d0a83)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = LoadBalancerConfigurationProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["LoadBalancerConfigurationSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "LoadBalancerConfiguration".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = LoadBalancerConfigurationProps(metadata=metadata, spec=spec)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "LoadBalancerConfiguration".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.LoadBalancerConfigurationProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class LoadBalancerConfigurationProps:
    def __init__(
        self,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["LoadBalancerConfigurationSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: LoadBalancerConfiguration
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = LoadBalancerConfigurationSpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__70030cf0df15fa65d84ec20cf3cdad6326784fa2a33f31f211430c99cc437753)
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
        :schema: LoadBalancerConfiguration#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    @builtins.property
    def spec(self) -> typing.Optional["LoadBalancerConfigurationSpec"]:
        '''
        :schema: LoadBalancerConfiguration#spec
        '''
        result = self._values.get("spec")
        return typing.cast(typing.Optional["LoadBalancerConfigurationSpec"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "LoadBalancerConfigurationProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.LoadBalancerConfigurationSpec",
    jsii_struct_bases=[],
    name_mapping={
        "listener_configurations": "listenerConfigurations",
        "load_balancer_attributes": "loadBalancerAttributes",
        "scheme": "scheme",
    },
)
class LoadBalancerConfigurationSpec:
    def __init__(
        self,
        *,
        listener_configurations: typing.Optional[typing.Sequence[typing.Union["LoadBalancerConfigurationSpecListenerConfigurations", typing.Dict[builtins.str, typing.Any]]]] = None,
        load_balancer_attributes: typing.Optional[typing.Sequence[typing.Union["LoadBalancerConfigurationSpecLoadBalancerAttributes", typing.Dict[builtins.str, typing.Any]]]] = None,
        scheme: typing.Optional["LoadBalancerConfigurationSpecScheme"] = None,
    ) -> None:
        '''
        :param listener_configurations: What the Gateway's listeners cannot say.
        :param load_balancer_attributes: 
        :param scheme: Who reaches the load balancer; internal unless given.

        :schema: LoadBalancerConfigurationSpec
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__acdda2300bd971c20f390390df1ac95f3d5424f81cff548f8c3a047b47a47b9e)
            check_type(argname="argument listener_configurations", value=listener_configurations, expected_type=type_hints["listener_configurations"])
            check_type(argname="argument load_balancer_attributes", value=load_balancer_attributes, expected_type=type_hints["load_balancer_attributes"])
            check_type(argname="argument scheme", value=scheme, expected_type=type_hints["scheme"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if listener_configurations is not None:
            self._values["listener_configurations"] = listener_configurations
        if load_balancer_attributes is not None:
            self._values["load_balancer_attributes"] = load_balancer_attributes
        if scheme is not None:
            self._values["scheme"] = scheme

    @builtins.property
    def listener_configurations(
        self,
    ) -> typing.Optional[typing.List["LoadBalancerConfigurationSpecListenerConfigurations"]]:
        '''What the Gateway's listeners cannot say.

        :schema: LoadBalancerConfigurationSpec#listenerConfigurations
        '''
        result = self._values.get("listener_configurations")
        return typing.cast(typing.Optional[typing.List["LoadBalancerConfigurationSpecListenerConfigurations"]], result)

    @builtins.property
    def load_balancer_attributes(
        self,
    ) -> typing.Optional[typing.List["LoadBalancerConfigurationSpecLoadBalancerAttributes"]]:
        '''
        :schema: LoadBalancerConfigurationSpec#loadBalancerAttributes
        '''
        result = self._values.get("load_balancer_attributes")
        return typing.cast(typing.Optional[typing.List["LoadBalancerConfigurationSpecLoadBalancerAttributes"]], result)

    @builtins.property
    def scheme(self) -> typing.Optional["LoadBalancerConfigurationSpecScheme"]:
        '''Who reaches the load balancer;

        internal unless given.

        :schema: LoadBalancerConfigurationSpec#scheme
        '''
        result = self._values.get("scheme")
        return typing.cast(typing.Optional["LoadBalancerConfigurationSpecScheme"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "LoadBalancerConfigurationSpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.LoadBalancerConfigurationSpecListenerConfigurations",
    jsii_struct_bases=[],
    name_mapping={
        "protocol_port": "protocolPort",
        "certificates": "certificates",
        "default_certificate": "defaultCertificate",
        "ssl_policy": "sslPolicy",
    },
)
class LoadBalancerConfigurationSpecListenerConfigurations:
    def __init__(
        self,
        *,
        protocol_port: builtins.str,
        certificates: typing.Optional[typing.Sequence[builtins.str]] = None,
        default_certificate: typing.Optional[builtins.str] = None,
        ssl_policy: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param protocol_port: 
        :param certificates: 
        :param default_certificate: 
        :param ssl_policy: 

        :schema: LoadBalancerConfigurationSpecListenerConfigurations
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__c39c101b908cfdb2c944bd83af66164d7775f9326e58cbb758498db2d544fc32)
            check_type(argname="argument protocol_port", value=protocol_port, expected_type=type_hints["protocol_port"])
            check_type(argname="argument certificates", value=certificates, expected_type=type_hints["certificates"])
            check_type(argname="argument default_certificate", value=default_certificate, expected_type=type_hints["default_certificate"])
            check_type(argname="argument ssl_policy", value=ssl_policy, expected_type=type_hints["ssl_policy"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "protocol_port": protocol_port,
        }
        if certificates is not None:
            self._values["certificates"] = certificates
        if default_certificate is not None:
            self._values["default_certificate"] = default_certificate
        if ssl_policy is not None:
            self._values["ssl_policy"] = ssl_policy

    @builtins.property
    def protocol_port(self) -> builtins.str:
        '''
        :schema: LoadBalancerConfigurationSpecListenerConfigurations#protocolPort
        '''
        result = self._values.get("protocol_port")
        assert result is not None, "Required property 'protocol_port' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def certificates(self) -> typing.Optional[typing.List[builtins.str]]:
        '''
        :schema: LoadBalancerConfigurationSpecListenerConfigurations#certificates
        '''
        result = self._values.get("certificates")
        return typing.cast(typing.Optional[typing.List[builtins.str]], result)

    @builtins.property
    def default_certificate(self) -> typing.Optional[builtins.str]:
        '''
        :schema: LoadBalancerConfigurationSpecListenerConfigurations#defaultCertificate
        '''
        result = self._values.get("default_certificate")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def ssl_policy(self) -> typing.Optional[builtins.str]:
        '''
        :schema: LoadBalancerConfigurationSpecListenerConfigurations#sslPolicy
        '''
        result = self._values.get("ssl_policy")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "LoadBalancerConfigurationSpecListenerConfigurations(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.LoadBalancerConfigurationSpecLoadBalancerAttributes",
    jsii_struct_bases=[],
    name_mapping={"key": "key", "value": "value"},
)
class LoadBalancerConfigurationSpecLoadBalancerAttributes:
    def __init__(self, *, key: builtins.str, value: builtins.str) -> None:
        '''
        :param key: 
        :param value: 

        :schema: LoadBalancerConfigurationSpecLoadBalancerAttributes
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__29f65f46fce789122c6ee24c80f6235c93098291d9d64d41c32e8ddf16149233)
            check_type(argname="argument key", value=key, expected_type=type_hints["key"])
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "key": key,
            "value": value,
        }

    @builtins.property
    def key(self) -> builtins.str:
        '''
        :schema: LoadBalancerConfigurationSpecLoadBalancerAttributes#key
        '''
        result = self._values.get("key")
        assert result is not None, "Required property 'key' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def value(self) -> builtins.str:
        '''
        :schema: LoadBalancerConfigurationSpecLoadBalancerAttributes#value
        '''
        result = self._values.get("value")
        assert result is not None, "Required property 'value' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "LoadBalancerConfigurationSpecLoadBalancerAttributes(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(jsii_type="powersync_awsk8sgateway.LoadBalancerConfigurationSpecScheme")
class LoadBalancerConfigurationSpecScheme(enum.Enum):
    '''Who reaches the load balancer;

    internal unless given.

    :schema: LoadBalancerConfigurationSpecScheme
    '''

    INTERNAL = "INTERNAL"
    '''internal.'''
    INTERNET_HYPHEN_FACING = "INTERNET_HYPHEN_FACING"
    '''internet-facing.'''


class TargetGroupConfiguration(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_awsk8sgateway.TargetGroupConfiguration",
):
    '''
    :schema: TargetGroupConfiguration
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["TargetGroupConfigurationSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "TargetGroupConfiguration" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__63a05d0c7da29868c3776a56594867b12e2bd7d5580c8116f66f7fffc978a1e6)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = TargetGroupConfigurationProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["TargetGroupConfigurationSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "TargetGroupConfiguration".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = TargetGroupConfigurationProps(metadata=metadata, spec=spec)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "TargetGroupConfiguration".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class TargetGroupConfigurationProps:
    def __init__(
        self,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["TargetGroupConfigurationSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: TargetGroupConfiguration
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = TargetGroupConfigurationSpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__21b9fc687a28e382c11a7f1343b2ed5188ad0c58635420487364b6d9374a166c)
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
        :schema: TargetGroupConfiguration#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    @builtins.property
    def spec(self) -> typing.Optional["TargetGroupConfigurationSpec"]:
        '''
        :schema: TargetGroupConfiguration#spec
        '''
        result = self._values.get("spec")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpec"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpec",
    jsii_struct_bases=[],
    name_mapping={
        "default_configuration": "defaultConfiguration",
        "target_reference": "targetReference",
    },
)
class TargetGroupConfigurationSpec:
    def __init__(
        self,
        *,
        default_configuration: typing.Optional[typing.Union["TargetGroupConfigurationSpecDefaultConfiguration", typing.Dict[builtins.str, typing.Any]]] = None,
        target_reference: typing.Optional[typing.Union["TargetGroupConfigurationSpecTargetReference", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param default_configuration: 
        :param target_reference: The Service that it is for.

        :schema: TargetGroupConfigurationSpec
        '''
        if isinstance(default_configuration, dict):
            default_configuration = TargetGroupConfigurationSpecDefaultConfiguration(**default_configuration)
        if isinstance(target_reference, dict):
            target_reference = TargetGroupConfigurationSpecTargetReference(**target_reference)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__31c55e24b101ea3ed651ece5ddcbaa54c400ac46ab8e5c43f1dddd2608a25662)
            check_type(argname="argument default_configuration", value=default_configuration, expected_type=type_hints["default_configuration"])
            check_type(argname="argument target_reference", value=target_reference, expected_type=type_hints["target_reference"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if default_configuration is not None:
            self._values["default_configuration"] = default_configuration
        if target_reference is not None:
            self._values["target_reference"] = target_reference

    @builtins.property
    def default_configuration(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecDefaultConfiguration"]:
        '''
        :schema: TargetGroupConfigurationSpec#defaultConfiguration
        '''
        result = self._values.get("default_configuration")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecDefaultConfiguration"], result)

    @builtins.property
    def target_reference(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecTargetReference"]:
        '''The Service that it is for.

        :schema: TargetGroupConfigurationSpec#targetReference
        '''
        result = self._values.get("target_reference")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecTargetReference"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationSpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfiguration",
    jsii_struct_bases=[],
    name_mapping={
        "health_check_config": "healthCheckConfig",
        "protocol_version": "protocolVersion",
        "target_group_attributes": "targetGroupAttributes",
        "target_type": "targetType",
    },
)
class TargetGroupConfigurationSpecDefaultConfiguration:
    def __init__(
        self,
        *,
        health_check_config: typing.Optional[typing.Union["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig", typing.Dict[builtins.str, typing.Any]]] = None,
        protocol_version: typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion"] = None,
        target_group_attributes: typing.Optional[typing.Sequence[typing.Union["TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes", typing.Dict[builtins.str, typing.Any]]]] = None,
        target_type: typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationTargetType"] = None,
    ) -> None:
        '''
        :param health_check_config: How the load balancer asks the pods.
        :param protocol_version: 
        :param target_group_attributes: 
        :param target_type: Whether the load balancer reaches pods, or nodes.

        :schema: TargetGroupConfigurationSpecDefaultConfiguration
        '''
        if isinstance(health_check_config, dict):
            health_check_config = TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig(**health_check_config)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__7c3fd7def7e08fe0ce185788bb89a5486ddf7e2303c27694d2dd6787088c2663)
            check_type(argname="argument health_check_config", value=health_check_config, expected_type=type_hints["health_check_config"])
            check_type(argname="argument protocol_version", value=protocol_version, expected_type=type_hints["protocol_version"])
            check_type(argname="argument target_group_attributes", value=target_group_attributes, expected_type=type_hints["target_group_attributes"])
            check_type(argname="argument target_type", value=target_type, expected_type=type_hints["target_type"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if health_check_config is not None:
            self._values["health_check_config"] = health_check_config
        if protocol_version is not None:
            self._values["protocol_version"] = protocol_version
        if target_group_attributes is not None:
            self._values["target_group_attributes"] = target_group_attributes
        if target_type is not None:
            self._values["target_type"] = target_type

    @builtins.property
    def health_check_config(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig"]:
        '''How the load balancer asks the pods.

        :schema: TargetGroupConfigurationSpecDefaultConfiguration#healthCheckConfig
        '''
        result = self._values.get("health_check_config")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig"], result)

    @builtins.property
    def protocol_version(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion"]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfiguration#protocolVersion
        '''
        result = self._values.get("protocol_version")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion"], result)

    @builtins.property
    def target_group_attributes(
        self,
    ) -> typing.Optional[typing.List["TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes"]]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfiguration#targetGroupAttributes
        '''
        result = self._values.get("target_group_attributes")
        return typing.cast(typing.Optional[typing.List["TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes"]], result)

    @builtins.property
    def target_type(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationTargetType"]:
        '''Whether the load balancer reaches pods, or nodes.

        :schema: TargetGroupConfigurationSpecDefaultConfiguration#targetType
        '''
        result = self._values.get("target_type")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationTargetType"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationSpecDefaultConfiguration(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig",
    jsii_struct_bases=[],
    name_mapping={
        "health_check_interval": "healthCheckInterval",
        "health_check_path": "healthCheckPath",
        "health_check_protocol": "healthCheckProtocol",
        "health_check_timeout": "healthCheckTimeout",
        "healthy_threshold_count": "healthyThresholdCount",
        "matcher": "matcher",
        "unhealthy_threshold_count": "unhealthyThresholdCount",
    },
)
class TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig:
    def __init__(
        self,
        *,
        health_check_interval: typing.Optional[jsii.Number] = None,
        health_check_path: typing.Optional[builtins.str] = None,
        health_check_protocol: typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol"] = None,
        health_check_timeout: typing.Optional[jsii.Number] = None,
        healthy_threshold_count: typing.Optional[jsii.Number] = None,
        matcher: typing.Optional[typing.Union["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher", typing.Dict[builtins.str, typing.Any]]] = None,
        unhealthy_threshold_count: typing.Optional[jsii.Number] = None,
    ) -> None:
        '''How the load balancer asks the pods.

        :param health_check_interval: 
        :param health_check_path: 
        :param health_check_protocol: 
        :param health_check_timeout: 
        :param healthy_threshold_count: 
        :param matcher: 
        :param unhealthy_threshold_count: 

        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig
        '''
        if isinstance(matcher, dict):
            matcher = TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher(**matcher)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3552084ea0ad7120604c72dca244249eccd98c0e381003aad85d401365277380)
            check_type(argname="argument health_check_interval", value=health_check_interval, expected_type=type_hints["health_check_interval"])
            check_type(argname="argument health_check_path", value=health_check_path, expected_type=type_hints["health_check_path"])
            check_type(argname="argument health_check_protocol", value=health_check_protocol, expected_type=type_hints["health_check_protocol"])
            check_type(argname="argument health_check_timeout", value=health_check_timeout, expected_type=type_hints["health_check_timeout"])
            check_type(argname="argument healthy_threshold_count", value=healthy_threshold_count, expected_type=type_hints["healthy_threshold_count"])
            check_type(argname="argument matcher", value=matcher, expected_type=type_hints["matcher"])
            check_type(argname="argument unhealthy_threshold_count", value=unhealthy_threshold_count, expected_type=type_hints["unhealthy_threshold_count"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if health_check_interval is not None:
            self._values["health_check_interval"] = health_check_interval
        if health_check_path is not None:
            self._values["health_check_path"] = health_check_path
        if health_check_protocol is not None:
            self._values["health_check_protocol"] = health_check_protocol
        if health_check_timeout is not None:
            self._values["health_check_timeout"] = health_check_timeout
        if healthy_threshold_count is not None:
            self._values["healthy_threshold_count"] = healthy_threshold_count
        if matcher is not None:
            self._values["matcher"] = matcher
        if unhealthy_threshold_count is not None:
            self._values["unhealthy_threshold_count"] = unhealthy_threshold_count

    @builtins.property
    def health_check_interval(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#healthCheckInterval
        '''
        result = self._values.get("health_check_interval")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def health_check_path(self) -> typing.Optional[builtins.str]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#healthCheckPath
        '''
        result = self._values.get("health_check_path")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def health_check_protocol(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol"]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#healthCheckProtocol
        '''
        result = self._values.get("health_check_protocol")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol"], result)

    @builtins.property
    def health_check_timeout(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#healthCheckTimeout
        '''
        result = self._values.get("health_check_timeout")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def healthy_threshold_count(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#healthyThresholdCount
        '''
        result = self._values.get("healthy_threshold_count")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def matcher(
        self,
    ) -> typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher"]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#matcher
        '''
        result = self._values.get("matcher")
        return typing.cast(typing.Optional["TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher"], result)

    @builtins.property
    def unhealthy_threshold_count(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig#unhealthyThresholdCount
        '''
        result = self._values.get("unhealthy_threshold_count")
        return typing.cast(typing.Optional[jsii.Number], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol"
)
class TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol(
    enum.Enum,
):
    '''
    :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol
    '''

    HTTP = "HTTP"
    '''HTTP.'''
    HTTPS = "HTTPS"
    '''HTTPS.'''
    TCP = "TCP"
    '''TCP.'''


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher",
    jsii_struct_bases=[],
    name_mapping={"http_code": "httpCode"},
)
class TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher:
    def __init__(self, *, http_code: typing.Optional[builtins.str] = None) -> None:
        '''
        :param http_code: 

        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__ee4bf186e3c47a5cf6ac8d75f7e604e62646f33db1c794acd5c238935c7bdb2e)
            check_type(argname="argument http_code", value=http_code, expected_type=type_hints["http_code"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if http_code is not None:
            self._values["http_code"] = http_code

    @builtins.property
    def http_code(self) -> typing.Optional[builtins.str]:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher#httpCode
        '''
        result = self._values.get("http_code")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion"
)
class TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion(enum.Enum):
    '''
    :schema: TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion
    '''

    HTTP1 = "HTTP1"
    '''HTTP1.'''
    HTTP2 = "HTTP2"
    '''HTTP2.'''
    GRPC = "GRPC"
    '''GRPC.'''


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes",
    jsii_struct_bases=[],
    name_mapping={"key": "key", "value": "value"},
)
class TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes:
    def __init__(self, *, key: builtins.str, value: builtins.str) -> None:
        '''
        :param key: 
        :param value: 

        :schema: TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__a5ee7cbe043b394963d5dd1c06bf0a2ec5e338a70710e541572694ca61ebd657)
            check_type(argname="argument key", value=key, expected_type=type_hints["key"])
            check_type(argname="argument value", value=value, expected_type=type_hints["value"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "key": key,
            "value": value,
        }

    @builtins.property
    def key(self) -> builtins.str:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes#key
        '''
        result = self._values.get("key")
        assert result is not None, "Required property 'key' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def value(self) -> builtins.str:
        '''
        :schema: TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes#value
        '''
        result = self._values.get("value")
        assert result is not None, "Required property 'value' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecDefaultConfigurationTargetType"
)
class TargetGroupConfigurationSpecDefaultConfigurationTargetType(enum.Enum):
    '''Whether the load balancer reaches pods, or nodes.

    :schema: TargetGroupConfigurationSpecDefaultConfigurationTargetType
    '''

    INSTANCE = "INSTANCE"
    '''instance.'''
    IP = "IP"
    '''ip.'''


@jsii.data_type(
    jsii_type="powersync_awsk8sgateway.TargetGroupConfigurationSpecTargetReference",
    jsii_struct_bases=[],
    name_mapping={"name": "name"},
)
class TargetGroupConfigurationSpecTargetReference:
    def __init__(self, *, name: builtins.str) -> None:
        '''The Service that it is for.

        :param name: 

        :schema: TargetGroupConfigurationSpecTargetReference
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__49d1f3550f8e53bcdcfe39b4ad847dfd97553d4a96661c21f1d8233b4cb826f1)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: TargetGroupConfigurationSpecTargetReference#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "TargetGroupConfigurationSpecTargetReference(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "LoadBalancerConfiguration",
    "LoadBalancerConfigurationProps",
    "LoadBalancerConfigurationSpec",
    "LoadBalancerConfigurationSpecListenerConfigurations",
    "LoadBalancerConfigurationSpecLoadBalancerAttributes",
    "LoadBalancerConfigurationSpecScheme",
    "TargetGroupConfiguration",
    "TargetGroupConfigurationProps",
    "TargetGroupConfigurationSpec",
    "TargetGroupConfigurationSpecDefaultConfiguration",
    "TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig",
    "TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol",
    "TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher",
    "TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion",
    "TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes",
    "TargetGroupConfigurationSpecDefaultConfigurationTargetType",
    "TargetGroupConfigurationSpecTargetReference",
]

publication.publish()

def _typecheckingstub__7938d298a43edec7e5c78ac7652396fd374a3e5648f337ccdb544d59654d0a83(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[LoadBalancerConfigurationSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__70030cf0df15fa65d84ec20cf3cdad6326784fa2a33f31f211430c99cc437753(
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[LoadBalancerConfigurationSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__acdda2300bd971c20f390390df1ac95f3d5424f81cff548f8c3a047b47a47b9e(
    *,
    listener_configurations: typing.Optional[typing.Sequence[typing.Union[LoadBalancerConfigurationSpecListenerConfigurations, typing.Dict[builtins.str, typing.Any]]]] = None,
    load_balancer_attributes: typing.Optional[typing.Sequence[typing.Union[LoadBalancerConfigurationSpecLoadBalancerAttributes, typing.Dict[builtins.str, typing.Any]]]] = None,
    scheme: typing.Optional[LoadBalancerConfigurationSpecScheme] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__c39c101b908cfdb2c944bd83af66164d7775f9326e58cbb758498db2d544fc32(
    *,
    protocol_port: builtins.str,
    certificates: typing.Optional[typing.Sequence[builtins.str]] = None,
    default_certificate: typing.Optional[builtins.str] = None,
    ssl_policy: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__29f65f46fce789122c6ee24c80f6235c93098291d9d64d41c32e8ddf16149233(
    *,
    key: builtins.str,
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__63a05d0c7da29868c3776a56594867b12e2bd7d5580c8116f66f7fffc978a1e6(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[TargetGroupConfigurationSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__21b9fc687a28e382c11a7f1343b2ed5188ad0c58635420487364b6d9374a166c(
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[TargetGroupConfigurationSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__31c55e24b101ea3ed651ece5ddcbaa54c400ac46ab8e5c43f1dddd2608a25662(
    *,
    default_configuration: typing.Optional[typing.Union[TargetGroupConfigurationSpecDefaultConfiguration, typing.Dict[builtins.str, typing.Any]]] = None,
    target_reference: typing.Optional[typing.Union[TargetGroupConfigurationSpecTargetReference, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__7c3fd7def7e08fe0ce185788bb89a5486ddf7e2303c27694d2dd6787088c2663(
    *,
    health_check_config: typing.Optional[typing.Union[TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfig, typing.Dict[builtins.str, typing.Any]]] = None,
    protocol_version: typing.Optional[TargetGroupConfigurationSpecDefaultConfigurationProtocolVersion] = None,
    target_group_attributes: typing.Optional[typing.Sequence[typing.Union[TargetGroupConfigurationSpecDefaultConfigurationTargetGroupAttributes, typing.Dict[builtins.str, typing.Any]]]] = None,
    target_type: typing.Optional[TargetGroupConfigurationSpecDefaultConfigurationTargetType] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3552084ea0ad7120604c72dca244249eccd98c0e381003aad85d401365277380(
    *,
    health_check_interval: typing.Optional[jsii.Number] = None,
    health_check_path: typing.Optional[builtins.str] = None,
    health_check_protocol: typing.Optional[TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigHealthCheckProtocol] = None,
    health_check_timeout: typing.Optional[jsii.Number] = None,
    healthy_threshold_count: typing.Optional[jsii.Number] = None,
    matcher: typing.Optional[typing.Union[TargetGroupConfigurationSpecDefaultConfigurationHealthCheckConfigMatcher, typing.Dict[builtins.str, typing.Any]]] = None,
    unhealthy_threshold_count: typing.Optional[jsii.Number] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ee4bf186e3c47a5cf6ac8d75f7e604e62646f33db1c794acd5c238935c7bdb2e(
    *,
    http_code: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__a5ee7cbe043b394963d5dd1c06bf0a2ec5e338a70710e541572694ca61ebd657(
    *,
    key: builtins.str,
    value: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__49d1f3550f8e53bcdcfe39b4ad847dfd97553d4a96661c21f1d8233b4cb826f1(
    *,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

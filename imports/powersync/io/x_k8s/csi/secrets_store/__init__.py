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


class SecretProviderClass(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_iox-k8scsisecrets-store.SecretProviderClass",
):
    '''
    :schema: SecretProviderClass
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["SecretProviderClassSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "SecretProviderClass" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param metadata: 
        :param spec: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__870a6be47746ce515d0965d01e0e68fa98b939ca82d445ac81f0b877764dabe8)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = SecretProviderClassProps(metadata=metadata, spec=spec)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["SecretProviderClassSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "SecretProviderClass".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param metadata: 
        :param spec: 
        '''
        props = SecretProviderClassProps(metadata=metadata, spec=spec)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "SecretProviderClass".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_iox-k8scsisecrets-store.SecretProviderClassProps",
    jsii_struct_bases=[],
    name_mapping={"metadata": "metadata", "spec": "spec"},
)
class SecretProviderClassProps:
    def __init__(
        self,
        *,
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
        spec: typing.Optional[typing.Union["SecretProviderClassSpec", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param metadata: 
        :param spec: 

        :schema: SecretProviderClass
        '''
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if isinstance(spec, dict):
            spec = SecretProviderClassSpec(**spec)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__f2863baa988c1a291d01dd2f24e18046f9fb2489685eb007b5bdabac0814d097)
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
        :schema: SecretProviderClass#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    @builtins.property
    def spec(self) -> typing.Optional["SecretProviderClassSpec"]:
        '''
        :schema: SecretProviderClass#spec
        '''
        result = self._values.get("spec")
        return typing.cast(typing.Optional["SecretProviderClassSpec"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "SecretProviderClassProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iox-k8scsisecrets-store.SecretProviderClassSpec",
    jsii_struct_bases=[],
    name_mapping={
        "provider": "provider",
        "parameters": "parameters",
        "secret_objects": "secretObjects",
    },
)
class SecretProviderClassSpec:
    def __init__(
        self,
        *,
        provider: builtins.str,
        parameters: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
        secret_objects: typing.Optional[typing.Sequence[typing.Union["SecretProviderClassSpecSecretObjects", typing.Dict[builtins.str, typing.Any]]]] = None,
    ) -> None:
        '''
        :param provider: Which of the driver's providers reads the store.
        :param parameters: What the provider is told, in its own words.
        :param secret_objects: The Secrets that are written while a pod mounts the volume.

        :schema: SecretProviderClassSpec
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3e526f136fbf440d167a244ca637a83425bcb77f4d8383178be4a274db7e43d9)
            check_type(argname="argument provider", value=provider, expected_type=type_hints["provider"])
            check_type(argname="argument parameters", value=parameters, expected_type=type_hints["parameters"])
            check_type(argname="argument secret_objects", value=secret_objects, expected_type=type_hints["secret_objects"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "provider": provider,
        }
        if parameters is not None:
            self._values["parameters"] = parameters
        if secret_objects is not None:
            self._values["secret_objects"] = secret_objects

    @builtins.property
    def provider(self) -> builtins.str:
        '''Which of the driver's providers reads the store.

        :schema: SecretProviderClassSpec#provider
        '''
        result = self._values.get("provider")
        assert result is not None, "Required property 'provider' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def parameters(self) -> typing.Optional[typing.Mapping[builtins.str, builtins.str]]:
        '''What the provider is told, in its own words.

        :schema: SecretProviderClassSpec#parameters
        '''
        result = self._values.get("parameters")
        return typing.cast(typing.Optional[typing.Mapping[builtins.str, builtins.str]], result)

    @builtins.property
    def secret_objects(
        self,
    ) -> typing.Optional[typing.List["SecretProviderClassSpecSecretObjects"]]:
        '''The Secrets that are written while a pod mounts the volume.

        :schema: SecretProviderClassSpec#secretObjects
        '''
        result = self._values.get("secret_objects")
        return typing.cast(typing.Optional[typing.List["SecretProviderClassSpecSecretObjects"]], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "SecretProviderClassSpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iox-k8scsisecrets-store.SecretProviderClassSpecSecretObjects",
    jsii_struct_bases=[],
    name_mapping={"data": "data", "secret_name": "secretName", "type": "type"},
)
class SecretProviderClassSpecSecretObjects:
    def __init__(
        self,
        *,
        data: typing.Sequence[typing.Union["SecretProviderClassSpecSecretObjectsData", typing.Dict[builtins.str, typing.Any]]],
        secret_name: builtins.str,
        type: builtins.str,
    ) -> None:
        '''
        :param data: 
        :param secret_name: 
        :param type: 

        :schema: SecretProviderClassSpecSecretObjects
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__5e7c7977fa2aade5f8a73284b4fe5862e3a66077930751151b587a7d82a3beef)
            check_type(argname="argument data", value=data, expected_type=type_hints["data"])
            check_type(argname="argument secret_name", value=secret_name, expected_type=type_hints["secret_name"])
            check_type(argname="argument type", value=type, expected_type=type_hints["type"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "data": data,
            "secret_name": secret_name,
            "type": type,
        }

    @builtins.property
    def data(self) -> typing.List["SecretProviderClassSpecSecretObjectsData"]:
        '''
        :schema: SecretProviderClassSpecSecretObjects#data
        '''
        result = self._values.get("data")
        assert result is not None, "Required property 'data' is missing"
        return typing.cast(typing.List["SecretProviderClassSpecSecretObjectsData"], result)

    @builtins.property
    def secret_name(self) -> builtins.str:
        '''
        :schema: SecretProviderClassSpecSecretObjects#secretName
        '''
        result = self._values.get("secret_name")
        assert result is not None, "Required property 'secret_name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def type(self) -> builtins.str:
        '''
        :schema: SecretProviderClassSpecSecretObjects#type
        '''
        result = self._values.get("type")
        assert result is not None, "Required property 'type' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "SecretProviderClassSpecSecretObjects(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_iox-k8scsisecrets-store.SecretProviderClassSpecSecretObjectsData",
    jsii_struct_bases=[],
    name_mapping={"key": "key", "object_name": "objectName"},
)
class SecretProviderClassSpecSecretObjectsData:
    def __init__(self, *, key: builtins.str, object_name: builtins.str) -> None:
        '''
        :param key: 
        :param object_name: 

        :schema: SecretProviderClassSpecSecretObjectsData
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__4d500e7a782dd14ca6d7695495a63774f7e919240ea0361433a530297bf58b35)
            check_type(argname="argument key", value=key, expected_type=type_hints["key"])
            check_type(argname="argument object_name", value=object_name, expected_type=type_hints["object_name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "key": key,
            "object_name": object_name,
        }

    @builtins.property
    def key(self) -> builtins.str:
        '''
        :schema: SecretProviderClassSpecSecretObjectsData#key
        '''
        result = self._values.get("key")
        assert result is not None, "Required property 'key' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def object_name(self) -> builtins.str:
        '''
        :schema: SecretProviderClassSpecSecretObjectsData#objectName
        '''
        result = self._values.get("object_name")
        assert result is not None, "Required property 'object_name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "SecretProviderClassSpecSecretObjectsData(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "SecretProviderClass",
    "SecretProviderClassProps",
    "SecretProviderClassSpec",
    "SecretProviderClassSpecSecretObjects",
    "SecretProviderClassSpecSecretObjectsData",
]

publication.publish()

def _typecheckingstub__870a6be47746ce515d0965d01e0e68fa98b939ca82d445ac81f0b877764dabe8(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[SecretProviderClassSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__f2863baa988c1a291d01dd2f24e18046f9fb2489685eb007b5bdabac0814d097(
    *,
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
    spec: typing.Optional[typing.Union[SecretProviderClassSpec, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__3e526f136fbf440d167a244ca637a83425bcb77f4d8383178be4a274db7e43d9(
    *,
    provider: builtins.str,
    parameters: typing.Optional[typing.Mapping[builtins.str, builtins.str]] = None,
    secret_objects: typing.Optional[typing.Sequence[typing.Union[SecretProviderClassSpecSecretObjects, typing.Dict[builtins.str, typing.Any]]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__5e7c7977fa2aade5f8a73284b4fe5862e3a66077930751151b587a7d82a3beef(
    *,
    data: typing.Sequence[typing.Union[SecretProviderClassSpecSecretObjectsData, typing.Dict[builtins.str, typing.Any]]],
    secret_name: builtins.str,
    type: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__4d500e7a782dd14ca6d7695495a63774f7e919240ea0361433a530297bf58b35(
    *,
    key: builtins.str,
    object_name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

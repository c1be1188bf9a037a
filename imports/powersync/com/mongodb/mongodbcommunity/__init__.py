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


class MongoDbCommunity(
    _cdk8s_d3d9af27.ApiObject,
    metaclass=jsii.JSIIMeta,
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunity",
):
    '''
    :schema: MongoDBCommunity
    '''

    def __init__(
        self,
        scope: "_constructs_77d1e7e8.Construct",
        id: builtins.str,
        *,
        spec: typing.Union["MongoDbCommunitySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''Defines a "MongoDBCommunity" API object.

        :param scope: the scope in which to define this object.
        :param id: a scope-local name for the object.
        :param spec: 
        :param metadata: 
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__3550aa9147b7059288e8d97edec89fb7fadb8d8e4aaf5aaa86648a8053583a3d)
            check_type(argname="argument scope", value=scope, expected_type=type_hints["scope"])
            check_type(argname="argument id", value=id, expected_type=type_hints["id"])
        props = MongoDbCommunityProps(spec=spec, metadata=metadata)

        jsii.create(self.__class__, self, [scope, id, props])

    @jsii.member(jsii_name="manifest")
    @builtins.classmethod
    def manifest(
        cls,
        *,
        spec: typing.Union["MongoDbCommunitySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> typing.Any:
        '''Renders a Kubernetes manifest for "MongoDBCommunity".

        This can be used to inline resource manifests inside other objects (e.g. as templates).

        :param spec: 
        :param metadata: 
        '''
        props = MongoDbCommunityProps(spec=spec, metadata=metadata)

        return typing.cast(typing.Any, jsii.sinvoke(cls, "manifest", [props]))

    @jsii.member(jsii_name="toJson")
    def to_json(self) -> typing.Any:
        '''Renders the object to Kubernetes JSON.'''
        return typing.cast(typing.Any, jsii.invoke(self, "toJson", []))

    @jsii.python.classproperty
    @jsii.member(jsii_name="GVK")
    def GVK(cls) -> "_cdk8s_d3d9af27.GroupVersionKind":
        '''Returns the apiVersion and kind for "MongoDBCommunity".'''
        return typing.cast("_cdk8s_d3d9af27.GroupVersionKind", jsii.sget(cls, "GVK"))


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunityProps",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec", "metadata": "metadata"},
)
class MongoDbCommunityProps:
    def __init__(
        self,
        *,
        spec: typing.Union["MongoDbCommunitySpec", typing.Dict[builtins.str, typing.Any]],
        metadata: typing.Optional[typing.Union["_cdk8s_d3d9af27.ApiObjectMetadata", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param spec: 
        :param metadata: 

        :schema: MongoDBCommunity
        '''
        if isinstance(spec, dict):
            spec = MongoDbCommunitySpec(**spec)
        if isinstance(metadata, dict):
            metadata = _cdk8s_d3d9af27.ApiObjectMetadata(**metadata)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__341e353300d40af94f281a44ae487902c4eab0c3cccf6fc1430e77e23d9bc5b3)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
            check_type(argname="argument metadata", value=metadata, expected_type=type_hints["metadata"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }
        if metadata is not None:
            self._values["metadata"] = metadata

    @builtins.property
    def spec(self) -> "MongoDbCommunitySpec":
        '''
        :schema: MongoDBCommunity#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast("MongoDbCommunitySpec", result)

    @builtins.property
    def metadata(self) -> typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"]:
        '''
        :schema: MongoDBCommunity#metadata
        '''
        result = self._values.get("metadata")
        return typing.cast(typing.Optional["_cdk8s_d3d9af27.ApiObjectMetadata"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunityProps(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpec",
    jsii_struct_bases=[],
    name_mapping={
        "security": "security",
        "type": "type",
        "users": "users",
        "members": "members",
        "stateful_set": "statefulSet",
        "version": "version",
    },
)
class MongoDbCommunitySpec:
    def __init__(
        self,
        *,
        security: typing.Union["MongoDbCommunitySpecSecurity", typing.Dict[builtins.str, typing.Any]],
        type: "MongoDbCommunitySpecType",
        users: typing.Sequence[typing.Union["MongoDbCommunitySpecUsers", typing.Dict[builtins.str, typing.Any]]],
        members: typing.Optional[jsii.Number] = None,
        stateful_set: typing.Optional[typing.Union["MongoDbCommunitySpecStatefulSet", typing.Dict[builtins.str, typing.Any]]] = None,
        version: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param security: 
        :param type: 
        :param users: 
        :param members: 
        :param stateful_set: 
        :param version: 

        :schema: MongoDbCommunitySpec
        '''
        if isinstance(security, dict):
            security = MongoDbCommunitySpecSecurity(**security)
        if isinstance(stateful_set, dict):
            stateful_set = MongoDbCommunitySpecStatefulSet(**stateful_set)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__580f99e2ea5161cf44338a3d30ed9feae47cc6a5b19e75367c1d8d7316131c04)
            check_type(argname="argument security", value=security, expected_type=type_hints["security"])
            check_type(argname="argument type", value=type, expected_type=type_hints["type"])
            check_type(argname="argument users", value=users, expected_type=type_hints["users"])
            check_type(argname="argument members", value=members, expected_type=type_hints["members"])
            check_type(argname="argument stateful_set", value=stateful_set, expected_type=type_hints["stateful_set"])
            check_type(argname="argument version", value=version, expected_type=type_hints["version"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "security": security,
            "type": type,
            "users": users,
        }
        if members is not None:
            self._values["members"] = members
        if stateful_set is not None:
            self._values["stateful_set"] = stateful_set
        if version is not None:
            self._values["version"] = version

    @builtins.property
    def security(self) -> "MongoDbCommunitySpecSecurity":
        '''
        :schema: MongoDbCommunitySpec#security
        '''
        result = self._values.get("security")
        assert result is not None, "Required property 'security' is missing"
        return typing.cast("MongoDbCommunitySpecSecurity", result)

    @builtins.property
    def type(self) -> "MongoDbCommunitySpecType":
        '''
        :schema: MongoDbCommunitySpec#type
        '''
        result = self._values.get("type")
        assert result is not None, "Required property 'type' is missing"
        return typing.cast("MongoDbCommunitySpecType", result)

    @builtins.property
    def users(self) -> typing.List["MongoDbCommunitySpecUsers"]:
        '''
        :schema: MongoDbCommunitySpec#users
        '''
        result = self._values.get("users")
        assert result is not None, "Required property 'users' is missing"
        return typing.cast(typing.List["MongoDbCommunitySpecUsers"], result)

    @builtins.property
    def members(self) -> typing.Optional[jsii.Number]:
        '''
        :schema: MongoDbCommunitySpec#members
        '''
        result = self._values.get("members")
        return typing.cast(typing.Optional[jsii.Number], result)

    @builtins.property
    def stateful_set(self) -> typing.Optional["MongoDbCommunitySpecStatefulSet"]:
        '''
        :schema: MongoDbCommunitySpec#statefulSet
        '''
        result = self._values.get("stateful_set")
        return typing.cast(typing.Optional["MongoDbCommunitySpecStatefulSet"], result)

    @builtins.property
    def version(self) -> typing.Optional[builtins.str]:
        '''
        :schema: MongoDbCommunitySpec#version
        '''
        result = self._values.get("version")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpec(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecSecurity",
    jsii_struct_bases=[],
    name_mapping={"authentication": "authentication"},
)
class MongoDbCommunitySpecSecurity:
    def __init__(
        self,
        *,
        authentication: typing.Optional[typing.Union["MongoDbCommunitySpecSecurityAuthentication", typing.Dict[builtins.str, typing.Any]]] = None,
    ) -> None:
        '''
        :param authentication: 

        :schema: MongoDbCommunitySpecSecurity
        '''
        if isinstance(authentication, dict):
            authentication = MongoDbCommunitySpecSecurityAuthentication(**authentication)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__cd036b8f6794c6fe0282b8773dfcbde41fc8e57c1d1cfbb61d4d0ddb2d8f0769)
            check_type(argname="argument authentication", value=authentication, expected_type=type_hints["authentication"])
        self._values: typing.Dict[builtins.str, typing.Any] = {}
        if authentication is not None:
            self._values["authentication"] = authentication

    @builtins.property
    def authentication(
        self,
    ) -> typing.Optional["MongoDbCommunitySpecSecurityAuthentication"]:
        '''
        :schema: MongoDbCommunitySpecSecurity#authentication
        '''
        result = self._values.get("authentication")
        return typing.cast(typing.Optional["MongoDbCommunitySpecSecurityAuthentication"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpecSecurity(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecSecurityAuthentication",
    jsii_struct_bases=[],
    name_mapping={"modes": "modes"},
)
class MongoDbCommunitySpecSecurityAuthentication:
    def __init__(
        self,
        *,
        modes: typing.Sequence["MongoDbCommunitySpecSecurityAuthenticationModes"],
    ) -> None:
        '''
        :param modes: 

        :schema: MongoDbCommunitySpecSecurityAuthentication
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__e3689a21fd578d25ca275ac79a1bd1a911456eb4856d22a4afee84b556f6b791)
            check_type(argname="argument modes", value=modes, expected_type=type_hints["modes"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "modes": modes,
        }

    @builtins.property
    def modes(self) -> typing.List["MongoDbCommunitySpecSecurityAuthenticationModes"]:
        '''
        :schema: MongoDbCommunitySpecSecurityAuthentication#modes
        '''
        result = self._values.get("modes")
        assert result is not None, "Required property 'modes' is missing"
        return typing.cast(typing.List["MongoDbCommunitySpecSecurityAuthenticationModes"], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpecSecurityAuthentication(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecSecurityAuthenticationModes"
)
class MongoDbCommunitySpecSecurityAuthenticationModes(enum.Enum):
    '''
    :schema: MongoDbCommunitySpecSecurityAuthenticationModes
    '''

    SCRAM = "SCRAM"
    '''SCRAM.'''
    SCRAM_HYPHEN_SHA_HYPHEN_256 = "SCRAM_HYPHEN_SHA_HYPHEN_256"
    '''SCRAM-SHA-256.'''
    SCRAM_HYPHEN_SHA_HYPHEN_1 = "SCRAM_HYPHEN_SHA_HYPHEN_1"
    '''SCRAM-SHA-1.'''
    X509 = "X509"
    '''X509.'''


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecStatefulSet",
    jsii_struct_bases=[],
    name_mapping={"spec": "spec"},
)
class MongoDbCommunitySpecStatefulSet:
    def __init__(self, *, spec: typing.Any) -> None:
        '''
        :param spec: 

        :schema: MongoDbCommunitySpecStatefulSet
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__ce90c0383c4c0f00f932ee9315352b9b487bd54b71dbbafa5a81ab3e97cd5301)
            check_type(argname="argument spec", value=spec, expected_type=type_hints["spec"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "spec": spec,
        }

    @builtins.property
    def spec(self) -> typing.Any:
        '''
        :schema: MongoDbCommunitySpecStatefulSet#spec
        '''
        result = self._values.get("spec")
        assert result is not None, "Required property 'spec' is missing"
        return typing.cast(typing.Any, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpecStatefulSet(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.enum(jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecType")
class MongoDbCommunitySpecType(enum.Enum):
    '''
    :schema: MongoDbCommunitySpecType
    '''

    REPLICA_SET = "REPLICA_SET"
    '''ReplicaSet.'''


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecUsers",
    jsii_struct_bases=[],
    name_mapping={
        "name": "name",
        "roles": "roles",
        "connection_string_secret_name": "connectionStringSecretName",
        "db": "db",
        "password_secret_ref": "passwordSecretRef",
        "scram_credentials_secret_name": "scramCredentialsSecretName",
    },
)
class MongoDbCommunitySpecUsers:
    def __init__(
        self,
        *,
        name: builtins.str,
        roles: typing.Sequence[typing.Union["MongoDbCommunitySpecUsersRoles", typing.Dict[builtins.str, typing.Any]]],
        connection_string_secret_name: typing.Optional[builtins.str] = None,
        db: typing.Optional[builtins.str] = None,
        password_secret_ref: typing.Optional[typing.Union["MongoDbCommunitySpecUsersPasswordSecretRef", typing.Dict[builtins.str, typing.Any]]] = None,
        scram_credentials_secret_name: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param name: 
        :param roles: 
        :param connection_string_secret_name: 
        :param db: 
        :param password_secret_ref: 
        :param scram_credentials_secret_name: 

        :schema: MongoDbCommunitySpecUsers
        '''
        if isinstance(password_secret_ref, dict):
            password_secret_ref = MongoDbCommunitySpecUsersPasswordSecretRef(**password_secret_ref)
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__5ab3a2870e3febaacebfa087b8e292b1f10fb4e6281ea7f24b8d7b877ccec508)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
            check_type(argname="argument roles", value=roles, expected_type=type_hints["roles"])
            check_type(argname="argument connection_string_secret_name", value=connection_string_secret_name, expected_type=type_hints["connection_string_secret_name"])
            check_type(argname="argument db", value=db, expected_type=type_hints["db"])
            check_type(argname="argument password_secret_ref", value=password_secret_ref, expected_type=type_hints["password_secret_ref"])
            check_type(argname="argument scram_credentials_secret_name", value=scram_credentials_secret_name, expected_type=type_hints["scram_credentials_secret_name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
            "roles": roles,
        }
        if connection_string_secret_name is not None:
            self._values["connection_string_secret_name"] = connection_string_secret_name
        if db is not None:
            self._values["db"] = db
        if password_secret_ref is not None:
            self._values["password_secret_ref"] = password_secret_ref
        if scram_credentials_secret_name is not None:
            self._values["scram_credentials_secret_name"] = scram_credentials_secret_name

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: MongoDbCommunitySpecUsers#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def roles(self) -> typing.List["MongoDbCommunitySpecUsersRoles"]:
        '''
        :schema: MongoDbCommunitySpecUsers#roles
        '''
        result = self._values.get("roles")
        assert result is not None, "Required property 'roles' is missing"
        return typing.cast(typing.List["MongoDbCommunitySpecUsersRoles"], result)

    @builtins.property
    def connection_string_secret_name(self) -> typing.Optional[builtins.str]:
        '''
        :schema: MongoDbCommunitySpecUsers#connectionStringSecretName
        '''
        result = self._values.get("connection_string_secret_name")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def db(self) -> typing.Optional[builtins.str]:
        '''
        :schema: MongoDbCommunitySpecUsers#db
        '''
        result = self._values.get("db")
        return typing.cast(typing.Optional[builtins.str], result)

    @builtins.property
    def password_secret_ref(
        self,
    ) -> typing.Optional["MongoDbCommunitySpecUsersPasswordSecretRef"]:
        '''
        :schema: MongoDbCommunitySpecUsers#passwordSecretRef
        '''
        result = self._values.get("password_secret_ref")
        return typing.cast(typing.Optional["MongoDbCommunitySpecUsersPasswordSecretRef"], result)

    @builtins.property
    def scram_credentials_secret_name(self) -> typing.Optional[builtins.str]:
        '''
        :schema: MongoDbCommunitySpecUsers#scramCredentialsSecretName
        '''
        result = self._values.get("scram_credentials_secret_name")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpecUsers(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecUsersPasswordSecretRef",
    jsii_struct_bases=[],
    name_mapping={"name": "name", "key": "key"},
)
class MongoDbCommunitySpecUsersPasswordSecretRef:
    def __init__(
        self,
        *,
        name: builtins.str,
        key: typing.Optional[builtins.str] = None,
    ) -> None:
        '''
        :param name: 
        :param key: 

        :schema: MongoDbCommunitySpecUsersPasswordSecretRef
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__1757f29a89d6ec19026e4b67ea0fd5fd38dcb5bf5a91caf4311b244214f266f8)
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
            check_type(argname="argument key", value=key, expected_type=type_hints["key"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "name": name,
        }
        if key is not None:
            self._values["key"] = key

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: MongoDbCommunitySpecUsersPasswordSecretRef#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def key(self) -> typing.Optional[builtins.str]:
        '''
        :schema: MongoDbCommunitySpecUsersPasswordSecretRef#key
        '''
        result = self._values.get("key")
        return typing.cast(typing.Optional[builtins.str], result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpecUsersPasswordSecretRef(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


@jsii.data_type(
    jsii_type="powersync_commongodbmongodbcommunity.MongoDbCommunitySpecUsersRoles",
    jsii_struct_bases=[],
    name_mapping={"db": "db", "name": "name"},
)
class MongoDbCommunitySpecUsersRoles:
    def __init__(self, *, db: builtins.str, name: builtins.str) -> None:
        '''
        :param db: 
        :param name: 

        :schema: MongoDbCommunitySpecUsersRoles
        '''
        if __debug__:
            type_hints = cached_type_hints(_typecheckingstub__9c7db1f36847e9e032d4bd161bb52fd167565bd0944c272b6a943991a97ccc54)
            check_type(argname="argument db", value=db, expected_type=type_hints["db"])
            check_type(argname="argument name", value=name, expected_type=type_hints["name"])
        self._values: typing.Dict[builtins.str, typing.Any] = {
            "db": db,
            "name": name,
        }

    @builtins.property
    def db(self) -> builtins.str:
        '''
        :schema: MongoDbCommunitySpecUsersRoles#db
        '''
        result = self._values.get("db")
        assert result is not None, "Required property 'db' is missing"
        return typing.cast(builtins.str, result)

    @builtins.property
    def name(self) -> builtins.str:
        '''
        :schema: MongoDbCommunitySpecUsersRoles#name
        '''
        result = self._values.get("name")
        assert result is not None, "Required property 'name' is missing"
        return typing.cast(builtins.str, result)

    def __eq__(self, rhs: typing.Any) -> builtins.bool:
        return isinstance(rhs, self.__class__) and rhs._values == self._values

    def __ne__(self, rhs: typing.Any) -> builtins.bool:
        return not (rhs == self)

    def __repr__(self) -> str:
        return "MongoDbCommunitySpecUsersRoles(%s)" % ", ".join(
            k + "=" + repr(v) for k, v in self._values.items()
        )


__all__ = [
    "MongoDbCommunity",
    "MongoDbCommunityProps",
    "MongoDbCommunitySpec",
    "MongoDbCommunitySpecSecurity",
    "MongoDbCommunitySpecSecurityAuthentication",
    "MongoDbCommunitySpecSecurityAuthenticationModes",
    "MongoDbCommunitySpecStatefulSet",
    "MongoDbCommunitySpecType",
    "MongoDbCommunitySpecUsers",
    "MongoDbCommunitySpecUsersPasswordSecretRef",
    "MongoDbCommunitySpecUsersRoles",
]

publication.publish()

def _typecheckingstub__3550aa9147b7059288e8d97edec89fb7fadb8d8e4aaf5aaa86648a8053583a3d(
    scope: _constructs_77d1e7e8.Construct,
    id: builtins.str,
    *,
    spec: typing.Union[MongoDbCommunitySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__341e353300d40af94f281a44ae487902c4eab0c3cccf6fc1430e77e23d9bc5b3(
    *,
    spec: typing.Union[MongoDbCommunitySpec, typing.Dict[builtins.str, typing.Any]],
    metadata: typing.Optional[typing.Union[_cdk8s_d3d9af27.ApiObjectMetadata, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__580f99e2ea5161cf44338a3d30ed9feae47cc6a5b19e75367c1d8d7316131c04(
    *,
    security: typing.Union[MongoDbCommunitySpecSecurity, typing.Dict[builtins.str, typing.Any]],
    type: MongoDbCommunitySpecType,
    users: typing.Sequence[typing.Union[MongoDbCommunitySpecUsers, typing.Dict[builtins.str, typing.Any]]],
    members: typing.Optional[jsii.Number] = None,
    stateful_set: typing.Optional[typing.Union[MongoDbCommunitySpecStatefulSet, typing.Dict[builtins.str, typing.Any]]] = None,
    version: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__cd036b8f6794c6fe0282b8773dfcbde41fc8e57c1d1cfbb61d4d0ddb2d8f0769(
    *,
    authentication: typing.Optional[typing.Union[MongoDbCommunitySpecSecurityAuthentication, typing.Dict[builtins.str, typing.Any]]] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__e3689a21fd578d25ca275ac79a1bd1a911456eb4856d22a4afee84b556f6b791(
    *,
    modes: typing.Sequence[MongoDbCommunitySpecSecurityAuthenticationModes],
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__ce90c0383c4c0f00f932ee9315352b9b487bd54b71dbbafa5a81ab3e97cd5301(
    *,
    spec: typing.Any,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__5ab3a2870e3febaacebfa087b8e292b1f10fb4e6281ea7f24b8d7b877ccec508(
    *,
    name: builtins.str,
    roles: typing.Sequence[typing.Union[MongoDbCommunitySpecUsersRoles, typing.Dict[builtins.str, typing.Any]]],
    connection_string_secret_name: typing.Optional[builtins.str] = None,
    db: typing.Optional[builtins.str] = None,
    password_secret_ref: typing.Optional[typing.Union[MongoDbCommunitySpecUsersPasswordSecretRef, typing.Dict[builtins.str, typing.Any]]] = None,
    scram_credentials_secret_name: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__1757f29a89d6ec19026e4b67ea0fd5fd38dcb5bf5a91caf4311b244214f266f8(
    *,
    name: builtins.str,
    key: typing.Optional[builtins.str] = None,
) -> None:
    """Type checking stubs"""
    pass

def _typecheckingstub__9c7db1f36847e9e032d4bd161bb52fd167565bd0944c272b6a943991a97ccc54(
    *,
    db: builtins.str,
    name: builtins.str,
) -> None:
    """Type checking stubs"""
    pass

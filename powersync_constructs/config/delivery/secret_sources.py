"""Who fills the Secrets that `SecretRef`s name, where the instance says it: an operator or a CSI driver."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from powersync_constructs.config.core._credentials import FilledText, Reference
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenMap, LabelName, MapKey, ObjectName, Seconds
from powersync_constructs.config.core._uris import PlainValue, holds_secret
from powersync_constructs.config.core.errors import CREDENTIAL
from powersync_constructs.config.core.secrets import SecretRef


def _no_secret(text: str) -> str:
    if re.search(r"//[^/]*@", text) or holds_secret(text):
        raise PydanticCustomError(CREDENTIAL, "is a secret itself; give the name that the store keeps it under")
    return text


def _trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("begins or ends with white space; take it away")
    return text


def _as_text(reference: SecretRef) -> str:
    """A dump has texts for keys, since it turns a reference into a dict."""
    return f"{reference.name}/{reference.key}"


MappedReference = Annotated[Reference, PlainSerializer(_as_text, return_type=str)]
"""A reference, as the key of a mapping."""
RemoteName = Annotated[FilledText, AfterValidator(_no_secret), AfterValidator(_trimmed)]
"""What a store calls a secret, or a part or version of one."""


class SecretStore(Props):
    """A store of External Secrets, which somebody else makes: where secrets are read, and by whom."""

    error_path = "store"

    name: ObjectName = Field(description="the name of the store")
    kind: Literal["SecretStore", "ClusterSecretStore"] = Field(
        default="SecretStore", description="a store of the instance's namespace, or one of the whole cluster"
    )


class RemoteSecret(Props):
    """A secret as its store knows it."""

    error_path = "remote_secret"

    key: RemoteName = Field(description="the secret's name in the store")
    property: RemoteName | None = Field(
        default=None, description="the part of it, where it is JSON like that of RDS; default: the whole"
    )
    version: RemoteName | None = Field(default=None, description="the version of it; default: the newest")


class ExternalSecrets(Props):
    """An ExternalSecret for each Secret of the mapping, which the External Secrets operator fills (2.3 or newer).

    The Secret belongs to its ExternalSecret and goes with it.
    """

    error_path = "secrets"

    type: Literal["external-secrets"] = Field(default="external-secrets", description="the kind of source")
    store: SecretStore = Field(description="where the secrets are")
    mapping: FrozenMap[MappedReference, RemoteName | RemoteSecret] = Field(
        min_length=1, description="what each reference stands for: a name in the store, or a RemoteSecret"
    )
    refresh_interval_seconds: Seconds = Field(
        default=3600,
        description="seconds until the store is asked again; default: 3600, that of the operator; 0 for never, not "
        "even when the mapping changes",
    )
    deletion_policy: Literal["Retain", "Delete", "Merge"] = Field(
        default="Retain",
        description="what happens when the store has lost them: the Secret stays, goes, or loses those keys "
        "(the operator's default)",
    )


class SecretsStoreCsi(Props):
    """A SecretProviderClass, and its volume in every pod of the service, for the Secrets Store CSI driver (1.4).

    The volume is what makes the driver write the Secrets of the mapping, and they last as long as a pod has it. Every
    ServiceAccount of the instance needs permission to read the store.
    """

    error_path = "secrets"

    type: Literal["secrets-store-csi"] = Field(default="secrets-store-csi", description="the kind of source")
    provider: LabelName = Field(description="the driver's provider, like aws, azure, gcp or vault")
    parameters: FrozenMap[MapKey, PlainValue] = Field(
        min_length=1, description="what the provider is told, in its own words; objects among them"
    )
    mapping: FrozenMap[MappedReference, RemoteName] = Field(
        min_length=1, description="the file of the volume that each reference stands for: an object's alias or name"
    )


SecretSource = ExternalSecrets | SecretsStoreCsi
"""Who fills the Secrets."""

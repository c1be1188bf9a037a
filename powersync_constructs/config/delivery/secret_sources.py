"""Secret sources, which fill the Secrets that `SecretRef`s refer to: an operator or a CSI driver."""

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
        raise PydanticCustomError(CREDENTIAL, "looks like a secret itself; use the name of the secret in the store")
    return text


def _trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("begins or ends with white space; remove it")
    return text


def _as_text(reference: SecretRef) -> str:
    """Serialize a reference as text. By default, a reference is serialized as a dict, which cannot be a key."""
    return f"{reference.name}/{reference.key}"


MappedReference = Annotated[Reference, PlainSerializer(_as_text, return_type=str)]
"""A reference that is the key of a mapping."""
RemoteName = Annotated[FilledText, AfterValidator(_no_secret), AfterValidator(_trimmed)]
"""The name of a secret in a store, of a property of the secret, or of a version of the secret."""


class SecretStore(Props):
    """A reference to an existing SecretStore or ClusterSecretStore of the External Secrets operator."""

    error_path = "store"

    name: ObjectName
    """The name of the store."""
    kind: Literal["SecretStore", "ClusterSecretStore"] = "SecretStore"
    """The kind of the store: a SecretStore in the instance's namespace, or a ClusterSecretStore."""


class RemoteSecret(Props):
    """A secret in the store."""

    error_path = "remote_secret"

    key: RemoteName
    """The name of the secret in the store."""
    property: RemoteName | None = None
    """The property to read if the secret is JSON, like an RDS secret. Default: the whole secret."""
    version: RemoteName | None = None
    """The version of the secret. Default: the latest version."""


class ExternalSecrets(Props):
    """An ExternalSecret for each Secret in the mapping. It needs the External Secrets operator 2.3 or newer.

    The ExternalSecret owns the Secret. If you delete the ExternalSecret, the Secret is deleted too.
    """

    error_path = "secrets"

    type: Literal["external-secrets"] = "external-secrets"
    """The kind of secret source."""
    store: SecretStore
    """The store that contains the secrets."""
    mapping: FrozenMap[MappedReference, RemoteName | RemoteSecret] = Field(min_length=1)
    """The mapping from references to secrets in the store. A secret is given by its name or as a RemoteSecret."""
    refresh_interval_seconds: Seconds = 3600
    """Seconds between two reads from the store. Default: 3600, as in the operator. With 0, the operator reads only
    once, even if the mapping changes.
    """
    deletion_policy: Literal["Retain", "Delete", "Merge"] = "Retain"
    """The deletion policy for secrets that no longer exist in the store. 'Retain', the operator's default, keeps the
    Secret; 'Delete' deletes the Secret; 'Merge' deletes only the keys.
    """


class SecretsStoreCsi(Props):
    """A SecretProviderClass for the Secrets Store CSI driver (1.4), and a CSI volume in every pod of the service.

    The driver creates the Secrets in the mapping when a pod mounts the volume, and deletes them when no pod mounts it.
    Every ServiceAccount of the instance needs permission to read the store.
    """

    error_path = "secrets"

    type: Literal["secrets-store-csi"] = "secrets-store-csi"
    """The kind of secret source."""
    provider: LabelName
    """The provider of the driver, for example aws, azure, gcp or vault."""
    parameters: FrozenMap[MapKey, PlainValue] = Field(min_length=1)
    """The set of parameters for the provider, in the format of the provider, including `objects`."""
    mapping: FrozenMap[MappedReference, RemoteName] = Field(min_length=1)
    """The mapping from references to files in the volume. The name of a file is the alias or name of an entry in
    `objects`.
    """


SecretSource = ExternalSecrets | SecretsStoreCsi
"""A secret source, which fills the Secrets that `SecretRef`s refer to."""

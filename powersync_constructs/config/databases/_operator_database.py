"""Common props of operator databases, which an operator in the cluster runs for an instance."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._object_names import check_characters
from powersync_constructs.config.core._types import Bytes, FrozenList, FrozenMap, LabelValue, ObjectName, QualifiedName
from powersync_constructs.config.core.errors import CREDENTIAL, config_error
from powersync_constructs.config.core.secrets import SecretRef, from_mapping
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.pod import ObjectMetadata, PullSecrets
from powersync_constructs.config.pods.scheduling import Toleration


def check_name(text: str, most: int) -> str:
    """Check the name of an operator database. Raises ValueError."""
    check_characters(text, "the name of a database")
    if len(text) > most:
        raise ValueError(f"has {len(text)} characters; shorten it to at most {most}")
    return text


def _credential_of_an_operator(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, SecretRef):
        return given
    raise PydanticCustomError(
        CREDENTIAL, "is not a reference to a Secret, which the operator needs; use SecretRef(name, key)"
    )


PasswordRef = Annotated[SecretRef, BeforeValidator(_credential_of_an_operator)]
"""A password in a Secret that exists before the database."""


class OperatorDatabase(Props):
    """A database with several pods. Each pod has its own volumes."""

    operators_labels: ClassVar[tuple[str, ...]] = ()
    """The labels by which the operator selects its pods."""
    operators_prefixes: ClassVar[tuple[str, ...]] = ()
    """The prefixes of the operator's labels."""

    size: Bytes
    """The size of each pod's data volume. You can increase it later if the StorageClass supports it."""
    storage_class: ObjectName | None = None
    """The StorageClass of all volumes. Default: the cluster's default StorageClass."""
    resources: Resources = Field(default=Resources(cpu="1", cpu_limit="1", memory="2Gi", memory_limit="2Gi"))
    """The resource requests and limits of the database container. The default of 2 GiB comes from the PowerSync
    documentation (deployment-architecture.mdx). The requests equal the limits, so that nodes under memory pressure
    evict other pods first.
    """
    anti_affinity: Literal["required", "preferred"] = "required"
    """The pod anti-affinity: 'required' places the pods on different nodes, 'preferred' does so where possible. With
    'required', a pod stays Pending if there are too few nodes. With 'preferred', the failure of one node can stop most
    of the pods.
    """
    topology_key: QualifiedName = "kubernetes.io/hostname"
    """The node label whose values `anti_affinity` compares. The default allows one pod per node."""
    node_selector: FrozenMap[QualifiedName, LabelValue] = {}
    """The labels that a node must have."""
    tolerations: FrozenList[Toleration] = ()
    """The node taints that the pods tolerate."""
    image_pull_secrets: PullSecrets = ()
    """The names of the image pull Secrets."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to the objects and pods of the database."""

    @model_validator(mode="after")
    def _check_labels(self) -> Self:
        for field in ("labels", "pod_labels"):
            for label in getattr(self.metadata, field):
                if label in self.operators_labels or label.startswith(self.operators_prefixes):
                    raise config_error(
                        f"metadata.{field}", f"'{label}' is reserved for the operator; use your own prefix"
                    )
        return self

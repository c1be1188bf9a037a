"""What operator databases have in common: databases beside an instance, kept by an operator that the cluster has."""

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
        raise ValueError(f"has {len(text)} characters, and the operator's own names leave room for {most}; shorten it")
    return text


def _credential_of_an_operator(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, SecretRef):
        return given
    raise PydanticCustomError(CREDENTIAL, "the operator reads a Secret alone; use SecretRef(name, key)")


PasswordRef = Annotated[SecretRef, BeforeValidator(_credential_of_an_operator)]
"""A password in a Secret that is there before the database."""


class OperatorDatabase(Props):
    """A database of several pods, each with volumes of its own."""

    operators_labels: ClassVar[tuple[str, ...]] = ()
    """The labels by which the operator finds its pods."""
    operators_prefixes: ClassVar[tuple[str, ...]] = ()
    """How the operator's labels begin."""

    size: Bytes = Field(description="each pod's volume for data; it can grow later where its StorageClass lets it")
    storage_class: ObjectName | None = Field(
        default=None, description="the StorageClass of all volumes; default: that of the cluster"
    )
    resources: Resources = Field(
        default=Resources(cpu="1", cpu_limit="1", memory="2Gi", memory_limit="2Gi"),
        description="resource requests and limits of a database container: 2 GiB (deployment-architecture.mdx of the "
        "docs), all of it requested, so that nodes short of memory end others first",
    )
    anti_affinity: Literal["required", "preferred"] = Field(
        default="required",
        description="whether two pods must not share a node, or only shun it; required leaves a pod Pending where "
        "nodes are missing, preferred may lose the majority with one node",
    )
    topology_key: QualifiedName = Field(
        default="kubernetes.io/hostname",
        description="the node label that anti_affinity compares; the default is one pod a node",
    )
    node_selector: FrozenMap[QualifiedName, LabelValue] = Field(default={}, description="labels that a node must have")
    tolerations: FrozenList[Toleration] = Field(default=(), description="taints that are tolerated")
    image_pull_secrets: PullSecrets = Field(default=(), description="Secrets that the images are pulled with")
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata, description="labels and annotations to add")

    @model_validator(mode="after")
    def _leaves_the_operators_labels_alone(self) -> Self:
        for field in ("labels", "pod_labels"):
            for label in getattr(self.metadata, field):
                if label in self.operators_labels or label.startswith(self.operators_prefixes):
                    raise config_error(f"metadata.{field}", f"'{label}' is the operator's; use a prefix of your own")
        return self

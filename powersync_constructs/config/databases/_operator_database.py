"""What operator databases have in common: databases beside an instance, kept by an operator that the cluster has."""

import re
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Bytes, FrozenList, FrozenMap, LabelValue, ObjectName, QualifiedName
from powersync_constructs.config.core.errors import CREDENTIAL, config_error, shown
from powersync_constructs.config.core.secrets import SecretRef, from_mapping
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.pod import ObjectMetadata, PullSecrets
from powersync_constructs.config.pods.scheduling import Toleration


def check_name(text: str, most: int) -> str:
    """Check the name of an operator database, which its Services are named after. Raises ValueError."""
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", text):
        raise ValueError("is no name for a database: a letter first, then lower-case letters, digits and dashes")
    if len(text) > most:
        raise ValueError(f"has {len(text)} characters, and the operator's own names leave room for {most}; shorten it")
    return text


def name_from_id(props: Props, id: str, check: Callable[[str], str]) -> str:
    """The id of a construct as the name of its operator database. Raises ConfigError when it is none."""
    try:
        return check(id)
    except ValueError as error:
        raise config_error(f"{props.error_path}.name", f"{shown(id)} {error}") from None


def _credential_of_an_operator(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, SecretRef):
        return given
    raise PydanticCustomError(CREDENTIAL, "the operator reads a Secret alone; use SecretRef(name, key)")


PasswordRef = Annotated[SecretRef, BeforeValidator(_credential_of_an_operator)]
"""A password in a Secret that is there before the database."""


class OperatorDatabase(Props):
    """A database of several pods, each with volumes of its own."""

    operators_label: ClassVar[str]
    """The label by which the operator finds its pods, or how its labels begin when it ends with a slash."""

    size: Bytes = Field(description="each pod's volume for data; it can grow later where its StorageClass lets it")
    storage_class: ObjectName | None = Field(
        default=None, description="the StorageClass of all volumes; default: that of the cluster"
    )
    resources: Resources = Field(
        default=Resources(cpu="1", cpu_limit="1", memory="2Gi", memory_limit="2Gi"),
        description="what a database container asks for and at most gets: 2 GiB (deployment-architecture.mdx of the "
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
        for label in self.metadata.labels:
            if self.operators_label in (label, f"{label.partition('/')[0]}/"):
                raise config_error("metadata.labels", f"'{label}' is the operator's; use a prefix of your own")
        return self

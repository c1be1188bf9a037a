"""The small groups that every workload's props are made of."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._labels import OUR_PREFIX
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import (
    FrozenList,
    FrozenMap,
    LabelValue,
    ObjectName,
    QualifiedName,
    UserId,
)
from powersync_constructs.config.core.errors import config_error


def _not_ours(name: str) -> str:
    if name.startswith(OUR_PREFIX):
        raise ValueError("is a name by which we know our own objects; use a prefix of your own")
    return name


Labels = FrozenMap[Annotated[QualifiedName, AfterValidator(_not_ours)], LabelValue]
"""Labels of an object."""
Annotations = FrozenMap[Annotated[QualifiedName, AfterValidator(_not_ours)], StrictStr]
"""Annotations of an object."""


class Security(Props):
    """Who the containers run as. The rest of Pod Security `restricted` is not a choice."""

    error_path = "security"

    run_as_user: UserId = Field(
        default=10001, description="the user; the image's 901 works too, scanners want 10000 or more"
    )
    run_as_group: UserId = Field(default=10001, description="the group")
    fs_group: UserId = Field(default=10001, description="the group of volumes")


class Drain(Props):
    """How a pod that terminates drains its streams.

    The service cuts them all on SIGTERM, so only the sleep before it drains.
    """

    error_path = "drain"

    sleep_seconds: Annotated[StrictInt, Field(ge=0, le=3600)] | None = Field(
        default=None,
        description="seconds that ingress controllers have to stop sending clients. Default: what the slowest one "
        "needs: 20 in the cluster, ALB 30, GKE 60, AGIC 90",
    )


def grace_seconds(sleep_seconds: int) -> int:
    """The sleep, the 30 s after which the service ends itself (termination-handler.ts), and 10 s to spare."""
    return sleep_seconds + 40


def _percent_or_count(value: Any) -> Any:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    if not is_count and not (isinstance(value, str) and re.fullmatch(r"(\d\d?|100)%", value, re.ASCII)):
        raise ValueError("is neither a number nor a percentage up to 100%; write it like 1 or 25%")
    return value


PercentOrCount = Annotated[StrictInt | StrictStr, BeforeValidator(_percent_or_count)]
"""A number of pods, or a share of them like `25%`."""


def pods(value: int | str, replicas: int) -> int:
    """How many of the replicas a number or percentage is, rounded up as Kubernetes does."""
    return value if isinstance(value, int) else -(-replicas * int(value.rstrip("%")) // 100)


def is_zero(value: int | str) -> bool:
    """Whether a number or percentage is none at all."""
    return pods(value, 1) == 0


class DisruptionBudget(Props):
    """How many pods a drain of nodes may take at once. Crash-looping pods never block one (`AlwaysAllow`)."""

    error_path = "pdb"

    max_unavailable: PercentOrCount | None = Field(
        default=None, description="pods that may be gone; 1 unless min_available is given, which drains node by node"
    )
    min_available: PercentOrCount | None = Field(
        default=None, description="pods that must stay; with it a few pods are either stuck or go together"
    )

    @property
    def at_most(self) -> int | str | None:
        """How many pods may be gone; None where min_available says it."""
        return 1 if self.max_unavailable is None and self.min_available is None else self.max_unavailable

    @model_validator(mode="after")
    def _lets_nodes_drain(self) -> Self:
        if self.max_unavailable is not None and self.min_available is not None:
            raise config_error(
                "min_available", f"{self.min_available} stands beside max_unavailable; keep one of the two"
            )
        if self.max_unavailable is not None and is_zero(self.max_unavailable):
            rule = f"{self.max_unavailable} blocks every node drain"
            raise config_error("max_unavailable", f"{rule}; use 1, or pdb=None to have none")
        if self.min_available == "100%":
            raise config_error("min_available", "100% blocks every node drain; use max_unavailable=1, or pdb=None")
        return self


class ServiceAccount(Props):
    """The account that pods run as: one of our own without a token, or one that exists."""

    error_path = "service_account"

    existing: ObjectName | None = Field(default=None, description="the name of an account that exists")
    annotations: Annotations = Field(default={}, description="annotations of our own account, as IRSA wants them")

    @model_validator(mode="after")
    def _is_ours_or_theirs(self) -> Self:
        if self.existing is not None and self.annotations:
            raise config_error(
                "annotations", f"cannot be put on '{self.existing}', which is not ours; annotate it there"
            )
        return self


_TAKEN_LABELS = (
    "app.kubernetes.io/",
    "batch.kubernetes.io/",
    "controller-uid",
    "controller-revision-hash",
    "job-name",
    "pod-template-hash",
    "statefulset.kubernetes.io/",
)
"""Prefixes of labels that selectors depend on, ours or those of Kubernetes' controllers."""


class ObjectMetadata(Props):
    """Labels and annotations that are added to ours."""

    error_path = "metadata"

    labels: Labels = Field(default={}, description="labels of the objects and pods")
    annotations: Annotations = Field(default={}, description="annotations of the objects")
    pod_labels: Labels = Field(default={}, description="more labels of the pods")
    pod_annotations: Annotations = Field(default={}, description="annotations of the pods")

    @model_validator(mode="after")
    def _leaves_our_labels_alone(self) -> Self:
        for field in ("labels", "pod_labels"):
            for label in getattr(self, field):
                if label.startswith(_TAKEN_LABELS):
                    raise config_error(field, f"'{label}' is ours or a controller's; use a prefix of your own")
        return self

    def refuse_pods(self, what: str) -> None:
        """Raise for what is for pods, where the objects have none."""
        for field in ("pod_labels", "pod_annotations"):
            if getattr(self, field):
                raise config_error(f"metadata.{field}", f"has no effect, since {what} has no pods; remove it")


PullSecrets = FrozenList[ObjectName]
"""Names of image pull Secrets."""

"""Models of settings that all workloads share."""

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
from powersync_constructs.config.pods._shutdown import EXIT_SECONDS


def _not_ours(name: str) -> str:
    if name.startswith(OUR_PREFIX):
        raise ValueError("is reserved by the library; use another prefix")
    return name


Labels = FrozenMap[Annotated[QualifiedName, AfterValidator(_not_ours)], LabelValue]
"""Labels of an object."""
Annotations = FrozenMap[Annotated[QualifiedName, AfterValidator(_not_ours)], StrictStr]
"""Annotations of an object."""


class Security(Props):
    """The user and group IDs of the containers. The other settings of Pod Security `restricted` are fixed."""

    error_path = "security"

    run_as_user: UserId = 10001
    """The user ID of the containers. The user ID of the image, 901, works too, but scanners require at least 10000."""
    run_as_group: UserId = 10001
    """The group ID of the containers."""
    fs_group: UserId = 10001
    """The group ID of the volumes."""


class Drain(Props):
    """Draining of the streams of a terminating pod.

    The service closes all streams on SIGTERM, so only the sleep before SIGTERM drains them.
    """

    error_path = "drain"

    sleep_seconds: Annotated[StrictInt, Field(ge=0, le=3600)] | None = None
    """Seconds to wait before SIGTERM, while ingress controllers stop sending new clients. Default: 20; 30 behind ALB,
    60 behind GKE, 90 behind AGIC; the highest of these values for several ingress controllers. Raise it if the new pods
    of a rollout become available further apart than this time, for example because some nodes must first pull the
    image. Otherwise, some clients reconnect to an old pod and are disconnected again. With new pods 30 s apart and a
    sleep of 20 s, a client was disconnected 1.17 times on average, and at most twice (measured).
    """


def grace_seconds(sleep_seconds: int) -> int:
    """Return the grace period: the sleep, the time that the service takes to exit, and 10 s more."""
    return sleep_seconds + EXIT_SECONDS + 10


def _percent_or_count(value: Any) -> Any:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    if not is_count and not (isinstance(value, str) and re.fullmatch(r"(\d\d?|100)%", value, re.ASCII)):
        raise ValueError("is neither a number nor a percentage up to 100%; write it like 1 or 25%")
    return value


PercentOrCount = Annotated[StrictInt | StrictStr, BeforeValidator(_percent_or_count)]
"""A number of pods, or a percentage like `25%`."""


def pods(value: int | str, replicas: int) -> int:
    """Return the number of pods for a number or a percentage of the replicas, rounded up as Kubernetes does."""
    return value if isinstance(value, int) else -(-replicas * int(value.rstrip("%")) // 100)


def is_zero(value: int | str) -> bool:
    """Whether a number or percentage is zero."""
    return pods(value, 1) == 0


class DisruptionBudget(Props):
    """A PodDisruptionBudget, which limits evictions. Unhealthy pods never block a node drain (`AlwaysAllow`)."""

    error_path = "pdb"

    max_unavailable: PercentOrCount | None = None
    """The maximum number or percentage of unavailable pods. Default: 1, if min_available is not set."""
    min_available: PercentOrCount | None = None
    """The minimum number or percentage of available pods. Prefer max_unavailable: with few pods, a minimum either
    blocks a node drain or allows the eviction of several pods at once.
    """

    @property
    def at_most(self) -> int | str | None:
        """The maximum number or percentage of unavailable pods; None if min_available is set."""
        return 1 if self.max_unavailable is None and self.min_available is None else self.max_unavailable

    @model_validator(mode="after")
    def _lets_nodes_drain(self) -> Self:
        if self.max_unavailable is not None and self.min_available is not None:
            raise config_error(
                "min_available", f"{self.min_available} is set together with max_unavailable; remove one of them"
            )
        if self.max_unavailable is not None and is_zero(self.max_unavailable):
            rule = f"{self.max_unavailable} blocks every node drain"
            raise config_error("max_unavailable", f"{rule}; use 1, or pdb=None for no budget")
        if self.min_available == "100%":
            rule = "100% blocks every node drain"
            raise config_error("min_available", f"{rule}; use max_unavailable=1, or pdb=None for no budget")
        return self


class ServiceAccount(Props):
    """The ServiceAccount of the pods: one that the library creates, without a token, or an existing one."""

    error_path = "service_account"

    existing: ObjectName | None = None
    """The name of an existing ServiceAccount. Default: the library creates one."""
    annotations: Annotations = {}
    """The annotations of the ServiceAccount that the library creates, for example for IRSA."""

    @model_validator(mode="after")
    def _annotations_are_for_its_own_account(self) -> Self:
        if self.existing is not None and self.annotations:
            rule = f"cannot be added to '{self.existing}', which the library does not create"
            raise config_error("annotations", f"{rule}; annotate that ServiceAccount yourself")
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
"""Prefixes of labels that selectors of the library or of Kubernetes controllers use."""


class ObjectMetadata(Props):
    """Labels and annotations to add to those of the library."""

    error_path = "metadata"

    labels: Labels = {}
    """The labels of the objects and the pods."""
    annotations: Annotations = {}
    """The annotations of the objects."""
    pod_labels: Labels = {}
    """The additional labels of the pods."""
    pod_annotations: Annotations = {}
    """The annotations of the pods."""

    @model_validator(mode="after")
    def _labels_are_not_reserved(self) -> Self:
        for field in ("labels", "pod_labels"):
            for label in getattr(self, field):
                if label.startswith(_TAKEN_LABELS):
                    rule = f"'{label}' is reserved by the library or a Kubernetes controller"
                    raise config_error(field, f"{rule}; use another prefix")
        return self

    def refuse_pods(self, what: str) -> None:
        """Raise ConfigError if pod labels or pod annotations are set for an object without pods."""
        for field in ("pod_labels", "pod_annotations"):
            if getattr(self, field):
                raise config_error(f"metadata.{field}", f"has no effect, because {what} has no pods; remove it")


PullSecrets = FrozenList[ObjectName]
"""Names of image pull Secrets."""

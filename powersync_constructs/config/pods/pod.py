"""The small groups that every workload's props are made of."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._labels import OUR_PREFIX
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import (
    FrozenList,
    FrozenMap,
    LabelValue,
    ObjectName,
    PositiveCount,
    PositiveSeconds,
    QualifiedName,
    Seconds,
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


class Toleration(Props):
    """A taint of nodes that pods put up with."""

    key: QualifiedName | None = Field(default=None, description="the taint's key; every taint if None")
    operator: Literal["Equal", "Exists"] = Field(default="Equal", description="how the value is compared")
    value: LabelValue | None = Field(default=None, description="the taint's value")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = Field(
        default=None, description="the taint's effect; every effect if None"
    )
    seconds: Seconds | None = Field(default=None, description="how long a pod stays on a node tainted NoExecute")

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.operator == "Exists" and self.value is not None:
            raise config_error(
                "value", f"'{self.value}' stands beside Exists, which looks at no value; drop one of the two"
            )
        if self.key is None and self.operator != "Exists":
            raise config_error("key", "missing; only operator Exists goes without one: name the taint, or use Exists")
        if self.seconds is not None and self.effect != "NoExecute":
            raise config_error(
                "seconds", f"{self.seconds} goes only with effect NoExecute; set it, or drop the seconds"
            )
        return self


class NodeRequirement(Props):
    """What a node's label must be, or had better be."""

    key: QualifiedName = Field(description="the label")
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = Field(
        default="In", description="how it is compared"
    )
    values: FrozenList[LabelValue] = Field(
        default=(), description="the values, for In and NotIn; one number for Gt and Lt"
    )
    weight: Annotated[StrictInt, Field(ge=1, le=100)] | None = Field(
        default=None, description="how much such a node is preferred, 1 to 100; None makes it a must"
    )

    @model_validator(mode="after")
    def _fits_its_operator(self) -> Self:
        if self.operator in ("Gt", "Lt"):
            if len(self.values) != 1 or not re.fullmatch(r"0|[1-9][0-9]{0,17}", self.values[0]):
                raise config_error(
                    "values", f"is not what {self.operator} compares with; give one whole number, like '4'"
                )
        elif (self.operator in ("In", "NotIn")) != bool(self.values):
            raise config_error("values", f"does not go with {self.operator}; In and NotIn take values, the others none")
        return self


class Spread(Props):
    """How pods of one workload are spread over zones or nodes."""

    topology_key: QualifiedName = Field(description="the node label that names a zone or node")
    max_skew: PositiveCount = Field(default=1, description="by how many pods the fullest and the emptiest may differ")
    when_unsatisfiable: Literal["ScheduleAnyway", "DoNotSchedule"] = Field(
        default="ScheduleAnyway",
        description="what happens when they must differ more; DoNotSchedule can wedge a roll-out",
    )
    min_domains: PositiveCount | None = Field(
        default=None, description="zones or nodes that there must be, with DoNotSchedule; else fewer will do"
    )
    node_taints_policy: Literal["Honor", "Ignore"] | None = Field(
        default=None, description="whether nodes whose taints keep the pods away count; they do (Ignore) unless given"
    )

    @model_validator(mode="after")
    def _insists_on_domains(self) -> Self:
        if self.min_domains is not None and self.when_unsatisfiable != "DoNotSchedule":
            raise config_error("min_domains", f"{self.min_domains} goes only with DoNotSchedule; set it, or drop this")
        return self


ZONE = Spread(topology_key="topology.kubernetes.io/zone")
"""Spread over zones, as far as it goes."""
NODE = Spread(topology_key="kubernetes.io/hostname")
"""Spread over nodes, as far as it goes."""


class Scheduling(Props):
    """Where pods run."""

    error_path = "scheduling"

    spread: FrozenList[Spread] = Field(default=(), description="over what the pods are spread, within each revision")
    anti_affinity: Literal["preferred", "required"] | None = Field(
        default=None,
        description="whether two pods of the workload shun the same node, or must not share it; required needs a "
        "node more for every pod that a roll-out adds",
    )
    node_selector: FrozenMap[QualifiedName, LabelValue] = Field(default={}, description="labels that a node must have")
    node_affinity: FrozenList[NodeRequirement] = Field(
        default=(), description="more about the labels that a node must have, or had better have"
    )
    tolerations: FrozenList[Toleration] = Field(default=(), description="taints that are tolerated")
    priority_class_name: ObjectName | None = Field(default=None, description="the PriorityClass")
    runtime_class_name: ObjectName | None = Field(default=None, description="the RuntimeClass")
    scheduler_name: ObjectName | None = Field(default=None, description="another scheduler than the cluster's own")

    @model_validator(mode="after")
    def _spreads_over_nothing_twice(self) -> Self:
        keys = [(spread.topology_key, spread.when_unsatisfiable) for spread in self.spread]
        for key, how in keys:
            if keys.count((key, how)) > 1:
                raise config_error("spread", f"'{key}' is there twice with {how}; keep one of the two")
        return self


class ProbeTimes(Props):
    """How often a probe is made and when it has failed."""

    period_seconds: PositiveSeconds = Field(description="seconds between tries")
    timeout_seconds: PositiveSeconds = Field(description="seconds until a try has failed")
    failure_threshold: PositiveCount = Field(description="failures in a row until the probe has failed")


class ProbeSettings(Props):
    """The three probes of a workload that serves or replicates.

    The event loop answers late while clients make their first sync (5.3 s seen with 150 of them), and Kubernetes'
    default timeout of 1 s kills the busy pod and cuts everybody, again and again (measured on service 1.25).
    """

    error_path = "probes"

    startup: ProbeTimes = Field(
        default=ProbeTimes(period_seconds=5, timeout_seconds=5, failure_threshold=120),
        description="the first start: 10 minutes, since the port is closed while the storage is migrated",
    )
    liveness: ProbeTimes = Field(
        default=ProbeTimes(period_seconds=20, timeout_seconds=20, failure_threshold=3),
        description="when a process hangs: after a minute",
    )
    readiness: ProbeTimes = Field(
        default=ProbeTimes(period_seconds=10, timeout_seconds=10, failure_threshold=3),
        description="when a pod leaves the Service: after half a minute",
    )
    liveness_grace_seconds: PositiveSeconds = Field(
        default=10, description="seconds that a hung process gets to end; it needs no drain"
    )


class Drain(Props):
    """How streams leave a pod that ends.

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
            raise config_error("max_unavailable", "0 blocks every node drain; use 1, or pdb=None to have none")
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
"""How labels begin that selectors hang on, ours or those of Kubernetes' controllers."""


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


PullSecrets = FrozenList[ObjectName]
"""Names of image pull Secrets."""

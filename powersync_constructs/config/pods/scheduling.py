"""Scheduling of the pods: nodes, spread, tolerations and priority."""

import re
from typing import Annotated, Literal

from pydantic import Field, StrictInt, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import (
    FrozenList,
    FrozenMap,
    LabelValue,
    ObjectName,
    PositiveCount,
    QualifiedName,
    Seconds,
)
from powersync_constructs.config.core.errors import config_error


class Toleration(Props):
    """A node taint that the pods tolerate."""

    key: QualifiedName | None = None
    """The key of the taint; None, with operator Exists, for every taint."""
    operator: Literal["Equal", "Exists"] = "Equal"
    """The comparison of the taint's value: Equal, or Exists for any value."""
    value: LabelValue | None = None
    """The value of the taint, for operator Equal."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = None
    """The effect of the taint; None for every effect."""
    seconds: Seconds | None = None
    """Seconds that a pod stays on a node with a NoExecute taint; None for no limit."""

    @model_validator(mode="after")
    def _fields_fit_together(self) -> Self:
        if self.operator == "Exists" and self.value is not None:
            raise config_error(
                "value", f"'{self.value}' has no effect with operator Exists; remove it, or use operator Equal"
            )
        if self.key is None and self.operator != "Exists":
            raise config_error("key", "missing; set the key of the taint, or operator='Exists' for every taint")
        if self.seconds is not None and self.effect != "NoExecute":
            raise config_error("seconds", f"{self.seconds} needs effect NoExecute; set that effect, or remove seconds")
        return self


class NodeRequirement(Props):
    """A node label that is required or preferred."""

    key: QualifiedName
    """The key of the node label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = "In"
    """The comparison of the label's value."""
    values: FrozenList[LabelValue] = ()
    """The values to compare with: at least one for In and NotIn, one whole number for Gt and Lt, none for Exists and
    DoesNotExist.
    """
    weight: Annotated[StrictInt, Field(ge=1, le=100)] | None = None
    """The weight of the preference, 1 to 100; None if the label is required."""

    @model_validator(mode="after")
    def _values_fit_the_operator(self) -> Self:
        if self.operator in ("Gt", "Lt"):
            if len(self.values) != 1 or not re.fullmatch(r"0|[1-9][0-9]{0,17}", self.values[0]):
                raise config_error(
                    "values", f"is not a single whole number, which {self.operator} needs; use one, like '4'"
                )
        elif (self.operator in ("In", "NotIn")) != bool(self.values):
            rule = f"does not fit operator {self.operator}"
            raise config_error("values", f"{rule}; set values for In and NotIn, and none for Exists and DoesNotExist")
        return self


class Spread(Props):
    """The spread of the pods of a workload over zones or nodes."""

    topology_key: QualifiedName
    """The node label that names the zone or the node."""
    max_skew: PositiveCount = 1
    """The maximum difference between the numbers of pods in two zones or on two nodes."""
    when_unsatisfiable: Literal["ScheduleAnyway", "DoNotSchedule"] = "ScheduleAnyway"
    """The scheduling of a pod that would exceed max_skew. DoNotSchedule can block a rollout."""
    min_domains: PositiveCount | None = None
    """The minimum number of zones or nodes, for DoNotSchedule only; None for no minimum."""
    node_taints_policy: Literal["Honor", "Ignore"] | None = None
    """The treatment of nodes with taints that the pods do not tolerate. Default: Ignore, which includes these nodes.
    Honor excludes them.
    """

    @model_validator(mode="after")
    def _min_domains_are_enforced(self) -> Self:
        if self.min_domains is not None and self.when_unsatisfiable != "DoNotSchedule":
            rule = f"{self.min_domains} needs when_unsatisfiable='DoNotSchedule'"
            raise config_error("min_domains", f"{rule}; set it, or remove min_domains")
        return self


ZONE = Spread(topology_key="topology.kubernetes.io/zone")
"""The rule that spreads pods over zones where possible."""
NODE = Spread(topology_key="kubernetes.io/hostname")
"""The rule that spreads pods over nodes where possible."""


class Scheduling(Props):
    """Scheduling of pods."""

    error_path = "scheduling"

    spread: FrozenList[Spread] = ()
    """The rules that spread the pods of one revision over zones or nodes."""
    anti_affinity: Literal["preferred", "required"] | None = None
    """The pod anti-affinity: 'required' places the pods of the workload on different nodes, 'preferred' does so where
    possible. With 'required', a rollout needs one more node for every additional pod.
    """
    node_selector: FrozenMap[QualifiedName, LabelValue] = {}
    """The labels that a node must have."""
    node_affinity: FrozenList[NodeRequirement] = ()
    """The node labels that are required or preferred, with operators."""
    tolerations: FrozenList[Toleration] = ()
    """The node taints that the pods tolerate."""
    priority_class_name: ObjectName | None = None
    """The name of the PriorityClass of the pods."""
    runtime_class_name: ObjectName | None = None
    """The name of the RuntimeClass of the pods."""
    scheduler_name: ObjectName | None = None
    """The name of the scheduler. Default: the default scheduler of the cluster."""

    @model_validator(mode="after")
    def _spread_is_unique(self) -> Self:
        keys = [(spread.topology_key, spread.when_unsatisfiable) for spread in self.spread]
        for key, how in keys:
            if keys.count((key, how)) > 1:
                raise config_error("spread", f"'{key}' occurs twice with {how}; remove one of them")
        return self

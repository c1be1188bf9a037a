"""Where pods run: on which nodes, and how far apart."""

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

    key: QualifiedName | None = Field(default=None, description="the taint's key; every taint if None")
    operator: Literal["Equal", "Exists"] = Field(default="Equal", description="how the value is compared")
    value: LabelValue | None = Field(default=None, description="the taint's value")
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = Field(
        default=None, description="the taint's effect; every effect if None"
    )
    seconds: Seconds | None = Field(default=None, description="how long a pod stays on a node tainted NoExecute")

    @model_validator(mode="after")
    def _check_toleration(self) -> Self:
        if self.operator == "Exists" and self.value is not None:
            raise config_error(
                "value", f"'{self.value}' goes with Equal, and operator Exists compares no value; remove one of the two"
            )
        if self.key is None and self.operator != "Exists":
            raise config_error("key", "missing; give the key of the taint, or operator='Exists' for every taint")
        if self.seconds is not None and self.effect != "NoExecute":
            raise config_error(
                "seconds", f"{self.seconds} goes only with effect NoExecute; set that effect, or remove seconds"
            )
        return self


class NodeRequirement(Props):
    """A node label that is required, or preferred."""

    key: QualifiedName = Field(description="the label")
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = Field(
        default="In", description="how it is compared"
    )
    values: FrozenList[LabelValue] = Field(
        default=(), description="the values, for In and NotIn; one number for Gt and Lt"
    )
    weight: Annotated[StrictInt, Field(ge=1, le=100)] | None = Field(
        default=None, description="how much such a node is preferred, 1 to 100; None makes the label required"
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
    max_skew: PositiveCount = Field(default=1, description="the most pods by which two zones or nodes may differ")
    when_unsatisfiable: Literal["ScheduleAnyway", "DoNotSchedule"] = Field(
        default="ScheduleAnyway",
        description="what happens to a pod that would make them differ more; DoNotSchedule can block a roll-out",
    )
    min_domains: PositiveCount | None = Field(
        default=None, description="the fewest zones or nodes, with DoNotSchedule; None for any number"
    )
    node_taints_policy: Literal["Honor", "Ignore"] | None = Field(
        default=None,
        description="Honor leaves out nodes whose taints the pods do not tolerate; default: Ignore, which counts them",
    )

    @model_validator(mode="after")
    def _insists_on_domains(self) -> Self:
        if self.min_domains is not None and self.when_unsatisfiable != "DoNotSchedule":
            raise config_error(
                "min_domains",
                f"{self.min_domains} goes only with DoNotSchedule; set when_unsatisfiable, or remove min_domains",
            )
        return self


ZONE = Spread(topology_key="topology.kubernetes.io/zone")
"""Spread over zones where possible."""
NODE = Spread(topology_key="kubernetes.io/hostname")
"""Spread over nodes where possible."""


class Scheduling(Props):
    """Where pods run."""

    error_path = "scheduling"

    spread: FrozenList[Spread] = Field(default=(), description="over what the pods are spread, within each revision")
    anti_affinity: Literal["preferred", "required"] | None = Field(
        default=None,
        description="whether two pods of the workload prefer different nodes, or require them; required needs one more "
        "node for every pod that a roll-out adds",
    )
    node_selector: FrozenMap[QualifiedName, LabelValue] = Field(default={}, description="labels that a node must have")
    node_affinity: FrozenList[NodeRequirement] = Field(
        default=(), description="node labels that are required or preferred, with operators"
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

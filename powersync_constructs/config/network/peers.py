"""Who is at the other end of a connection, as NetworkPolicies name them, and by which ports."""

import ipaddress
from typing import Annotated, Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import (
    Cidr,
    FrozenList,
    FrozenMap,
    LabelName,
    LabelValue,
    Port,
    QualifiedName,
)
from powersync_constructs.config.core.errors import config_error


class PodPeer(Props):
    """Pods, by their labels."""

    error_path = "peer"

    type: Literal["pods"] = Field(default="pods", description="the kind of peer")
    labels: FrozenMap[QualifiedName, LabelValue] = Field(
        min_length=1, description="labels that the pods have, each of them"
    )
    namespace: LabelName | None = Field(default=None, description="their namespace; the instance's own unless given")


class NamespacePeer(Props):
    """All pods of a namespace, which is found by the label `kubernetes.io/metadata.name` that each has by itself."""

    error_path = "peer"

    type: Literal["namespace"] = Field(default="namespace", description="the kind of peer")
    name: LabelName = Field(description="the namespace's name")


class CidrPeer(Props):
    """Addresses outside the cluster, or of nodes; those of pods change with every pod."""

    error_path = "peer"

    type: Literal["cidr"] = Field(default="cidr", description="the kind of peer")
    cidr: Cidr = Field(description="the range of addresses, like 10.0.0.0/8; 10.0.0.7/32 for one")
    except_: FrozenList[Cidr] = Field(default=(), description="ranges in it that are left out")

    @model_validator(mode="after")
    def _leaves_out_what_is_in_it(self) -> Self:
        outer = ipaddress.ip_network(self.cidr)
        for left_out in self.except_:
            inner = ipaddress.ip_network(left_out)
            if inner.network_address not in outer or inner.prefixlen <= outer.prefixlen:
                raise config_error("except_", f"'{left_out}' is no part of {self.cidr}; give a smaller range inside it")
        return self


Peer = Annotated[PodPeer | NamespacePeer | CidrPeer, Field(discriminator="type")]
"""Any of the three."""


class PortRange(Props):
    """Ports one after another, like the 11000 to 11999 to which Azure SQL sends clients on."""

    error_path = "ports"

    first: Port = Field(description="the first port")
    last: Port = Field(description="the last port")

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        if self.last < self.first:
            raise config_error("last", f"{self.last} is below first, {self.first}; give them in order")
        return self


Ports = FrozenList[Port | PortRange]
"""Ports of the pod or server at the other end: where a Service has another one, the pods' is what counts."""

"""Who is at the other end of a connection, as NetworkPolicies name them, and by which ports."""

import ipaddress
from typing import Annotated, Literal

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config._base import Props
from powersync_constructs.config._types import Cidr, LabelName, Many, Port
from powersync_constructs.config.errors import refusal
from powersync_constructs.config.pod import Labels


class PodPeer(Props):
    """Pods, by their labels."""

    called = "peer"

    type: Literal["pods"] = Field(default="pods", description="the kind of peer")
    labels: Labels = Field(min_length=1, description="labels that the pods have, each of them")
    namespace: LabelName | None = Field(default=None, description="their namespace; the instance's own unless given")


class NamespacePeer(Props):
    """All pods of a namespace, which is found by the label `kubernetes.io/metadata.name` that each has by itself."""

    called = "peer"

    type: Literal["namespace"] = Field(default="namespace", description="the kind of peer")
    name: LabelName = Field(description="the namespace's name")


class CidrPeer(Props):
    """Addresses outside the cluster, or of nodes; those of pods change with every pod."""

    called = "peer"

    type: Literal["cidr"] = Field(default="cidr", description="the kind of peer")
    cidr: Cidr = Field(description="the range of addresses, like 10.0.0.0/8; 10.0.0.7/32 for one")
    but_not: Many[Cidr] = Field(default=(), description="ranges in it that are left out")

    @model_validator(mode="after")
    def _leaves_out_what_is_in_it(self) -> Self:
        outer = ipaddress.ip_network(self.cidr)
        for left_out in self.but_not:
            inner = ipaddress.ip_network(left_out)
            if inner.network_address not in outer or inner.prefixlen <= outer.prefixlen:
                raise refusal("but_not", f"'{left_out}' is no part of {self.cidr}; give a smaller range inside it")
        return self


Peer = Annotated[PodPeer | NamespacePeer | CidrPeer, Field(discriminator="type")]
"""Any of the three."""


class PortRange(Props):
    """Ports one after another, like the 11000 to 11999 to which Azure SQL sends clients on."""

    called = "ports"

    first: Port = Field(description="the first port")
    last: Port = Field(description="the last port")

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        if self.last < self.first:
            raise refusal("last", f"{self.last} is below first, {self.first}; give them in order")
        return self


Ports = Many[Port | PortRange]
"""Ports of the pod or server at the other end: where a Service has another one, the pods' is what counts."""

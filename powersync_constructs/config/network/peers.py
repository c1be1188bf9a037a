"""The peers at the other end of a connection, as NetworkPolicies name them, and ports."""

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
        min_length=1, description="labels that the pods have, all of them"
    )
    namespace: LabelName | None = Field(default=None, description="their namespace. Default: the instance's own")


class NamespacePeer(Props):
    """All pods of a namespace. Kubernetes gives each namespace the label `kubernetes.io/metadata.name`."""

    error_path = "peer"

    type: Literal["namespace"] = Field(default="namespace", description="the kind of peer")
    name: LabelName = Field(description="the namespace's name")


class CidrPeer(Props):
    """Addresses outside the cluster, or of nodes; a new pod has another address."""

    error_path = "peer"

    type: Literal["cidr"] = Field(default="cidr", description="the kind of peer")
    cidr: Cidr = Field(description="the range of addresses, like 10.0.0.0/8; 10.0.0.7/32 for one")
    except_: FrozenList[Cidr] = Field(default=(), description="ranges in it that are excluded")

    @model_validator(mode="after")
    def _excludes_what_is_in_it(self) -> Self:
        outer = ipaddress.ip_network(self.cidr)
        for excluded in self.except_:
            inner = ipaddress.ip_network(excluded)
            if inner.network_address not in outer or inner.prefixlen <= outer.prefixlen:
                rule = f"'{excluded}' is not a part of {self.cidr}"
                raise config_error("except_", f"{rule}; give a smaller range inside it")
        return self


Peer = Annotated[PodPeer | NamespacePeer | CidrPeer, Field(discriminator="type")]
"""Any of the three."""


class PortRange(Props):
    """A range of ports, like the 11000 to 11999 that Azure SQL redirects clients to."""

    error_path = "ports"

    first: Port = Field(description="the first port")
    last: Port = Field(description="the last port")

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        if self.last < self.first:
            raise config_error("last", f"{self.last} is below first, {self.first}; give them in order")
        return self


Ports = FrozenList[Port | PortRange]
"""Ports of the pod or server at the other end. Where a Service has another port than its pods, give the pods'."""

"""The peers and ports of NetworkPolicies."""

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
    """Pods, selected by their labels."""

    error_path = "peer"

    type: Literal["pods"] = "pods"
    """The type of the peer, which selects this class in a mapping."""
    labels: FrozenMap[QualifiedName, LabelValue] = Field(min_length=1)
    """The labels of the pods. A pod must have all of them."""
    namespace: LabelName | None = None
    """The namespace of the pods. Default: the namespace of the instance."""


class NamespacePeer(Props):
    """All pods of a namespace, selected by the label `kubernetes.io/metadata.name`, which Kubernetes sets."""

    error_path = "peer"

    type: Literal["namespace"] = "namespace"
    """The type of the peer, which selects this class in a mapping."""
    name: LabelName
    """The name of the namespace."""


class CidrPeer(Props):
    """IP addresses outside the cluster, or of nodes. Do not use it for pods, because a new pod has a new address."""

    error_path = "peer"

    type: Literal["cidr"] = "cidr"
    """The type of the peer, which selects this class in a mapping."""
    cidr: Cidr
    """The range of IP addresses in CIDR notation, like 10.0.0.0/8, or 10.0.0.7/32 for one address."""
    except_: FrozenList[Cidr] = ()
    """The ranges inside `cidr` to exclude."""

    @model_validator(mode="after")
    def _check_excluded_ranges(self) -> Self:
        outer = ipaddress.ip_network(self.cidr)
        for excluded in self.except_:
            inner = ipaddress.ip_network(excluded)
            if inner.network_address not in outer or inner.prefixlen <= outer.prefixlen:
                rule = f"'{excluded}' is not inside {self.cidr}"
                raise config_error("except_", f"{rule}; use a smaller range inside it")
        return self


Peer = Annotated[PodPeer | NamespacePeer | CidrPeer, Field(discriminator="type")]
"""Any kind of peer."""


class PortRange(Props):
    """A range of consecutive ports. For example, Azure SQL redirects clients to the ports 11000 to 11999."""

    error_path = "ports"

    first: Port
    """The first port."""
    last: Port
    """The last port."""

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.last < self.first:
            raise config_error("last", f"{self.last} is less than first {self.first}; swap the two")
        return self


Ports = FrozenList[Port | PortRange]
"""The destination ports of connections. If the Service port differs from the pod port, use the pod port."""

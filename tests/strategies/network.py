"""Strategies for `NetworkProps`: peers, ports, and the roles that exist."""

from ipaddress import ip_network
from typing import Any, Literal

from hypothesis import strategies as st

from powersync_constructs.config import ApiServer, CidrPeer, Destination, ExtraRule, PodPeer, PortRange
from powersync_constructs.config.core._types import Cidr, LabelValue, Port, QualifiedName
from powersync_constructs.config.network.peers import Peer
from tests.samples.network import FULL_NETWORK

from . import kubernetes as _kubernetes  # noqa: F401 - registers strategies for the parts of peers
from .typed import Fields, Values, of_model, of_type, register

_Role = Literal["api", "replication", "compact", "migrate"]
"""The roles with pods in the instances that networks are drawn for."""


def with_its_peers(drawn: Fields) -> Fields:
    """Return the fields of a network, with those that the sample's instance needs."""
    needed = {field: value for field, value in FULL_NETWORK if value is not None}
    return needed | {field: value for field, value in drawn.items() if value is not None}


def _with_exceptions(drawn: Fields) -> Fields:
    """Return the fields of a CIDR range, with parts of it as exceptions."""
    outer = ip_network(drawn["cidr"])
    lengths = range(outer.prefixlen + 1, outer.max_prefixlen + 1)
    inner = [f"{outer.network_address}/{length}" for length in (*lengths[:2], *lengths[-1:])]
    return {**drawn, "except_": inner[: len(drawn.get("except_", ()))]}


def _range(drawn: Fields) -> Fields:
    first, last = sorted((drawn["first"], drawn["last"]))
    return {"first": first, "last": last}


def _some(kind: Any) -> Values:
    """Return a list that is not empty."""
    return st.lists(of_type(kind), min_size=1, max_size=3)


register(CidrPeer, of_model(CidrPeer, adjust=_with_exceptions))
register(PodPeer, of_model(PodPeer, labels=st.dictionaries(of_type(QualifiedName), of_type(LabelValue), min_size=1)))
register(PortRange, of_model(PortRange, adjust=_range))
register(Destination, of_model(Destination, to=_some(Peer)))
register(ApiServer, of_model(ApiServer, cidrs=_some(Cidr), ports=_some(Port)))
register(ExtraRule, of_model(ExtraRule, roles=_some(_Role), peers=_some(Peer), ports=_some(Port | PortRange)))

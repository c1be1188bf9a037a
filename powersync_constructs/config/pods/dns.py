"""How pods resolve names."""

from typing import Annotated, Literal

from pydantic import Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, HostName, IpAddress, matching
from powersync_constructs.config.core.errors import config_error, require_unique

_MOST_NAMESERVERS, _MOST_SEARCHES, _LONGEST_SEARCHES = 3, 32, 2048
"""What Kubernetes takes (validation.go, MaxDNSNameservers and its neighbours)."""


OptionName = Annotated[
    StrictStr, matching(r"[!-~]+", "is no option of a resolver; write it like ndots, without its value")
]
"""The name of a resolver's option."""
DnsPolicy = Literal["ClusterFirst", "Default", "None"]
"""Where pods look names up: in the cluster's DNS, in that of the node, or as `dns_config` says alone."""


class HostAlias(Props):
    """An address, and the names that pods know it by: a line of /etc/hosts."""

    ip: IpAddress = Field(description="the address")
    hostnames: FrozenList[HostName] = Field(min_length=1, description="its names")


class DnsOption(Props):
    """An option of the resolver, as in /etc/resolv.conf."""

    name: OptionName = Field(description="the option, like ndots")
    value: StrictStr | None = Field(default=None, description="its value; None for an option without one")


class DnsConfig(Props):
    """What pods resolve names by, beside what the policy says."""

    nameservers: FrozenList[IpAddress] = Field(default=(), description="the servers, at most three")
    searches: FrozenList[HostName] = Field(default=(), description="the domains that short names are looked up in")
    options: FrozenList[DnsOption] = Field(default=(), description="options of the resolver, like ndots")

    @model_validator(mode="after")
    def _fits_a_resolver(self) -> Self:
        require_unique("nameservers", list(self.nameservers))
        require_unique("searches", list(self.searches))
        require_unique("options", [option.name for option in self.options])
        if len(self.nameservers) > _MOST_NAMESERVERS:
            raise config_error("nameservers", f"has more than {_MOST_NAMESERVERS}, the most of a resolver; remove some")
        if len(self.searches) > _MOST_SEARCHES or len(" ".join(self.searches)) > _LONGEST_SEARCHES:
            rule = f"has more than {_MOST_SEARCHES} domains or {_LONGEST_SEARCHES} characters"
            raise config_error("searches", f"{rule}, which Kubernetes refuses; remove some")
        return self

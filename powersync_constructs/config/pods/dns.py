"""DNS settings of the pods."""

from typing import Annotated, Literal

from pydantic import Field, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, HostName, IpAddress, matching
from powersync_constructs.config.core.errors import config_error, require_unique

_MOST_NAMESERVERS, _MOST_SEARCHES, _LONGEST_SEARCHES = 3, 32, 2048
"""The limits of Kubernetes (validation.go, MaxDNSNameservers and the constants next to it)."""


OptionName = Annotated[
    StrictStr, matching(r"[!-~]+", "is not a resolver option; write it like ndots, without its value")
]
"""The name of a resolver option."""
DnsPolicy = Literal["ClusterFirst", "Default", "None"]
"""The DNS servers of the pods: those of the cluster, those of the node, or only those of `dns_config`."""


class HostAlias(Props):
    """A line of /etc/hosts in the pods: an IP address and its host names."""

    ip: IpAddress
    """The IP address."""
    hostnames: FrozenList[HostName] = Field(min_length=1)
    """The host names of the address."""


class DnsOption(Props):
    """A resolver option, as in /etc/resolv.conf."""

    name: OptionName
    """The name of the option, like ndots."""
    value: StrictStr | None = None
    """The value of the option; None for an option without a value."""


class DnsConfig(Props):
    """DNS settings of the pods, in addition to those of the DNS policy."""

    nameservers: FrozenList[IpAddress] = ()
    """The IP addresses of the DNS servers; at most three."""
    searches: FrozenList[HostName] = ()
    """The search domains for short host names; at most 32."""
    options: FrozenList[DnsOption] = ()
    """The resolver options, like ndots."""

    @model_validator(mode="after")
    def _is_within_limits(self) -> Self:
        require_unique("nameservers", list(self.nameservers))
        require_unique("searches", list(self.searches))
        require_unique("options", [option.name for option in self.options])
        if len(self.nameservers) > _MOST_NAMESERVERS:
            raise config_error("nameservers", f"has more than {_MOST_NAMESERVERS}, the maximum; remove some")
        if len(self.searches) > _MOST_SEARCHES or len(" ".join(self.searches)) > _LONGEST_SEARCHES:
            rule = f"has more than {_MOST_SEARCHES} domains or {_LONGEST_SEARCHES} characters"
            raise config_error("searches", f"{rule}, which Kubernetes rejects; remove some")
        return self

"""Props of `StreamingIngress`."""

from typing import Any

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config._base import Props
from powersync_constructs.config._types import Host, Many, ObjectName
from powersync_constructs.config.doors import FrontDoor, Tls, Traefik
from powersync_constructs.config.errors import refusal, refuse_twice, shown
from powersync_constructs.config.pod import ObjectMetadata


class MoreHost(Props):
    """Another host that leads to the same instance."""

    called = "more_hosts"

    host: Host = Field(description="the host")
    secret_name: ObjectName | None = Field(
        default=None, description="the Secret with its certificate; that of `tls` unless given"
    )


class IngressProps(Props):
    """A front door: a host, its certificate, and the controller that opens for it."""

    called = "ingress"

    host: Host = Field(description="the host of this instance alone; clients must stay on one instance")
    more_hosts: Many[MoreHost] = Field(default=(), description="more hosts of this instance")
    door: FrontDoor = Field(default_factory=Traefik, description="the controller; Traefik by an Ingress unless given")
    tls: Tls | None = Field(
        default_factory=Tls, description="the certificate; None for plain HTTP, where tokens travel in the open"
    )
    https_redirect: StrictBool = Field(
        default=True,
        description="whether plain HTTP is sent to HTTPS; else it is served, with tokens in the open, but by ALB and "
        "GKE, which then close port 80, and by Traefik, whose entry points have the say",
    )
    expose_admin_api: StrictBool = Field(
        default=False, description="whether /api/* and /probes/* are there too, not only what clients ask for"
    )
    metadata: ObjectMetadata = Field(
        default_factory=ObjectMetadata, description="labels and annotations of yours, which win over ours"
    )

    @model_validator(mode="before")
    @classmethod
    def _has_no_path(cls, fields: Any) -> Any:
        if isinstance(fields, dict) and "path" in fields:
            rule = f"{shown(fields['path'])} cannot be, since the service has no base path; give it a host of its own"
            raise refusal("path", rule)
        return fields

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_twice("more_hosts", self.hosts)
        self.door.check(self.tls)
        if self.door.most_hosts is not None and len(self.hosts) > self.door.most_hosts:
            rule = f"has {len(self.more_hosts)}, and a route takes {self.door.most_hosts} hosts with the first"
            raise refusal("more_hosts", f"{rule}; give the others an ingress of their own")
        for more in self.more_hosts:
            if more.secret_name is not None:
                self.door.check_secret(more.secret_name, "more_hosts")
        return self

    def refuse_hosts_of(self, other: "IngressProps", root: str) -> None:
        """Raise for a host that another door has on the same proxy: what either opens would be open on it."""
        shared = [host for host in self.hosts if host in other.hosts]
        if shared and self.door.is_shared_with(other.door):
            rule = f"'{shared[0]}' is a host of another door of the same proxy, where each would open what either opens"
            raise refusal(f"{root}.host", f"{rule}; give it another")

    @property
    def hosts(self) -> list[str]:
        """All hosts, the first one first."""
        return [self.host, *(more.host for more in self.more_hosts)]

    def secrets(self, name: str) -> dict[str, str]:
        """The hosts, each with the Secret that has its certificate, in a door of that name."""
        first = (self.tls.secret_name if self.tls else None) or f"{name}-tls"
        return {self.host: first, **{more.host: more.secret_name or first for more in self.more_hosts}}

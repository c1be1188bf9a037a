"""Props of `StreamingIngress`."""

from typing import Any

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, Host, ObjectName
from powersync_constructs.config.core.errors import config_error, require_unique, shown
from powersync_constructs.config.ingress.controllers import IngressController, Tls, Traefik
from powersync_constructs.config.pods.pod import ObjectMetadata


class AdditionalHost(Props):
    """Another host that leads to the same instance."""

    error_path = "additional_hosts"

    host: Host = Field(description="the host")
    secret_name: ObjectName | None = Field(
        default=None, description="the Secret with its certificate; that of `tls` unless given"
    )


class IngressProps(Props):
    """An ingress controller: a host, its certificate, and the controller that opens for it."""

    error_path = "ingress"

    host: Host = Field(description="the host of this instance alone; clients must stay on one instance")
    additional_hosts: FrozenList[AdditionalHost] = Field(default=(), description="more hosts of this instance")
    controller: IngressController = Field(
        default_factory=Traefik, description="the controller; Traefik by an Ingress unless given"
    )
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
            raise config_error("path", rule)
        return fields

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        require_unique("additional_hosts", self.hosts)
        self.controller.check(self.tls)
        if self.controller.most_hosts is not None and len(self.hosts) > self.controller.most_hosts:
            rule = (
                f"has {len(self.additional_hosts)}, and a route takes {self.controller.most_hosts} hosts with the first"
            )
            raise config_error("additional_hosts", f"{rule}; give the others an ingress of their own")
        for more in self.additional_hosts:
            if more.secret_name is not None:
                self.controller.check_secret(more.secret_name, "additional_hosts")
        return self

    def refuse_hosts_of(self, other: "IngressProps", root: str) -> None:
        """Raise for a host that another controller has on the same proxy: what either opens would be open on it."""
        shared = [host for host in self.hosts if host in other.hosts]
        if shared and self.controller.is_shared_with(other.controller):
            rule = (
                f"'{shared[0]}' is a host of another ingress on the same proxy, where each would open what either opens"
            )
            raise config_error(f"{root}.host", f"{rule}; give it another")

    @property
    def hosts(self) -> list[str]:
        """All hosts, the first one first."""
        return [self.host, *(more.host for more in self.additional_hosts)]

    def secrets(self, name: str) -> dict[str, str]:
        """The hosts, each with the Secret that has its certificate, in a controller of that name."""
        first = (self.tls.secret_name if self.tls else None) or f"{name}-tls"
        return {self.host: first, **{more.host: more.secret_name or first for more in self.additional_hosts}}

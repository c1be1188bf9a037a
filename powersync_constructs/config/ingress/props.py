"""Props of `StreamingIngress`."""

from typing import Any

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, Host, ObjectName
from powersync_constructs.config.core.errors import config_error, require_unique, shown
from powersync_constructs.config.ingress.base import CLIENT_PATHS, EVERYTHING, Backend, IngressContext, Tls
from powersync_constructs.config.ingress.controllers import IngressController
from powersync_constructs.config.ingress.traefik import Traefik
from powersync_constructs.config.pods.pod import ObjectMetadata


class AdditionalHost(Props):
    """Another host that leads to the same instance."""

    error_path = "additional_hosts"

    host: Host = Field(description="the host")
    secret_name: ObjectName | None = Field(
        default=None, description="the Secret with its certificate. Default: that of `tls`"
    )


class IngressProps(Props):
    """An ingress: a host, its certificate, and the controller that brings clients."""

    error_path = "ingress"

    host: Host = Field(description="the host of this instance alone; clients must stay on one instance")
    additional_hosts: FrozenList[AdditionalHost] = Field(default=(), description="more hosts of this instance")
    controller: IngressController = Field(
        default_factory=Traefik, description="the controller. Default: Traefik by an Ingress"
    )
    tls: Tls | None = Field(
        default_factory=Tls, description="the certificate; None for plain HTTP, where tokens are sent unencrypted"
    )
    https_redirect: StrictBool = Field(
        default=True,
        description="whether plain HTTP is redirected to HTTPS; otherwise it is served, with tokens unencrypted, "
        "except by ALB and GKE, which then close port 80, and by Traefik, whose entry points decide",
    )
    expose_admin_api: StrictBool = Field(
        default=False, description="whether /api/* and /probes/* are open too, not only what clients ask for"
    )
    metadata: ObjectMetadata = Field(
        default_factory=ObjectMetadata, description="your labels and annotations, which win over ours"
    )

    @model_validator(mode="before")
    @classmethod
    def _has_no_path(cls, fields: Any) -> Any:
        if isinstance(fields, dict) and "path" in fields:
            rule = f"{shown(fields['path'])} is not possible, since the service has no base path; give it its own host"
            raise config_error("path", rule)
        return fields

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self.metadata.refuse_pods("an ingress")
        require_unique("additional_hosts", self.hosts)
        self.controller.check(self.tls)
        if self.controller.most_hosts is not None and len(self.hosts) > self.controller.most_hosts:
            most, given = self.controller.most_hosts, len(self.additional_hosts)
            rule = f"has {given}, and a route takes {most} hosts, the first one included"
            raise config_error("additional_hosts", f"{rule}; give the others an ingress of their own")
        for more in self.additional_hosts:
            if more.secret_name is not None:
                self.controller.check_secret(more.secret_name, "additional_hosts")
        return self

    def refuse_hosts_of(self, other: "IngressProps", root: str) -> None:
        """Raise for a host that another ingress has on the same proxy: what either opens would be open on it."""
        shared = [host for host in self.hosts if host in other.hosts]
        if shared and self.controller.is_shared_with(other.controller):
            rule = f"'{shared[0]}' is a host of another ingress on the same proxy, which would open what either opens"
            raise config_error(f"{root}.host", f"{rule}; give it another host")

    @property
    def hosts(self) -> list[str]:
        """All hosts, the first one first."""
        return [self.host, *(more.host for more in self.additional_hosts)]

    @property
    def url(self) -> str:
        """Where clients find the instance."""
        return f"{'http' if self.tls is None else 'https'}://{self.host}"

    def context(self, name: str, backend: Backend) -> IngressContext:
        """What the controller has to know of the ingress, whose objects have that name."""
        first = (self.tls.secret_name if self.tls else None) or f"{name}-tls"
        return IngressContext(
            name=name,
            backend=backend,
            secrets={self.host: first, **{more.host: more.secret_name or first for more in self.additional_hosts}},
            paths=EVERYTHING if self.expose_admin_api else CLIENT_PATHS,
            tls=self.tls,
            redirect=self.https_redirect and self.tls is not None,
        )

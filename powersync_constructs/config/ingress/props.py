"""Props of `StreamingIngress`."""

from typing import Any

from pydantic import Field, StrictBool, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, Host, ObjectName
from powersync_constructs.config.core.errors import config_error, require_unique, shown
from powersync_constructs.config.ingress._streams import CLIENT_PATHS
from powersync_constructs.config.ingress.base import EVERYTHING, Backend, IngressContext, Tls
from powersync_constructs.config.ingress.controllers import IngressController
from powersync_constructs.config.ingress.traefik import Traefik
from powersync_constructs.config.pods.pod import ObjectMetadata


class AdditionalHost(Props):
    """An additional host of the same instance."""

    error_path = "additional_hosts"

    host: Host
    """The additional host name."""
    secret_name: ObjectName | None = None
    """The name of the Secret with the certificate of this host. Default: the Secret of `tls`."""


class IngressProps(Props):
    """An ingress: a host, its certificate, and the ingress controller."""

    error_path = "ingress"

    host: Host
    """The host name of this instance. Instances must not share a host, because clients must stay on one instance."""
    additional_hosts: FrozenList[AdditionalHost] = ()
    """Additional hosts of this instance."""
    controller: IngressController = Field(default_factory=Traefik)
    """The ingress controller. Default: Traefik with an Ingress."""
    tls: Tls | None = Field(default_factory=Tls)
    """The TLS certificate of the hosts. None for plain HTTP, which sends tokens unencrypted."""
    https_redirect: StrictBool = True
    """Whether plain HTTP is redirected to HTTPS. If False, `ContourProxy` and most controllers with an Ingress also
    serve plain HTTP, which sends tokens unencrypted; `Alb` and `GkeIngress` close port 80. With the Gateway API, False
    omits the HTTPRoute that redirects. `Traefik` ignores this field: configure its entry points.
    """
    expose_admin_api: StrictBool = False
    """Whether the ingress exposes /api/* and /probes/* too. Otherwise it exposes only the paths that clients use."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to the objects of the ingress. They override generated values."""

    @model_validator(mode="before")
    @classmethod
    def _refuse_path(cls, fields: Any) -> Any:
        if isinstance(fields, dict) and "path" in fields:
            rule = f"{shown(fields['path'])} is not supported, since the service has no base path; use a separate host"
            raise config_error("path", rule)
        return fields

    @model_validator(mode="after")
    def _check_controller(self) -> Self:
        self.metadata.refuse_pods("an ingress")
        require_unique("additional_hosts", self.hosts)
        self.controller.check(self.tls)
        if self.controller.most_hosts is not None and len(self.hosts) > self.controller.most_hosts:
            most, given = self.controller.most_hosts, len(self.additional_hosts)
            rule = f"has {given} hosts, but a route allows {most} in total, including `host`"
            raise config_error("additional_hosts", f"{rule}; move some of them to another ingress")
        for more in self.additional_hosts:
            if more.secret_name is not None:
                self.controller.check_secret(more.secret_name, "additional_hosts")
        return self

    def refuse_hosts_of(self, other: "IngressProps", root: str) -> None:
        """Raise ConfigError if both ingresses share a host and a proxy: the proxy would expose the paths of both."""
        shared = [host for host in self.hosts if host in other.hosts]
        if shared and self.controller.is_shared_with(other.controller):
            rule = f"'{shared[0]}' is a host of another ingress on the same proxy, which would expose the paths of both"
            raise config_error(f"{root}.host", f"{rule}; use another host")

    @property
    def hosts(self) -> list[str]:
        """All hosts, beginning with `host`."""
        return [self.host, *(more.host for more in self.additional_hosts)]

    @property
    def url(self) -> str:
        """The URL of the instance for clients."""
        return f"{'http' if self.tls is None else 'https'}://{self.host}"

    def context(self, name: str, backend: Backend) -> IngressContext:
        """Return the properties that the controller uses. `name` is the name of the objects of this ingress."""
        first = (self.tls.secret_name if self.tls else None) or f"{name}-tls"
        return IngressContext(
            name=name,
            backend=backend,
            secrets={self.host: first, **{more.host: more.secret_name or first for more in self.additional_hosts}},
            paths=EVERYTHING if self.expose_admin_api else CLIENT_PATHS,
            tls=self.tls,
            redirect=self.https_redirect and self.tls is not None,
        )

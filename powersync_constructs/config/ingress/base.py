"""The base class of all ingress controllers, and the requirements of streams that last for hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress._streams import LIVENESS_PATH

CHECK_INTERVAL, CHECK_TIMEOUT, CHECK_FAILURES = 15, 10, 3
"""The health check of a load balancer: seconds between two checks, seconds until a check times out, and consecutive
failures until a pod gets no new clients. A busy pod answers late (see `ProbeSettings`), often after the default timeout
of controllers."""

Requirement = Literal[
    "buffering",
    "absolute timers",
    "inactivity timers",
    "HTTP/2",
    "WebSocket",
    "TLS",
    "redirect",
    "health check",
    "balancing",
    "draining",
    "admin API",
]
"""A property that an ingress controller must have for streams that last for hours."""
REQUIREMENTS: dict[Requirement, str] = {
    "buffering": "forwards each line of a stream at once",
    "absolute timers": "allows a stream of one day, the longest lifetime of a client token",
    "inactivity timers": "waits up to an hour for the next line (the service sends one every 20 s, see sync/util.ts)",
    "HTTP/2": "uses HTTP/2 with clients and HTTP/1.1 with the pods, which do not support HTTP/2",
    "WebSocket": "allows WebSocket connections",
    "TLS": "serves the certificate of the host",
    "redirect": "redirects plain HTTP to HTTPS",
    "health check": f"checks the health of the pods with {LIVENESS_PATH}",
    "balancing": "sends a new stream to the pod with the fewest streams",
    "draining": "keeps the streams of a terminating pod, and sends no new streams to it",
    "admin API": "does not expose /api/* and /probes/*, unless expose_admin_api is set",
}
"""The description of each requirement, as the end of the sentence "the ingress controller …"."""

EVERYTHING = (("Prefix", "/"),)


class Tls(Props):
    """The TLS certificate of the hosts, in an existing Secret or in one that cert-manager creates."""

    error_path = "tls"

    secret_name: ObjectName | None = None
    """The name of the Secret with the certificate. Default: `<instance>-tls`, or `<instance>-<name>-tls` if
    `StreamingIngress` has a `name`, which is `internal` for `internal_ingress`.
    """
    issuer: ObjectName | None = None
    """The name of the cert-manager Issuer that issues the certificate. Do not set `cluster_issuer` too."""
    cluster_issuer: ObjectName | None = None
    """The name of the cert-manager ClusterIssuer that issues the certificate. Do not set `issuer` too."""

    @model_validator(mode="after")
    def _check_issuers(self) -> Self:
        if self.issuer is not None and self.cluster_issuer is not None:
            rule = f"'{self.cluster_issuer}' cannot be set together with issuer"
            raise config_error("cluster_issuer", f"{rule}; remove one of the two")
        return self

    @property
    def issued_by(self) -> "Setting | None":
        """The annotation that makes cert-manager create the Secret. None without an issuer."""
        if self.issuer is not None:
            return Setting(("TLS",), "cert-manager.io/issuer", self.issuer)
        if self.cluster_issuer is not None:
            return Setting(("TLS",), "cert-manager.io/cluster-issuer", self.cluster_issuer)
        return None


@dataclass(frozen=True)
class Backend:
    """The Service behind the ingresses, and its pods."""

    service: str
    """The name of the Service."""
    port: int
    """The port of the Service."""
    pod_port: int
    """The port of the pods."""


@dataclass(frozen=True)
class IngressContext:
    """The properties of one ingress that its controller uses."""

    name: str
    """The name of the Ingress, HTTPRoute or HTTPProxy."""
    backend: Backend
    """The Service that the ingress forwards to."""
    secrets: Mapping[str, str]
    """The hosts, each with the name of the Secret for its certificate."""
    paths: tuple[tuple[str, str], ...]
    """The exposed paths, each with its path type (`Prefix` or `Exact`)."""
    tls: Tls | None
    redirect: bool
    """Whether the ingress redirects plain HTTP to HTTPS."""

    @property
    def hosts(self) -> list[str]:
        """All hosts, beginning with the main host."""
        return list(self.secrets)


class Setting(NamedTuple):
    """An annotation, and the requirements that it meets."""

    serves: tuple[Requirement, ...]
    key: str
    value: str


class Resource(NamedTuple):
    """A custom resource of the controller, and the requirements that it meets."""

    serves: tuple[Requirement, ...]
    api_version: str
    kind: str
    name: str
    spec: Mapping[str, Any]


class Controller(Props):
    """An ingress controller. `notes` describes what is built in, and what an Ingress cannot configure."""

    error_path = "controller"

    drain_seconds: ClassVar[int] = 20
    """Seconds that pods sleep before SIGTERM. A proxy in the cluster needs 20 s to stop sending new clients to them."""
    source_addresses: ClassVar[str | None] = None
    """The source addresses to allow in a NetworkPolicy if the proxies are not pods. None if the proxies are pods."""
    has_no_peer: ClassVar[bool] = False
    """Whether no peer of a NetworkPolicy can select the proxies."""
    end_of_life: ClassVar[str | None] = None
    """The reason not to use the controller any more. None for a maintained controller."""
    most_hosts: ClassVar[int | None] = None
    """The maximum number of hosts per object. None for no limit."""
    notes: ClassVar[Mapping[Requirement, str]] = {}

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret. Otherwise the Gateway or the cloud provides it."""
        return False

    @property
    def takes_issuer(self) -> bool:
        """Whether an annotation can make cert-manager create the Secret."""
        return False

    @property
    def own_certificate(self) -> str | None:
        """The name of the field that selects a certificate outside of Secrets. None if the field is not set."""
        return None

    def check(self, tls: Tls | None) -> None:
        """Raise ConfigError for TLS settings that the controller cannot use."""
        if tls is None:
            if self.own_certificate is not None:
                rule = "is for HTTPS, but tls=None is for plain HTTP"
                raise config_error(f"controller.{self.own_certificate}", f"{rule}; remove one of the two")
            return
        if tls.secret_name is not None:
            self.check_secret(tls.secret_name, "tls.secret_name")
        if tls.issued_by is not None and not self.takes_issuer:
            field = "issuer" if tls.issuer is not None else "cluster_issuer"
            rule = "has no effect with this controller: an issuer needs an Ingress that names a Secret"
            fix = "remove it, and create a Certificate if you need one"
            raise config_error(f"tls.{field}", f"'{tls.issued_by.value}' {rule}; {fix}")

    def is_shared_with(self, other: "Controller") -> bool:
        """Return whether both controllers use the same proxy. A proxy merges the paths of all ingresses of a host."""
        return False

    def check_secret(self, name: str, field: str) -> None:
        """Raise ConfigError for a Secret that the controller does not read."""
        if not self.reads_secrets:
            rule = "is a Secret, but the certificate of this controller is not in a Secret"
            raise config_error(field, f"'{name}' {rule}; remove `secret_name`")

    def settings(self, context: IngressContext) -> list[Setting]:
        """Return the annotations of the Ingress."""
        return []

    def routes(self, context: IngressContext) -> list[Resource]:
        """Return the custom resources that replace an Ingress."""
        return []

    def policies(self, context: IngressContext) -> list[Resource]:
        """Return the custom resources that only this ingress needs, in addition to its Ingress or routes."""
        return []

    def service_settings(self, backend: Backend) -> list[Setting]:
        """Return the annotations of the Service."""
        return []

    def service_policies(self, backend: Backend) -> list[Resource]:
        """Return the custom resources for the Service, which all ingresses of the controller share."""
        return []


class IngressApiController(Controller):
    """A controller that reads Ingresses."""

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret that the Ingress names."""
        return True

    @property
    def takes_issuer(self) -> bool:
        """Whether cert-manager can create the Secret. cert-manager reads the annotations of Ingresses."""
        return self.reads_secrets

    def all_settings(self, context: IngressContext) -> list[Setting]:
        """Return all annotations of the Ingress, including the annotation for cert-manager."""
        issued_by = context.tls.issued_by if context.tls is not None else None
        return [*self.settings(context), *([issued_by] if issued_by is not None else [])]

    @property
    def ingress_class(self) -> str | None:
        """The name of the IngressClass. None if an annotation sets the class: the API server rejects both together."""
        return None

    def is_shared_with(self, other: Controller) -> bool:
        """Return whether both controllers use the same proxy.

        In the cluster, Ingresses of one class use the same proxy. In a cloud, each Ingress has its own load balancer.
        """
        return (
            isinstance(other, IngressApiController)
            and self.source_addresses is None
            and self.ingress_class == other.ingress_class
        )


class IngressClassController(IngressApiController):
    """A controller that is selected by an IngressClass."""

    class_name: ObjectName | None = None
    """The name of the IngressClass."""

    @property
    def ingress_class(self) -> str | None:
        """The name of the IngressClass."""
        return self.class_name

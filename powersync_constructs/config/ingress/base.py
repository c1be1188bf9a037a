"""What all ingress controllers have in common: what streams that last for hours require, and how each meets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.core.errors import config_error

LIVENESS_PATH = "/probes/liveness"
"""The path by which load balancers ask a pod whether it is healthy, as the kubelet does."""
CHECK_INTERVAL, CHECK_TIMEOUT, CHECK_FAILURES = 15, 10, 3
"""Seconds between two health checks of a load balancer, seconds that an answer may take, and failures in a row until a
pod gets no new clients. A busy pod answers after up to 5.3 s (measured), which the controllers' own timeouts often do
not allow."""
ENVOY_STREAMS = 100_000
"""Streams that one Envoy may have. Its own limit is 1024, above which it answers 503."""

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
"""What an ingress controller must get right."""
REQUIREMENTS: dict[Requirement, str] = {
    "buffering": "hands every line of a stream on at once",
    "absolute timers": "lets a stream last for a day, the longest that a client's token is valid",
    "inactivity timers": "waits an hour for the next line; the service sends one every 20 s (sync/util.ts)",
    "HTTP/2": "speaks HTTP/2 to clients and HTTP/1.1 to the pods, which know no other",
    "WebSocket": "lets WebSockets through",
    "TLS": "has the host's certificate",
    "redirect": "sends plain HTTP to HTTPS",
    "health check": f"asks the pods for {LIVENESS_PATH}",
    "balancing": "gives a new stream to the pod with the fewest",
    "draining": "keeps the streams of a terminating pod, and sends it no new ones",
    "admin API": "keeps /api/* and /probes/* from the host, unless told otherwise",
}
"""What each of them does."""

DAY, HOUR = 86_400, 3_600
CLIENT_PATHS = (("Prefix", "/sync"), ("Exact", "/write-checkpoint.json"), ("Exact", "/write-checkpoint2.json"))
"""All that clients ask for (routes/endpoints); `/api` and `/probes` are for administrators and kubelets."""
EVERYTHING = (("Prefix", "/"),)


class Tls(Props):
    """The certificate of the hosts: a Secret that is there, or that cert-manager makes."""

    error_path = "tls"

    secret_name: ObjectName | None = Field(
        default=None,
        description="the Secret with it. Default: `<instance>-tls`; of a second ingress, `<instance>-<name>-tls`",
    )
    issuer: ObjectName | None = Field(default=None, description="the Issuer of cert-manager that makes it")
    cluster_issuer: ObjectName | None = Field(default=None, description="the ClusterIssuer of cert-manager that does")

    @model_validator(mode="after")
    def _has_one_issuer(self) -> Self:
        if self.issuer is not None and self.cluster_issuer is not None:
            raise config_error("cluster_issuer", f"'{self.cluster_issuer}' stands beside issuer; keep one of the two")
        return self

    @property
    def issued_by(self) -> "Setting | None":
        """The annotation that has cert-manager make the Secret."""
        if self.issuer is not None:
            return Setting(("TLS",), "cert-manager.io/issuer", self.issuer)
        if self.cluster_issuer is not None:
            return Setting(("TLS",), "cert-manager.io/cluster-issuer", self.cluster_issuer)
        return None


@dataclass(frozen=True)
class Backend:
    """The Service that ingresses lead to, and its pods."""

    service: str
    """The name of the Service."""
    port: int
    """The port of the Service."""
    pod_port: int
    """The port of the pods."""


@dataclass(frozen=True)
class IngressContext:
    """What a controller has to know of one ingress."""

    name: str
    """The name of the Ingress, route or proxy."""
    backend: Backend
    """The Service that it leads to."""
    secrets: Mapping[str, str]
    """The hosts, each with the Secret that has its certificate."""
    paths: tuple[tuple[str, str], ...]
    """The types and paths that it opens."""
    tls: Tls | None
    redirect: bool
    """Whether it sends plain HTTP to HTTPS."""

    @property
    def hosts(self) -> list[str]:
        """The hosts, the first one first."""
        return list(self.secrets)


class Setting(NamedTuple):
    """An annotation, and what it is for."""

    serves: tuple[Requirement, ...]
    key: str
    value: str


class Resource(NamedTuple):
    """A custom resource of the controller, and what it is for."""

    serves: tuple[Requirement, ...]
    api_version: str
    kind: str
    name: str
    spec: Mapping[str, Any]


class Controller(Props):
    """An ingress controller. `notes` says what the controller has built in, and what an Ingress cannot configure."""

    error_path = "controller"

    drain_seconds: ClassVar[int] = 20
    """Seconds that pods sleep before they end: what a proxy in the cluster needs to stop routing to them."""
    source_addresses: ClassVar[str | None] = None
    """Where the proxies are not pods: the addresses that they come from, which a NetworkPolicy must let in."""
    has_no_peer: ClassVar[bool] = False
    """Whether no NetworkPolicy can name the proxies at all."""
    end_of_life: ClassVar[str | None] = None
    """Why nobody should start to use it, where that is so."""
    most_hosts: ClassVar[int | None] = None
    """How many hosts one of its objects can have."""
    notes: ClassVar[Mapping[Requirement, str]] = {}

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret; otherwise the Gateway or the cloud has it."""
        return False

    @property
    def takes_issuer(self) -> bool:
        """Whether an annotation can have cert-manager make that Secret."""
        return False

    @property
    def own_certificate(self) -> str | None:
        """The field that names a certificate which is not in a Secret, where it is set."""
        return None

    def check(self, tls: Tls | None) -> None:
        """Raise ConfigError for what the controller lacks, or cannot have."""
        if tls is None:
            if self.own_certificate is not None:
                rule = "is for HTTPS, and tls=None is plain HTTP"
                raise config_error(f"controller.{self.own_certificate}", f"{rule}; remove one of the two")
            return
        if tls.secret_name is not None:
            self.check_secret(tls.secret_name, "tls.secret_name")
        if tls.issued_by is not None and not self.takes_issuer:
            field = "issuer" if tls.issuer is not None else "cluster_issuer"
            rule = "does not reach this controller: cert-manager reads only Ingresses with a Secret"
            raise config_error(f"tls.{field}", f"'{tls.issued_by.value}' {rule}; make a Certificate, or remove it")

    def is_shared_with(self, other: "Controller") -> bool:
        """Whether both are one proxy, which merges what both open of a host."""
        return False

    def check_secret(self, name: str, field: str) -> None:
        """Raise ConfigError for a Secret that the controller would not read."""
        if not self.reads_secrets:
            rule = "is a Secret, and this controller gets its certificate from the Gateway or the cloud"
            raise config_error(field, f"'{name}' {rule}; remove it")

    def settings(self, context: IngressContext) -> list[Setting]:
        """The annotations of the Ingress."""
        return []

    def routes(self, context: IngressContext) -> list[Resource]:
        """The custom resources that take the place of an Ingress."""
        return []

    def policies(self, context: IngressContext) -> list[Resource]:
        """The custom resources beside the Ingress or the routes, for this ingress alone."""
        return []

    def service_settings(self, backend: Backend) -> list[Setting]:
        """The annotations of the Service."""
        return []

    def service_policies(self, backend: Backend) -> list[Resource]:
        """The custom resources about the Service, which all ingresses of the controller share."""
        return []


class IngressApiController(Controller):
    """A controller that reads Ingresses."""

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret, which the Ingress names."""
        return True

    @property
    def takes_issuer(self) -> bool:
        """Whether cert-manager, which reads Ingresses, can make that Secret."""
        return self.reads_secrets

    def all_settings(self, context: IngressContext) -> list[Setting]:
        """All annotations of the Ingress, the one for cert-manager included."""
        issued_by = context.tls.issued_by if context.tls is not None else None
        return [*self.settings(context), *([issued_by] if issued_by is not None else [])]

    @property
    def ingress_class(self) -> str | None:
        """The IngressClass; None where an annotation names it, since the API server refuses both together."""
        return None

    def is_shared_with(self, other: Controller) -> bool:
        """In the cluster, those of one class; in a cloud, each Ingress has a load balancer of its own."""
        return (
            isinstance(other, IngressApiController)
            and self.source_addresses is None
            and self.ingress_class == other.ingress_class
        )


class IngressClassController(IngressApiController):
    """A controller that is chosen by the IngressClass."""

    class_name: ObjectName | None = Field(default=None, description="the IngressClass")

    @property
    def ingress_class(self) -> str | None:
        """The IngressClass."""
        return self.class_name
